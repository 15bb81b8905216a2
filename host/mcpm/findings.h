// Collects what the readers of MCPM's files have to say. One per load, one thread.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "document/document.h"
#include "document/element.h"
#include "model/diagnostic.h"

namespace mcpmx::mcpm {

class Findings {
 public:
  // `code` without its origin, "unknown-field".
  void add(Severity severity, const std::string& code, std::string message, std::string where,
           std::string hint = {}) {
    list_.push_back(
        {severity, "mcpm." + code, std::move(message), std::move(where), std::move(hint)});
  }
  // Each key of the document that stands twice, with both lines.
  void add_duplicates(const document::Document& document);

  std::vector<Diagnostic> take() { return std::move(list_); }

 private:
  std::vector<Diagnostic> list_;
};

}  // namespace mcpmx::mcpm
