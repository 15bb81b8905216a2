#include "plugin/manifest.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "document/element.h"
#include "document/reader.h"

namespace mcpmx::plugin {
namespace {

using document::Element;

constexpr std::size_t kTextLimit = 1024;  // bytes of one text of a manifest

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_id_character(char c) { return is_lower_or_digit(c) || c == '.' || c == '_' || c == '-'; }

// "mcpmx.template/1", "com.acme.audit/2"
bool is_extension_id(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.size() > 128) return false;
  const std::string_view name = text.substr(0, slash);
  const std::string_view number = text.substr(slash + 1);
  return !name.empty() && is_lower_or_digit(name[0]) &&
         std::ranges::all_of(name, is_id_character) && !number.empty() && number[0] != '0' &&
         std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
}

// Reads the fields of one JSON object; errors name the field by its path from the root.
class Fields {
 public:
  Fields(Element object, std::string path, const std::string& file)
      : object_(object), path_(std::move(path)), file_(file) {}

  Error wrong(std::string_view field, const std::string& what) const {
    return failed("the manifest is not valid: " + path_of(field) + " " + what, file_,
                  "mend the plugin's manifest.json (see manifest.schema.json of the mcpmx SDK)");
  }

  Result<std::string> text(std::string_view field) const {
    const Element value = object_.find(field);
    if (!value) return wrong(field, "is missing");
    return checked_text(field, value);
  }

  Result<std::string> optional_text(std::string_view field, std::string otherwise = {}) const {
    const Element value = object_.find(field);
    if (!value) return otherwise;
    return checked_text(field, value);
  }

  Result<std::string> id(std::string_view field) const {
    MCPMX_TRY(value, text(field));
    if (!is_plugin_id(value)) {
      return wrong(field, "must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit");
    }
    return value;
  }

  Result<int> number(std::string_view field, int lowest) const {
    const Element value = object_.find(field);
    if (!value) return 0;
    const auto number = value.as_integer();
    if (!number) return wrong(field, "must be a whole number");
    if (*number < lowest || *number > std::numeric_limits<int>::max())
      return wrong(field, "is out of range");
    return static_cast<int>(*number);
  }

  Result<bool> flag(std::string_view field) const {
    const Element value = object_.find(field);
    if (!value) return false;
    const auto flag = value.as_bool();
    if (!flag) return wrong(field, "must be true or false");
    return *flag;
  }

  Result<std::vector<std::string>> texts(std::string_view field) const {
    std::vector<std::string> result;
    const Element value = object_.find(field);
    if (!value) return result;
    if (!value.is_list()) return wrong(field, "must be a list of texts");
    for (const Element& item : value.items()) {
      MCPMX_TRY(entry,
                checked_text(std::string(field) + "[" + std::to_string(result.size()) + "]", item));
      result.push_back(std::move(entry));
    }
    return result;
  }

  Element find(std::string_view field) const { return object_.find(field); }
  std::string path_of(std::string_view field) const {
    return path_.empty() ? std::string(field) : path_ + "." + std::string(field);
  }

 private:
  Result<std::string> checked_text(std::string_view field, Element value) const {
    const auto text = value.as_string();
    if (!text) return wrong(field, "must be a text");
    if (text->empty()) return wrong(field, "is empty");
    if (text->size() > kTextLimit) return wrong(field, "is too long");
    // These texts reach terminals: no escape sequences.
    if (std::ranges::any_of(*text, [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
      return wrong(field, "has a control character");
    }
    return std::string(*text);
  }

  Element object_;
  std::string path_;
  const std::string& file_;
};

Result<Hints> parse_hints(const Fields& provision, const std::string& file) {
  Hints hints;
  const Element match = provision.find("match");
  if (!match) return hints;
  if (!match.is_map()) return provision.wrong("match", "must be an object");
  const Fields fields(match, provision.path_of("match"), file);
  const std::pair<std::string_view, std::vector<std::string>*> lists[] = {
      {"npm", &hints.npm},       {"pypi", &hints.pypi}, {"git", &hints.git},
      {"images", &hints.images}, {"urls", &hints.urls}, {"commands", &hints.commands},
      {"names", &hints.names}};
  for (const auto& [field, list] : lists) {
    MCPMX_TRY(values, fields.texts(field));
    *list = std::move(values);
  }
  MCPMX_TRY(fallback, fields.flag("fallback"));
  hints.fallback = fallback;
  return hints;
}

Result<Provision> parse_provision(Element object, const std::string& path,
                                  const std::string& file) {
  const Fields fields(object, path, file);
  if (!object.is_map()) return Fields({}, {}, file).wrong(path, "must be an object");
  Provision result;
  MCPMX_TRY(extension, fields.text("extension"));
  if (!is_extension_id(extension)) {
    return fields.wrong("extension", "must be an extension id such as \"mcpmx.template/1\"");
  }
  result.extension = std::move(extension);
  MCPMX_TRY(id, fields.id("id"));
  result.id = std::move(id);
  MCPMX_TRY(priority, fields.number("priority", std::numeric_limits<int>::min()));
  result.priority = priority;
  MCPMX_TRY(hints, parse_hints(fields, file));
  result.hints = std::move(hints);
  MCPMX_TRY(settings, fields.texts("settings"));
  result.settings = std::move(settings);
  MCPMX_TRY(keys, fields.texts("compose_keys"));
  result.compose_keys = std::move(keys);
  return result;
}

Result<std::vector<Provision>> parse_provisions(const Fields& root, const std::string& file) {
  const Element list = root.find("provides");
  if (!list) return root.wrong("provides", "is missing");
  if (!list.is_list()) return root.wrong("provides", "must be a list");
  std::vector<Provision> result;
  std::set<std::pair<std::string, std::string>> seen;
  for (const Element& item : list.items()) {
    const std::string path = "provides[" + std::to_string(result.size()) + "]";
    MCPMX_TRY(provision, parse_provision(item, path, file));
    if (!seen.emplace(provision.extension, provision.id).second) {
      return root.wrong(
          path, "provides " + provision.extension + " \"" + provision.id + "\" a second time");
    }
    result.push_back(std::move(provision));
  }
  return result;
}

}  // namespace

const Provision* Manifest::find(std::string_view extension, std::string_view provision_id) const {
  const auto found = std::ranges::find_if(provides, [&](const Provision& provision) {
    return provision.extension == extension && provision.id == provision_id;
  });
  return found == provides.end() ? nullptr : &*found;
}

bool is_plugin_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && is_lower_or_digit(text[0]) &&
         std::ranges::all_of(text, is_id_character);
}

Result<Manifest> parse_manifest(std::string text, const std::string& file) {
  auto read =
      document::read_json(std::move(text), "manifest.json", {.bytes = kManifestLimit, .depth = 16});
  if (!read) {
    const Error& error = read.error();
    return failed("the manifest is not valid: " + error.message + " (" + error.where + ")", file,
                  "mend the plugin's manifest.json and build it again");
  }
  const document::Document document = std::move(read).value();
  const Element object = root_of(document);
  const Fields root(object, {}, file);
  if (!object.is_map()) return root.wrong("the whole of it", "must be an object");
  MCPMX_TRY(schema, root.text("schema"));
  if (schema != "mcpmx.manifest/1") return root.wrong("schema", "must be \"mcpmx.manifest/1\"");

  Manifest result;
  MCPMX_TRY(id, root.id("id"));
  result.id = std::move(id);
  MCPMX_TRY(title, root.optional_text("title", result.id));
  result.title = std::move(title);
  MCPMX_TRY(version, root.text("version"));
  result.version = std::move(version);
  MCPMX_TRY(licence, root.optional_text("licence"));
  result.licence = std::move(licence);
  MCPMX_TRY(homepage, root.optional_text("homepage"));
  result.homepage = std::move(homepage);
  MCPMX_TRY(minor, root.number("abi_minor", 0));
  result.abi_minor = static_cast<unsigned>(minor);
  MCPMX_TRY(services, root.texts("requires"));
  result.host_services = std::move(services);
  MCPMX_TRY(provides, parse_provisions(root, file));
  result.provides = std::move(provides);
  return result;
}

}  // namespace mcpmx::plugin
