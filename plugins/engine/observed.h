// What an engine has of a project, in the engine's own JSON: what `docker inspect` prints is what
// the API answers, so both backends look at the same. Plain values.
#pragma once

#include <map>
#include <mcpmx/backend.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

inline constexpr std::string_view kLabelPrefix = "com.docker.compose.";
// Of generated services: whose container it is. What has it is ours, and goes when its service
// does.
inline constexpr std::string_view kServerLabel = "mcpmx.server";

struct Observed {
  std::vector<mcpmx::Json> containers;                       // of the project by label, all states
  std::map<std::string, std::string, std::less<>> networks;  // name -> id
  std::map<std::string, std::string, std::less<>> volumes;   // name -> mountpoint
  std::map<std::string, std::string, std::less<>> images;  // reference -> id, those that are local
};

// One container, as inspect has it. Borrows.
class Container {
 public:
  explicit Container(const mcpmx::Json& inspect) : inspect_(&inspect) {}

  const mcpmx::Json& json() const { return *inspect_; }
  const std::string& id() const { return json()["Id"].text(); }
  std::string name() const;
  // Of docker compose: "service", "config-hash".
  const std::string& label(std::string_view name) const;
  const std::string& service() const { return label("service"); }
  unsigned number() const;
  bool is_oneoff() const { return label("oneoff") == "True"; }
  bool is_ours() const { return json()["Config"]["Labels"].has(kServerLabel); }
  const std::string& state() const { return json()["State"]["Status"].text(); }
  // Made from this very file: another one may have a project of the same name.
  bool is_made_from(const mcpmx::Json& project) const;
  bool is_running() const { return state() == "running" || state() == "restarting"; }
  mcpmx::Row row() const;

 private:
  const mcpmx::Json* inspect_;
};

// Those of a service, by number.
std::vector<Container> containers_of(const Observed& observed, std::string_view service);

}  // namespace engine
