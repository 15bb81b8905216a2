#include "connection.h"

#include <charconv>

namespace postgresql {

std::optional<Connection> parse_connection(std::string_view text) {
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const auto scheme = text.substr(0, scheme_end);
  if (scheme != "postgres" && scheme != "postgresql") return std::nullopt;
  std::string_view rest = text.substr(scheme_end + 3);

  Connection result;
  if (const auto query = rest.find('?'); query != std::string_view::npos) {
    result.query = rest.substr(query);
    rest = rest.substr(0, query);
  }
  if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
    result.database = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
  }
  // The last @ ends the user's part: people write passwords with an unencoded @.
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    const auto login = rest.substr(0, at);
    const auto colon = login.find(':');
    result.user = login.substr(0, colon);
    if (colon != std::string_view::npos) result.password = login.substr(colon + 1);
    rest = rest.substr(at + 1);
  }
  if (rest.starts_with('[')) {
    const auto close = rest.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    result.host = rest.substr(1, close - 1);
    rest = rest.substr(close + 1);
    if (rest.starts_with(':')) result.port = rest.substr(1);
    return result;
  }
  const auto colon = rest.rfind(':');
  result.host = rest.substr(0, colon);
  if (colon != std::string_view::npos) result.port = rest.substr(colon + 1);
  return result;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 3 <= text.size()) {
      const char* begin = text.data() + i + 1;
      const auto [end, error] = std::from_chars(begin, begin + 2, byte, 16);
      if (error == std::errc() && end == begin + 2) {
        out += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

}  // namespace postgresql
