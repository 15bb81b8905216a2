// MCPM reads an entry with pydantic's union of three models: stdio (command, args, env), remote
// (url, headers) and custom (config). Where several accept it, the one with more fields set wins,
// and of equals the first. Unknown fields are ignored there, and lost on the next save.
#include "mcpm/server_entry.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace mcpmx::mcpm {
namespace {

using document::Element;
using document::Entry;
using document::NodeKind;
using document::quoted_name;

enum class Variant { kStdio, kRemote, kCustom };

struct FieldRule {
  std::string_view name;
  std::optional<Variant> variant;  // none: of all three
};

constexpr std::array<FieldRule, 9> kFields = {{{"name", std::nullopt},
                                               {"profile_tags", std::nullopt},
                                               {"enabled", std::nullopt},
                                               {"command", Variant::kStdio},
                                               {"args", Variant::kStdio},
                                               {"env", Variant::kStdio},
                                               {"url", Variant::kRemote},
                                               {"headers", Variant::kRemote},
                                               {"config", Variant::kCustom}}};

// Why a variant, or the whole entry, is not accepted; `at` is the value that is wrong.
struct Problem {
  std::string reason;
  Element at;
};
using MaybeProblem = std::optional<Problem>;

Problem must_be(const std::string& what, std::string_view expected, const Element& found) {
  return {
      what + " must be " + std::string(expected) + ", found " + document::kind_name(found.kind()),
      found};
}

class EntryReader {
 public:
  EntryReader(const std::string& name, Location place, const Element& entry, Findings& findings)
      : entry_(entry), findings_(findings) {
    server_.name = name;
    server_.where = std::move(place);
  }

  EntryAnswer read() {
    if (!entry_.is_map()) return reject(must_be("the entry", "an object", entry_));
    for (const Entry& field : entry_.entries()) note_field(field);
    if (auto problem = read_shared()) return reject(*std::move(problem));
    std::array<MaybeProblem, 3> problems = {read_stdio(), read_remote(), read_custom()};
    const auto variant = choose(problems);
    if (!variant) return reject(first_of(problems));
    keep(*variant);
    report(*variant);
    server_.raw = std::string(entry_.document()->slice(entry_.document()->node(entry_.id()).range));
    return {std::move(server_), {}};
  }

 private:
  void note_field(const Entry& field) {
    const auto rule = std::find_if(kFields.begin(), kFields.end(), [&](const FieldRule& known) {
      return known.name == field.name();
    });
    if (rule == kFields.end()) {
      unknown_.push_back(field);
    } else {
      fields_[static_cast<std::size_t>(rule - kFields.begin())] = field;
    }
  }

  const Element& field(std::string_view name) const {
    const auto rule = std::find_if(kFields.begin(), kFields.end(),
                                   [&](const FieldRule& known) { return known.name == name; });
    return fields_[static_cast<std::size_t>(rule - kFields.begin())].value;
  }

  static MaybeProblem read_strings(const std::string& name, const Element& list,
                                   std::vector<std::string>& result) {
    if (!list) return std::nullopt;
    if (!list.is_list()) return must_be(name, "a list", list);
    for (const Element& item : list.items()) {
      const auto text = item.as_string();
      if (!text)
        return must_be("item " + std::to_string(result.size() + 1) + " of " + name, "a string",
                       item);
      result.emplace_back(*text);
    }
    return std::nullopt;
  }

  MaybeProblem read_shared() {
    // Tags first: callers want to know whose an invalid entry is.
    auto tags_problem = read_strings("profile_tags", field("profile_tags"), server_.profile_tags);
    const Element& name = field("name");
    if (!name) return Problem{"the field name is missing", entry_};
    if (!name.as_string()) return must_be("name", "a string", name);
    if (*name.as_string() != server_.name) {
      findings_.add(Severity::kWarning, "name-mismatch",
                    "the entry " + quoted_name(server_.name) + " calls itself " +
                        quoted_name(name.text()) + ": the key counts, by which MCPM knows it",
                    name.where(), "make the field name equal to the key");
    }
    return tags_problem;
  }

  static MaybeProblem read_text(const std::string& name, const Element& value,
                                std::string& result) {
    const auto text = value.as_string();
    if (!text) return must_be(name, "a string", value);
    // MCPM would accept it, and fail when it runs it.
    if (text->empty()) return Problem{name + " is empty, so there is nothing to run", value};
    result = *text;
    return std::nullopt;
  }

  MaybeProblem read_stdio() {
    if (!field("command")) return Problem{"", entry_};
    if (auto problem = read_text("command", field("command"), server_.command)) return problem;
    if (auto problem = read_strings("args", field("args"), server_.args)) return problem;
    const Element& env = field("env");
    if (!env) return std::nullopt;
    if (!env.is_map()) return must_be("env", "an object", env);
    for (const Entry& variable : env.entries()) {
      const auto text = variable.value.as_string();
      if (!text) return must_be("env " + quoted_name(variable.name()), "a string", variable.value);
      server_.env.push_back({std::string(variable.name()), std::string(*text)});
    }
    return std::nullopt;
  }

  MaybeProblem read_remote() {
    if (!field("url")) return Problem{"", entry_};
    if (auto problem = read_text("url", field("url"), server_.url)) return problem;
    const Element& headers = field("headers");
    if (!headers) return std::nullopt;
    if (!headers.is_map()) return must_be("headers", "an object", headers);
    for (const Entry& header : headers.entries()) {
      server_.headers.push_back({std::string(header.name()), header_text(header.value)});
    }
    return std::nullopt;
  }

  MaybeProblem read_custom() const {
    if (!field("config")) return Problem{"", entry_};
    if (!field("config").is_map()) return must_be("config", "an object", field("config"));
    return std::nullopt;
  }

  // MCPM sends str(value): Python's words for true, false and null.
  static std::string header_text(const Element& value) {
    switch (value.kind()) {
      case NodeKind::kNull:
        return "None";
      case NodeKind::kBool:
        return *value.as_bool() ? "True" : "False";
      case NodeKind::kList:
      case NodeKind::kMap:
        return std::string(value.document()->slice(value.document()->node(value.id()).range));
      default:
        return std::string(value.text());
    }
  }

  // Of the variants without a problem the one with most fields set; of equals the first.
  std::optional<Variant> choose(const std::array<MaybeProblem, 3>& problems) const {
    std::optional<Variant> best;
    std::ptrdiff_t best_count = 0;
    for (std::size_t i = 0; i < problems.size(); ++i) {
      if (problems[i]) continue;
      const auto variant = static_cast<Variant>(i);
      std::ptrdiff_t count = 0;
      for (std::size_t k = 0; k < kFields.size(); ++k) {
        if (kFields[k].variant == variant && fields_[k].value) ++count;
      }
      if (count > best_count) {
        best = variant;
        best_count = count;
      }
    }
    return best;
  }

  Problem first_of(const std::array<MaybeProblem, 3>& problems) const {
    for (const MaybeProblem& problem : problems) {
      if (problem && !problem->reason.empty()) return *problem;
    }
    return {"it has none of the fields command, url and config", entry_};
  }

  // Drops what the variants that lost had read.
  void keep(Variant variant) {
    if (variant != Variant::kStdio) {
      server_.command.clear();
      server_.args.clear();
      server_.env.clear();
    }
    if (variant != Variant::kRemote) {
      server_.url.clear();
      server_.headers.clear();
    }
    server_.custom = variant == Variant::kCustom;
    const Element& enabled = field("enabled");
    if (!enabled || enabled.is_null()) return;
    server_.enabled = enabled.as_bool();
    if (server_.enabled) return;
    findings_.add(Severity::kWarning, "enabled-not-boolean",
                  "server " + quoted_name(server_.name) +
                      ": enabled must be true, false or null, found " +
                      document::kind_name(enabled.kind()) + ": it is taken for unset",
                  enabled.where(), "write true or false, without quotes");
  }

  void report(Variant variant) {
    const std::string server = "server " + quoted_name(server_.name);
    if (field("command") && field("url")) {
      const bool runs = variant == Variant::kStdio;
      findings_.add(
          Severity::kWarning, "command-and-url",
          server + " has both command and url: MCPM uses the " + (runs ? "command" : "url"),
          (runs ? field("url") : field("command")).where(), "remove the one that is not meant");
    }
    for (std::size_t k = 0; k < kFields.size(); ++k) {
      const auto owner = kFields[k].variant;
      if (!fields_[k].value || !owner || *owner == variant) continue;
      unused(server, fields_[k]);
    }
    for (const Entry& unknown : unknown_) {
      findings_.add(Severity::kInfo, "unknown-field",
                    server + " has the field " + quoted_name(unknown.name()) +
                        ", which MCPM does not know and drops on its next save",
                    unknown.key.where());
    }
    if (variant != Variant::kRemote || !field("headers")) return;
    for (const Entry& header : field("headers").entries()) {
      if (header.value.is_list() || header.value.is_map() || header.value.is_null()) {
        findings_.add(Severity::kWarning, "header-not-text",
                      server + ": header " + quoted_name(header.name()) + " is " +
                          document::kind_name(header.value.kind()) + ", not a text",
                      header.value.where(), "write the header's value as a string");
      }
    }
  }

  void unused(const std::string& server, const Entry& field_entry) {
    // The pair command and url has its own finding.
    if (field("command") && field("url") &&
        (field_entry.name() == "command" || field_entry.name() == "url")) {
      return;
    }
    findings_.add(
        Severity::kInfo, "unused-field",
        server + " has the field " + quoted_name(field_entry.name()) +
            ", which MCPM does not use in an entry of this kind and drops on its next save",
        field_entry.key.where());
  }

  EntryAnswer reject(Problem problem) {
    InvalidEntry invalid;
    invalid.name = server_.name;
    invalid.reason = std::move(problem.reason);
    invalid.profile_tags = std::move(server_.profile_tags);
    invalid.where = {server_.where.file,
                     problem.at.id() == entry_.id() ? server_.where.line : problem.at.line()};
    return {std::nullopt, std::move(invalid)};
  }

  const Element& entry_;
  Findings& findings_;
  Server server_;
  std::array<Entry, kFields.size()> fields_;
  std::vector<Entry> unknown_;
};

}  // namespace

EntryAnswer read_entry(const std::string& name, const Location& place, const Element& entry,
                       Findings& findings) {
  return EntryReader(name, place, entry, findings).read();
}

}  // namespace mcpmx::mcpm
