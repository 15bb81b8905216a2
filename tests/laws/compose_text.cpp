#include "compose_text.h"

#include <algorithm>
#include <boost/json.hpp>
#include <regex>
#include <sstream>

#include "document/edit.h"
#include "document/element.h"
#include "document/reader.h"

namespace mcpmx::laws {
namespace {

namespace json = boost::json;
using document::Document;
using document::Element;
using document::NodeKind;

// The last text read, for a case asks one file many questions between two edits: without this
// reading takes four fifths of a run. Null where it does not parse; good until the next call.
const Document* read(const std::string& compose) {
  static std::optional<Result<Document>> last;
  static std::string text;
  if (!last || text != compose) {
    last = document::read_yaml(compose, "compose");
    text = compose;
  }
  return *last ? &**last : nullptr;
}

Element find(const Document& document, const Path& path) {
  Element at = document::root_of(document);
  for (const std::string& key : path) {
    if (!at.is_map()) return {};
    at = at.find(key);
    if (!at) return {};
  }
  return at;
}

json::value to_json(const Element& element) {
  if (element.is_map()) {
    json::object object;
    for (const document::Entry& entry : element.entries())
      object.emplace(entry.name(), to_json(entry.value));
    return object;
  }
  if (element.is_list()) {
    json::array list;
    for (const Element& item : element.items()) list.push_back(to_json(item));
    return list;
  }
  if (element.is_null()) return nullptr;
  return json::value(json::string(element.text()));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
  return lines;
}

// "key:" at the column, and what follows it.
bool is_key_at(const std::string& line, std::size_t column) {
  return line.size() > column + 1 && line.find_first_not_of(' ') == column && line[column] != '#' &&
         line[column] != '-' && line.find(':') != std::string::npos;
}

std::string key_of(const std::string& line) {
  const auto from = line.find_first_not_of(" \"");
  return line.substr(from, line.find_first_of(":\"", from) - from);
}

bool edit(std::string& compose, const Document& document, const document::Edit& edit) {
  const std::vector<document::Edit> edits = {edit};
  auto text = document::edit(document, edits);
  if (!text || *text == compose) return false;
  compose = std::move(*text);
  return true;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

// The lines by what they belong to: a service's, the extension's, the rest.
template <class Visit>
void each_line(const std::string& compose, const Visit& visit) {
  std::string top, service;
  for (const std::string& line : lines_of(compose)) {
    if (is_key_at(line, 0)) {
      top = key_of(line);
      service.clear();
    } else if (top == "services" && is_key_at(line, 2)) {
      service = key_of(line);
    }
    visit(line, top, service);
  }
}

}  // namespace

std::vector<ServiceText> services_in(const std::string& compose) {
  std::vector<ServiceText> services;
  each_line(compose,
            [&](const std::string& line, const std::string& top, const std::string& service) {
              if (top != "services" || service.empty()) return;
              if (services.empty() || services.back().name != service)
                services.push_back({service, "", ""});
              services.back().text += line;
            });
  for (ServiceText& service : services) {
    while (service.text.ends_with("\n\n")) service.text.pop_back();
    const auto label = value_at(compose, {"services", service.name, "labels", "mcpmx.server"});
    if (label && label->is_string()) service.server = std::string(label->get_string());
  }
  return services;
}

std::string rest_of(const std::string& compose) {
  std::string rest;
  each_line(compose,
            [&](const std::string& line, const std::string& top, const std::string& service) {
              if (service.empty() && top != "x-mcpmx" && line != "\n") rest += line;
            });
  return rest;
}

std::string without_extension(const std::string& compose) {
  std::string rest;
  each_line(compose, [&](const std::string& line, const std::string& top, const std::string&) {
    if (top != "x-mcpmx") rest += line;
  });
  return rest;
}

std::string without_checksums(const std::string& compose) {
  static const std::regex checksum("checksum: sha256:[0-9a-f]{64}");
  return std::regex_replace(compose, checksum, "checksum: *");
}

bool is_from_runners(const std::string& compose, const std::string& service) {
  return value_at(compose, {"x-mcpmx", "services", service, "generated", "mapping"}) ==
         json::value("runners");
}

std::optional<json::value> value_at(const std::string& compose, const Path& path) {
  const Document* document = read(compose);
  if (!document) return std::nullopt;
  const Element at = find(*document, path);
  if (!at) return std::nullopt;
  return to_json(at);
}

bool set_at(std::string& compose, const Path& path, const json::value& value) {
  const Document* document = read(compose);
  if (!document) return false;
  if (const Element at = find(*document, path))
    return edit(compose, *document, document::SetValue{at.id(), value});
  const Path above(path.begin(), path.end() - 1);
  const Element map = find(*document, above);
  if (!map || !map.is_map()) return false;
  return edit(compose, *document, document::Insert{map.id(), path.back(), value});
}

bool remove_at(std::string& compose, const Path& path) {
  const Document* document = read(compose);
  if (!document) return false;
  const Element at = find(*document, path);
  return at && edit(compose, *document, document::Remove{at.id()});
}

bool rename_at(std::string& compose, const Path& path, const std::string& name) {
  const Document* document = read(compose);
  if (!document) return false;
  const Element at = find(*document, path);
  return at && edit(compose, *document, document::RenameKey{at.id(), name});
}

bool add_line(std::string& compose, std::size_t number, const std::string& line) {
  std::vector<std::string> lines = lines_of(compose);
  number = std::min(number, lines.size());
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(number), line + "\n");
  std::string text = joined(lines);
  if (value_at(text, {}) != value_at(compose, {})) return false;
  compose = std::move(text);
  return true;
}

bool add_merge_key(std::string& compose, const std::string& service, const std::string& anchor,
                   const std::string& line) {
  std::string text;
  each_line(compose,
            [&](const std::string& each, const std::string& top, const std::string& where) {
              if (top == "services" && is_key_at(each, 0))
                text.append("x-").append(anchor).append(": &").append(anchor).append("\n  ").append(
                    line + "\n\n");
              text += each;
              if (top == "services" && where == service && is_key_at(each, 2))
                text.append("    <<: *").append(anchor).append("\n");
            });
  if (text == compose || !value_at(text, {})) return false;
  compose = std::move(text);
  return true;
}

}  // namespace mcpmx::laws
