#include "mapping/http_health.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "model/json_member.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// Scripts and addresses hold neither double quotes nor dollar signs, so that a shell may quote
// them and Compose interpolates nothing.
std::string node_script(const std::string& url) {
  return "fetch('" + url +
         "').then(r => process.exit(r.status < 500 ? 0 : 1), () => process.exit(1))";
}

std::string python_script(int port, std::string_view path) {
  return "import http.client as h; c = h.HTTPConnection('127.0.0.1', " + std::to_string(port) +
         ", timeout=4); c.request('GET', '" + std::string(path) +
         "'); exit(c.getresponse().status > 499)";
}

std::string first_word(const json::object& body) {
  const json::array* list = list_member(body, "command");
  if (list == nullptr || list->empty() || !list->front().is_string()) return {};
  return std::string(list->front().get_string());
}

// curl and wget print the status, since both count 4xx as a failure; an endpoint that streams
// events never ends its answer, hence the limits of time.
std::string shell_script(const std::string& url, int port, std::string_view path) {
  return "if command -v python3 >/dev/null; then python3 -c \"" + python_script(port, path) +
         "\"; elif command -v node >/dev/null; then node -e \"" + node_script(url) +
         "\"; elif command -v curl >/dev/null; then curl -sm 4 -o /dev/null -w '%{http_code}' " +
         url + " | grep -q '^[1-4]'; else timeout 4 wget -qSO /dev/null " + url +
         " 2>&1 | grep -q 'HTTP/[0-9.]* [1-4]'; fi";
}

json::array test_of(const json::object& body, int port, std::string_view path) {
  const std::string url = "http://127.0.0.1:" + std::to_string(port) + std::string(path);
  const std::string program = first_word(body);
  if (program == "npx" || program == "node") return {"CMD", "node", "-e", node_script(url)};
  if (program == "python" || program == "python3")
    return {"CMD", program, "-c", python_script(port, path)};
  return {"CMD-SHELL", shell_script(url, port, path)};
}

}  // namespace

json::object http_healthcheck(const json::object& body, int port, std::string_view path) {
  return {{"test", test_of(body, port, path)},
          {"interval", "10s"},
          {"timeout", "5s"},
          {"retries", 3},
          {"start_period", "60s"}};
}

}  // namespace mcpmx::mapping
