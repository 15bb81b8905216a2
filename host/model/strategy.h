// Who decides where both sides of a sync changed one field: the interface that strategy plugins
// stand behind. Values are canonical JSON texts (compact, as boost::json writes it); nullopt: the
// side lacks the field. Plain values; strategies are asked from one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace mcpmx {

// The numbers are those of mcpmx/ext/sync.h.
enum class FieldKind : std::int32_t {
  kPresence = 1,
  kIdentity,
  kVersion,
  kArguments,
  kVariable,
  kHeader,
  kOther,
};

using FieldValue = std::optional<std::string>;

// One field of a server three ways.
struct FieldState {
  std::string path;  // "presence", "version", "args", "env/TOKEN"
  FieldKind kind = FieldKind::kOther;
  FieldValue base, profile, docker;
  bool is_secret = false;
};

struct ConflictView {
  std::string_view server;
  const FieldState& field;
  const std::vector<FieldState>& all;  // the server's fields, `field` among them
  bool has_base = true;
  std::int64_t profile_time = 0;  // ns since 1970; 0: unknown
  std::int64_t docker_time = 0;
};

struct Decision {
  enum class What { kManual, kProfile, kDocker, kValue };
  What what = What::kManual;
  std::string value;  // of kValue: JSON text
};

class Strategy {
 public:
  virtual ~Strategy() = default;
  virtual std::string_view id() const = 0;
  // An error means that the strategy cannot be trusted with anything: nothing is synced.
  virtual Result<Decision> decide(const ConflictView& conflict) = 0;
};

}  // namespace mcpmx
