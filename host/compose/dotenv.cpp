#include "compose/dotenv.h"

#include <algorithm>

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
  result.entries_ = std::move(entries);
  return result;
}

const DotenvEntry* Dotenv::find(std::string_view name) const {
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [&](const DotenvEntry& entry) { return entry.name == name; });
  return found == entries_.rend() ? nullptr : &*found;
}

Result<void> Dotenv::set(std::string_view name, std::string_view value) {
  if (!is_variable_name(name)) {
    return failed("the name '" + std::string(name) + "' cannot be interpolated by Compose", path_,
                  "use letters, digits and _, not a digit first");
  }
  if (value.find('\0') != std::string_view::npos) {
    return failed("the value of " + std::string(name) + " has a NUL character", path_,
                  "remove the NUL character from the value");
  }
  const DotenvEntry* old = find(name);
  if (old != nullptr && old->quote != DotenvQuote::kAbsent && !old->interpolated &&
      old->value == value) {
    return {};
  }
  const std::size_t changed =
      old == nullptr ? entries_.size() : static_cast<std::size_t>(old - entries_.data());
  std::string edited = text_;
  if (old != nullptr) {
    const std::string_view separator = old->quote == DotenvQuote::kAbsent ? "=" : "";
    edited.replace(old->raw.begin, old->raw.end - old->raw.begin,
                   std::string(separator) + dotenv_quoted(value));
  } else {
    const std::string_view line_end = line_end_of(text_);
    const bool only_bom = edited == "\xEF\xBB\xBF";
    if (!edited.empty() && !only_bom && !edited.ends_with('\n')) edited += line_end;
    edited.append(name).append("=").append(dotenv_quoted(value)).append(line_end);
  }

  // The edit law: the new text says the same but for this one value. If the code above were wrong
  // about some odd file, this costs a refusal, never a file.
  auto parsed = parse_dotenv(edited, path_);
  const std::size_t count = entries_.size() + (old == nullptr ? 1 : 0);
  bool lawful = parsed.has_value() && parsed->size() == count;
  for (std::size_t i = 0; lawful && i < count; ++i) {
    const DotenvEntry& entry = (*parsed)[i];
    lawful = i == changed ? entry.name == name && entry.value == value && !entry.interpolated
                          : same_content(entry, entries_[i]);
  }
  if (!lawful) {
    const std::size_t line = old == nullptr ? 0 : old->line;
    return failed(
        std::string(name) + " cannot be set in " + path_ + " without changing other lines",
        line == 0 ? path_ : path_ + ":" + std::to_string(line),
        "set " + std::string(name) + " in the file by hand");
  }
  text_ = std::move(edited);
  entries_ = std::move(*parsed);
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

bool is_variable_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && is_letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
  });
}

}  // namespace mcpmx::compose
