// The project document (schema mcpmx.project/1) as both Docker backends read it: which services,
// in which order, how many of each. Borrows the document; pure.
#pragma once

#include <cstdint>
#include <mcpmx/backend.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class Project {
 public:
  // `operation` outlives it.
  explicit Project(const mcpmx::Operation& operation) : operation_(operation) {}

  const std::string& name() const { return document()["name"].text(); }
  const mcpmx::Json& document() const { return operation_.project; }
  const mcpmx::Json& service(std::string_view name) const { return document()["services"][name]; }
  bool has_service(std::string_view name) const { return document()["services"].has(name); }
  bool is_disabled(std::string_view name) const;

  // The operation's services and all that they depend on, each behind those; of equals in the
  // file's order.
  std::vector<std::string> services() const;
  // As the command line says, else the file, else 1.
  std::uint64_t replicas(std::string_view service) const;
  // "work-db-1", or the service's container_name.
  std::string container_name(std::string_view service, std::uint64_t number) const;
  std::string image(std::string_view service) const;

  // Keys of networks and volumes that the services use, in the file's order.
  std::vector<std::string> networks(const std::vector<std::string>& services) const;
  std::vector<std::string> volumes(const std::vector<std::string>& services) const;
  // The engine's name of a network or volume; `section`: "networks", "volumes".
  std::string real_name(const char* section, std::string_view key) const;
  bool is_external(const char* section, std::string_view key) const;

  // What docker compose of `version` labels the service's containers with; empty: not known.
  std::string config_hash(std::string_view service, std::string_view version) const;

 private:
  // Keys of a section that entries of the same section of a service use: uses(entry, key).
  template <class Uses>
  std::vector<std::string> used(const char* section, const std::vector<std::string>& services,
                                const Uses& uses) const;
  void add(const std::string& service, std::vector<std::string>& open,
           std::vector<std::string>& done) const;

  const mcpmx::Operation& operation_;
};

// Whether version `a` is older than `b`: "2.26.1" than "2.30.2". What is no version is newer than
// all.
bool is_older(std::string_view a, std::string_view b);

}  // namespace engine
