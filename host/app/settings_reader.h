// What a person wrote into `x-mcpmx` of a Compose file, and what of the file's services is whose.
//
// Nothing that stands there is lost: what mcpmx understands is used, what it does not understand is
// kept as it is, and what cannot be used is told with its file and line. Pure; plain values.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "document/element.h"
#include "mapping/surroundings.h"
#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx::app {

// Of one section, for what is said about it later: names of its settings and where they stand.
struct SettingPlaces {
  std::string where;         // of the section
  std::vector<Pair> others;  // settings that are not mcpmx's own: name, "file:line"
};

struct FileSettings {
  std::string profile;  // whose file it is
  std::map<std::string, mapping::ServiceSettings, std::less<>> services;
  std::map<std::string, std::string, std::less<>> owners;    // service -> server
  std::map<std::string, SettingPlaces, std::less<>> places;  // by service
  std::set<std::string> generated_by;                        // ids of mappings
  boost::json::object kept;                                  // of x-mcpmx itself
};

// The settings that mcpmx knows by itself; a mapping may know more.
const std::vector<std::string>& own_settings();

// `root`: of the Compose file. Errors: what could be neither used nor kept beside our own notes,
// such as x-mcpmx that is no map.
Result<FileSettings> read_settings(const document::Element& root,
                                   std::vector<Diagnostic>& findings);

}  // namespace mcpmx::app
