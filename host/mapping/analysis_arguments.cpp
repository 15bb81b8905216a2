// Arguments of the server: which of them is an option, and which the value of one.
#include <algorithm>
#include <utility>

#include "mapping/analysis.h"
#include "mapping/launcher_words.h"
#include "mapping/path_rules.h"
#include "mapping/scan.h"
#include "mapping/secret_rules.h"
#include "mapping/value_scan.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_number(std::string_view arg) {
  return arg.size() > 1 &&
         std::all_of(arg.begin() + 1, arg.end(), [](char c) { return is_digit(c) || c == '.'; });
}

}  // namespace

void Analysis::read_args() {
  std::string_view option;  // the option whose value the next argument may be
  for (std::size_t i = 0; i < launch_.server_args.size(); ++i) {
    const std::string_view arg = launch_.server_args[i];
    Value value;
    const bool is_secret = !option.empty() && takes_secret(option);
    const bool is_option = arg.size() > 1 && arg.front() == '-' && !is_number(arg) &&
                           !(is_secret && is_dashed_value(arg, option));
    // Behind --token even a text with an equals sign is the token.
    if (is_option || (is_assignment(arg) && !is_secret)) {
      const auto equals = arg.find('=');
      if (is_option) option = equals == npos ? arg : std::string_view();
      if (equals == npos) {
        value = read_bare_option(arg);
      } else {
        value.push_back(text_segment(arg.substr(0, equals + 1)));
        append(value, read_arg(arg.substr(equals + 1), arg.substr(0, equals)));
      }
      if (!is_option) option = {};
    } else {
      value = read_arg(arg, option);
      option = {};
    }
    note_arg(i);
    out_.args.push_back(std::move(value));
  }
  if (!launch_.url.empty()) {
    out_.url = reader_.read(launch_.url, Place{});
    reader_.take_found();
  }
}

bool Analysis::takes_secret(std::string_view option) const {
  const auto& secrets = knowledge_.secret_options;
  return is_secret_name(option) ||
         std::find(secrets.begin(), secrets.end(), option) != secrets.end();
}

// "--verbose" is text; a token glued to an option ("-ksk-...", "-uuser:password") is not, nor is a
// line of options that stands in one argument.
Value Analysis::read_bare_option(std::string_view arg) {
  if (arg.starts_with("-u") && arg.find(' ') == npos) {
    Value value{text_segment(arg.substr(0, 2))};
    append(value, read_login(arg.substr(2)));
    if (value.size() > 1) return value;
  }
  // "-p" and its value in one: the letter is the option.
  if (arg.size() > 2 && is_letter(arg[1]) && secret_at(arg, 2)) {
    Value value{text_segment(arg.substr(0, 2))};
    append(value,
           reader_.read(arg.substr(2), Place{{}, false, false, false, false, false, false, false}));
    return value;
  }
  if (arg.starts_with("-----BEGIN") || arg.find(' ') != npos || find_secret(arg)) {
    return reader_.read(arg, Place{{}, false, false, false, false, false, false, false});
  }
  return {text_segment(arg)};
}

// "user:password" behind -u, --user and the like; empty where it is none.
Value Analysis::read_login(std::string_view arg) {
  const auto password = login_password_at(arg);
  if (!password) return {};
  Value value{text_segment(arg.substr(0, *password))};
  Place place;
  place.name = "PASSWORD";
  place.secret = true;
  append(value, reader_.read(arg.substr(*password), place));
  return value;
}

Value Analysis::read_arg(std::string_view arg, std::string_view name) {
  if (name == "-H" || name.ends_with("header") || name.ends_with("Header")) {
    return read_header_arg(arg);
  }
  Place place;
  place.name = name;
  while (place.name.starts_with('-')) place.name.remove_prefix(1);
  place.secret = takes_secret(name);
  if (!place.secret && names_login(place.name)) {
    if (Value login = read_login(arg); !login.empty()) return login;
  }
  place.headers = place.name.ends_with("headers") || place.name.ends_with("Headers");
  place.paths = !container_;
  place.hosts = !container_;
  place.write = may_hold_path(arg) && path_access(name) == Access::kWrite;
  place.bare_host = may_hold_host(arg) && names_host(place.name) && !is_bind_option(place.name);
  // An environment that is handed on: -e API_KEY=x, --env API_KEY=x.
  if ((name == "-e" || name == "--env") && is_assignment(arg)) {
    const auto equals = arg.find('=');
    Value value{text_segment(arg.substr(0, equals + 1))};
    append(value, read_arg(arg.substr(equals + 1), arg.substr(0, equals)));
    return value;
  }
  return reader_.read(arg, place);
}

Access Analysis::path_access(std::string_view name) const {
  if (const auto known = knowledge_.path_options.find(std::string(name));
      known != knowledge_.path_options.end()) {
    return known->second;
  }
  if (!name.empty() && name_says_written(name)) return Access::kWrite;
  return knowledge_.argument_paths;
}

// "--host localhost" of a server that itself listens on HTTP is where it binds.
bool Analysis::is_bind_option(std::string_view name) const {
  if (name_words(name).size() != 1) return names_own_address(name);
  bool http = false;
  for (const auto& arg : launch_.server_args) {
    http = http || arg == "sse" || arg == "http" || arg == "streamable-http" ||
           arg.ends_with("=sse") || arg.ends_with("=http") || arg.ends_with("=streamable-http");
  }
  return http;
}

// "Authorization: Bearer x", also without the blank, which some clients cannot pass on.
Value Analysis::read_header_arg(std::string_view arg) {
  const auto colon = arg.find(':');
  if (colon == npos) return reader_.read(arg, Place{});
  auto from = colon + 1;
  while (from < arg.size() && arg[from] == ' ') ++from;
  Value value{text_segment(arg.substr(0, from))};
  append(value,
         reader_.read(arg.substr(from), header_place(arg.substr(0, colon), arg.substr(from))));
  return value;
}

void Analysis::note_arg(std::size_t index) {
  auto found = reader_.take_found();
  for (const auto& path : found.paths) append_once(out_.paths, path);
  for (const auto& secret : found.secrets) append_once(out_.arg_secrets, secret);
  if (found.secrets.empty()) return;
  out_.findings.push_back(
      {Severity::kWarning, "mapping.secret-argument",
       "argument " + std::to_string(index + 1) +
           " of the server holds a secret, which every user of the machine can read in the "
           "process list",
       server_.name, "give it as an environment variable if the server reads one"});
}

}  // namespace mcpmx::mapping
