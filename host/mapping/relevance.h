// Which mapping files can matter to some servers at all? Reading YAML is most of what a small
// profile costs, and a file whose text does not even hold a server's package cannot claim it.
//
// A question with false alarms and no misses: names are compared after a folding that maps every
// spelling that detection takes for equal to one text. Plain value; any thread after filling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/server.h"

namespace mcpmx::mapping {

class Relevance {
 public:
  void add(const Server& server);
  void add_id(std::string_view mapping_id);  // of an override, or of a file's earlier services

  // For many servers the question costs more than reading: then every file matters.
  bool is_everything() const { return words_.size() + ids_.size() > kManyWords; }
  bool may_concern(std::string_view file_text) const;

 private:
  static constexpr std::size_t kManyWords = 96;
  void add_word(std::string_view name);

  std::vector<std::string> words_;  // folded names, each once
  std::vector<std::string> ids_;    // folded lines "id: name", as bundled files have them
};

}  // namespace mcpmx::mapping
