#include "plugin/library.h"

#include <dlfcn.h>

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#include <exception>
#include <system_error>
#include <utility>

namespace mcpmx::plugin {
namespace {

// What every plugin of version 1 has: the fields of minor 0.
constexpr std::size_t kEntryMinimum =
    offsetof(mcpmx_entry, extension) + sizeof(mcpmx_entry::extension);

// NOW: a missing symbol is found here, not in the middle of a call. LOCAL: plugins do not see one
// another's symbols. NODELETE: see the header. Never DEEPBIND, with which iostreams crash.
constexpr auto kMode =
    static_cast<boost::dll::load_mode::type>(RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

std::string title(const std::string& id) { return "plugin \"" + id + "\" "; }

Error not_loaded(const std::string& id, const std::string& file, std::string_view path) {
  const char* system_text = ::dlerror();
  std::string reason = system_text == nullptr ? "no reason given" : system_text;
  // The person knows the file's name, not the descriptor's.
  for (std::size_t at = reason.find(path); at != std::string::npos;
       at = reason.find(path, at + file.size())) {
    reason.replace(at, path.size(), file);
  }
  return failed(title(id) + "cannot be loaded: " + reason, file,
                "install what is missing, or build the plugin anew on this system");
}

Error no_entry(const boost::dll::shared_library& library, const std::string& id,
               const std::string& file) {
  for (const char* newer : {"mcpmx_entry_v2", "mcpmx_entry_v3", "mcpmx_entry_v4"}) {
    if (!library.has(newer)) continue;
    return failed(title(id) + "is built for a newer mcpmx: it exports " + newer +
                      ", this mcpmx reads " MCPMX_ENTRY_SYMBOL,
                  file, "update mcpmx, or install an older version of the plugin");
  }
  return failed(title(id) + "does not export " MCPMX_ENTRY_SYMBOL, file,
                "define it (in C++ with MCPMX_MAPPERS) and build with mcpmx_add_plugin()");
}

Result<void> check(const mcpmx_entry& entry, const std::string& id, const std::string& file) {
  if (entry.struct_size < kEntryMinimum) {
    return failed(title(id) + "has an entry of " + std::to_string(entry.struct_size) +
                      " bytes, it must have " + std::to_string(kEntryMinimum) + " or more",
                  file, "set struct_size to sizeof(mcpmx_entry) and build the plugin anew");
  }
  if (entry.minor > MCPMX_ABI_MINOR) {
    return failed(title(id) + "needs plugin interface 1." + std::to_string(entry.minor) +
                      ", this mcpmx offers 1." + std::to_string(MCPMX_ABI_MINOR),
                  file, "update mcpmx, or install an older version of the plugin");
  }
  if (entry.init == nullptr || entry.extension == nullptr) {
    return failed(
        title(id) + "has an entry without " + (entry.init == nullptr ? "init()" : "extension()"),
        file, "fill the function in and build the plugin anew");
  }
  return {};
}

}  // namespace

struct Library::Handle {
  boost::dll::shared_library library;
};

Library::Library(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Result<Library> Library::load(Descriptor descriptor, const std::string& file,
                              const std::string& id) {
  try {
    const std::string path = "/proc/self/fd/" + std::to_string(descriptor.number());
    auto handle = std::make_unique<Handle>();
    std::error_code error;
    (void)::dlerror();
    handle->library.load(path, error, kMode);
    if (!handle->library.is_loaded()) return not_loaded(id, file, path);
    descriptor.keep_open();
    if (!handle->library.has(MCPMX_ENTRY_SYMBOL)) return no_entry(handle->library, id, file);
    Library result(std::move(handle));
    result.entry_ = &result.handle_->library.get<const mcpmx_entry>(MCPMX_ENTRY_SYMBOL);
    MCPMX_CHECK(check(*result.entry_, id, file));
    return result;
  } catch (const std::exception& exception) {
    return failed(title(id) + "cannot be loaded: " + exception.what(), file,
                  "build or install it anew");
  }
}

}  // namespace mcpmx::plugin
