// Compose's `$NAME` and `${NAME:-word}`, as compose-go's template package reads them (docs: facts,
// compose section 4). Pure, any thread; time is linear in the text and in the values put in,
// however deep words nest. Nothing here puts a value into an Error.
//
//   text := ( "$$" | "$" name | "${" name [op word] "}" | any )*
//   op   := ":-" | "-" | ":?" | "?" | ":+" | "+"
//
// Two habits of Compose that a reader of the grammar would not expect are kept: a word ends with
// its line, and the brace that closes is found by counting `{` and `}` without looking at the
// character behind a `{`; where counting finds none, the last brace of the line closes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace mcpmx::compose {

// Where the values of variables come from.
class VariableLookup {
 public:
  virtual ~VariableLookup() = default;
  // nullopt: unset, which is not the same as empty. The view lives as long as the lookup.
  virtual std::optional<std::string_view> find(std::string_view name) const = 0;
};

// What stands behind the name in braces.
enum class ReferenceOperator : std::uint8_t {
  kNone,             // $NAME, ${NAME}
  kDefaultIfEmpty,   // :-
  kDefaultIfUnset,   // -
  kRequireNotEmpty,  // :?
  kRequireSet,       // ?
  kIfNotEmpty,       // :+
  kIfSet,            // +
};

// A reference to a variable; the views are parts of the text that was read.
struct Reference {
  std::string_view name;
  ReferenceOperator op = ReferenceOperator::kNone;
  std::string_view word;  // behind the operator, as written; may refer itself
  std::size_t begin = 0;  // of the `$`
  std::size_t end = 0;    // behind the name or the brace
  bool nested = false;    // stands in the word of another
  bool operator==(const Reference&) const = default;
};

struct Interpolated {
  std::string text;
  // Variables that were put in as nothing because they are unset: Compose warns of each. Parts of
  // the text that was read; a word that is not used warns of nothing.
  std::vector<std::string_view> unset;
};

// For the messages: what holds the text ("services.web.image"), and its "file:line".
struct TextPlace {
  std::string path;
  std::string where;
};

// The text with its references replaced. What is put in is not read again. Errors: a required
// variable that is missing, and `${` without a name, an operator or an end.
Result<Interpolated> interpolate(std::string_view text, const VariableLookup& variables,
                                 const TextPlace& place);

// Every reference, used or not, each before those in its word. An error as for interpolate().
Result<std::vector<Reference>> references_of(std::string_view text, const TextPlace& place);

// The reference if the text is nothing but one: `${TOKEN}`, `$TOKEN`, `${TOKEN:?word}`. Its value
// then is the text's value, so that a new value may go to where the variable is set.
std::optional<Reference> sole_reference(std::string_view text);

// The text such that Compose reads it as data: every `$` doubled.
std::string escape_dollars(std::string_view text);

// The code of the finding on an unset variable, and its warning in Compose's words.
inline constexpr const char* kUnsetVariable = "compose.unset-variable";
std::string unset_warning(std::string_view name);

}  // namespace mcpmx::compose
