#include "app/kept_value.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <cmath>
#include <string>

namespace mcpmx::app {
namespace {

namespace json = boost::json;
using document::Element;
using document::Entry;

constexpr int kMaxDepth = 32;  // the writer stops at 64, and a value lies some levels down

json::value kept_number(const Element& element) {
  const std::string_view text = element.text();
  if (const auto whole = element.as_integer(); whole && std::to_string(*whole) == text) {
    return *whole;
  }
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size() && std::isfinite(number) &&
      text.find('.') != std::string_view::npos) {
    std::array<char, 32> shortest{};
    const auto end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), number).ptr;
    if (std::string_view(shortest.data(), static_cast<std::size_t>(end - shortest.data())) == text)
      return number;
  }
  return json::value(text);
}

Result<json::value> kept(const Element& element, int depth) {
  if (depth > kMaxDepth) {
    return failed("the value nests deeper than " + std::to_string(kMaxDepth) + " levels",
                  element.where(), "make it flatter");
  }
  switch (element.kind()) {
    case document::NodeKind::kList: {
      json::array list;
      for (const Element& item : element.items()) {
        MCPMX_TRY(value, kept(item, depth + 1));
        list.push_back(std::move(value));
      }
      return json::value(std::move(list));
    }
    case document::NodeKind::kMap: {
      json::object map;
      for (const Entry& entry : element.entries()) {
        MCPMX_TRY(value, kept(entry.value, depth + 1));
        map.emplace(entry.name(), std::move(value));
      }
      return json::value(std::move(map));
    }
    case document::NodeKind::kBool:
      return json::value(element.as_bool().value_or(false));
    case document::NodeKind::kNumber:
      return kept_number(element);
    case document::NodeKind::kString:
      return json::value(element.text());
    case document::NodeKind::kNull:
    case document::NodeKind::kAlias:
      break;
  }
  return json::value(nullptr);
}

}  // namespace

Result<boost::json::value> kept_value(const document::Element& element) { return kept(element, 0); }

}  // namespace mcpmx::app
