#include "deploy/redaction.h"

#include <algorithm>

#include "mapping/analysis.h"
#include "mapping/launcher.h"
#include "mapping/value.h"
#include "support/ascii.h"

namespace mcpmx::deploy {
namespace {

using compose::Member;
using compose::Value;

constexpr std::size_t kShortest = 4;  // "on" is no secret that could be kept

void add_texts(const Value& value, std::vector<std::string>& texts) {
  if (value.kind == compose::ValueKind::kString) texts.push_back(value.text);
  for (const Member& member : value.members) add_texts(member.value, texts);
}

// An entry that has what the service says, so that it is read by the rules for entries.
Server entry_like(const Value& service) {
  Server entry;
  entry.command = "service";
  for (const Member& key : service.members) {
    if (key.key != "environment") {
      add_texts(key.value, entry.args);
      continue;
    }
    for (const Member& variable : key.value.members)
      entry.env.push_back({variable.key, variable.value.text});
  }
  return entry;
}

}  // namespace

void Redaction::add(std::string_view value) {
  if (value.size() >= kShortest) values_.emplace_back(value);
}

Redaction Redaction::of(const compose::ProjectModel& project) {
  Redaction result;
  const auto each = [&](const char* section, const auto& visit) {
    const Value* found = project.root.find(section);
    if (found == nullptr) return;
    for (const Member& member : found->members) visit(member.value);
  };
  each("services", [&](const Value& service) {
    const Server entry = entry_like(service);
    mapping::each_secret(
        mapping::analyse(entry, mapping::parse_launch(entry), mapping::Knowledge(), std::string()),
        [&](const mapping::Segment& secret) { result.add(secret.text); });
  });
  for (const char* section : {"secrets", "configs"}) {
    each(section, [&](const Value& source) {
      result.add(compose::text_of(source.find("content")));
      const std::string variable = compose::text_of(source.find("environment"));
      if (!variable.empty()) result.add(project.environment.value_or_empty(variable));
    });
  }
  std::vector<std::string>& values = result.values_;
  std::sort(values.begin(), values.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return result;
}

Redaction::Found Redaction::find_in(std::string_view text, std::size_t from) const {
  Found first = {std::string_view::npos, 0};
  for (const std::string& value : values_) {
    std::size_t at = text.find(value, from);
    while (at != std::string_view::npos && is_part_of_word(text, at, value.size()))
      at = text.find(value, at + 1);
    // At one place the longest, which comes first.
    if (at < first.at) first = {at, value.size()};
  }
  return first;
}

bool Redaction::has_secret(std::string_view text) const {
  return find_in(text, 0).at != std::string_view::npos;
}

std::string Redaction::redacted(std::string_view text) const {
  std::string result;
  std::size_t from = 0;
  for (Found found = find_in(text, from); found.at != std::string_view::npos;
       found = find_in(text, from)) {
    result.append(text, from, found.at - from).append("<secret>");
    from = found.at + found.size;
  }
  return result.append(text, from);
}

}  // namespace mcpmx::deploy
