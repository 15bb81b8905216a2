// What a JSON value may be: the tables that intents, mappings and Compose services are checked
// with, and the one check that reads them.
//
// Tables are constants; a shape may refer to itself. Pure, any thread.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx {

struct Member;

struct Shape {
  enum Type : std::uint8_t { kText = 1, kNumber = 2, kFlag = 4, kNull = 8, kList = 16, kMap = 32 };

  unsigned types = 0;
  unsigned places = 0;                   // groups of places that may stand instead of it
  std::string_view expected = {};        // in words; empty: made of the types
  const Shape* items = nullptr;          // of a list; null: anything
  std::span<const Member> members = {};  // of a map: its known keys
  const Shape* others = nullptr;         // what any other key holds; null: there may be none
  const Shape* extensions = nullptr;     // what keys hold that begin with x-; null: none may stand
  bool (*accepts)(const boost::json::value&) = nullptr;  // asked where the type is right
};

struct Member {
  std::string_view key;
  const Shape* shape;
  bool required = false;
};

// A map whose first key begins with a dollar sign stands for a value that the host puts there.
struct PlaceRule {
  std::string_view name;            // "$secret": the key that holds the operand
  unsigned group;                   // where it may stand: the bit of Shape::places
  std::string_view stands;          // the same in words: "in ports"
  std::span<const Member> members;  // the operand and its companions
};

// One mistake. Neither text holds a value of the document.
struct Fault {
  std::vector<std::string> path;  // keys and indices from the root
  bool is_key = false;            // the last of `path` is a key that is wrong or missing itself
  std::string message;            // "unknown key \"imgae\""
  std::string hint;               // what to write instead
};

std::string pointer_of(const Fault& fault);  // RFC 6901

// Every mistake in document order, at most 50 of them.
std::vector<Fault> find_faults(const boost::json::value& value, const Shape& shape,
                               std::span<const PlaceRule> places);

// The writer's own business: not looked at.
inline constexpr Shape kFree = {.types = 63};

}  // namespace mcpmx
