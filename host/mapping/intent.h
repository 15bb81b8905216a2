// The document mcpmx.render/1 after checking: what a template says about one server.
//
// The reference is sdk/schema/render.schema.json; what is checked stands in mapping/intent_shape,
// the keys of a Compose service included: a wrong one would fail only when the file is started.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/value.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mapping {

struct IntentService {
  std::string key;
  std::string suffix;
  bool primary = false;
  bool from_runner = false;
  bool full_hardening = false;
  int http_port = 0;  // 0: stdio (or a service that is no server)
  std::string http_path = "/mcp";
  std::string cache;  // absolute folder kept on a volume; empty: none
  boost::json::object compose;
};

struct Intent {
  Knowledge knowledge;
  std::vector<IntentService> services;  // exactly one is primary
  std::vector<Pair> choices;
  std::vector<std::string> notes;
  std::string memo;
};

// `author` names the mapper in errors; their place is a JSON pointer into the document.
Result<Intent> parse_intent(std::string_view json, std::string_view author);
Result<Intent> read_intent(const boost::json::value& document, std::string_view author);

// `over` laid on `base`: its keys replace the base's, maps are merged key by key, and the lists
// volumes, ports, cap_add, tmpfs, extra_hosts, security_opt and devices are appended to.
void overlay(boost::json::object& base, const boost::json::object& over);

// Every service with from_runner starts from the primary service of `runner`; what the intent
// declares about variables and paths stands over the runner's.
void start_from(Intent& intent, const Intent& runner);

}  // namespace mcpmx::mapping
