#include "mcpm/entry_edits.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "support/text.h"

namespace mcpmx::mcpm {
namespace {

namespace json = boost::json;

using document::Element;
using document::Insert;
using document::quoted_name;
using document::Remove;
using document::SetValue;

// The order in which MCPM writes the fields.
constexpr std::array<std::string_view, 7> kOrder = {"name", "profile_tags", "command", "args",
                                                    "env",  "url",          "headers"};

// Values that are to be written. Remembers the first that may not be.
class Values {
 public:
  // `what` names the value in a message: "item 3 of args", "env \"TOKEN\"".
  json::string text(const std::string& what, const std::string& value) {
    if (value.find('\0') != std::string::npos) {
      refuse(what + " has a NUL character, which no program can be given", "remove it");
    } else if (!is_utf8(value)) {
      refuse(what + " is not UTF-8, and MCPM would take the whole file for an empty one",
             "write it in UTF-8");
    }
    return json::string(problem_ ? std::string_view() : std::string_view(value));
  }
  std::string variable(const std::string& name) {
    text("the name of a variable", name);
    if (name.empty() || name.find('=') != std::string::npos) {
      refuse("no variable can be called " + quoted_name(name), "choose a name without \"=\"");
    }
    return name;
  }
  std::string header(const std::string& name) {
    text("the name of a header", name);
    if (name.empty()) refuse("a header has no name", "give it one");
    return name;
  }

  Result<void> check(const std::string& where) const {
    if (!problem_) return {};
    return failed(problem_->message, where, problem_->hint);
  }

 private:
  void refuse(std::string message, std::string hint) {
    if (!problem_) problem_ = failed(std::move(message), {}, std::move(hint));
  }
  std::optional<Error> problem_;
};

std::string item_name(std::string_view list, std::size_t index) {
  return "item " + std::to_string(index + 1) + " of " + std::string(list);
}

std::string pair_name(std::string_view map, const std::string& name) {
  return (map == "env" ? "env " : "header ") + quoted_name(name);
}

class EntryEditor {
 public:
  EntryEditor(const Element& entry, std::vector<document::Edit>& edits)
      : entry_(entry), edits_(edits) {}

  // Empty: the entry has no such field.
  void set_text(std::string_view name, const std::string& now, const std::string& wanted) {
    if (now == wanted) return;
    const Element field = entry_.find(name);
    if (wanted.empty()) {
      remove(name);
    } else if (field) {
      edits_.emplace_back(SetValue{field.id(), values_.text(std::string(name), wanted)});
    } else {
      insert(name, values_.text(std::string(name), wanted));
    }
  }

  // Equal items at the end stay, and those that are equal at their place; the others are set, and
  // removed or inserted behind them.
  void set_list(std::string_view name, const std::vector<std::string>& now,
                const std::vector<std::string>& wanted) {
    if (now == wanted) return;
    const Element list = entry_.find(name);
    if (!list) return insert(name, list_value(name, wanted));
    const std::size_t shorter = std::min(now.size(), wanted.size());
    std::size_t tail = 0;
    while (tail < shorter && now[now.size() - 1 - tail] == wanted[wanted.size() - 1 - tail]) ++tail;
    // An insertion follows an item: what comes before all of them takes the first one's place.
    if (tail > 0 && tail == now.size()) --tail;
    const std::size_t now_end = now.size() - tail;
    const std::size_t wanted_end = wanted.size() - tail;
    const auto items = list.items();
    for (std::size_t i = 0; i < std::max(now_end, wanted_end); ++i) {
      if (i >= wanted_end) {
        edits_.emplace_back(Remove{items[i].id()});
      } else if (i >= now_end) {
        Insert added{list.id(), {}, values_.text(item_name(name, i), wanted[i])};
        if (now_end > 0) added.after = items[now_end - 1].id();
        edits_.emplace_back(std::move(added));
      } else if (now[i] != wanted[i]) {
        edits_.emplace_back(SetValue{items[i].id(), values_.text(item_name(name, i), wanted[i])});
      }
    }
  }

  // `now` are the field's entries, one each.
  void set_pairs(std::string_view name, const std::vector<Pair>& now,
                 const std::vector<Pair>& wanted) {
    const Element map = entry_.find(name);
    if (!map) {
      if (!wanted.empty()) insert(name, pairs_value(name, wanted));
      return;
    }
    const auto entries = map.entries();
    for (std::size_t i = 0; i < std::min(entries.size(), now.size()); ++i) {
      const Pair* pair = find_pair(wanted, now[i].name);
      if (pair == nullptr) {
        edits_.emplace_back(Remove{entries[i].value.id()});
      } else if (pair->value != now[i].value) {
        edits_.emplace_back(SetValue{entries[i].value.id(),
                                     values_.text(pair_name(name, pair->name), pair->value)});
      }
    }
    for (const Pair& pair : wanted) {
      if (find_pair(now, pair.name) != nullptr) continue;
      edits_.emplace_back(
          Insert{map.id(), key(name, pair), values_.text(pair_name(name, pair.name), pair.value)});
    }
  }

  void remove(std::string_view name) {
    const Element field = entry_.find(name);
    if (!field) return;
    edits_.emplace_back(Remove{field.id()});
    removed_.insert(field.id());
  }

  json::array list_value(std::string_view name, const std::vector<std::string>& items) {
    json::array list;
    list.reserve(items.size());
    for (const std::string& item : items)
      list.emplace_back(values_.text(item_name(name, list.size()), item));
    return list;
  }

  json::object pairs_value(std::string_view name, const std::vector<Pair>& pairs) {
    json::object map;
    for (const Pair& pair : pairs)
      map.emplace(key(name, pair), values_.text(pair_name(name, pair.name), pair.value));
    return map;
  }

  json::string text_value(std::string_view name, const std::string& text) {
    return values_.text(std::string(name), text);
  }

  Result<void> check(const std::string& where) const { return values_.check(where); }

 private:
  std::string key(std::string_view map, const Pair& pair) {
    return map == "env" ? values_.variable(pair.name) : values_.header(pair.name);
  }

  // A new field stands where MCPM would write it, as far as there are fields to go by.
  void insert(std::string_view name, json::value value) {
    Insert added{entry_.id(), std::string(name), std::move(value)};
    for (const std::string_view before : kOrder) {
      if (before == name) break;
      const Element field = entry_.find(before);
      // What goes is nothing to go by.
      if (field && !removed_.contains(field.id())) added.after = field.id();
    }
    edits_.emplace_back(std::move(added));
  }

  const Element entry_;
  std::vector<document::Edit>& edits_;
  std::set<document::NodeId> removed_;  // fields
  Values values_;
};

}  // namespace

Result<void> append_entry_edits(const Element& entry, const Server& now, const Server& wanted,
                                std::vector<document::Edit>& edits) {
  EntryEditor editor(entry, edits);
  editor.set_list("profile_tags", now.profile_tags, wanted.profile_tags);
  editor.set_text("command", now.command, wanted.command);
  if (!wanted.command.empty()) {
    editor.set_list("args", now.args, wanted.args);
    editor.set_pairs("env", now.env, wanted.env);
  } else if (!now.command.empty()) {
    // Of an entry that becomes another kind, what MCPM would not use any more goes.
    editor.remove("args");
    editor.remove("env");
  }
  editor.set_text("url", now.url, wanted.url);
  if (!wanted.url.empty()) {
    editor.set_pairs("headers", now.headers, wanted.headers);
  } else if (!now.url.empty()) {
    editor.remove("headers");
  }
  return editor.check(entry.where());
}

Result<json::object> new_entry(const Server& wanted, const std::string& where) {
  std::vector<document::Edit> none;
  EntryEditor editor({}, none);
  json::object entry;
  entry.emplace("name", editor.text_value("name", wanted.name));
  entry.emplace("profile_tags", editor.list_value("profile_tags", wanted.profile_tags));
  if (!wanted.command.empty()) {
    entry.emplace("command", editor.text_value("command", wanted.command));
    entry.emplace("args", editor.list_value("args", wanted.args));
    entry.emplace("env", editor.pairs_value("env", wanted.env));
  } else {
    entry.emplace("url", editor.text_value("url", wanted.url));
    entry.emplace("headers", editor.pairs_value("headers", wanted.headers));
  }
  MCPMX_CHECK(editor.check(where));
  return entry;
}

}  // namespace mcpmx::mcpm
