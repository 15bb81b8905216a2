#include "mapping/shared_secrets.h"

#include <algorithm>
#include <bitset>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <cstring>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "mapping/places.h"
#include "mapping/value_scan.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// Shorter texts ("root", "admin") are words that mean something elsewhere.
constexpr std::size_t kShortest = 8;
// From here on a text is no word, and what it is glued to does not matter.
constexpr std::size_t kSurelyNoWord = 16;

// "password", "my_api_key": people do give words as passwords. As a whole text such a one is still
// the secret; within a longer text it is the words ("my_api_key_name").
bool may_be_word(std::string_view text) {
  const auto are_all = [&](bool (*is_letter)(char)) {
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_letter(c) || c == '_' || c == '-'; });
  };
  return text.size() < kSurelyNoWord && (are_all(is_lower) || are_all(is_upper));
}

struct Shared {
  std::string text;
  std::string name;  // the variable that carries it
};

// The secrets by their first eight characters. A bit for the first three spares most places of a
// text the look at the table.
class Index {
 public:
  void add(const Segment& segment) {
    if (segment.kind != Segment::Kind::kSecret || segment.text.size() < kShortest) return;
    auto& same_head = secrets_[head(segment.text)];
    for (const Shared& known : same_head) {
      if (known.text == segment.text) return;
    }
    same_head.push_back({segment.text, segment.name});
    maybe_.set(mark(segment.text));
  }

  // Of several that start alike the longest decides.
  void sort() {
    for (auto& [head, same_head] : secrets_) {
      std::stable_sort(same_head.begin(), same_head.end(), [](const Shared& a, const Shared& b) {
        return a.text.size() > b.text.size();
      });
    }
  }

  bool empty() const { return secrets_.empty(); }

  // The secret that stands in `text` at `at`.
  const Shared* find(std::string_view text, std::size_t at) const {
    const auto rest = text.substr(at);
    if (rest.size() < kShortest || !maybe_.test(mark(rest))) return nullptr;
    const auto found = secrets_.find(head(rest));
    if (found == secrets_.end()) return nullptr;
    for (const Shared& secret : found->second) {
      if (rest.starts_with(secret.text) && stands_alone(text, at, secret.text)) return &secret;
    }
    return nullptr;
  }

 private:
  static std::uint64_t head(std::string_view text) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), kShortest);
    return bytes;
  }

  static std::size_t mark(std::string_view text) {
    std::uint32_t hash = 0;
    for (std::size_t i = 0; i < 3; ++i) hash = hash * 41 + static_cast<unsigned char>(text[i]);
    return hash % kMarks;
  }

  static bool stands_alone(std::string_view text, std::size_t at, std::string_view secret) {
    if (text.size() == secret.size()) return true;
    if (secret.size() >= kSurelyNoWord) return true;
    const std::size_t end = at + secret.size();
    return !may_be_word(secret) && (at == 0 || !is_alnum(text[at - 1])) &&
           (end == text.size() || !is_alnum(text[end]));
  }

  static constexpr std::size_t kMarks = 1U << 16U;
  std::unordered_map<std::uint64_t, std::vector<Shared>> secrets_;
  std::bitset<kMarks> maybe_;
};

void note(std::vector<std::string>* names, const std::string& name) {
  if (names == nullptr) return;
  if (std::find(names->begin(), names->end(), name) == names->end()) names->push_back(name);
}

// True where the value has a secret that it had not.
bool mark_secrets(const Index& index, Value& value, std::vector<std::string>* names) {
  Value marked;
  bool any = false;
  for (Segment& segment : value) {
    if (segment.kind != Segment::Kind::kText) {
      marked.push_back(std::move(segment));
      continue;
    }
    std::size_t done = 0;
    const std::string text = std::move(segment.text);
    for (std::size_t at = 0; at + kShortest <= text.size();) {
      const Shared* secret = index.find(text, at);
      if (secret == nullptr) {
        ++at;
        continue;
      }
      if (at > done) {
        marked.push_back(text_segment(std::string_view(text).substr(done, at - done)));
      }
      marked.push_back({Segment::Kind::kSecret, secret->text, secret->name, false, false});
      note(names, secret->name);
      any = true;
      done = at += secret->text.size();
    }
    if (done < text.size() || text.empty()) {
      marked.push_back(text_segment(std::string_view(text).substr(done)));
    }
  }
  value = std::move(marked);
  return any;
}

// A text of a template that holds a secret becomes the places that make it up.
void mark_secrets(const Index& index, json::value& value) {
  if (json::array* list = value.if_array()) {
    for (json::value& item : *list) mark_secrets(index, item);
  } else if (json::object* map = value.if_object()) {
    // A place is the host's to fill, and what it names is no text.
    if (is_place(*map)) return;
    for (auto& member : *map) mark_secrets(index, member.value());
  } else if (const json::string* text = value.if_string()) {
    Value parts{text_segment(*text)};
    if (!mark_secrets(index, parts, nullptr)) return;
    json::array joined;
    for (const Segment& part : parts) {
      if (part.kind == Segment::Kind::kSecret) {
        joined.push_back(json::object{{"$secret", part.name}, {"value", part.text}});
      } else {
        joined.push_back(json::value(part.text));
      }
    }
    value = json::object{{"$join", std::move(joined)}};
  }
}

void mark_secrets(const Index& index, Reading& reading) {
  EntryValues& values = reading.values;
  for (Value& value : values.args) mark_secrets(index, value, &values.arg_secrets);
  for (auto& [name, value] : values.env) {
    if (mark_secrets(index, value, nullptr)) note(&values.secrets, name);
  }
  for (auto& [name, value] : values.headers) mark_secrets(index, value, &values.secrets);
  mark_secrets(index, values.url, nullptr);
  if (!reading.intent) return;
  for (IntentService& service : reading.intent->services) {
    for (auto& member : service.compose) {
      // An image is asked for by its name before anything is filled in.
      if (member.key() != "image") mark_secrets(index, member.value());
    }
  }
}

}  // namespace

void share_secrets(std::vector<Reading>& readings) {
  Index index;
  for (const Reading& reading : readings)
    each_secret(reading.values, [&](const Segment& secret) { index.add(secret); });
  if (index.empty()) return;
  index.sort();
  for (Reading& reading : readings) mark_secrets(index, reading);
}

void keep_secrets(std::vector<Reading>& readings, const std::vector<const Server*>& servers,
                  const Surroundings& surroundings) {
  std::map<std::string_view, std::vector<const PresentVariable*>> owned;  // by server
  for (const auto& [name, variable] : surroundings.variables) {
    if (!variable.ours || variable.value.empty()) continue;
    for (const std::string& server : variable.owners) owned[server].push_back(&variable);
  }
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const auto variables = owned.find(servers[i]->name);
    const auto places = surroundings.secret_places.find(servers[i]->name);
    if (variables == owned.end() && places == surroundings.secret_places.end()) continue;
    Index index;
    if (variables != owned.end()) {
      // The name is that of the place where it is found: the variable may have another value now.
      for (const PresentVariable* variable : variables->second)
        index.add({Segment::Kind::kSecret, variable->value, {}, false, false});
    }
    index.sort();
    EntryValues& values = readings[i].values;
    for (auto& [name, value] : values.env) {
      const bool is_place =
          places != surroundings.secret_places.end() && places->second.contains(name);
      if (is_place && value.size() == 1 && value[0].kind == Segment::Kind::kText &&
          !value[0].text.empty()) {
        value[0].kind = Segment::Kind::kSecret;
      } else if (index.empty() || !mark_secrets(index, value, nullptr)) {
        continue;
      }
      note(&values.secrets, name);
      for (Segment& segment : value) {
        if (segment.kind == Segment::Kind::kSecret && segment.name.empty()) segment.name = name;
      }
    }
    if (index.empty()) continue;
    for (Value& value : values.args) mark_secrets(index, value, nullptr);
  }
}

}  // namespace mcpmx::mapping
