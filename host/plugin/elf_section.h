// Reads one named section of an ELF shared object without trusting a byte of it and without mapping
// or running it. Every offset and size is held against the file's size before it is used, so that a
// hostile file costs at most a few megabytes and gives an error. Stateless; any thread.
//
// Boost.DLL's library_info is no substitute: it gives names of sections, not contents, and throws
// on hostile sizes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "support/result.h"

namespace mcpmx::plugin {

// The bytes of section `name`, at most `limit`. The descriptor's file offset is neither used nor
// moved. Accepted are little-endian shared objects for this process's machine. `file` is for
// messages only.
Result<std::string> read_elf_section(int descriptor, std::string_view name, std::size_t limit,
                                     const std::string& file);

// As above for the given machine (an EM_* value) and class, whatever this process runs on.
struct ElfTarget {
  unsigned machine = 0;
  bool is_64_bit = true;
};
Result<std::string> read_elf_section(int descriptor, std::string_view name, std::size_t limit,
                                     const std::string& file, const ElfTarget& target);

ElfTarget this_machine();

}  // namespace mcpmx::plugin
