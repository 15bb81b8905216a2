#include "mcpm/findings.h"

namespace mcpmx::mcpm {

void Findings::add_duplicates(const document::Document& document) {
  for (const document::Duplicate& duplicate : document.duplicates()) {
    add(Severity::kWarning, "duplicate-key",
        "the key " + document::quoted_name(document.value(duplicate.second)) +
            " stands twice, in lines " + std::to_string(document.line(duplicate.first)) + " and " +
            std::to_string(document.line(duplicate.second)) + ": MCPM keeps the last value",
        document.where(duplicate.second), "remove or rename one of them");
  }
}

}  // namespace mcpmx::mcpm
