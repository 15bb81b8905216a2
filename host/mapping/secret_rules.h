// What counts as a secret: by the name that it stands under, and by the look of the value itself.
//
// Two independent rules, because each is blind where the other sees: `GITHUB_TOKEN` tells by its
// name whatever it holds; `ghp_...` tells by itself wherever it stands. Pure; never keeps or prints
// a value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx::mapping {

// A name in lower-case words: "GoogleMapApi_key" is {google, map, api, key}.
std::vector<std::string> name_words(std::string_view name);

// Names of variables, options, headers, query parameters and JSON keys that hold a secret.
bool is_secret_name(std::string_view name);

// Names of options whose value may be "user:password": -u, --user, --login.
bool names_login(std::string_view name);

// Headers hold secrets unless their name says otherwise (Accept, Content-Type, User-Agent,
// X-Api-Version): what a server wants to be told of its client, it wants to know who the client is.
bool is_secret_header(std::string_view name, std::string_view value);

struct SecretSpan {
  std::size_t from = 0;
  std::size_t size = 0;
  std::string_view name;  // what the format suggests as a variable, "GITHUB_TOKEN"
};

// A token of a known format that starts exactly at `from` (which must be the start of a word). The
// span may start behind it: "Bearer x" is the secret x. Looks at no more than it claims, but for a
// fixed number of characters.
std::optional<SecretSpan> secret_at(std::string_view text, std::size_t from);

// Whether a word may start at `from`: nothing of a word stands before it, or the end of a
// terminal's escape sequence ("ESC[31m"), which is a letter.
bool starts_word(std::string_view text, std::size_t from);

// The first token of a known format anywhere in `text`.
std::optional<SecretSpan> find_secret(std::string_view text);

// The text is, as a whole, a token of a known format.
bool looks_like_secret(std::string_view text);

// A name that Compose can interpolate: [A-Za-z_][A-Za-z0-9_]*. A legal name stays as it is, others
// are put in upper case with "_" for every other run; a leading digit gets `<SERVER>_` in front.
std::string variable_name(std::string_view name, std::string_view server);

}  // namespace mcpmx::mapping
