#include "support/result.h"

#include <stdexcept>

namespace mcpmx {

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error("unchecked result: " + error.message);
}

}  // namespace mcpmx
