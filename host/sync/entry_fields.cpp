#include "sync/entry_fields.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <tuple>

#include "mapping/launcher.h"
#include "sync/docker_variables.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;

constexpr std::string_view kEnv = "env/";
constexpr std::string_view kHeaders = "headers/";

std::string text_json(std::string_view text) { return json::serialize(json::string(text)); }

std::string list_json(const std::vector<std::string>& texts) {
  json::array list;
  list.reserve(texts.size());
  for (const std::string& text : texts) list.emplace_back(text);
  return json::serialize(list);
}

std::vector<std::string> list_of(const json::value& list) {
  std::vector<std::string> texts;
  texts.reserve(list.as_array().size());
  for (const json::value& item : list.as_array()) texts.emplace_back(item.as_string());
  return texts;
}

// Where the package is named, if one word is: "--with pkg pkg" names it in the option and its
// program behind it, "--name img img" its container ahead of it.
std::vector<std::string>::iterator package_word(const Launch& launch,
                                                std::vector<std::string>& words) {
  const auto word = std::find(words.begin(), words.end(), launch.spec);
  if (word == words.end()) return word;
  const auto other = std::find(word + 1, words.end(), launch.spec);
  if (other == words.end()) return word;
  if (!launch.version.empty()) return words.end();
  if (launch.kind != Kind::kDocker) return word;
  return std::find(words.rbegin(), words.rend(), launch.spec).base() - 1;
}

// Takes the version out of the word that names the package, and leaves a gap, also where none is
// written. False where no one word has it.
bool take_version(const Launch& launch, std::vector<std::string>& words) {
  if (launch.spec.empty() || !launch.digest.empty()) return false;
  // Without a version nothing says where in a git URL one would stand, and what would join it.
  if (launch.kind == Kind::kGit) return false;
  const auto word = package_word(launch, words);
  if (word == words.end()) return false;
  if (launch.version.empty()) {
    if (launch.kind != Kind::kBinary) *word += kGap;
    return false;
  }
  const auto at = launch.spec.rfind(launch.version);
  if (at == std::string::npos || at == 0) return false;
  if (at + launch.version.size() != launch.spec.size()) return false;
  // "pkg@1.2" without a version is "pkg": what joins them goes with it.
  const auto last = word->find_last_not_of("@:=", at - 1);
  if (last == std::string::npos) return false;
  word->replace(last + 1, std::string::npos, 1, kGap);
  return true;
}

// What stands between name and version: "@", ":", "==".
std::string joint_of(const Launch& launch) {
  const auto at = launch.spec.rfind(launch.version);
  if (launch.version.empty() || at == std::string::npos || at == 0) return {};
  const auto last = launch.spec.find_last_not_of("@:=", at - 1);
  return last == std::string::npos ? std::string() : launch.spec.substr(last + 1, at - last - 1);
}

// As `like` writes it, else as people do.
std::string usual_joint(const Launch& like, const Launch& bare, std::string_view version) {
  if (std::string joint = joint_of(like); !joint.empty()) return joint;
  if (bare.kind == Kind::kDocker) return ":";
  const bool is_range = version.find_first_of("<>=~!") == 0;
  return is_range ? "" : bare.kind == Kind::kPypi ? "==" : "@";
}

// Puts the version into its gap among the words; where there is no gap, behind the package, so that
// no version is dropped.
void fill_gap(Server& entry, const std::vector<std::string>& own, const Server& like,
              const std::optional<json::value>& version) {
  const auto gapped = std::find_if(entry.args.begin(), entry.args.end(), [](const std::string& w) {
    return w.find(kGap) != std::string::npos;
  });
  const std::size_t word = static_cast<std::size_t>(gapped - entry.args.begin());
  if (gapped != entry.args.end()) gapped->erase(gapped->find(kGap), 1);
  if (!version) return;
  Server bare = entry;
  bare.args.insert(bare.args.end(), own.begin(), own.end());
  const Launch launch = mapping::parse_launch(bare);
  const std::string text(version->as_string());
  std::string behind = usual_joint(mapping::parse_launch(like), launch, text);
  behind += text;
  if (word < entry.args.size()) {
    entry.args[word] += behind;
    return;
  }
  const auto spec = std::find(entry.args.begin(), entry.args.end(), launch.spec);
  if (spec != entry.args.end()) *spec += behind;
}

Variables variables_in(const Fields& fields) {
  Variables variables;
  for (auto at = fields.lower_bound(kEnv); at != fields.end() && at->first.starts_with(kEnv);
       ++at) {
    auto& value = variables[at->first.substr(kEnv.size())];
    const json::value text = json::parse(at->second);
    if (!text.is_null()) value = text.as_string();
  }
  return variables;
}

json::object pairs_json(const std::vector<Pair>& pairs) {
  json::object object;
  for (const Pair& pair : pairs) object.emplace(pair.name, pair.value);
  return object;
}

// The entry's JSON text, which plugins get: `raw` with the fields as they are now.
std::string raw_of(const Server& entry, const std::string& raw) {
  boost::system::error_code error;
  json::value value = json::parse(raw, error);
  if (error || !value.is_object()) value = json::object();
  json::object& object = value.get_object();
  if (!entry.command.empty()) {
    object["command"] = entry.command;
    object["args"] = json::parse(list_json(entry.args));
    object["env"] = pairs_json(entry.env);
  } else if (!entry.url.empty()) {
    object["url"] = entry.url;
    object["headers"] = pairs_json(entry.headers);
  }
  return json::serialize(value);
}

}  // namespace

Fields fields_of(const Server& entry) {
  Fields fields;
  const Launch launch = mapping::parse_launch(entry);
  if (!entry.url.empty()) fields["url"] = text_json(entry.url);
  for (const auto& [name, value] : variables_of(entry, launch))
    fields[std::string(kEnv) + name] = value ? text_json(*value) : "null";
  for (const Pair& pair : entry.headers)
    fields[std::string(kHeaders) + pair.name] = text_json(pair.value);
  if (entry.command.empty()) return fields;

  const std::size_t first = std::min(launch.server_args_at, entry.args.size());
  std::vector<std::string> words = words_without_variables(entry, launch, first);
  const std::vector<std::string> own(entry.args.begin() + static_cast<std::ptrdiff_t>(first),
                                     entry.args.end());
  const bool split = own == launch.server_args;
  if (!split) words = words_without_variables(entry, launch, entry.args.size());
  const bool has_version = take_version(launch, words);
  words.insert(words.begin(), entry.command);
  fields["launch"] = list_json(words);
  if (has_version) fields["version"] = text_json(launch.version);
  if (split) fields["args"] = list_json(own);
  return fields;
}

Server entry_of(const Fields& fields, const Server& like, const Server* version_like) {
  Server entry = like;
  entry.command.clear();
  entry.args.clear();
  entry.env.clear();
  entry.url.clear();
  entry.headers.clear();
  const auto value_of = [&](std::string_view path) -> std::optional<json::value> {
    const auto found = fields.find(path);
    if (found == fields.end()) return std::nullopt;
    return json::parse(found->second);
  };
  if (const auto url = value_of("url")) entry.url = url->as_string();
  std::vector<std::string> own;
  if (const auto launch = value_of("launch")) {
    entry.args = list_of(*launch);
    entry.command = entry.args.front();
    entry.args.erase(entry.args.begin());
    if (const auto args = value_of("args")) own = list_of(*args);
    fill_gap(entry, own, version_like == nullptr ? like : *version_like, value_of("version"));
  }
  write_variables(variables_in(fields), like, entry);
  entry.args.insert(entry.args.end(), own.begin(), own.end());
  std::map<std::string, std::string, std::less<>> left;
  for (auto at = fields.lower_bound(kHeaders);
       at != fields.end() && at->first.starts_with(kHeaders); ++at) {
    left.emplace(at->first.substr(kHeaders.size()), json::parse(at->second).as_string());
  }
  for (const Pair& pair : like.headers) {
    if (auto header = left.extract(pair.name))
      entry.headers.push_back({pair.name, header.mapped()});
  }
  for (const auto& [name, value] : left) entry.headers.push_back({name, value});
  entry.raw = raw_of(entry, like.raw);
  return entry;
}

FieldKind kind_of(std::string_view path) {
  if (path == kPresence) return FieldKind::kPresence;
  if (path == "launch" || path == "url") return FieldKind::kIdentity;
  if (path == "version") return FieldKind::kVersion;
  if (path == "args") return FieldKind::kArguments;
  if (path.starts_with(kEnv)) return FieldKind::kVariable;
  if (path.starts_with(kHeaders)) return FieldKind::kHeader;
  return FieldKind::kOther;
}

bool same_definition(const Server& a, const Server& b) {
  if (a.custom != b.custom || (a.custom && a.raw != b.raw)) return false;
  // Most entries are the same to the letter; only the others are worth their fields.
  const auto parts = [](const Server& entry) {
    return std::tie(entry.command, entry.args, entry.env, entry.url, entry.headers);
  };
  return parts(a) == parts(b) || fields_of(a) == fields_of(b);
}

}  // namespace mcpmx::sync
