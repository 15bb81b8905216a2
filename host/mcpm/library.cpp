#include "mcpm/library.h"

#include <filesystem>
#include <optional>
#include <utility>

#include "document/document.h"
#include "document/element.h"
#include "document/reader.h"
#include "mcpm/findings.h"
#include "mcpm/profile_reader.h"
#include "support/file.h"

namespace mcpmx::mcpm {
namespace {

constexpr const char* kOverwriteHint =
    "mend it before you run mcpm again: MCPM takes a file that it cannot read for an empty one and "
    "overwrites it on its next save";

constexpr const char* kMendHint = "mend it at this place";

// An object's document; nullopt if the file is not there.
Result<std::optional<document::Document>> read_object(const std::string& path, const char* hint,
                                                      Findings& findings) {
  MCPMX_TRY(text, read_file_if_present(path));
  if (!text) return std::optional<document::Document>();
  auto parsed = document::read_json(*std::move(text), path);
  if (!parsed) {
    Error error = std::move(parsed).error();
    error.hint = hint;
    return error;
  }
  document::Document document = std::move(parsed).value();
  const auto root = document::root_of(document);
  if (!root.is_map()) return root.mismatch("an object", hint);
  if (document.has_bom()) {
    findings.add(
        Severity::kWarning, "byte-order-mark",
        "the file begins with a byte order mark, which MCPM cannot read: it takes the file for an "
        "empty one and overwrites it on its next save",
        path + ":1", "save it as UTF-8 without a byte order mark");
  }
  findings.add_duplicates(document);
  return std::optional<document::Document>(std::move(document));
}

std::optional<Error> reason_not_to_look(const std::string& folder) {
  std::error_code code;
  const auto status = std::filesystem::status(folder, code);
  if (status.type() == std::filesystem::file_type::not_found || folder.empty()) {
    return failed("MCPM's folder does not exist", folder,
                  "add a server with: mcpm install NAME; or name the folder with --config-dir");
  }
  if (status.type() == std::filesystem::file_type::directory) return std::nullopt;
  if (code)
    return failed("MCPM's folder cannot be read: " + code.message(), folder, "look at its mode");
  return failed("this is not a folder, and MCPM's folder was expected", folder,
                "name the folder that has servers.json with --config-dir");
}

bool exists(const std::string& path) {
  std::error_code ignored;  // what cannot be looked at is not reported as being there
  return std::filesystem::exists(path, ignored);
}

}  // namespace

Result<Library> load(const std::string& config_dir) {
  std::string folder = config_dir;
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  if (auto error = reason_not_to_look(folder)) return *std::move(error);
  const std::string servers_path = folder + "/servers.json";
  const std::string metadata_path = folder + "/profiles_metadata.json";
  const std::string v1_path = folder + "/profiles.json";

  Library library;
  Findings findings;
  library.file = servers_path;
  MCPMX_TRY(servers, read_object(servers_path, kOverwriteHint, findings));
  if (!servers) {
    MCPMX_TRY(v1, read_object(v1_path, kMendHint, findings));
    if (v1) {
      library.format = 1;
      library.file = v1_path;
      read_v1_profiles(document::root_of(*v1), library, findings);
      library.findings = findings.take();
      return library;
    }
  }
  MCPMX_TRY(metadata, read_object(metadata_path, kOverwriteHint, findings));
  if (!servers && !metadata) {
    return failed(
        "MCPM's folder has no servers.json", folder,
        "add a server with: mcpm install NAME; or name the right folder with --config-dir");
  }
  if (servers) {
    read_servers(document::root_of(*servers), library, findings);
    if (exists(v1_path)) {
      findings.add(Severity::kInfo, "v1-ignored",
                   "profiles.json of MCPM v1 stands beside servers.json and is not read", v1_path);
    }
  } else {
    findings.add(Severity::kWarning, "no-servers",
                 "there are profiles, but no servers.json: all of them are empty", servers_path,
                 "add a server with: mcpm install NAME");
  }
  if (metadata) read_metadata(document::root_of(*metadata), library, findings);
  join_tags(library);
  library.findings = findings.take();
  return library;
}

}  // namespace mcpmx::mcpm
