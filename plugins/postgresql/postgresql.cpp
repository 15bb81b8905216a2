// PostgreSQL: the RFC's database service, and beside it the MCP server that is its client.
//
// A database is made only when the connection string asks for the one that the RFC describes. Any
// other string names a database of the user's, which an empty new one must never replace.
#include <mcpmx/mapper.hpp>

#include "connection.h"

namespace {

using namespace mcpmx;
using postgresql::Connection;
using postgresql::parse_connection;
using postgresql::percent_decoded;

constexpr std::string_view kUser = "mcpuser";
constexpr std::string_view kDatabase = "mcpdb";
constexpr std::string_view kNoArgument = "argument: none";
constexpr std::string_view kPlaceholder = "argument: ";

bool is_placeholder(std::string_view text) {
  return text.starts_with("${") || text.starts_with('<');
}

// The user's word first; without one, only what can be nothing but the RFC's database.
bool makes_the_database(const Server& server, std::string_view argument,
                        const std::optional<Connection>& connection) {
  if (const auto choice = server.choice("database")) return *choice == "managed";
  if (argument.empty() || is_placeholder(argument)) return true;
  return connection && connection->is_local() && connection->user == kUser &&
         connection->database == kDatabase;
}

Json user(const Connection& connection) {
  return place::variable("POSTGRES_USER", connection.user.empty() ? kUser : connection.user);
}

Json database(const Connection& connection) {
  return place::variable("POSTGRES_DB",
                         connection.database.empty() ? kDatabase : connection.database);
}

Json password(const Connection& connection) {
  return connection.password.empty()
             ? place::generated_secret("POSTGRES_PASSWORD")
             : place::secret("POSTGRES_PASSWORD", percent_decoded(connection.password));
}

// The password as a URL carries it: a variable of its own where that is spelt differently.
Json url_password(const Connection& connection) {
  if (percent_decoded(connection.password) == connection.password) return password(connection);
  return place::secret("POSTGRES_URL_PASSWORD", connection.password);
}

void add_database(const Server& server, const Connection& connection, Intent& intent) {
  // The RFC's names belong to the RFC's service; a second database gets names of its own.
  const bool is_rfc_service = server.name() == "postgresql";
  IntentService db = intent.service("db").set("hardening", "basic");
  db.compose("image") = "postgres:16-alpine";
  if (is_rfc_service) db.compose("container_name") = "mcp-postgresql";
  db.compose("environment") = Json::map({{"POSTGRES_USER", user(connection)},
                                         {"POSTGRES_PASSWORD", password(connection)},
                                         {"POSTGRES_DB", database(connection)}});
  Json port = place::port(5432);
  if (!connection.port.empty()) port["published"] = connection.port;
  db.compose("ports") = Json::list({port});
  constexpr std::string_view kData = "/var/lib/postgresql/data";
  db.compose("volumes") = Json::list({is_rfc_service ? place::named_volume("postgres-data", kData)
                                                     : place::volume("data", kData)});
  db.compose("healthcheck") = Json::map(
      {{"test", Json::list({"CMD-SHELL", place::join({"pg_isready -U ", user(connection)})})},
       {"interval", "10s"},
       {"timeout", "5s"},
       {"retries", 3},
       {"start_period", "30s"}});
}

struct Postgresql {
  static constexpr std::string_view id = "postgresql";

  static Status render(const Server& server, Intent& intent, Reporter& report) {
    const Texts args = server.server_args();
    const std::string_view argument = args.empty() ? std::string_view() : args[0];
    const auto parsed = parse_connection(argument);
    if (!makes_the_database(server, argument, parsed)) {
      intent.service("mcp").primary().from_runner();
      if (parsed && parsed->is_local()) {
        intent.note("it uses your own database on this machine; x-mcpmx.services." +
                    std::string(server.name()) +
                    ".database: managed runs one in a container instead");
      }
      return Status::kOk;
    }
    if (!server.is_npm() && !server.is_image()) {
      return report.unsupported(
          "not-a-package", "only its npm package and its image are known to run in a container");
    }
    const Connection connection = parsed.value_or(Connection());
    add_database(server, connection, intent);

    IntentService mcp = intent.service("mcp").primary().from_runner().suffix("mcp");
    const Json url =
        place::join({"postgresql://", user(connection), ":", url_password(connection), "@",
                     place::service("db"), ":5432/", database(connection), connection.query});
    Json& command = mcp.compose("command");
    if (server.is_npm()) command = Json::list({"npx", "-y", server.spec()});
    command.push(url);
    command.push(place::args(1));
    mcp.compose("depends_on") = Json::map({{"db", Json::map({{"condition", "service_healthy"}})}});

    intent.choice("database", "managed");
    if (args.empty()) {
      intent.memo(kNoArgument);
    } else if (argument.empty() || is_placeholder(argument)) {
      intent.memo(std::string(kPlaceholder) + std::string(argument));
    }
    intent.note("a database runs beside it; to use your own instead, set x-mcpmx.services." +
                std::string(server.name()) + ".database: external in the Compose file");
    return Status::kOk;
  }

  static Status recover(const ComposeServices& services, std::string_view memo, Recovered& entry) {
    for (const ComposeService& service : services) {
      const Texts command = service.command();
      const bool is_npm = command.size() >= 3 && command[0] == "npx";
      const std::size_t first = is_npm ? 3 : 0;
      if (command.size() <= first || !parse_connection(command[first])) continue;
      entry.primary(service.key());
      if (is_npm) {
        entry.package_spec("npm", command[2]);
      } else {
        entry.package_spec("docker", service.image());
      }
      // The entry had no string of its own: what stands in the service is the one that render made.
      if (memo.starts_with(kPlaceholder)) {
        if (memo != kNoArgument) entry.arg(memo.substr(kPlaceholder.size()));
      } else {
        entry.arg(command[first]);
      }
      for (std::size_t i = first + 1; i < command.size(); ++i) entry.arg(command[i]);
      return Status::kOk;
    }
    return Status::kNoMatch;
  }
};

}  // namespace

MCPMX_MAPPERS(Postgresql)
