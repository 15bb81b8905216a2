#include "sync/candidates.h"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>

#include "compose/leaves.h"
#include "support/ascii.h"
#include "sync/entry_fields.h"
#include "sync/list_change.h"

namespace mcpmx::sync {
namespace {

namespace json = boost::json;

constexpr std::size_t kMost = 40;
constexpr std::string_view kHostInside = "host.docker.internal";  // design: mapping, localhost
constexpr std::string_view kHostOutside = "localhost";

struct TextChange {
  std::string before, after;
};

std::string scalar_text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

std::vector<std::string> texts_of(const json::value& list) {
  std::vector<std::string> texts;
  for (const json::value& item : list.get_array()) texts.push_back(scalar_text(item));
  return texts;
}

bool is_scalar(const json::value& value) { return !value.is_array() && !value.is_object(); }

// Pairs of scalars that stand at one place before and after and differ.
void collect(const json::value& before, const json::value& after, std::vector<TextChange>& pairs) {
  if (is_scalar(before) && is_scalar(after)) {
    if (before != after && !before.is_null())
      pairs.push_back({scalar_text(before), scalar_text(after)});
  } else if (before.is_object() && after.is_object()) {
    for (const auto& member : before.get_object()) {
      if (const json::value* other = after.get_object().if_contains(member.key()))
        collect(member.value(), *other, pairs);
    }
  } else if (before.is_array() && after.is_array()) {
    const ListChange change = change_between(texts_of(before), texts_of(after));
    if (change.removed.size() != change.added.size()) return;
    for (std::size_t i = 0; i < change.removed.size(); ++i) {
      if (change.removed[i] != change.added[i])
        pairs.push_back({change.removed[i], change.added[i]});
    }
  }
}

// Without what both begin and end with, cut between words only: "a:5432/x" and "a:5433/x" are
// "5432" and "5433", not "2" and "3".
TextChange trimmed(const TextChange& change) {
  const auto& [before, after] = change;
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t front = 0;
  while (front < shorter && before[front] == after[front]) ++front;
  const auto in_word = [](const std::string& text, std::size_t at) {
    return at > 0 && at < text.size() && is_word(text[at - 1]) && is_word(text[at]);
  };
  while (front > 0 && (in_word(before, front) || in_word(after, front))) --front;
  std::size_t back = 0;
  while (back < shorter - front &&
         before[before.size() - 1 - back] == after[after.size() - 1 - back])
    ++back;
  while (back > 0 && (in_word(before, before.size() - back) || in_word(after, after.size() - back)))
    --back;
  // What was added to nothing was added to the word ahead of it.
  if (front + back == before.size() && front > 0) {
    --front;
    while (in_word(before, front)) --front;
  }
  return {before.substr(front, before.size() - front - back),
          after.substr(front, after.size() - front - back)};
}

class Maker {
 public:
  Maker(const Server& entry, std::vector<Server>& result) : entry_(entry), result_(result) {}

  void offer(Server candidate) {
    if (is_full() || same(candidate, entry_)) return;
    for (const Server& other : result_) {
      if (same(candidate, other)) return;
    }
    result_.push_back(std::move(candidate));
  }

  // Every text of the entry in which `change` can be made: as a whole, then within it.
  void replace(const TextChange& change) {
    if (change.before.empty() || is_full()) return;
    for (const bool whole : {true, false}) {
      for_each_text([&](std::size_t slot, const std::string& text) {
        if ((text == change.before) != whole) return;
        if (whole) {
          offer_text(slot, change.after);
          return;
        }
        const auto at = find_word(text, change.before);
        if (at == std::string::npos) return;
        std::string changed = text;
        changed.replace(at, change.before.size(), change.after);
        offer_text(slot, changed);
      });
    }
  }

  // In all of them at once: a port that stands in a URL and in an option.
  void replace_everywhere(const TextChange& change) {
    if (is_full()) return;
    Server candidate = entry_;
    if (change_everywhere(candidate, change)) offer(std::move(candidate));
  }

  // False: the entry has no such text.
  static bool change_everywhere(Server& candidate, const TextChange& change) {
    if (change.before.empty()) return false;
    bool any = false;
    visit_texts(candidate, [&](std::size_t, std::string& text) {
      for (auto at = find_word(text, change.before); at != std::string::npos;
           at = find_word(text, change.before, at + change.after.size())) {
        text.replace(at, change.before.size(), change.after);
        any = true;
      }
    });
    return any;
  }

 private:
  bool is_full() const { return result_.size() >= kMost; }

  static bool same(const Server& a, const Server& b) {
    return a.command == b.command && a.args == b.args && a.env == b.env && a.url == b.url &&
           a.headers == b.headers;
  }

  static std::size_t find_word(const std::string& text, const std::string& word,
                               std::size_t from = 0) {
    for (auto at = text.find(word, from); at != std::string::npos; at = text.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      const bool begins = at == 0 || !is_word(text[at - 1]) || !is_word(word.front());
      const bool ends = end == text.size() || !is_word(text[end]) || !is_word(word.back());
      if (begins && ends) return at;
    }
    return std::string::npos;
  }

  void offer_text(std::size_t slot, const std::string& text) {
    Server candidate = entry_;
    set_text(candidate, slot, text);
    offer(std::move(candidate));
  }

  template <class Entry, class Visit>
  static void visit_texts(Entry& entry, const Visit& visit) {
    std::size_t slot = 0;
    for (auto& arg : entry.args) visit(slot++, arg);
    for (auto& pair : entry.env) visit(slot++, pair.value);
    for (auto& pair : entry.headers) visit(slot++, pair.value);
    visit(slot++, entry.url);
    visit(slot, entry.command);
  }
  template <class Visit>
  void for_each_text(const Visit& visit) const {
    visit_texts(entry_, visit);
  }
  static void set_text(Server& entry, std::size_t slot, const std::string& text) {
    visit_texts(entry, [&](std::size_t each, std::string& value) {
      if (each == slot) value = text;
    });
  }

  const Server& entry_;
  std::vector<Server>& result_;
};

std::string outside(std::string text) {
  for (auto at = text.find(kHostInside); at != std::string::npos; at = text.find(kHostInside))
    text.replace(at, kHostInside.size(), kHostOutside);
  return text;
}

void change_variable(const Server& entry, const std::string& name, const LeafChange& change,
                     Maker& maker) {
  Fields fields = fields_of(entry);
  const std::string path = "env/" + name;
  if (!change.after) {
    if (fields.erase(path) > 0) maker.offer(entry_of(fields, entry));
    return;
  }
  const auto known = fields.find(path);
  const bool has_value = known != fields.end() && known->second != "null";
  const json::value after = json::parse(*change.after);
  // What a template gives is Docker's.
  if ((!has_value && change.before) || !is_scalar(after) || after.is_null()) return;
  const std::string text = scalar_text(after);
  for (const std::string& value : {outside(text), text}) {
    fields[path] = json::serialize(json::string(value));
    maker.offer(entry_of(fields, entry));
  }
}

void change_arguments(const Server& entry, const json::value& before, const json::value& after,
                      Maker& maker) {
  const std::vector<std::string> old_words = texts_of(before);
  const ListChange change = change_between(old_words, texts_of(after));
  Server candidate = entry;
  if (apply_change(change, places_of(old_words, entry.args), candidate.args))
    maker.offer(std::move(candidate));
}

// Several edits of one command line: each where the entry has its words, and else where it has what
// differs in them.
void change_in_parts(const Server& entry, const json::value& before, const json::value& after,
                     Maker& maker) {
  const std::vector<std::string> old_words = texts_of(before);
  const std::vector<ListChange> changes = changes_between(old_words, texts_of(after));
  const std::vector<std::size_t> places = places_of(old_words, entry.args);
  Server candidate = entry;
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    if (apply_change(*change, places, candidate.args)) continue;
    if (change->removed.size() != change->added.size()) return;
    for (std::size_t i = 0; i < change->removed.size(); ++i) {
      const TextChange words = {change->removed[i], change->added[i]};
      if (!Maker::change_everywhere(candidate, words) &&
          !Maker::change_everywhere(candidate, trimmed(words)))
        return;
    }
  }
  maker.offer(std::move(candidate));
}

}  // namespace

std::vector<Server> candidates(const Server& entry, const LeafChange& change) {
  constexpr std::string_view kEnvironment = "environment/";
  std::vector<Server> result;
  Maker maker(entry, result);
  std::vector<TextChange> pairs;
  const json::value before = change.before ? json::parse(*change.before) : json::value();
  const json::value after = change.after ? json::parse(*change.after) : json::value();
  if (change.before && change.after) collect(before, after, pairs);

  // Of many changed words the pairs alone would be more than are tried.
  constexpr std::size_t kFewPairs = 6;
  const bool is_command = change.path == "command" && (!change.before || before.is_array()) &&
                          (!change.after || after.is_array());
  const auto change_words = [&] {
    const json::value none = json::array();
    change_arguments(entry, change.before ? before : none, change.after ? after : none, maker);
    change_in_parts(entry, change.before ? before : none, change.after ? after : none, maker);
  };
  const bool is_many = is_command && pairs.size() > kFewPairs;
  if (is_many) change_words();

  const bool is_variable = change.path.starts_with(kEnvironment);
  // A value as long as a token's that stands in several places is one value: `-e NAME=value` beside
  // the variable itself.
  constexpr std::size_t kLongEnough = 8;
  for (const TextChange& pair : pairs) {
    if (pair.before.size() >= kLongEnough) maker.replace_everywhere(pair);
  }
  // A change within a longer text keeps what the host put around it: the entry says localhost where
  // the file says host.docker.internal.
  for (const TextChange& pair : pairs) maker.replace(pair);
  if (is_variable) change_variable(entry, compose::split_path(change.path).at(1), change, maker);
  for (const TextChange& pair : pairs) maker.replace(trimmed(pair));
  for (const TextChange& pair : pairs) maker.replace_everywhere(trimmed(pair));
  if (is_command && !is_many) change_words();
  return result;
}

}  // namespace mcpmx::sync
