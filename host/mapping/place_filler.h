// Fills the places of one service's intent: turns {"$secret": ...}, {"$arg": 0}, {"$path": ...}
// into the text that stands in the Compose file, and notes what the service then needs around it.
//
// One filler a service, used once; it borrows everything that it is made with. It doubles the
// dollar signs of what it fills in; what is no place of the intent, its own writer doubles.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "mapping/declarations.h"
#include "mapping/docker_options.h"
#include "mapping/intent.h"
#include "mapping/ports.h"
#include "mapping/surroundings.h"
#include "mapping/value.h"
#include "mapping/variables.h"

namespace mcpmx::mapping {

// What the services of one project share while they are filled.
struct FillState {
  const Surroundings& surroundings;
  Variables variables;
  Ports ports;
  Declarations declarations;
};

// One service on its way into the file.
struct ServiceScope {
  std::string name;           // in the file
  const std::string& server;  // as MCPM knows it
  const ServiceSettings& settings;
  const EntryValues& values;                           // of the entry
  const std::map<std::string, std::string>& siblings;  // intent key -> service name
};

// A message for ${NAME?...}: Compose prints it where the variable is unset.
inline constexpr std::string_view kUnsetMessage = "set it in .env";

// Under which containers reach this machine.
inline constexpr std::string_view kHostGateway = "host.docker.internal";

class PlaceFiller {
 public:
  PlaceFiller(FillState& state, const ServiceScope& scope) : state_(&state), scope_(&scope) {}

  // The value with every place filled. `pointer` is its JSON pointer, for errors.
  Result<boost::json::value> fill(const boost::json::value& value, const std::string& pointer);

  // An analysed value of the entry as one string of the Compose file. Where it stood in the entry
  // decides what its secrets are called.
  enum class Origin { kVariable, kArgument };
  Result<std::string> text_of(const Value& value, Origin origin);

  // What the filled texts ask for.
  const std::map<std::string, bool>& mounts() const { return mounts_; }  // host path -> writable
  bool reaches_host() const { return reaches_host_; }
  const std::vector<std::string>& needs() const { return needs_; }
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  Result<boost::json::value> fill_text(std::string_view text);
  static bool names_secret(std::string_view pointer, std::string_view key);
  Result<std::string> hide(std::string_view name, std::string_view text);
  static bool is_written_bind(const boost::json::value& item, const std::string& pointer);
  Result<boost::json::value> fill_list(const boost::json::array& list, const std::string& pointer);
  Result<boost::json::value> fill_map(const boost::json::object& map, const std::string& pointer);
  Result<boost::json::value> fill_place(std::string_view place, const boost::json::object& map,
                                        const std::string& pointer);
  Result<boost::json::value> fill_port(const boost::json::object& map, const std::string& pointer);
  Result<boost::json::value> fill_docker_port(const boost::json::value& operand,
                                              const std::string& pointer);
  Result<boost::json::value> fill_docker_mount(const boost::json::value& operand, bool long_form,
                                               const std::string& pointer);
  Result<boost::json::value> bind(const std::string& source, std::string target, bool read_only);
  Result<boost::json::value> volume_of(const Mount& mount, std::string_view option);
  Result<void> declare_engine_volume(boost::json::object declaration, const std::string& name);
  Result<std::string> fill_declared(std::string_view group, std::string_view key,
                                    std::string_view written);
  Result<std::string> fill_driver_option(std::string_view written);
  Result<boost::json::value> fill_bind(const boost::json::object& map, const std::string& pointer);
  Result<boost::json::value> fill_volume(const boost::json::object& map,
                                         const std::string& pointer);
  Result<boost::json::value> fill_network(const boost::json::object& map);
  std::string required_variable(const std::string& wanted, const std::string& value, bool generate);
  std::string host_address(std::string_view address);
  std::string variable_for(const std::string& name, Origin origin) const;
  Error bad(const std::string& pointer, const std::string& why) const;

  FillState* state_;
  const ServiceScope* scope_;
  std::map<std::string, bool> mounts_;
  bool reaches_host_ = false;
  std::vector<std::string> needs_;
  std::vector<std::string> notes_;
};

}  // namespace mcpmx::mapping
