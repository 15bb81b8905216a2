// A plugin's shared library and its entry table. library.cpp is the only file of the project that
// calls dlopen, through Boost.DLL.
//
// Libraries are never unloaded: symbols, thread-exit destructors and callbacks of a library can
// outlive any moment that the host could choose. So an entry, once got, is valid until the process
// ends, also after its Library is gone. Loading is for one thread at a time.
#pragma once

#include <memory>
#include <string>

#include "mcpmx/abi.h"
#include "support/descriptor.h"
#include "support/result.h"

namespace mcpmx::plugin {

class Library {
 public:
  // Loads the very file that `descriptor` has open, whatever its path names by now, and checks the
  // entry's size, minor number and functions; runs none of them. Once loaded, the descriptor stays
  // open for ever: glibc knows libraries by name first, so a reused number would give the next
  // plugin this one's code. `file` and `id` are for messages.
  static Result<Library> load(Descriptor descriptor, const std::string& file,
                              const std::string& id);

  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library();

  const mcpmx_entry& entry() const { return *entry_; }

 private:
  struct Handle;  // hides Boost.DLL
  explicit Library(std::unique_ptr<Handle> handle);

  std::unique_ptr<Handle> handle_;
  const mcpmx_entry* entry_ = nullptr;
};

}  // namespace mcpmx::plugin
