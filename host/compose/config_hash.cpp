#include "compose/config_hash.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "compose/config_layout.h"
#include "support/sha256.h"

namespace mcpmx::compose {
namespace {

// What a change of is no other container.
constexpr std::string_view kNotHashed[] = {"build", "pull_policy", "scale", "replicas"};

constexpr std::string_view kHexDigits = "0123456789abcdef";

// As encoding/json does, which thinks of a web page around it.
void append_quoted(std::string_view text, std::string& out) {
  const auto escape = [&](unsigned value) {
    out.append("\\u00").push_back(kHexDigits[value >> 4U]);
    out.push_back(kHexDigits[value & 0xfU]);
  };
  out.push_back('"');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (text.substr(i).starts_with("\xe2\x80\xa8") || text.substr(i).starts_with("\xe2\x80\xa9")) {
      out.append("\\u202").push_back(text[i + 2] == '\xa8' ? '8' : '9');
      i += 2;
    } else if (c == '"' || c == '\\') {
      out.append({'\\', c});
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out.append({'\\', c == '\n' ? 'n' : c == '\r' ? 'r' : 't'});
    } else if (byte < 0x20 || c == '<' || c == '>' || c == '&') {
      escape(byte);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

bool is_zero(const Value& value) {
  switch (value.kind) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kBool:
      return value.text == "false";
    case ValueKind::kInteger:
    case ValueKind::kFloat:
      return value.text == "0" || value.text == "-0";
    case ValueKind::kString:
      return value.text.empty();
    default:
      return value.members.empty();
  }
}

class Printer {
 public:
  explicit Printer(const HashForm& form) : form_(form) {}

  void print(const Value& value, const Layout* layout) {
    if (value.is_list()) {
      print_entries(value.members, '[', ']',
                    [&](const Member& item) { print(item.value, layout); });
    } else if (!value.is_map()) {
      print_scalar(value);
    } else if (layout == nullptr || layout->fields.empty()) {
      print_map(value, layout == nullptr ? nullptr : layout->element);
    } else {
      print_struct(value, *layout);
    }
  }

  const std::string& text() const { return out_; }
  const std::string& unknown() const {
    return unknown_;
  }  // the first key without a place; or empty

 private:
  template <class Each>
  void print_entries(const std::vector<Member>& members, char open, char close, const Each& each) {
    out_.push_back(open);
    for (const Member& member : members) {
      if (&member != members.data()) out_.push_back(',');
      each(member);
    }
    out_.push_back(close);
  }

  void print_scalar(const Value& value) {
    if (value.is_null()) {
      out_.append("null");
    } else if (value.kind == ValueKind::kString) {
      append_quoted(value.text, out_);
    } else {
      out_.append(value.text);
    }
  }

  void print_map(const Value& map, const Layout* element) {
    std::vector<Member> sorted = map.members;
    std::sort(sorted.begin(), sorted.end(),
              [](const Member& a, const Member& b) { return a.key < b.key; });
    print_entries(sorted, '{', '}', [&](const Member& member) {
      append_quoted(member.key, out_);
      out_.push_back(':');
      print(member.value, element);
    });
  }

  void print_struct(const Value& value, const Layout& layout) {
    for (const Member& member : value.members) {
      const bool is_known =
          std::any_of(layout.fields.begin(), layout.fields.end(),
                      [&](const LayoutField& field) { return field.key == member.key; });
      const bool is_hashed = !member.key.starts_with("x-") &&
                             std::find(std::begin(kNotHashed), std::end(kNotHashed), member.key) ==
                                 std::end(kNotHashed);
      if (!is_known && is_hashed && !is_zero(member.value) && unknown_.empty())
        unknown_ = member.key;
    }
    bool is_first = true;
    out_.push_back('{');
    for (const LayoutField& field : layout.fields) {
      const Value* found = value.find(field.key);
      if (is_left_out(field, found)) continue;
      if (!is_first) out_.push_back(',');
      is_first = false;
      append_quoted(field.key, out_);
      out_.push_back(':');
      print_field(field, found);
    }
    out_.push_back('}');
  }

  bool is_left_out(const LayoutField& field, const Value* value) const {
    if ((field.key == "depends_on" && !form_.depends_on) ||
        (field.key == "profiles" && !form_.profiles) || (field.key == "env_file" && !form_.is_v5))
      return true;
    if (field.key == "create_host_path" && form_.is_v5) return value == nullptr || !is_zero(*value);
    if (field.empty == Empty::kNull || field.empty == Empty::kObject) return false;
    if (value == nullptr || value->is_null()) return true;
    if (field.empty == Empty::kUnlessTrue) return text_of(value) == "true";
    if (field.empty == Empty::kNoBytes && text_of(value) == "0") return true;
    return field.empty != Empty::kKept && is_zero(*value);
  }

  void print_field(const LayoutField& field, const Value* value) {
    if (value == nullptr || value->is_null()) {
      out_.append(field.empty == Empty::kObject ? "" : "null");
      if (field.empty == Empty::kObject) print_struct({ValueKind::kMap, {}, {}, {}}, *field.layout);
    } else if (field.key == "extra_hosts") {
      print_sorted(*value);
    } else if (field.key == "mode" && value->kind == ValueKind::kInteger && form_.is_v5) {
      append_quoted(octal(value->text), out_);
    } else {
      print(*value, field.layout);
    }
  }

  // Written as a list, kept as a map.
  void print_sorted(const Value& list) {
    std::vector<Member> sorted = list.members;
    std::sort(sorted.begin(), sorted.end(),
              [](const Member& a, const Member& b) { return a.value.text < b.value.text; });
    print_entries(sorted, '[', ']', [&](const Member& item) { print(item.value, nullptr); });
  }

  static std::string octal(const std::string& decimal) {
    constexpr int kOctal = 8;
    unsigned mode = 0;
    std::from_chars(decimal.data(), decimal.data() + decimal.size(), mode);
    char digits[16] = {};
    const auto end = std::to_chars(std::begin(digits), std::end(digits), mode, kOctal).ptr;
    return "0" + std::string(digits, end);
  }

  HashForm form_;
  std::string out_, unknown_;
};

}  // namespace

HashForm hash_form_of(std::string_view version) {
  unsigned numbers[3] = {};
  const char* at = version.data();
  const char* const end = at + version.size();
  for (unsigned& number : numbers) {
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc()) break;
    at = read.ptr;
    if (at != end && *at == '.') ++at;
  }
  const auto is_before = [&](unsigned major, unsigned minor, unsigned patch) {
    const unsigned wanted[] = {major, minor, patch};
    return numbers[0] != 0 && std::lexicographical_compare(std::begin(numbers), std::end(numbers),
                                                           std::begin(wanted), std::end(wanted));
  };
  return {is_before(2, 29, 3), is_before(2, 30, 2), !is_before(5, 0, 0)};
}

Result<std::string> hashed_text(const Value& service, const HashForm& form) {
  Printer printer(form);
  printer.print(service, &service_layout());
  if (printer.unknown().empty()) return printer.text();
  return failed(
      "docker compose's hash of a service with the key " + printer.unknown() + " is not known", {},
      "deploy it with docker compose");
}

Result<std::string> config_hash(const Value& service, const HashForm& form) {
  MCPMX_TRY(text, hashed_text(service, form));
  return sha256_hex(text);
}

}  // namespace mcpmx::compose
