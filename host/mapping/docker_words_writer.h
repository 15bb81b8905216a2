// The writer of docker_words: one service, word by word. Private to docker_words*.cpp.
//
// Rows of one key and one option: docker_words.cpp. Mounts and ports: docker_words_mounts.cpp. What
// has a form of its own below its key: docker_words_nested.cpp.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/trial_rendering.h"

namespace mcpmx::mapping {

// How the value of a key becomes words.
enum class WordsAs {
  kText,   // key: value
  kTrue,   // key: true
  kItems,  // an option an item of the list
  kNamed,  // an option NAME=VALUE a member of the map
};

struct WordsRow {
  std::string_view key;
  std::string_view option;
  WordsAs as;
  bool of_compose;  // a service that somebody wrote keeps it in its file
};

class DockerWords {
 public:
  DockerWords(const TrialService& service, const TrialService& plain, bool generated)
      : body_(service.body), plain_(plain.body), service_(service), generated_(generated) {
    of_plain_ = &plain;
  }

  std::vector<std::string> all();

 private:
  void say(std::string_view option, std::string value) {
    words_.emplace_back(option);
    words_.push_back(std::move(value));
  }

  void add(const WordsRow& row);
  void add_mounts();
  bool add_declared(const Mount& mount);
  void add_ports();
  void add_networks();
  void add_entrypoint();
  void add_env_files();
  void add_gpus();
  void add_health();
  void add_logging();
  void add_rest();
  // The value of a key that the plain service has not, or has otherwise; null if there is none.
  const boost::json::value* own(std::string_view key) const;

  const boost::json::object& body_;
  const boost::json::object& plain_;
  const TrialService& service_;
  const TrialService* of_plain_ = nullptr;
  bool generated_;
  std::vector<std::string> words_;
  std::set<std::string> declared_;  // volumes that --mount has described
};

// A list alone and a list of one are the same to Compose.
std::vector<boost::json::value> items_of(const boost::json::value* value);

}  // namespace mcpmx::mapping
