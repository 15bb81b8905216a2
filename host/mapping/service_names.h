// Which service name is which server's: the key of its service in the file, of its volumes, and of
// its settings in x-mcpmx.
//
// A name that the file gives to a server stays that server's, so that another one that is called
// nearly the same ("a b" and "a-b") never comes by its settings or its volumes. Then a server whose
// own name is a legal one gets it, then the others in their order. Servers are told apart by their
// address: they have to outlive this. Not for use from two threads.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "mapping/names.h"
#include "mapping/surroundings.h"
#include "model/server.h"

namespace mcpmx::mapping {

class ServiceNames {
 public:
  // All servers of the project, whether they will have a service or not.
  ServiceNames(const std::vector<const Server*>& servers, const Surroundings& surroundings);

  // The name of the server's service without a suffix, under which its settings stand. Of a server
  // that was not named to the constructor: derived, and perhaps another's.
  std::string base_of(const Server& server) const;
  // The server whose base it is; null if there is none.
  const Server* owner_of(const std::string& base) const;

  // A service's name: the base, or one made of it and the suffix. Once for each suffix.
  std::string take(const Server& server, const std::string& suffix);

  // Takes back what take() gave since mark(). Bases stay.
  std::size_t mark() const { return names_.mark(); }
  void roll_back(std::size_t mark) { names_.roll_back(mark); }

 private:
  std::string reserved_form(const Server& server, const std::string& wanted);

  NameSet names_;
  // Names that the file gives, by server's name; each is used up by its first use.
  std::map<std::string, std::set<std::string>, std::less<>> reserved_;
  std::map<const Server*, std::string> bases_;
  std::map<std::string, const Server*> owners_;  // by base
};

}  // namespace mcpmx::mapping
