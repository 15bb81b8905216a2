#include "mapping/value_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mapping/names.h"
#include "mapping/path_rules.h"
#include "mapping/secret_rules.h"
#include "mapping/value_scan.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

// A credential in a file is named by its path; the path itself is no secret. Base64 may begin with
// a slash, so a bare leading slash does not make a path of a key.
bool is_credential_file(std::string_view text) {
  if (find_secret(text)) return false;
  if (!is_host_path(text) || text.find_first_of("+=") != npos) return false;
  if (text.front() != '/') return true;
  for (const std::string_view top :
       {"/home/", "/Users/", "/root/", "/etc/", "/var/", "/opt/", "/tmp/", "/mnt/", "/path/",
        "/run/", "/srv/", "/app/", "/data/"}) {
    if (text.starts_with(top)) return true;
  }
  for (const std::string_view ending :
       {".json", ".pem", ".key", ".txt", ".yaml", ".yml", ".p12", ".crt", ".pub", ".env"}) {
    if (text.ends_with(ending)) return true;
  }
  return false;
}

// "Bearer x": how long the part is that is not of the secret.
std::size_t scheme_of(std::string_view text) {
  for (const std::string_view word : {"Bearer ", "bearer ", "Basic ", "Token ", "token "}) {
    if (text.starts_with(word)) return word.size();
  }
  return 0;
}

// What stands beside a placeholder in a secret's place: "abc123 ${X}" is half of a secret, the
// scheme of a header, JSON and an address are not.
bool is_secret_rest(std::string_view text) {
  text.remove_prefix(scheme_of(text));
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == npos || text.find_last_not_of(kBlanks) - first + 1 < 6) return false;
  return text.find_first_of("\"{}") == npos && text.find("://") == npos;
}

}  // namespace

void ValueReader::begin_arguments(std::vector<std::string> variables) {
  variables_ = std::move(variables);
  of_variables_ = names_.taken;
}

std::string ValueReader::name_for(std::string_view wish, std::string_view value) {
  std::string base = variable_name(wish, server_);
  std::string key = base + '\0' + std::string(value);
  if (const auto known = names_.of_value.find(key); known != names_.of_value.end()) {
    return known->second;
  }
  // The project puts the server's name in front of what carries an argument's secret
  // (PlaceFiller::variable_for): an argument and a variable whose equal secrets come to differ
  // keep the names that they have there, and a variable that has that name itself keeps it.
  const std::string longer = prefixed_name(base, server_);
  if (of_variables_.contains(base) || of_variables_.contains(longer)) base = longer;
  if (const auto known = names_.of_value.find(base + '\0' + std::string(value));
      known != names_.of_value.end()) {
    return known->second;
  }
  std::string name = base;
  std::size_t& last = names_.last_number[base];
  while (!names_.taken.insert(name).second) {
    last = std::max<std::size_t>(last + 1, 2);
    name = base + "_" + std::to_string(last);
  }
  names_.of_value.emplace(std::move(key), name);
  return name;
}

Segment ValueReader::secret(std::string_view value, std::string_view wish, bool keep) {
  while (wish.starts_with('-')) wish.remove_prefix(1);
  // Options and JSON keys are written in many ways; variables in one.
  std::string name;
  for (const auto& word : name_words(wish)) {
    if (!name.empty()) name += '_';
    name += word;
  }
  std::transform(name.begin(), name.end(), name.begin(), to_upper);
  keep = keep || wish.find_first_of("abcdefghijklmnopqrstuvwxyz-") == npos;
  name = name_for(keep ? wish : std::string_view(name), value);
  note_secret(name);
  return {Segment::Kind::kSecret, std::string(value), std::move(name), false, false};
}

void ValueReader::note_secret(std::string_view name) {
  if (met_.emplace(name).second) found_.secrets.emplace_back(name);
}

Segment ValueReader::missing(std::string_view text, std::string_view name, bool is_secret) {
  if (is_secret && !name.empty()) note_secret(name);
  return {Segment::Kind::kMissing, std::string(text), variable_name(name, server_), false,
          is_secret};
}

Segment ValueReader::path(std::string_view text, bool write) {
  if (std::find(found_.paths.begin(), found_.paths.end(), text) == found_.paths.end()) {
    found_.paths.emplace_back(text);
  }
  return {Segment::Kind::kPath, expand_home(text, home_), {}, write, false};
}

// A path, or a list of paths separated by ":", ";" or ",".
bool ValueReader::read_paths(std::string_view text, const Place& place, Value& value) {
  // What tells by its format that it is a token is none of a path's names: "/token:ghp_...".
  if (!is_host_path(text) || find_secret(text)) return false;
  const auto words = name_words(place.name);
  const bool about_urls = !words.empty() && (words.back() == "path" || words.back() == "endpoint" ||
                                             words.back() == "route" || words.back() == "prefix");
  if (is_url_route(text) && text != "/" && about_urls) return false;
  if (text == "/" && !words.empty()) return false;
  if (placeholder_at(text, 0) || text.find("${") != npos) {
    // A path with a gap is no path yet.
    if (text.find("${", text.starts_with("${HOME}") ? 7 : 0) != npos) return false;
  }
  for (const char separator : {',', ':', ';'}) {
    std::vector<std::string_view> parts;
    auto rest = text;
    bool all = true;
    while (all) {
      auto end = rest.find(separator);
      // The colon of a drive is no separator.
      if (separator == ':' && end == 1 && rest.size() > 2) end = rest.find(separator, 2);
      parts.push_back(rest.substr(0, end));
      all = is_host_path(parts.back());
      if (end == npos) break;
      rest.remove_prefix(end + 1);
    }
    if (!all || parts.size() < 2) continue;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) add_text(value, std::string_view(&separator, 1));
      value.push_back(path(parts[i], place.write));
    }
    return true;
  }
  value.push_back(path(text, place.write));
  return true;
}

bool ValueReader::is_variable(std::string_view name) const {
  return std::find(variables_.begin(), variables_.end(), name) != variables_.end();
}

// A secret that is a URL of this machine: its password stays a secret, its host has to be told
// apart, or the container would look inside itself. Without a password the secret is behind the
// host: the path of a webhook.
bool ValueReader::split_at_host(std::string_view text, const Place& place, Value& value) {
  const Found before = found_;
  const auto met = met_;
  const auto names = names_;
  Value scanned = scan_value(*this, text, place);
  const auto first = [&](Segment::Kind kind) {
    return std::find_if(scanned.begin(), scanned.end(),
                        [&](const Segment& segment) { return segment.kind == kind; });
  };
  const auto host = first(Segment::Kind::kHost);
  const bool has_secret = first(Segment::Kind::kSecret) != scanned.end();
  const bool is_url = host == scanned.begin() + 1 && scanned.front().text.ends_with("://");
  if (host == scanned.end() || (!has_secret && !is_url)) {
    found_ = before;
    met_ = met;
    names_ = names;
    return false;
  }
  for (auto rest = host; !has_secret && rest != scanned.end(); ++rest) {
    if (rest->kind == Segment::Kind::kText && rest->text.size() > 1) {
      *rest = secret(rest->text, std::string(place.name) + "_PATH", false);
    }
  }
  value = std::move(scanned);
  return true;
}

Value ValueReader::read(std::string_view text, const Place& place) {
  Value value;
  if (text.empty()) return value;
  const auto whole = placeholder_at(text, 0);
  if (whole && whole->size == text.size() && is_variable(whole->name)) {
    add_text(value, text);
    return value;
  }
  if (whole && whole->size == text.size()) {
    const bool is_secret = place.secret || is_secret_name(whole->name);
    value.push_back(missing(text, place.variable ? place.name : whole->name, is_secret));
    return value;
  }
  if (is_fill_me(text, place.secret)) {
    const auto own = text.starts_with('$') ? text.substr(1) : text;
    value.push_back(
        missing(text, place.name.empty() ? own : place.name, place.secret || is_secret_name(own)));
    return value;
  }
  if (place.secret && !is_switch(place.name, text)) {
    if (is_credential_file(text)) {
      if (!place.paths) {
        add_text(value, text);
        return value;
      }
    } else if (place.hosts && may_hold_host(text) && text.find_first_of("@=/") != npos &&
               split_at_host(text, place, value)) {
      return value;
    } else if (!has_placeholder(text)) {
      // A variable carries all of it.
      const std::size_t scheme = place.variable ? 0 : scheme_of(text);
      add_text(value, text.substr(0, scheme));
      if (scheme < text.size()) {
        value.push_back(secret(text.substr(scheme), place.name, place.variable));
      }
      return value;
    } else {
      value = scan_value(*this, text, place);
      for (auto& segment : value) {
        if (segment.kind == Segment::Kind::kText && is_secret_rest(segment.text)) {
          segment = secret(segment.text, place.name, false);
        }
      }
      return value;
    }
  }
  if (place.paths && read_paths(text, place, value)) return value;
  return scan_value(*this, text, place);
}

ValueReader::Found ValueReader::take_found() {
  met_.clear();
  return std::exchange(found_, {});
}

}  // namespace mcpmx::mapping
