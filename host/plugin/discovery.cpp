#include "plugin/discovery.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "mcpmx/abi.h"
#include "plugin/elf_section.h"
#include "plugin/host_services.h"
#include "plugin/plugins_lock.h"
#include "plugin/trust.h"

namespace mcpmx::plugin {
namespace {

struct FolderCloser {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// The names of a folder that end in ".so", sorted.
Result<std::vector<std::string>> plugin_names(const std::string& folder) {
  const std::unique_ptr<DIR, FolderCloser> stream(::opendir(folder.c_str()));
  if (!stream) {
    return failed(std::string("the plugin folder cannot be read (") + std::strerror(errno) + ")",
                  folder, "check the path and its permissions");
  }
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name.ends_with(".so") && !name.starts_with('.')) names.emplace_back(name);
  }
  std::ranges::sort(names);
  return names;
}

// Opens a regular file without waiting for anything: opening a FIFO or a device can block or act.
Result<Descriptor> open_plugin(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    return failed(std::string("the file cannot be read (") + std::strerror(errno) + ")", file,
                  "remove it, or mend the link or the permissions");
  }
  if (S_ISDIR(status.st_mode))
    return failed("it is a folder, not a shared library", file, "remove or rename it");
  if (!S_ISREG(status.st_mode))
    return failed("it is not a regular file", file, "remove or rename it");
  Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!opened) {
    return failed(std::string("the file cannot be opened (") + std::strerror(errno) + ")", file,
                  "make it readable for you, or remove it");
  }
  if (::fstat(opened.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return failed("it is not a regular file", file, "remove or rename it");
  }
  return opened;
}

Result<void> is_offered_what_it_needs(const Manifest& manifest, const std::string& file) {
  if (manifest.abi_minor > MCPMX_ABI_MINOR) {
    return failed("it needs plugin interface 1." + std::to_string(manifest.abi_minor) +
                      ", this mcpmx offers 1." + std::to_string(MCPMX_ABI_MINOR),
                  file, "update mcpmx, or install an older version of the plugin");
  }
  const auto offered = HostServices::ids();
  for (const std::string& needed : manifest.host_services) {
    if (std::find(offered.begin(), offered.end(), needed) != offered.end()) continue;
    std::string names;
    for (const std::string_view id : offered) names.append(names.empty() ? "" : ", ").append(id);
    std::string what = "it needs the host service " + needed;
    return failed(what.append(", this mcpmx offers ").append(names), file,
                  "update mcpmx, or install an older version of the plugin");
  }
  return {};
}

class Scan {
 public:
  explicit Scan(const Environment& environment)
      : program_folder_(program_folder(environment)), caller_(Caller::of(environment)) {
    user_lock_ = PluginsLock::read(
        environment.base_directory("XDG_CONFIG_HOME", ".config") + "/mcpmx/plugins.lock",
        strangers());
  }

  Result<void> folder(const SearchFolder& folder) {
    struct stat status {};
    // A folder that is named twice is searched once, lest its plugins shadow themselves.
    if (::stat(folder.path.c_str(), &status) == 0 &&
        !seen_.emplace(status.st_dev, status.st_ino).second)
      return {};
    auto names = plugin_names(folder.path);
    if (!names) return unreadable(folder, std::move(names).error());
    if (names->empty()) return {};
    // Bundled plugins are as good as the program that they came with.
    const bool bundled = folder.origin == Origin::kBundled;
    const Caller caller = bundled ? caller_ : strangers();
    const Result<void> trusted =
        trust_folder(folder.path, caller, bundled ? program_folder_ : std::string());
    const auto lock = PluginsLock::read(folder.path + "/plugins.lock", caller);
    for (const std::string& name : *names) {
      FoundPlugin found;
      found.file = folder.path + "/" + name;
      found.origin = folder.origin;
      found.rank = folder.rank;
      if (Result<void> fine = examine(found, caller, trusted, lock); !fine)
        refuse(found, fine.error());
      shadow(found);
      result_.plugins.push_back(std::move(found));
    }
    return {};
  }

  Discovery take() { return std::move(result_); }

 private:
  using Lock = Result<std::optional<PluginsLock>>;

  Caller strangers() const {
    Caller caller = caller_;
    caller.program_owner.reset();
    return caller;
  }

  Result<void> unreadable(const SearchFolder& folder, Error error) {
    const bool is_absent = !std::filesystem::exists(folder.path);
    if (folder.origin == Origin::kOption) {
      error.code = ErrorCode::kUsage;
      if (is_absent) error.message = "the folder given with --plugin-dir does not exist";
      return error;
    }
    if (!is_absent) {
      result_.findings.push_back(
          {Severity::kWarning, "plugin.folder-unreadable", error.message, error.where, error.hint});
    }
    return {};
  }

  // Fills `found` as far as it can be, so that a refused plugin is listed with its name.
  Result<void> examine(FoundPlugin& found, const Caller& caller, const Result<void>& folder_trusted,
                       const Lock& folder_lock) {
    MCPMX_TRY(opened, open_plugin(found.file));
    found.descriptor = std::move(opened);
    const int descriptor = found.descriptor.number();
    auto section = read_elf_section(descriptor, kManifestSection, kManifestLimit, found.file);
    Result<Manifest> manifest = section ? parse_manifest(std::move(*section), found.file)
                                        : Result<Manifest>(section.error());
    if (manifest) found.manifest = *manifest;
    if (!folder_trusted) return folder_trusted.error();
    MCPMX_CHECK(trust_file(descriptor, found.file, caller));
    if (!manifest) return manifest.error();
    MCPMX_CHECK(is_offered_what_it_needs(found.manifest, found.file));
    for (const Lock* lock : {&folder_lock, static_cast<const Lock*>(&user_lock_)}) {
      if (!*lock) return about_lock(lock->error());
      if (!**lock) continue;
      MCPMX_TRY(hash, file_sha256(descriptor, found.file));
      MCPMX_CHECK((**lock)->allows(found.manifest.id, hash, found.file));
      found.sha256 = std::move(hash);
    }
    return {};
  }

  // Lists say the message without its place, and next to the plugin's file.
  static Error about_lock(Error error) {
    error.message = "the lock " + error.where + " cannot be used: " + error.message;
    return error;
  }

  static void refuse(FoundPlugin& found, const Error& error) {
    found.refused = error;
    // The error may be about a folder above; which plugin it concerns must be seen all the same.
    if (error.where != found.file) found.refused->where = found.file + " (" + error.where + ")";
    found.descriptor = Descriptor();
  }

  // A refused plugin shadows nothing: it is not used.
  void shadow(FoundPlugin& found) {
    if (found.refused) return;
    const auto [first, is_new] = used_.emplace(found.manifest.id, found.file);
    if (is_new) return;
    found.shadowed_by = first->second;
    found.descriptor = Descriptor();
  }

  std::string program_folder_;
  Caller caller_;
  Lock user_lock_ = std::optional<PluginsLock>();
  std::set<std::pair<dev_t, ino_t>> seen_;
  std::map<std::string, std::string, std::less<>> used_;  // id -> file
  Discovery result_;
};

}  // namespace

Result<Discovery> discover(const SearchOptions& options, const Environment& environment) {
  Scan scan(environment);
  for (const SearchFolder& folder : search_folders(options, environment)) {
    MCPMX_CHECK(scan.folder(folder));
  }
  return scan.take();
}

}  // namespace mcpmx::plugin
