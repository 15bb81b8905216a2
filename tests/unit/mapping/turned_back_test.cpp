#include "mapping/turned_back.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

using Form = TurnedBack::Form;

ServiceFacts service(const std::string& name, const std::vector<std::string>& ports) {
  ServiceFacts facts;
  facts.name = name;
  facts.host_names = {name};
  for (const std::string& port : ports) facts.ports.push_back(parse_port(port).value());
  return facts;
}

TurnedBack book() {
  TurnedBack book;
  book.add_neighbour(service("db", {"5544:5432"}));
  book.add_neighbour(service("many", {"9000-9010:8000-8010", "70:7"}));
  book.add_neighbour(service("silent", {"80"}));
  book.add_sibling(service("own", {"127.0.0.1:5433:5432"}));
  return book;
}

TEST(TurnedBack, Texts) {
  struct Row {
    const char* text;
    const char* name;
    const char* on_host;
    const char* in_container;
    const char* rendered;
  };
  constexpr const char* kGateway = "host.docker.internal";
  const Row rows[] = {
      {"host.docker.internal", "", "localhost", kGateway, kGateway},
      {"http://host.docker.internal:80/x", "", "http://localhost:80/x",
       "http://host.docker.internal:80/x", "http://host.docker.internal:80/x"},
      {"my-host.docker.internal", "", "my-host.docker.internal", "my-host.docker.internal",
       "my-host.docker.internal"},
      {"postgres://u:p@db/x", "", "postgres://u:p@localhost:5544/x",
       "postgres://u:p@host.docker.internal:5544/x", "postgres://u:p@host.docker.internal:5544/x"},
      {"postgres://u:p@own:5432/x", "", "postgres://u:p@localhost:5433/x",
       "postgres://u:p@host.docker.internal:5433/x", "postgres://u:p@own:5432/x"},
      {"many:8003,db:5432", "", "localhost:9003,localhost:5544",
       "host.docker.internal:9003,host.docker.internal:5544",
       "host.docker.internal:9003,host.docker.internal:5544"},
      {"--url=http://many:7", "", "--url=http://localhost:70",
       "--url=http://host.docker.internal:70", "--url=http://host.docker.internal:70"},
      // A word is an address only where its variable says so.
      {"db", "DB_HOST", "localhost", kGateway, kGateway},
      {"db", "DB_NAME", "db", "db", "db"},
      {"a db", "DB_HOST", "a db", "a db", "a db"},
      {"http://db.example:5432", "", "http://db.example:5432", "http://db.example:5432",
       "http://db.example:5432"},
      {"my-db:5432", "", "my-db:5432", "my-db:5432", "my-db:5432"},
      {"db:x", "", "db:x", "db:x", "db:x"},
      {"http://db:1234", "", "http://db:1234", "http://db:1234", "http://db:1234"},
      {"", "DB_HOST", "", "", ""},
  };
  for (const Row& row : rows) {
    TurnedBack turned = book();
    EXPECT_EQ(turned.text(row.text, row.name, Form::kOnHost), row.on_host) << row.text;
    EXPECT_EQ(turned.text(row.text, row.name, Form::kInContainer), row.in_container) << row.text;
    EXPECT_EQ(turned.text(row.text, row.name, Form::kRendered), row.rendered) << row.text;
  }
}

TEST(TurnedBack, TellsWhomNobodyReaches) {
  TurnedBack turned = book();
  EXPECT_EQ(turned.text("http://silent:80", {}, Form::kOnHost), "http://silent:80");
  EXPECT_EQ(turned.text("http://db:1", {}, Form::kOnHost), "http://db:1");
  EXPECT_EQ(turned.text("silent", {}, Form::kOnHost), "silent");
  EXPECT_EQ(turned.unreachable(), (std::set<std::string>{"db", "silent"}));
}

TEST(TurnedBack, FindsTheFoldersOfTheHost) {
  TurnedBack turned;
  turned.add_mounts({{Mount::Type::kBind, "/home/me", "/data", false, {}},
                     {Mount::Type::kBind, "/srv/in", "/data/in", false, {}},
                     {Mount::Type::kBind, "/same", "/same", false, {}},
                     {Mount::Type::kVolume, "v", "/v", false, {}}});
  EXPECT_EQ(turned.with_host_folder("/data"), "/home/me");
  EXPECT_EQ(turned.with_host_folder("/data/x"), "/home/me/x");
  EXPECT_EQ(turned.with_host_folder("/data/in/x"), "/srv/in/x");
  EXPECT_EQ(turned.with_host_folder("--out=/data/x"), "--out=/home/me/x");
  for (const char* stays : {"/database", "data", "/same/x", "/v", "http://x/data", ""})
    EXPECT_EQ(turned.with_host_folder(stays), stays);
}

}  // namespace
}  // namespace mcpmx::mapping
