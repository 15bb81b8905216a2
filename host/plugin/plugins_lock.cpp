#include "plugin/plugins_lock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "document/element.h"
#include "document/reader.h"
#include "plugin/manifest.h"
#include "support/descriptor.h"
#include "support/sha256.h"

namespace mcpmx::plugin {
namespace {

constexpr std::size_t kLockLimit = 1 << 20;       // bytes
constexpr std::size_t kPluginLimit = 512u << 20;  // bytes of a plugin that is hashed

Result<std::string> read_all(int descriptor, const std::string& file, std::size_t limit) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    return failed("it is not a regular file", file);
  }
  if (static_cast<std::size_t>(status.st_size) > limit) {
    return failed("it has more than " + std::to_string(limit) + " bytes", file);
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t count =
        ::pread(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return failed("it changed while it was read", file, "run the command again");
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

Result<std::optional<PluginsLock>> PluginsLock::read(const std::string& path,
                                                     const Caller& caller) {
  const Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!opened) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<PluginsLock>();
    return failed(std::string("the lock file cannot be opened (") + std::strerror(errno) + ")",
                  path, "make it readable, or remove it to load plugins without a lock");
  }
  MCPMX_CHECK(trust_folder(std::filesystem::path(path).parent_path().string(), caller));
  MCPMX_CHECK(trust_file(opened.number(), path, caller));
  auto text = read_all(opened.number(), path, kLockLimit);
  if (!text) {
    Error error = text.error();
    error.hint = "remove it to load plugins without a lock";
    return error;
  }
  MCPMX_TRY(document,
            document::read_json(*std::move(text), path, {.bytes = kLockLimit, .depth = 8}));

  const std::string hint =
      R"(a lock is {"schema":"mcpmx.lock/1","plugins":{"<id>":"<sha256 of the file>"}})";
  const document::Element root = document::root_of(document);
  if (root.find("schema").as_string() != "mcpmx.lock/1") {
    return failed("the lock file has no \"schema\": \"mcpmx.lock/1\"", root.where(), hint);
  }
  const document::Element plugins = root.find("plugins");
  if (!plugins.is_map())
    return failed("the lock file has no object \"plugins\"", root.where(), hint);
  PluginsLock lock;
  lock.path_ = path;
  for (const document::Entry& entry : plugins.entries()) {
    const auto hash = entry.value.as_string();
    if (!is_plugin_id(entry.name()) || !hash || !is_sha256(*hash)) {
      return failed(
          "an entry of the lock file is no plugin id with a SHA-256 of 64 lower-case hexadecimal "
          "digits",
          entry.key.where(), hint);
    }
    lock.plugins_.insert_or_assign(std::string(entry.name()), std::string(*hash));
  }
  return std::optional<PluginsLock>(std::move(lock));
}

Result<void> PluginsLock::allows(std::string_view plugin_id, std::string_view sha256,
                                 const std::string& file) const {
  const std::string id(plugin_id);
  const std::string hash(sha256);
  const std::string hint =
      "if you trust this file, put \"" + id + "\": \"" + hash + "\" into " + path_;
  const auto listed = plugins_.find(plugin_id);
  if (listed != plugins_.end() && listed->second == sha256) return {};
  if (listed != plugins_.end()) {
    return failed(
        "the file is not the one that " + path_ + " lists for \"" + id + "\": the SHA-256 differs",
        file, hint);
  }
  const auto other =
      std::ranges::find_if(plugins_, [&](const auto& entry) { return entry.second == sha256; });
  if (other != plugins_.end()) {
    return failed(path_ + " lists this file as \"" + other->first + "\", but its manifest says \"" +
                      id + "\"",
                  file, hint);
  }
  return failed(path_ + " does not list \"" + id + "\"", file, hint);
}

Result<std::string> file_sha256(int descriptor, const std::string& file) {
  MCPMX_TRY(bytes, read_all(descriptor, file, kPluginLimit));
  return sha256_hex(bytes);
}

}  // namespace mcpmx::plugin
