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
Result<std::optional<document::Document>> read_object(const TextFile& file, const char* hint,
                                                      Findings& findings) {
  if (!file.text) return std::optional<document::Document>();
  auto parsed = document::read_json(*file.text, file.path);
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
        file.path + ":1", "save it as UTF-8 without a byte order mark");
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

Result<LibraryTexts> read_texts(const std::string& config_dir) {
  LibraryTexts texts;
  texts.folder = config_dir;
  while (texts.folder.size() > 1 && texts.folder.ends_with('/')) texts.folder.pop_back();
  if (auto error = reason_not_to_look(texts.folder)) return *std::move(error);
  texts.servers.path = texts.folder + "/servers.json";
  texts.metadata.path = texts.folder + "/profiles_metadata.json";
  texts.v1.path = texts.folder + "/profiles.json";
  MCPMX_TRY(servers, read_file_if_present(texts.servers.path));
  texts.servers.text = std::move(servers);
  if (texts.servers.text) {
    texts.has_v1 = exists(texts.v1.path);
  } else {
    MCPMX_TRY(v1, read_file_if_present(texts.v1.path));
    texts.v1.text = std::move(v1);
    texts.has_v1 = texts.v1.text.has_value();
    if (texts.has_v1) return texts;
  }
  MCPMX_TRY(metadata, read_file_if_present(texts.metadata.path));
  texts.metadata.text = std::move(metadata);
  return texts;
}

Result<Library> load_text(const LibraryTexts& texts) {
  Library library;
  Findings findings;
  library.file = texts.servers.path;
  MCPMX_TRY(servers, read_object(texts.servers, kOverwriteHint, findings));
  if (!servers) {
    MCPMX_TRY(v1, read_object(texts.v1, kMendHint, findings));
    if (v1) {
      library.format = 1;
      library.file = texts.v1.path;
      read_v1_profiles(document::root_of(*v1), library, findings);
      library.findings = findings.take();
      return library;
    }
  }
  MCPMX_TRY(metadata, read_object(texts.metadata, kOverwriteHint, findings));
  if (!servers && !metadata) {
    return failed(
        "MCPM's folder has no servers.json", texts.folder,
        "add a server with: mcpm install NAME; or name the right folder with --config-dir");
  }
  if (servers) {
    read_servers(document::root_of(*servers), library, findings);
    if (texts.has_v1) {
      findings.add(Severity::kInfo, "v1-ignored",
                   "profiles.json of MCPM v1 stands beside servers.json and is not read",
                   texts.v1.path);
    }
  } else {
    findings.add(Severity::kWarning, "no-servers",
                 "there are profiles, but no servers.json: all of them are empty",
                 texts.servers.path, "add a server with: mcpm install NAME");
  }
  if (metadata) read_metadata(document::root_of(*metadata), library, findings);
  join_tags(library);
  library.findings = findings.take();
  return library;
}

Result<Library> load(const std::string& config_dir) {
  MCPMX_TRY(texts, read_texts(config_dir));
  return load_text(texts);
}

}  // namespace mcpmx::mcpm
