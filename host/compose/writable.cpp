#include "compose/writable.h"

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "support/text.h"

namespace mcpmx::compose {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 64;  // Compose files have about 8; readers stop at 500

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
std::string_view view(const json::string_view& text) { return {text.data(), text.size()}; }

Result<void> check_text(std::string_view text, const std::string& pointer, std::string_view what) {
  const std::string_view where = pointer.empty() ? "/" : std::string_view(pointer);
  if (text.find('\0') != std::string_view::npos) {
    return failed("the " + std::string(what) + " at " + std::string(where) +
                      " has a NUL character, which no Compose file can carry",
                  std::string(where), "remove the NUL character from the server's entry");
  }
  if (!is_utf8(text)) {
    return failed("the " + std::string(what) + " at " + std::string(where) + " is not UTF-8",
                  std::string(where), "write the server's entry in UTF-8");
  }
  return {};
}

Result<void> check(const json::value& value, const std::string& pointer, std::size_t depth) {
  if (depth > kMaxDepth) {
    return failed("the document is nested deeper than " + std::to_string(kMaxDepth) + " levels",
                  pointer, "make the server's entry flatter");
  }
  if (const auto* text = value.if_string()) return check_text(view(*text), pointer, "value");
  if (const auto* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      MCPMX_CHECK(check((*list)[i], pointer + "/" + std::to_string(i), depth + 1));
    }
  }
  if (const auto* map = value.if_object()) {
    for (const auto& entry : *map) {
      // A key with NUL must not end up in the message as it is.
      MCPMX_CHECK(check_text(view(entry.key()), pointer, "key"));
      MCPMX_CHECK(check(entry.value(), pointer_to(pointer, view(entry.key())), depth + 1));
    }
  }
  return {};
}

}  // namespace

Result<void> check_writable(const boost::json::object& project) {
  // One level at a time, so that the document need not be copied into a value.
  for (const auto& section : project) {
    MCPMX_CHECK(check_text(view(section.key()), "", "key"));
    MCPMX_CHECK(check(section.value(), pointer_to("", view(section.key())), 1));
  }
  return {};
}

}  // namespace mcpmx::compose
