#include "compose/dotenv.h"

#include <algorithm>
#include <map>

#include "compose/dotenv_parser.h"

namespace mcpmx::compose {

namespace {

// What the file's own lines end with; that of the last one, beside which a new line will stand.
std::string_view line_end_of(std::string_view text) {
  const auto newline = text.rfind('\n');
  const bool crlf = newline != std::string_view::npos && newline > 0 && text[newline - 1] == '\r';
  return crlf ? "\r\n" : "\n";
}

// Equal but for their positions.
bool same_content(const DotenvEntry& a, const DotenvEntry& b) {
  return a.name == b.name && a.value == b.value && a.interpolated == b.interpolated &&
         a.quote == b.quote;
}

}  // namespace

Result<Dotenv> Dotenv::parse(std::string text, std::string path) {
  Dotenv result;
  MCPMX_TRY(entries, parse_dotenv(text, path));
  result.text_ = std::move(text);
  result.path_ = std::move(path);
  result.set_entries(std::move(entries));
  return result;
}

const DotenvEntry* Dotenv::find(std::string_view name) const {
  const auto found = last_.find(name);
  return found == last_.end() ? nullptr : &entries_[found->second];
}

void Dotenv::set_entries(std::vector<DotenvEntry> entries) {
  entries_ = std::move(entries);
  last_.clear();
  for (std::size_t i = 0; i < entries_.size(); ++i) last_[entries_[i].name] = i;
}

Result<void> Dotenv::set(std::string_view name, std::string_view value) {
  return set_all({{std::string(name), std::string(value)}});
}

Result<void> Dotenv::set_all(const std::vector<Pair>& values) {
  std::map<std::size_t, const Pair*> replaced;  // by entry, so that splices go from the back
  std::vector<const Pair*> appended;
  for (const Pair& pair : values) {
    if (!is_variable_name(pair.name)) {
      return failed("the name '" + pair.name + "' cannot be interpolated by Compose", path_,
                    "use letters, digits and _, not a digit first");
    }
    if (pair.value.find('\0') != std::string::npos) {
      return failed("the value of " + pair.name + " has a NUL character", path_,
                    "remove the NUL character from the value");
    }
    const auto found = last_.find(pair.name);
    if (found == last_.end()) {
      appended.push_back(&pair);
      continue;
    }
    const DotenvEntry& old = entries_[found->second];
    const bool stands =
        old.quote != DotenvQuote::kAbsent && !old.interpolated && old.value == pair.value;
    if (!stands) replaced[found->second] = &pair;
  }
  if (replaced.empty() && appended.empty()) return {};

  std::string edited = text_;
  for (auto it = replaced.rbegin(); it != replaced.rend(); ++it) {
    const DotenvEntry& old = entries_[it->first];
    const std::string_view separator = old.quote == DotenvQuote::kAbsent ? "=" : "";
    edited.replace(old.raw.begin, old.raw.end - old.raw.begin,
                   std::string(separator) + dotenv_quoted(it->second->value));
  }
  const std::string_view line_end = line_end_of(text_);
  const bool only_bom = edited == "\xEF\xBB\xBF";
  if (!appended.empty() && !edited.empty() && !only_bom && !edited.ends_with('\n')) {
    edited += line_end;
  }
  for (const Pair* pair : appended) {
    edited.append(pair->name).append("=").append(dotenv_quoted(pair->value)).append(line_end);
  }

  // The edit law: the new text says the same but for these values. If the code above were wrong
  // about some odd file, this costs a refusal, never a file.
  auto parsed = parse_dotenv(edited, path_);
  const std::size_t count = entries_.size() + appended.size();
  const auto is_lawful = [&](std::size_t i) {
    const DotenvEntry& entry = (*parsed)[i];
    const auto edit = replaced.find(i);
    const Pair* pair = i >= entries_.size()     ? appended[i - entries_.size()]
                       : edit != replaced.end() ? edit->second
                                                : nullptr;
    if (pair == nullptr) return same_content(entry, entries_[i]);
    return entry.name == pair->name && entry.value == pair->value && !entry.interpolated;
  };
  const bool same_count = parsed.has_value() && parsed->size() == count;
  for (std::size_t i = 0; i < count; ++i) {
    if (same_count && is_lawful(i)) continue;
    const std::string name = !same_count            ? values.front().name
                             : i >= entries_.size() ? appended[i - entries_.size()]->name
                                                    : entries_[i].name;
    const std::size_t line = i < entries_.size() ? entries_[i].line : 0;
    return failed(name + " cannot be set in " + path_ + " without changing other lines",
                  line == 0 ? path_ : path_ + ":" + std::to_string(line),
                  "set " + name + " in the file by hand");
  }
  text_ = std::move(edited);
  set_entries(std::move(*parsed));
  return {};
}

std::string dotenv_quoted(std::string_view value) {
  // In single quotes only \' is an escape: a backslash before a quote, or at the end, cannot be
  // said.
  const bool single =
      value.find_first_of("'\n\r") == std::string_view::npos && !value.ends_with('\\');
  std::string result(1, single ? '\'' : '"');
  if (single) return result.append(value).append(1, '\'');
  for (const char c : value) {
    switch (c) {
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '"':
      case '\\':
      case '$':
        result += '\\';
        [[fallthrough]];
      default:
        result += c;
    }
  }
  return result.append(1, '"');
}

}  // namespace mcpmx::compose
