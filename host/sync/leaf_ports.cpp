#include "sync/leaf_ports.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "compose/short_forms.h"

namespace mcpmx::sync {

namespace json = boost::json;

std::set<int> published_ports(const Leaves& leaves) {
  std::set<int> ports;
  for (auto leaf = leaves.lower_bound("ports/");
       leaf != leaves.end() && leaf->first.starts_with("ports/"); ++leaf) {
    boost::system::error_code damaged;  // a base that somebody wrote into
    const json::value port = json::parse(leaf->second, damaged);
    const json::value* published =
        port.is_object() ? port.get_object().if_contains("published") : nullptr;
    if (published == nullptr) continue;
    const std::string text =
        published->is_string() ? std::string(published->get_string()) : json::serialize(*published);
    compose::add_published(text, ports);
  }
  return ports;
}

}  // namespace mcpmx::sync
