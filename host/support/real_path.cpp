#include "support/real_path.h"

#include <filesystem>

namespace mcpmx {

std::string real_path(const std::string& path, const std::string& working_directory) {
  std::filesystem::path whole(path);
  if (whole.is_relative()) whole = std::filesystem::path(working_directory) / whole;
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(whole, error);
  return (error ? whole.lexically_normal() : real).string();
}

}  // namespace mcpmx
