// The one error type and the one result type of the host.
//
// An Error is a value: library code returns it, only host/main.cpp turns it into an exit code.
// Every error says what happened and why (`message`), where (`where`), and what to do next
// (`hint`).
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <utility>

namespace mcpmx {

// How a failure ends the process (docs: exit codes).
enum class ErrorCode {
  kFailed = 1,       // could not be done
  kUsage = 2,        // the command line is wrong
  kNeedsPerson = 3,  // a person must decide
  kUnavailable = 4,  // engine or backend not reachable
  kInterrupted = 130,
};

struct Error {
  ErrorCode code = ErrorCode::kFailed;
  std::string message;  // what happened and why; one sentence, no secret, no trailing full stop
  std::string where;    // "file:line", a path, an option; empty if there is no place
  std::string hint;     // the next step, as a command where there is one
  // Something is broken that may be whole tomorrow: a plugin, a mapping that is not there. Not a
  // decision about the input, which would be the same again.
  bool fault = false;
};

// Result<T> carries a T or an Error. One alias, so that std::expected can follow.
template <class T>
using Result = boost::system::result<T, Error>;

// Called by Result::value() on an error: a programming mistake, because code asks has_value()
// first.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& at);

// The same error, of something that is broken.
inline Error as_fault(Error error) {
  error.fault = true;
  return error;
}

inline Error failed(std::string message, std::string where = {}, std::string hint = {}) {
  return {ErrorCode::kFailed, std::move(message), std::move(where), std::move(hint)};
}

}  // namespace mcpmx

// A name that is declared cannot stand in parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)

// Returns the error of `expression` from the calling function, or defines `name` as its value.
#define MCPMX_TRY(name, expression)                            \
  auto name##_result = (expression);                           \
  if (!name##_result) return std::move(name##_result).error(); \
  auto name = std::move(name##_result).value()

// NOLINTEND(bugprone-macro-parentheses)

// The same where only success matters (Result<void>).
#define MCPMX_CHECK(expression) \
  if (auto checked_result = (expression); !checked_result) return std::move(checked_result).error()
