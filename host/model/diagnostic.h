// A finding about the user's input that does not stop the work: reported, never thrown.
#pragma once

#include <string>

namespace mcpmx {

enum class Severity { kInfo, kWarning, kError };

struct Diagnostic {
  Severity severity = Severity::kWarning;
  std::string code;     // "<origin>.<slug>", stable: programs may match it
  std::string message;  // one sentence, no secret
  std::string where;    // "file:line", a server's name, a JSON pointer
  std::string hint;     // the next step; may be empty
};

const char* severity_name(Severity severity);  // "info", "warning", "error"

}  // namespace mcpmx
