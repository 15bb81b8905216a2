// A JSON value: built and written by what emits one, read by what is handed one (json_reader.hpp
// parses). Standard library only.
//
// Objects keep the order in which keys were set. Text must be UTF-8; a byte that is not becomes
// U+FFFD, so that the output is always valid JSON.
#pragma once

#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace mcpmx {

class Json {
 public:
  using Member = std::pair<std::string, Json>;

  Json() = default;  // null
  Json(bool value) : kind_(Kind::kLiteral), text_(value ? "true" : "false") {}
  Json(int value) : Json(static_cast<std::int64_t>(value)) {}
  Json(std::int64_t value) : kind_(Kind::kLiteral), text_(std::to_string(value)) {}
  Json(const char* value) : Json(std::string_view(value)) {}
  Json(std::string_view value) : kind_(Kind::kString), text_(value) {}
  Json(const std::string& value) : Json(std::string_view(value)) {}

  // A number as written; the caller has checked that it is one in JSON's grammar.
  static Json number(std::string_view digits) {
    Json result;
    result.kind_ = Kind::kLiteral;
    result.text_ = digits;
    return result;
  }

  static Json list(std::initializer_list<Json> items = {}) {
    Json result;
    result.kind_ = Kind::kList;
    for (const Json& item : items) result.push(item);
    return result;
  }
  static Json map(std::initializer_list<Member> members = {}) {
    Json result;
    result.kind_ = Kind::kMap;
    result.members_ = members;
    return result;
  }

  bool empty() const { return members_.empty() && text_.empty(); }

  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_text() const { return kind_ == Kind::kString; }
  bool is_list() const { return kind_ == Kind::kList; }
  bool is_map() const { return kind_ == Kind::kMap; }
  bool is_true() const { return kind_ == Kind::kLiteral && text_ == "true"; }

  // A text decoded; a number or truth value as JSON has it; empty for all else.
  const std::string& text() const { return text_; }
  // A whole number that fits; otherwise `fallback`.
  std::int64_t integer(std::int64_t fallback = 0) const {
    std::int64_t value = 0;
    const char* const end = text_.data() + text_.size();
    const auto read = std::from_chars(text_.data(), end, value);
    return kind_ == Kind::kLiteral && read.ec == std::errc() && read.ptr == end ? value : fallback;
  }
  // Of a map in their order; of a list, with empty names.
  const std::vector<Member>& members() const { return members_; }
  // The member of a map; a null value where there is none. Linear in the members.
  const Json& operator[](std::string_view key) const {
    static const Json kNone;
    for (const Member& member : members_) {
      if (kind_ == Kind::kMap && member.first == key) return member.second;
    }
    return kNone;
  }
  bool has(std::string_view key) const { return !(*this)[key].is_null(); }

  // The member's value, made null if it is new. A null value becomes a map.
  Json& operator[](std::string_view key) {
    if (kind_ == Kind::kNull) kind_ = Kind::kMap;
    for (Member& member : members_) {
      if (member.first == key) return member.second;
    }
    return members_.emplace_back(std::string(key), Json()).second;
  }

  // Appends a member, whatever is there: for one who knows that the key is new.
  void append(std::string key, Json value) {
    members_.emplace_back(std::move(key), std::move(value));
  }

  // Appends an item. A null value becomes a list.
  Json& push(Json item) {
    if (kind_ == Kind::kNull) kind_ = Kind::kList;
    return members_.emplace_back(std::string(), std::move(item)).second;
  }

  std::string dump() const {
    std::string out;
    write(out);
    return out;
  }

 private:
  enum class Kind { kNull, kLiteral, kString, kList, kMap };

  void write(std::string& out) const {
    switch (kind_) {
      case Kind::kNull:
        out += "null";
        break;
      case Kind::kLiteral:
        out += text_;
        break;
      case Kind::kString:
        quote(text_, out);
        break;
      case Kind::kList:
      case Kind::kMap: {
        const bool is_map = kind_ == Kind::kMap;
        out += is_map ? '{' : '[';
        for (std::size_t i = 0; i < members_.size(); ++i) {
          if (i != 0) out += ',';
          if (is_map) {
            quote(members_[i].first, out);
            out += ':';
          }
          members_[i].second.write(out);
        }
        out += is_map ? '}' : ']';
        break;
      }
    }
  }

  // Length of the UTF-8 sequence that starts at `at`, 0 if there is none (RFC 3629: no overlong
  // forms, no surrogates, at most U+10FFFF).
  static std::size_t sequence(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
      return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const unsigned lead = byte(at);
    const unsigned second = byte(at + 1);
    const auto tail = [&](std::size_t i) { return (byte(at + i) & 0xC0u) == 0x80u; };
    if (lead < 0x80u) return 1;
    if (lead >= 0xC2u && lead <= 0xDFu) return tail(1) ? 2 : 0;
    if (lead >= 0xE0u && lead <= 0xEFu) {
      const bool in_range =
          (lead != 0xE0u || second >= 0xA0u) && (lead != 0xEDu || second <= 0x9Fu);
      return tail(1) && tail(2) && in_range ? 3 : 0;
    }
    if (lead >= 0xF0u && lead <= 0xF4u) {
      const bool in_range =
          (lead != 0xF0u || second >= 0x90u) && (lead != 0xF4u || second <= 0x8Fu);
      return tail(1) && tail(2) && tail(3) && in_range ? 4 : 0;
    }
    return 0;
  }

  static void quote(std::string_view text, std::string& out) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
      const unsigned char c = static_cast<unsigned char>(text[at]);
      const std::size_t length = sequence(text, at);
      if (length == 0) {
        out += "\xEF\xBF\xBD";
        ++at;
        continue;
      }
      if (c == '"' || c == '\\') {
        out += '\\';
        out += text[at];
      } else if (c < 0x20) {
        out += "\\u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
      } else {
        out.append(text, at, length);
      }
      at += length;
    }
    out += '"';
  }

  Kind kind_ = Kind::kNull;
  std::string text_;             // of a literal (as JSON) or a string (decoded)
  std::vector<Member> members_;  // of a list (keys unused) or a map
};

}  // namespace mcpmx
