#include "sync/handles.h"

#include <algorithm>
#include <boost/json.hpp>

#include "mapping/launcher.h"
#include "mapping/value.h"
#include "support/ascii.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;

// Letters and digits alone: a handle passes through URLs, shell words and JSON unchanged.
constexpr std::string_view kPrefix = "mcpmxSecret";
constexpr std::size_t kDigits = 64;

bool is_digit_of_handle(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// The handle that begins at the front of the text; empty if none does.
std::string_view handle_at(std::string_view text) {
  if (!text.starts_with(kPrefix) || text.size() < kPrefix.size() + kDigits) return {};
  const std::string_view handle = text.substr(0, kPrefix.size() + kDigits);
  const auto digits = handle.substr(kPrefix.size());
  return std::all_of(digits.begin(), digits.end(), is_digit_of_handle) ? handle
                                                                       : std::string_view();
}

}  // namespace

std::string Handles::of(std::string_view value) const {
  if (value.empty() || handle_at(value).size() == value.size()) return std::string(value);
  const std::string hash = key_.hash("", value);
  return std::string(kPrefix) + hash.substr(hash.rfind(':') + 1);
}

void Handles::add(std::string_view value) {
  std::string handle = of(value);
  if (value.empty() || handle == value) return;
  begins_[static_cast<unsigned char>(value.front())] = true;
  values_.emplace(handle, value);
  handles_.emplace(value, std::move(handle));
}

void Handles::add_secrets_of(const Server& entry) {
  mapping::each_secret(
      mapping::analyse(entry, mapping::parse_launch(entry), mapping::Knowledge(), std::string()),
      [this](const mapping::Segment& secret) { add(secret.text); });
}

bool Handles::learn(std::string_view hidden, std::string_view plain) {
  bool has_learnt = false;
  for (auto at = hidden.find(kPrefix); at != std::string_view::npos; at = hidden.find(kPrefix)) {
    if (!plain.starts_with(hidden.substr(0, at))) return has_learnt;
    plain.remove_prefix(at);
    hidden.remove_prefix(at);
    const std::string_view handle = handle_at(hidden);
    if (handle.empty()) return has_learnt;
    hidden.remove_prefix(handle.size());
    const std::string_view behind = hidden.substr(0, hidden.find(kPrefix));
    const bool is_last = behind.size() == hidden.size();
    const auto end = is_last          ? plain.size() - std::min(plain.size(), behind.size())
                     : behind.empty() ? std::string_view::npos
                                      : plain.find(behind);
    if (end == std::string_view::npos || of(plain.substr(0, end)) != handle) return has_learnt;
    has_learnt = has_learnt || handles_.find(plain.substr(0, end)) == handles_.end();
    add(plain.substr(0, end));
    plain.remove_prefix(end);
  }
  return has_learnt;
}

void Handles::learn(const Server& hidden, const Server& plain) {
  const auto learn_pairs = [this](const std::vector<Pair>& before, const std::vector<Pair>& now) {
    for (const Pair& pair : before) {
      for (const Pair& same : now) {
        if (same.name == pair.name) learn(pair.value, same.value);
      }
    }
  };
  for (const std::string& arg : hidden.args) {
    if (arg.find(kPrefix) == std::string::npos) continue;
    for (const std::string& now : plain.args) learn(arg, now);
  }
  learn_pairs(hidden.env, plain.env);
  learn_pairs(hidden.headers, plain.headers);
  learn(hidden.url, plain.url);
}

std::pair<const std::string*, std::size_t> Handles::known_at(std::string_view text) const {
  if (text.empty() || !begins_[static_cast<unsigned char>(text.front())]) return {};
  while (!text.empty()) {
    auto at = handles_.upper_bound(text);
    if (at == handles_.begin()) break;
    --at;
    const std::string& value = at->first;
    const auto end = std::mismatch(value.begin(), value.end(), text.begin(), text.end()).first;
    const auto common = static_cast<std::size_t>(end - value.begin());
    if (common == value.size()) return {&at->second, common};
    // One that has more in common with the text would stand between this one and the text.
    text = text.substr(0, common);
  }
  return {};
}

std::string_view Handles::first_in(std::string_view text) const {
  for (; !text.empty(); text.remove_prefix(1)) {
    if (const std::size_t size = known_at(text).second; size > 0) return text.substr(0, size);
  }
  return {};
}

std::string Handles::hide(std::string_view text) const {
  std::string result;
  const std::string_view whole = text;
  while (!text.empty()) {
    std::string_view done = handle_at(text);
    if (!done.empty()) {
      result += done;
      text.remove_prefix(done.size());
      continue;
    }
    // What no known value begins with is passed over at once.
    const auto next = std::find_if(text.begin(), text.end(), [this](char c) {
      return c == kPrefix.front() || begins_[static_cast<unsigned char>(c)];
    });
    const auto plain = static_cast<std::size_t>(next - text.begin());
    result += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (!handle_at(text).empty()) continue;
    auto [handle, size] = known_at(text);
    // Hidden there, it could not be revealed once .env has another value.
    if (handle != nullptr && is_part_of_word(whole, whole.size() - text.size(), size))
      handle = nullptr;
    done = text.substr(0, handle == nullptr ? 1 : size);
    result += handle == nullptr ? done : std::string_view(*handle);
    text.remove_prefix(done.size());
  }
  return result;
}

std::string Handles::reveal(std::string_view text) const {
  std::string result;
  for (auto at = text.find(kPrefix); at != std::string_view::npos; at = text.find(kPrefix)) {
    result += text.substr(0, at);
    text.remove_prefix(at);
    const std::string_view handle = handle_at(text);
    const auto known = values_.find(handle);
    const std::string_view done = handle.empty() ? text.substr(0, kPrefix.size()) : handle;
    result += known == values_.end() ? done : std::string_view(known->second);
    text.remove_prefix(done.size());
  }
  result += text;
  return result;
}

template <class Change>
void Handles::change_texts(json::value& value, const Change& change) {
  if (value.is_string()) {
    value = change(std::string_view(value.get_string()));
  } else if (value.is_array()) {
    for (json::value& item : value.get_array()) change_texts(item, change);
  } else if (value.is_object()) {
    for (auto& member : value.get_object()) change_texts(member.value(), change);
  }
}

template <class Change>
void Handles::change_texts(Server& entry, const Change& change) {
  entry.command = change(entry.command);
  for (std::string& arg : entry.args) arg = change(arg);
  for (Pair& pair : entry.env) pair.value = change(pair.value);
  entry.url = change(entry.url);
  for (Pair& pair : entry.headers) pair.value = change(pair.value);
}

std::string Handles::hide_json(std::string_view text) const {
  // Without escapes a text of JSON is the text itself; most hold no secret at all.
  if (text.find('\\') == std::string_view::npos && hide(text) == text) return std::string(text);
  json::value value = json::parse(text);
  change_texts(value, [this](std::string_view each) { return hide(each); });
  return json::serialize(value);
}

std::string Handles::reveal_json(std::string_view text) const {
  if (text.find(kPrefix) == std::string_view::npos) return std::string(text);
  json::value value = json::parse(text);
  change_texts(value, [this](std::string_view each) { return reveal(each); });
  return json::serialize(value);
}

Server Handles::hide(Server entry) const {
  change_texts(entry, [this](std::string_view text) { return hide(text); });
  return entry;
}

Server Handles::reveal(Server entry) const {
  change_texts(entry, [this](std::string_view text) { return reveal(text); });
  return entry;
}

std::vector<std::string_view> handles_in(std::string_view hidden) {
  std::vector<std::string_view> handles;
  for (auto at = hidden.find(kPrefix); at != std::string_view::npos; at = hidden.find(kPrefix)) {
    hidden.remove_prefix(at);
    const std::string_view handle = handle_at(hidden);
    if (!handle.empty()) handles.push_back(handle);
    hidden.remove_prefix(handle.empty() ? kPrefix.size() : handle.size());
  }
  return handles;
}

std::string masked_handles(std::string_view hidden) {
  constexpr std::size_t kShown = 6;
  std::string result;
  while (!hidden.empty()) {
    const std::string_view handle = handle_at(hidden);
    if (handle.empty()) {
      result += hidden.front();
      hidden.remove_prefix(1);
      continue;
    }
    result.append("<secret ").append(handle.substr(kPrefix.size(), kShown)).append(">");
    hidden.remove_prefix(handle.size());
  }
  return result;
}

std::string Handles::mask(std::string_view text) const { return masked_handles(hide(text)); }

}  // namespace mcpmx::sync
