// The law of editing servers.json, over the corpus' files and generated ones: the edited text reads
// as the library with exactly the intended changes; bytes outside the touched entries are the same;
// editing to the present state gives the same text; change and change back gives the same values.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "mcpm/edit.h"

namespace mcpmx::mcpm {
namespace {

namespace json = boost::json;

std::size_t below(std::size_t bound) { return *rc::gen::inRange<std::size_t>(0, bound); }
bool one_in(std::size_t count) { return below(count) == 0; }

template <class Values>
const auto& one_of(const Values& values) {
  return values[below(values.size())];
}

const std::vector<std::string>& corpus() {
  static const std::vector<std::string> kTexts = [] {
    const char* set = std::getenv("MCPMX_CORPUS");
    const std::string folder = set != nullptr ? set : MCPMX_SOURCE_DIR "/../shared/corpus";
    std::vector<std::string> texts;
    for (const char* size : {"small", "medium", "large"}) {
      std::ifstream file(folder + "/profiles/" + size + "/servers.json", std::ios::binary);
      std::string text(std::istreambuf_iterator<char>(file), {});
      if (!text.empty()) texts.push_back(std::move(text));
    }
    return texts;
  }();
  return kTexts;
}

const std::vector<std::string> kWords = {"",        "npx",          "-y",  "a b",       "ä",
                                         "\"q\\\"", "line\nbreak",  "名",  "😀",         "${TOKEN}",
                                         "</x>",    "\x7f\x01 tab", "--x", "pkg@1.2.3", "\u2028"};
const std::vector<std::string> kNames = {"A", "B_C", "TOKEN", "größe", "x y", "\"", "0"};

std::vector<std::string> any_words(std::size_t most) {
  std::vector<std::string> words(below(most + 1));
  for (std::string& word : words) word = one_of(kWords);
  return words;
}

std::vector<Pair> any_pairs() {
  std::vector<Pair> pairs;
  for (const std::string& name : kNames) {
    if (one_in(3)) pairs.push_back({name, one_of(kWords)});
  }
  if (pairs.size() > 1 && one_in(2)) std::swap(pairs.front(), pairs.back());
  return pairs;
}

Server any_server(const std::string& name) {
  Server server;
  server.name = name;
  server.profile_tags = any_words(3);
  if (one_in(4)) {
    server.url = "https://" + one_of(kWords);
    server.headers = any_pairs();
  } else {
    server.command = "c" + one_of(kWords);
    server.args = any_words(5);
    server.env = any_pairs();
  }
  return server;
}

// JSON that somebody may have written: blanks, escapes and the form of texts at will.
class Scribe {
 public:
  std::string text(const std::string& value) {
    std::string result = json::serialize(json::string(value));
    if (const auto at = result.find('n'); at != std::string::npos && result[at - 1] != '\\')
      result.replace(at, 1, "\\u006e");
    return result;
  }
  std::string blank() {
    static const std::vector<std::string> kBlanks = {"", "", " ", "\n", "\n  ", "\t", "\r\n"};
    return one_of(kBlanks);
  }
  std::string list(const std::vector<std::string>& items) {
    std::string result = "[";
    for (const std::string& item : items)
      result.append(result.size() > 1 ? "," : "")
          .append(blank())
          .append(text(item))
          .append(blank());
    return result + blank() + "]";
  }
  std::string map(const std::vector<std::pair<std::string, std::string>>& entries) {
    std::string result = "{";
    for (const auto& [key, value] : entries) {
      result.append(result.size() > 1 ? "," : "").append(blank()).append(text(key)).append(blank());
      result.append(":").append(blank()).append(value);
    }
    return result + blank() + "}";
  }
  std::string pairs(const std::vector<Pair>& all, bool any_value) {
    std::vector<std::pair<std::string, std::string>> entries;
    for (const Pair& pair : all)
      entries.emplace_back(pair.name, any_value && one_in(3) ? "[1, true]" : text(pair.value));
    return map(entries);
  }
  std::string server(const Server& server) {
    std::vector<std::pair<std::string, std::string>> fields = {{"name", text(server.name)}};
    if (!server.profile_tags.empty() || one_in(2))
      fields.emplace_back("profile_tags", list(server.profile_tags));
    if (one_in(6)) {
      fields.emplace_back("config", "{ }");
    } else if (server.command.empty()) {
      fields.emplace_back("url", text(server.url));
      if (!server.headers.empty() || one_in(2))
        fields.emplace_back("headers", pairs(server.headers, true));
    } else {
      fields.emplace_back("command", text(server.command));
      if (!server.args.empty() || one_in(2)) fields.emplace_back("args", list(server.args));
      if (!server.env.empty() || one_in(2)) fields.emplace_back("env", pairs(server.env, false));
    }
    if (one_in(3)) fields.emplace_back("x-note", "[1, {\"a\" :null}]");
    if (one_in(4)) fields.emplace_back("enabled", "false");
    for (std::size_t i = 1; i < fields.size(); ++i) std::swap(fields[i], fields[below(i + 1)]);
    return map(fields);
  }
};

std::string any_text() {
  if (!corpus().empty() && one_in(3)) {
    // The large file now and then: it costs a hundred small ones.
    return corpus()[one_in(8) ? corpus().size() - 1 : below(corpus().size() - 1)];
  }
  if (one_in(20)) return one_in(2) ? "" : "{}";
  Scribe scribe;
  std::vector<std::pair<std::string, std::string>> entries;
  for (std::size_t i = below(6); i > 0; --i) {
    const std::string name = "s" + std::to_string(i) + one_of(kWords);
    entries.emplace_back(name, scribe.server(any_server(name)));
  }
  return scribe.map(entries) + scribe.blank();
}

Library read(const std::string& text) {
  const auto library =
      load_text({"/m", {"/m/servers.json", text.empty() ? "{}" : text}, {}, {}, false});
  RC_ASSERT(library.has_value());
  RC_ASSERT(library->invalid.empty());
  return *library;
}

std::map<std::string, std::string> sorted(const std::vector<Pair>& pairs) {
  std::map<std::string, std::string> result;
  for (const Pair& pair : pairs) result.emplace(pair.name, pair.value);
  return result;
}

// What must be equal, in words.
std::string values_of(const Server& server) {
  json::object pairs;
  for (const auto& [name, value] : sorted(server.env)) pairs[name] = value;
  json::object headers;
  for (const auto& [name, value] : sorted(server.headers)) headers[name] = value;
  return json::serialize(json::array{
      json::string(server.name), json::string(server.command),
      json::array(server.args.begin(), server.args.end()), std::move(pairs),
      json::string(server.url), std::move(headers),
      json::array(server.profile_tags.begin(), server.profile_tags.end()), server.custom,
      server.enabled.has_value() ? json::value(*server.enabled) : json::value(nullptr)});
}

template <class Items>
void shake(Items& items, const typename Items::value_type& item) {
  const std::size_t verb = below(4);
  const auto at = static_cast<std::ptrdiff_t>(below(items.size() + 1));
  if (verb == 0 || items.empty()) {
    items.insert(items.begin() + at, item);
  } else if (verb == 1) {
    items.erase(items.begin() +
                std::min<std::ptrdiff_t>(at, static_cast<std::ptrdiff_t>(items.size()) - 1));
  } else if (verb == 2) {
    items[below(items.size())] = item;
  } else {
    std::swap(items.front(), items.back());
  }
}

void shake_pairs(std::vector<Pair>& pairs) {
  const Pair pair{one_of(kNames), one_of(kWords)};
  std::erase_if(pairs, [&](const Pair& old) { return old.name == pair.name; });
  if (one_in(4)) return;
  pairs.insert(pairs.begin() + static_cast<std::ptrdiff_t>(below(pairs.size() + 1)), pair);
}

// A change of this entry, and how it is to stand then.
EntryChange any_change(const Server& now, Server& then) {
  EntryChange change;
  change.name = now.name;
  then = now;
  if (!one_in(4)) {
    if (now.custom) {
      shake(then.profile_tags, one_of(kWords));
    } else if (one_in(6)) {
      then = any_server(now.name);  // perhaps another kind
      then.enabled = now.enabled;
    } else {
      for (std::size_t count = below(4); count > 0; --count) {
        switch (below(4)) {
          case 0:
            (now.command.empty() ? then.url : then.command) = "n" + one_of(kWords);
            break;
          case 1:
            if (!now.command.empty()) shake(then.args, one_of(kWords));
            break;
          case 2:
            shake_pairs(now.command.empty() ? then.headers : then.env);
            break;
          default:
            shake(then.profile_tags, one_of(kWords));
        }
      }
    }
    change.wanted = then;
  }
  auto& tags = then.profile_tags;
  if (one_in(3)) {
    change.add_tag = "work";
    if (std::find(tags.begin(), tags.end(), "work") == tags.end()) tags.emplace_back("work");
  }
  if (one_in(3)) {
    change.remove_tag = tags.empty() || one_in(4) ? "nix" : one_of(tags);
    if (change.remove_tag.empty()) change.remove_tag = "nix";  // empty: none is taken away
    std::erase(tags, std::string(change.remove_tag));
  }
  return change;
}

RC_GTEST_PROP(ServersLaw, EditsDoWhatIsMeantAndNothingElse, ()) {
  const std::string text = any_text();
  const Library before = read(text);
  std::vector<EntryChange> changes;
  std::vector<EntryChange> back;
  std::vector<Server> wanted = before.servers;
  std::set<std::string> touched;
  for (Server& server : wanted) {
    if (!one_in(before.servers.size() > 10 ? 20 : 2)) continue;
    const Server now = server;
    changes.push_back(any_change(now, server));
    back.push_back({now.name, now, false, {}, {}});
    if (values_of(now) != values_of(server)) touched.insert(now.name);
  }
  const bool has_new = one_in(3);
  if (has_new) {
    Server added = any_server("new" + one_of(kWords));
    changes.push_back({added.name, added, true, {}, {}});
    wanted.push_back(std::move(added));
  }
  RC_CLASSIFY(touched.empty() && !has_new, "nothing changed");
  RC_CLASSIFY(touched.size() > 1, "several entries");
  RC_CLASSIFY(has_new, "new entry");
  const auto result = edit_servers(text, "/m/servers.json", changes);
  if (!result) RC_LOG() << result.error().where << " " << result.error().message << "\n" << text;
  RC_ASSERT(result.has_value());
  const Library after = read(*result);

  // What is meant, in the same order.
  RC_ASSERT(after.servers.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i)
    RC_ASSERT(values_of(after.servers[i]) == values_of(wanted[i]));
  // Nothing else: entries as they were, and what stands between them.
  if (touched.empty() && !has_new) RC_ASSERT(*result == text);
  std::string rest = *result;
  std::string old_rest = text;
  std::size_t at = 0;
  std::size_t old_at = 0;
  for (std::size_t i = 0; i < before.servers.size(); ++i) {
    const Server& old_server = before.servers[i];
    const Server& server = after.servers[i];
    if (!touched.contains(server.name)) RC_ASSERT(server.raw == old_server.raw);
    const std::size_t next = rest.find(server.raw, at);
    const std::size_t old_next = old_rest.find(old_server.raw, old_at);
    RC_ASSERT(next != std::string::npos);
    RC_ASSERT(old_next != std::string::npos);
    RC_ASSERT(rest.substr(at, next - at) == old_rest.substr(old_at, old_next - old_at));
    at = next + server.raw.size();
    old_at = old_next + old_server.raw.size();
  }
  if (!has_new) RC_ASSERT(rest.substr(at) == old_rest.substr(old_at));

  // To the present state; and back.
  const auto again = edit_servers(*result, "/m/servers.json", [&] {
    std::vector<EntryChange> same;
    for (const Server& server : after.servers) same.push_back({server.name, server, false, {}, {}});
    return same;
  }());
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == *result);
  const auto restored = edit_servers(*result, "/m/servers.json", back);
  if (!restored) RC_LOG() << restored.error().where << restored.error().message << *result;
  RC_ASSERT(restored.has_value());
  const Library old = read(*restored);
  for (std::size_t i = 0; i < before.servers.size(); ++i)
    RC_ASSERT(values_of(old.servers[i]) == values_of(before.servers[i]));
}

std::string mutated(std::string text) {
  static const std::vector<std::string> kPieces = {
      "\n", "{",     "}",  "[",  "]",       ",",    ":",   "\"",        "null",
      "1",  "\"a\"", "\\", "//", "\"url\"", "\xff", "{},", "\"env\":{}"};
  for (std::size_t count = 1 + below(3); count > 0; --count) {
    const std::size_t at = below(text.size() + 1);
    if (one_in(2)) {
      text.insert(at, one_of(kPieces));
    } else {
      text.erase(at, 1 + below(8));
    }
  }
  return text;
}

RC_GTEST_PROP(ServersLaw, BrokenFilesAreRefusedOrComeOutWhole, ()) {
  const std::string text = mutated(any_text());
  const auto before = load_text({"/m", {"/m/servers.json", text}, {}, {}, false});
  RC_CLASSIFY(!before, "not read");
  std::vector<EntryChange> changes;
  Server then;
  if (before && !before->servers.empty()) {
    changes.push_back(any_change(one_of(before->servers), then));
  } else {
    changes.push_back({"new", any_server("new"), true, {}, {}});
    then = *changes.front().wanted;
  }
  const auto result = edit_servers(text, "/m/servers.json", changes);
  RC_CLASSIFY(!result, "refused");
  if (!before && !text.empty()) RC_ASSERT(!result);
  if (!result) {
    RC_ASSERT(!result.error().message.empty());
    RC_ASSERT(!result.error().where.empty());
    return;
  }
  const auto after = load_text({"/m", {"/m/servers.json", *result}, {}, {}, false});
  RC_ASSERT(after.has_value());
  if (before) RC_ASSERT(after->invalid.size() == before->invalid.size());
  std::string found;
  for (const Server& server : after->servers) {
    if (server.name == then.name) found = values_of(server);
  }
  RC_ASSERT(found == values_of(then));
}

TEST(ServersLaw, CorpusIsThere) {
  if (corpus().empty()) GTEST_SKIP() << "no corpus beside the checkout";
  EXPECT_EQ(corpus().size(), 3U);
}

}  // namespace
}  // namespace mcpmx::mcpm
