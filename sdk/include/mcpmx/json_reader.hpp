// Reads JSON (RFC 8259) into a Json value: the project that a backend is handed, the answers of an
// engine. Standard library only, one pass; for documents of a few megabytes.
//
// Nothing is thrown for a bad text: there is no value then. Numbers keep their digits. Of a key
// that stands twice the first counts; no text nests deeper than kDepth.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "json.hpp"

namespace mcpmx {
namespace detail {

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : rest_(text) {}

  std::optional<Json> whole() {
    Json result;
    const bool is_read = value(result, 0);
    blanks();
    return is_read && rest_.empty() ? std::optional(std::move(result)) : std::nullopt;
  }
  // One of several documents behind one another; what is left stands in rest().
  std::optional<Json> next() {
    Json result;
    return value(result, 0) ? std::optional(std::move(result)) : std::nullopt;
  }
  std::string_view rest() {
    blanks();
    return rest_;
  }

 private:
  static constexpr int kDepth = 200;

  void blanks() {
    const std::size_t at = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at);
  }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  bool value(Json& out, int depth) {
    blanks();
    if (rest_.empty() || depth > kDepth) return false;
    switch (rest_.front()) {
      case '{':
        return map(out, depth);
      case '[':
        return list(out, depth);
      case '"': {
        std::string decoded;
        if (!text(decoded)) return false;
        out = Json(decoded);
        return true;
      }
      case 't':
        out = Json(true);
        return take("true");
      case 'f':
        out = Json(false);
        return take("false");
      case 'n':
        return take("null");
      default:
        return number(out);
    }
  }

  bool map(Json& out, int depth) {
    out = Json::map();
    (void)take('{');
    blanks();
    if (take('}')) return true;
    do {
      blanks();
      std::string key;
      if (!text(key)) return false;
      blanks();
      Json member;
      if (!take(':') || !value(member, depth + 1)) return false;
      out.append(std::move(key), std::move(member));
      blanks();
    } while (take(','));
    return take('}');
  }

  bool list(Json& out, int depth) {
    out = Json::list();
    (void)take('[');
    blanks();
    if (take(']')) return true;
    do {
      Json item;
      if (!value(item, depth + 1)) return false;
      out.push(std::move(item));
      blanks();
    } while (take(','));
    return take(']');
  }

  std::size_t digits(std::size_t at) const {
    while (at < rest_.size() && rest_[at] >= '0' && rest_[at] <= '9') ++at;
    return at;
  }

  bool number(Json& out) {
    const std::size_t first = rest_.front() == '-' ? 1 : 0;
    std::size_t end = digits(first);
    if (end == first || (rest_[first] == '0' && end > first + 1)) return false;
    if (end < rest_.size() && rest_[end] == '.') {
      const std::size_t fraction = end + 1;
      end = digits(fraction);
      if (end == fraction) return false;
    }
    if (end < rest_.size() && (rest_[end] == 'e' || rest_[end] == 'E')) {
      ++end;
      if (end < rest_.size() && (rest_[end] == '+' || rest_[end] == '-')) ++end;
      const std::size_t exponent = end;
      end = digits(exponent);
      if (end == exponent) return false;
    }
    out = Json::number(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return true;
  }

  bool text(std::string& out) {
    if (!take('"')) return false;
    while (true) {
      std::size_t plain = 0;
      while (plain < rest_.size() && rest_[plain] != '"' && rest_[plain] != '\\' &&
             static_cast<unsigned char>(rest_[plain]) >= 0x20)
        ++plain;
      out.append(rest_, 0, plain);
      rest_.remove_prefix(plain);
      if (take('"')) return true;
      if (!take('\\') || !escape(out)) return false;
    }
  }

  bool escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    if (rest_.empty()) return false;
    const char name = rest_.front();
    rest_.remove_prefix(1);
    if (name != 'u') {
      const std::size_t at = kNames.find(name);
      if (at == std::string_view::npos) return false;
      out += kMeant[at];
      return true;
    }
    unsigned point = 0;
    if (!hexadecimal(point)) return false;
    if (point >= 0xd800 && point < 0xdc00 && rest_.starts_with("\\u")) {
      rest_.remove_prefix(2);
      unsigned low = 0;
      if (!hexadecimal(low)) return false;
      const bool is_pair = low >= 0xdc00 && low < 0xe000;
      point = is_pair ? 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
    }
    if (point >= 0xd800 && point < 0xe000) point = 0xfffd;  // half of a pair
    add_utf8(point, out);
    return true;
  }

  bool hexadecimal(unsigned& value) {
    if (rest_.size() < 4) return false;
    const auto read = std::from_chars(rest_.data(), rest_.data() + 4, value, 16);
    if (read.ec != std::errc() || read.ptr != rest_.data() + 4) return false;
    rest_.remove_prefix(4);
    return true;
  }

  static void add_utf8(unsigned point, std::string& out) {
    const auto add = [&](unsigned byte) { out += static_cast<char>(byte); };
    if (point < 0x80) {
      add(point);
    } else if (point < 0x800) {
      add(0xc0 | point >> 6);
      add(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
      add(0xe0 | point >> 12);
      add(0x80 | (point >> 6 & 0x3f));
      add(0x80 | (point & 0x3f));
    } else {
      add(0xf0 | point >> 18);
      add(0x80 | (point >> 12 & 0x3f));
      add(0x80 | (point >> 6 & 0x3f));
      add(0x80 | (point & 0x3f));
    }
  }

  std::string_view rest_;
};

}  // namespace detail

// The document that the whole text is; nothing if it is none.
inline std::optional<Json> read_json(std::string_view text) {
  return detail::JsonReader(text).whole();
}

// Calls `each` with one document after the other, as `docker inspect` lines or events come: any
// number, with blanks between. False where the text stops being JSON.
template <class Each>
bool read_json_sequence(std::string_view text, const Each& each) {
  detail::JsonReader reader(text);
  while (!reader.rest().empty()) {
    const auto document = reader.next();
    if (!document) return false;
    each(*document);
  }
  return true;
}

}  // namespace mcpmx
