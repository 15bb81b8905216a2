#include "model/compose_service.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>

#include "document/element.h"
#include "document/reader.h"
#include "support/file.h"

namespace mcpmx {
namespace {

struct Row {
  const char* what;
  const char* json;
  const char* pointer;  // null: nothing is wrong
};

TEST(ComposeService, TakesWhatComposeTakes) {
  const Row rows[] = {
      {"a usual service",
       R"({"image":"a","command":["b"],"environment":{"A":"b","N":1,"F":true,"Z":null},
           "ports":["127.0.0.1:1:1",2,{"target":80,"published":"8080"}],"restart":"no",
           "volumes":["v:/v",{"type":"bind","source":"/a","target":"/a","bind":{"create_host_path":false}}],
           "healthcheck":{"test":["CMD","a"],"interval":"10s","retries":3},"cpus":0.5,"mem_limit":"2g",
           "depends_on":{"db":{"condition":"service_healthy"}},"networks":["n"],"init":true})",
       nullptr},
      {"short and long forms",
       R"({"entrypoint":"a b","depends_on":["db"],"networks":{"n":null,"m":{"aliases":["x"]}},"ulimits":{"nofile":1,"core":{"soft":0,"hard":1}},
           "tmpfs":"/tmp","secrets":["s",{"source":"s","target":"t"}],"gpus":"all","sysctls":["a=b"]})",
       nullptr},
      {"devices of a reservation",
       R"({"deploy":{"resources":{"reservations":{"devices":[{"driver":"nvidia","count":"all","capabilities":["gpu"]}]}}}})",
       nullptr},
      {"one's own key", R"({"x-mine":{"any":[1]}})", nullptr},
      {"user is text", R"({"user":1000})", "/user"},
      {"a time has a unit", R"({"healthcheck":{"timeout":5}})", "/healthcheck/timeout"},
      {"unknown key of a check", R"({"healthcheck":{"intervall":"5s"}})", "/healthcheck/intervall"},
      {"no such mount", R"({"volumes":[{"type":"bond","target":"/a"}]})", "/volumes/0/type"},
      {"a mount without a type", R"({"volumes":[{"target":"/a"}]})", "/volumes/0/type"},
      {"no such condition", R"({"depends_on":{"db":{"condition":"healthy"}}})",
       "/depends_on/db/condition"},
      {"a flag in quotes", R"({"read_only":"true"})", "/read_only"},
      {"a limit of devices", R"({"deploy":{"resources":{"limit":{}}}})", "/deploy/resources/limit"},
      // The host adds to these, in one form.
      {"environment as a list", R"({"environment":["A=b"]})", "/environment"},
      {"labels as a list", R"({"labels":["a=b"]})", "/labels"},
      {"extra_hosts as a map", R"({"extra_hosts":{"a":"1.1.1.1"}})", "/extra_hosts"},
      {"env_file as a text", R"({"env_file":"a.env"})", "/env_file"},
  };
  for (const Row& row : rows) {
    const auto faults = find_faults(boost::json::parse(row.json), kComposeService, {});
    if (row.pointer == nullptr) {
      EXPECT_TRUE(faults.empty()) << row.what << ": " << pointer_of(faults.front());
      continue;
    }
    ASSERT_EQ(faults.size(), 1u) << row.what;
    EXPECT_EQ(pointer_of(faults[0]), row.pointer) << row.what;
  }
}

TEST(ComposeService, NoKeyStandsTwice) {
  std::set<std::string_view> seen;
  for (const Member& key : compose_service_keys())
    EXPECT_TRUE(seen.insert(key.key).second) << key.key;
}

// Editors learn the keys from the schemas.
TEST(ComposeService, TheSchemasListTheSameKeys) {
  std::vector<std::string> keys;
  for (const Member& key : compose_service_keys()) keys.emplace_back(key.key);
  std::sort(keys.begin(), keys.end());
  for (const char* file : {"/mappings/schema.json", "/sdk/schema/render.schema.json"}) {
    const auto text = read_file(std::string(MCPMX_SOURCE_DIR) + file, std::size_t{1} << 20);
    ASSERT_TRUE(text) << file;
    const auto schema = document::read_json(*text, file);
    ASSERT_TRUE(schema) << file;
    std::vector<std::string> listed;
    for (const auto& item :
         document::root_of(*schema).find("$defs").find("compose_key").find("enum").items())
      listed.emplace_back(item.text());
    EXPECT_EQ(listed, keys) << file;
  }
}

}  // namespace
}  // namespace mcpmx
