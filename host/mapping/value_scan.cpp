#include "mapping/value_scan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "mapping/path_rules.h"
#include "mapping/secret_rules.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void add_text(Value& value, std::string_view text) {
  if (text.empty()) return;
  if (!value.empty() && value.back().kind == Segment::Kind::kText) {
    value.back().text += text;
  } else {
    value.push_back({Segment::Kind::kText, std::string(text), {}, false, false});
  }
}

bool has_placeholder(std::string_view text) {
  for (std::size_t i = text.find_first_of("$<{"); i != npos; i = text.find_first_of("$<{", i + 1)) {
    if (placeholder_at(text, i)) return true;
  }
  return false;
}

bool is_switch(std::string_view text) {
  return text == "true" || text == "false" || text == "yes" || text == "no" || text == "none" ||
         text == "null" || text == "True" || text == "False";
}

// One pass over a string that is neither secret, nor a path, nor a placeholder as a whole.
class Scan {
 public:
  Scan(ValueReader& reader, std::string_view text, const Place& place)
      : reader_(reader), text_(text), place_(place) {}

  Value run() {
    while (at_ < text_.size()) {
      if (placeholder(false)) continue;
      const bool boundary = at_ == 0 || !is_alnum(text_[at_ - 1]);
      if (text_[at_] == '"' || text_[at_] == '\\') {
        if (json_member()) continue;
      } else if (boundary && (url() || assignment() || known_secret() || address())) {
        continue;
      }
      ++at_;
    }
    flush(text_.size());
    return std::move(value_);
  }

 private:
  // Everything up to `end` that no rule has claimed is text.
  void flush(std::size_t end) {
    if (end > done_) add_text(value_, text_.substr(done_, end - done_));
    done_ = end;
  }

  void put(std::size_t from, std::size_t size, Segment segment) {
    flush(from);
    value_.push_back(std::move(segment));
    done_ = at_ = from + size;
  }

  bool placeholder(bool secret) {
    const auto place = placeholder_at(text_, at_);
    if (!place) return false;
    if (reader_.is_variable(place->name)) {
      at_ += place->size;  // stays as it is written
      return true;
    }
    put(at_, place->size,
        reader_.missing(text_.substr(at_, place->size), place->name,
                        secret || place_.secret || is_secret_name(place->name)));
    return true;
  }

  bool known_secret() {
    const auto span = secret_at(text_, at_);
    if (!span) return false;
    const auto wish =
        place_.name.empty() || !is_secret_name(place_.name) ? span->name : place_.name;
    put(span->from, span->size,
        reader_.secret(text_.substr(span->from, span->size), wish, place_.variable));
    return true;
  }

  // text_[from, end) is a secret as a whole, or placeholders with text between them.
  void secret_range(std::size_t from, std::size_t end, std::string_view wish) {
    if (from >= end) return;
    const auto part = text_.substr(from, end - from);
    if (has_placeholder(part)) {
      at_ = from;
      while (at_ < end) {
        const auto place = placeholder_at(text_, at_);
        if (place && at_ + place->size <= end) {
          placeholder(true);
        } else {
          auto next = at_ + 1;
          while (next < end && !placeholder_at(text_, next)) ++next;
          put(at_, next - at_, reader_.secret(text_.substr(at_, next - at_), wish, false));
        }
      }
    } else if (is_fill_me(part, true)) {
      put(from, part.size(), reader_.missing(part, wish, true));
    } else {
      put(from, part.size(), reader_.secret(part, wish, false));
    }
  }

  // "name": "value", also with every quote escaped, as in JSON inside a quoted argument.
  bool json_member() {
    std::size_t i = at_;
    while (i < text_.size() && text_[i] == '\\') ++i;
    if (i >= text_.size() || text_[i] != '"') return false;
    const auto quote = text_.substr(at_, i - at_ + 1);
    const auto key_end = text_.find(quote, i + 1);
    if (key_end == npos || key_end == i + 1) return false;
    const auto key = text_.substr(i + 1, key_end - i - 1);
    if (key.find_first_of("\"\\{}\n") != npos) return false;
    i = key_end + quote.size();
    const auto blanks = [&] {
      while (i < text_.size() && (text_[i] == ' ' || text_[i] == '\n' || text_[i] == '\t')) ++i;
    };
    blanks();
    if (i >= text_.size() || text_[i] != ':') return false;
    ++i;
    blanks();
    if (text_.substr(i, quote.size()) != quote) return false;
    const auto from = i + quote.size();
    const auto end = closing_quote(quote, from);
    if (end == npos) return false;
    Place inner = place_;
    inner.name = key;
    inner.variable = false;
    inner.secret = is_secret_name(key);
    inner.bare_host = names_host(key);
    flush(from);
    for (auto& segment : reader_.read(text_.substr(from, end - from), inner)) {
      if (segment.kind == Segment::Kind::kText) {
        add_text(value_, segment.text);
      } else {
        value_.push_back(std::move(segment));
      }
    }
    done_ = at_ = end;
    at_ = end + quote.size();
    return true;
  }

  std::size_t closing_quote(std::string_view quote, std::size_t from) const {
    for (std::size_t i = from; i < text_.size(); ++i) {
      if (text_.substr(i, quote.size()) == quote) return i;
      // A longer run of backslashes is a quote inside the value.
      if (text_[i] == '\\') {
        while (i < text_.size() && text_[i] == '\\') ++i;
      }
    }
    return npos;
  }

  // password=..., api_key=...: in query strings, DSNs and connection strings. host=localhost too.
  bool assignment() {
    std::size_t end = at_;
    while (end < text_.size() &&
           (is_alnum(text_[end]) || text_[end] == '_' || text_[end] == '-' || text_[end] == '.')) {
      ++end;
    }
    if (end == at_ || end >= text_.size() || text_[end] != '=') return false;
    const auto key = text_.substr(at_, end - at_);
    const auto from = end + 1;
    auto stop = text_.find_first_of("&;,\"' \t\n", from);
    // A placeholder may have blanks inside.
    while (stop != npos) {
      const auto open = text_.substr(from, stop - from).rfind('<');
      const auto close = open == npos ? npos : text_.find('>', stop);
      if (open == npos || close == npos || !placeholder_at(text_, from + open)) break;
      stop = text_.find_first_of("&;,\"' \t\n", close);
    }
    stop = std::min(stop, text_.size());
    if (is_secret_name(key) && stop > from && !is_switch(text_.substr(from, stop - from))) {
      secret_range(from, stop, key);
      return true;
    }
    if (place_.hosts && names_host(key) && !names_own_address(place_.name) &&
        is_loopback(text_.substr(from, stop - from), false)) {
      put(from, stop - from, host(from, stop));
      return true;
    }
    return false;
  }

  Segment host(std::size_t from, std::size_t end) const {
    return {Segment::Kind::kHost, std::string(text_.substr(from, end - from)), {}, false, false};
  }

  // scheme://[user[:password]@]host[:port][,host...]
  bool url() {
    std::size_t i = at_;
    if (!is_alnum(text_[i]) || is_digit(text_[i])) return false;
    while (i < text_.size() &&
           (is_alnum(text_[i]) || text_[i] == '+' || text_[i] == '-' || text_[i] == '.')) {
      ++i;
    }
    if (text_.substr(i, 3) != "://") return false;
    const auto scheme = text_.substr(at_, i - at_);
    const auto begin = i + 3;
    if (place_.paths && (scheme == "file" || scheme == "sqlite")) {
      if (file_url(scheme, begin)) return true;
    }
    const auto token_end = url_end(begin);
    auto end = authority_end(begin, token_end);
    const bool web = scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss";
    auto at_sign = text_.substr(0, end).rfind('@');
    if (at_sign == npos || at_sign < begin) {
      at_sign = npos;
      // A password with a slash or a hash in it, not encoded as it should be.
      const auto colon = text_.substr(0, end).find(':', begin);
      const bool port = colon == npos || colon + 1 >= end || is_digit(text_[colon + 1]);
      if (!web && (end < token_end) && !port) {
        const auto far = text_.substr(0, token_end).rfind('@');
        if (far != npos && far > begin) {
          at_sign = far;
          end = authority_end(far + 1, token_end);
        }
      }
    }
    std::size_t host_from = begin;
    if (at_sign != npos) {
      userinfo(scheme, begin, at_sign);
      host_from = at_sign + 1;
    }
    at_ = host_from;
    hosts(host_from, end);
    at_ = std::max(at_, end);
    return true;
  }

  // Where a URL ends. In quotes: at the quote. One that opens the value may have a password with
  // blanks and quotes in it, not encoded as it should be: then an @ follows behind them.
  std::size_t url_end(std::size_t begin) const {
    const char before = at_ == 0 ? '\0' : text_[at_ - 1];
    if (before == '"' || before == '\'' || before == '`') {
      return std::min(text_.find(before, begin), text_.size());
    }
    const auto end = std::min(text_.find_first_of(" \t\n\"'`", begin), text_.size());
    const auto colon = text_.find(':', begin);
    const auto at_sign = text_.rfind('@');
    const bool goes_on =
        at_ == 0 && end < text_.size() && colon < end && at_sign != npos && at_sign > end;
    return goes_on ? text_.size() : end;
  }

  // Where host and port end; braces of a placeholder may hold anything.
  std::size_t authority_end(std::size_t from, std::size_t limit) const {
    std::size_t i = from;
    while (i < limit) {
      if (const auto place = placeholder_at(text_, i)) {
        i += place->size;
        continue;
      }
      if (text_[i] == '/' || text_[i] == '?' || text_[i] == '#' || text_[i] == ')' ||
          text_[i] == '\\') {
        break;
      }
      ++i;
    }
    return std::min(i, limit);
  }

  void userinfo(std::string_view scheme, std::size_t from, std::size_t at_sign) {
    // The first colon outside of placeholders parts user and password.
    std::size_t colon = from;
    while (colon < at_sign && text_[colon] != ':') {
      const auto place = placeholder_at(text_, colon);
      colon += place ? place->size : 1;
    }
    at_ = from;
    while (at_ < std::min(colon, at_sign)) {
      if (placeholder(false) || known_secret()) continue;
      ++at_;
    }
    if (colon >= at_sign) return;
    std::string wish;
    if (place_.variable || !place_.name.empty()) {
      wish = std::string(place_.name) + "_PASSWORD";
      const auto first = wish.find_first_not_of('-');
      wish.erase(0, first);
    } else {
      wish = std::string(scheme.substr(0, scheme.find('+'))) + "_PASSWORD";
      std::transform(wish.begin(), wish.end(), wish.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    }
    secret_range(colon + 1, at_sign, wish);
  }

  void hosts(std::size_t from, std::size_t end) {
    while (from < end) {
      const auto comma = std::min(text_.find(',', from), end);
      const auto one = text_.substr(from, comma - from);
      auto name_end = one.starts_with('[') ? one.find(']') : one.find(':');
      if (one.starts_with('[') && name_end != npos) ++name_end;
      if (place_.hosts && !names_own_address(place_.name) &&
          is_loopback(one.substr(0, name_end), true)) {
        put(from, one.size(), host(from, comma));
      } else {
        at_ = from;
        while (at_ < comma) {
          if (!placeholder(false)) ++at_;
        }
      }
      from = comma + 1;
    }
  }

  // file:///x and sqlite:////x name files. sqlite:///x is relative for SQLAlchemy and absolute for
  // others: it is taken for a path where it starts at a folder that roots have.
  bool file_url(std::string_view scheme, std::size_t begin) {
    const auto end = std::min(text_.find_first_of(" \t\n\"'?#", begin), text_.size());
    auto from = begin;
    if (scheme == "sqlite" && text_.substr(from, 2) == "//") ++from;
    const auto file = text_.substr(from, end - from);
    if (!is_host_path(file) || file.size() < 2) return false;
    if (scheme == "sqlite" && from == begin) {
      bool rooted = false;
      for (const std::string_view top : {"/home/", "/Users/", "/root/", "/tmp/", "/var/", "/mnt/",
                                         "/srv/", "/opt/", "/data/", "/path/", "/absolute/"}) {
        rooted = rooted || file.starts_with(top);
      }
      if (!rooted) return false;
    }
    put(from, file.size(), reader_.path(file, place_.write || scheme == "sqlite"));
    return true;
  }

  // localhost:5432 outside of a URL; "localhost" alone where the name speaks of a host.
  bool address() {
    if (!place_.hosts || names_own_address(place_.name)) return false;
    const auto rest = text_.substr(at_);
    std::size_t size = 0;
    if (rest.starts_with("[::1]")) {
      size = 5;
    } else {
      while (size < rest.size() && (is_alnum(rest[size]) || rest[size] == '.')) ++size;
    }
    if (size == 0 || !is_loopback(rest.substr(0, size), false)) return false;
    std::size_t end = size;
    if (end + 1 < rest.size() && rest[end] == ':' && is_digit(rest[end + 1])) {
      ++end;
      while (end < rest.size() && is_digit(rest[end])) ++end;
    } else if (!place_.bare_host || at_ != 0 ||
               (end < rest.size() && rest[end] != '/' && rest[end] != ',' && rest[end] != ';')) {
      return false;
    }
    put(at_, end, host(at_, at_ + end));
    return true;
  }

  ValueReader& reader_;
  std::string_view text_;
  const Place& place_;
  std::size_t at_ = 0;
  std::size_t done_ = 0;
  Value value_;
};

Value scan_value(ValueReader& reader, std::string_view text, const Place& place) {
  return Scan(reader, text, place).run();
}

}  // namespace mcpmx::mapping
