#include "cli/json_parts.h"

namespace mcpmx::cli {

namespace json = boost::json;

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::array texts_json(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

json::object error_json(const Error& error) {
  return {{"message", error.message}, {"where", error.where}, {"hint", error.hint}};
}

boost::json::object failure_json(const Error& error) {
  boost::json::object told = {{"code", static_cast<int>(error.code)}};
  for (auto& member : error_json(error)) told.insert(member);
  return told;
}

json::array findings_json(const std::vector<Diagnostic>& findings) {
  json::array list;
  for (const Diagnostic& finding : findings) {
    list.push_back(json::object{{"severity", severity_name(finding.severity)},
                                {"code", finding.code},
                                {"message", finding.message},
                                {"where", finding.where},
                                {"hint", finding.hint}});
  }
  return list;
}

}  // namespace mcpmx::cli
