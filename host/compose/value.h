// A value of the model that Compose files resolve to, and where it came from: the same shape as
// JSON, each node with its Origin. Plain values that own everything; any thread.
//
// The origin is what the sync edits by: a value says in which file and at which node of it it
// stands, whether that place may be edited, and if not, why.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "document/node.h"

namespace mcpmx::compose {

enum class Editing : std::uint8_t {
  kInPlace,   // the node may be set or removed
  kLocalKey,  // came through `<<`: write the key in the map `local`, which overrides it. A value
              // that stands deeper is changed by restating the whole key there, for `<<` does not
              // merge deeply.
  kHeld,      // may not be edited; Hold says why
  kNowhere,   // stands in no file: a default of Compose, written by adding it
};

enum class Hold : std::uint8_t {
  kNone,
  kInclude,  // stands in an included file
  kExtends,  // inherited by `extends`
  kReset,    // `!reset` removes what earlier files say here
  kAlias,    // inside an alias that stands for the whole value
  kAnchor,   // below an anchor that others use
  kEnvFile,  // comes from a file of env_file or label_file
};

// Why, as the end of a sentence: "stands in an included file".
const char* reason_of(Hold hold);

struct Origin {
  std::uint32_t file = 0xffffffff;             // index in Project::files
  document::NodeId node = document::kNoNode;   // the value; an alias is the alias
  document::NodeId local = document::kNoNode;  // of kLocalKey
  Editing editing = Editing::kNowhere;
  Hold hold = Hold::kNone;
  bool part = false;  // one part of the node's text: a port of "8080:80", a value of "NAME=value"
  bool inherited = false;  // the node names a variable alone, whose value this is
  bool operator==(const Origin&) const = default;
};

enum class ValueKind : std::uint8_t { kNull, kBool, kInteger, kFloat, kString, kList, kMap };

struct Member;

struct Value {
  ValueKind kind = ValueKind::kNull;
  Origin origin;
  std::string text;             // of scalars: "true", decimal digits, a float as Go prints it
  std::vector<Member> members;  // of maps in file order; of lists, with empty keys

  bool is_null() const { return kind == ValueKind::kNull; }
  bool is_map() const { return kind == ValueKind::kMap; }
  bool is_list() const { return kind == ValueKind::kList; }
  bool is_scalar() const { return !is_map() && !is_list(); }

  // The member of a map; null if there is none. Linear in the members.
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  // Follows keys from map to map.
  const Value* at(std::initializer_list<std::string_view> keys) const;

  Value& add(std::string_view key, Value value);  // appends, whatever is there
  Value& set(std::string_view key, Value value);  // replaces in place, or appends
  Value& append(Value item);
  void remove(std::string_view key);
};

struct Member {
  std::string key;
  Value value;
};

Value string_value(std::string_view text, const Origin& origin);
Value bool_value(bool value, const Origin& origin);
Value empty_map(const Origin& origin);
Value empty_list(const Origin& origin);

// The origin of a value that is one part of another's text.
Origin part_of(const Origin& origin);

// The text of a scalar; empty for nothing, a list or a map.
std::string text_of(const Value* value);

// Marks everything below as held, but for what is held already.
void hold_all(Value& value, Hold hold);

// Equal in kind, text and members, whatever their order in maps, wherever they came from.
bool same_content(const Value& a, const Value& b);

}  // namespace mcpmx::compose
