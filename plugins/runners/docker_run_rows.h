// What each option of `docker run` is in a Compose service, as data. Options that need more than
// one key and one value are kSpecial: docker_run.cpp knows them.
#pragma once

#include <string_view>

// How an option's value becomes the value of a Compose key (Compose specification, service keys).
enum class As {
  kGone,     // says how the client attaches; a service has no such thing
  kText,     // key: value
  kNumber,   // key: value, a number if it reads as one
  kTrue,     // key: true
  kItem,     // one more item of the list
  kNamed,    // one more NAME=VALUE of the map
  kLeftOut,  // left out on purpose; the report says why
  kSpecial,  // add_special() knows
};

struct Row {
  std::string_view option;  // the long name, as the host's grammar hands it over
  As as;
  std::string_view key;  // of the service; of kLeftOut: why
};

// Null for an option that has no translation.
const Row* find_row(std::string_view option);
