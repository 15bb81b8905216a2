#include "plugin/elf_section.h"

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <optional>

namespace mcpmx::plugin {
namespace {

// Where the fields stand: the ELF specification's figures 1-3 and 1-9, for both classes.
struct Layout {
  std::size_t header_size, table_offset_at, entry_size_at, count_at, names_index_at;
  std::size_t entry_size, flags_at, offset_at, size_at, link_at;
  std::size_t word;  // bytes of offsets and sizes
};
constexpr Layout kLayout32{52, 32, 46, 48, 50, 40, 8, 16, 20, 24, 4};
constexpr Layout kLayout64{64, 40, 58, 60, 62, 64, 8, 24, 32, 40, 8};

constexpr std::uint64_t kNamesLimit = 1 << 20;  // bytes of the section name table

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t result = 0;
  for (std::size_t i = size; i-- > 0;) {
    result = (result << 8) | static_cast<unsigned char>(bytes[at + i]);
  }
  return result;
}

struct Section {
  std::uint64_t name = 0, type = 0, flags = 0, offset = 0, size = 0, link = 0;
};

class Reader {
 public:
  Reader(int descriptor, const std::string& file) : descriptor_(descriptor), file_(file) {}

  Result<std::string> section(std::string_view wanted, std::size_t limit, const ElfTarget& target) {
    MCPMX_CHECK(read_header(target));
    MCPMX_CHECK(read_table());
    MCPMX_TRY(names, read_names());
    std::optional<Section> found;
    for (std::uint64_t i = 1; i < count_; ++i) {
      const Section candidate = entry(i);
      if (candidate.name >= names.size())
        return damaged("a section's name lies outside of the name table");
      const std::string_view name = std::string_view(names).substr(candidate.name);
      if (name.substr(0, name.find('\0')) != wanted) continue;
      if (found) return damaged("it has two sections " + std::string(wanted));
      found = candidate;
    }
    if (!found) {
      return failed("it has no section " + std::string(wanted) + ", so it is no mcpmx plugin",
                    file_,
                    "build it with mcpmx_add_plugin() of the mcpmx SDK, which embeds the manifest");
    }
    return content(*found, wanted, limit);
  }

 private:
  Error damaged(const std::string& what) const {
    return failed("the ELF file is damaged: " + what, file_, "build or install the plugin anew");
  }

  bool is_inside(std::uint64_t offset, std::uint64_t size) const {
    return size <= file_size_ && offset <= file_size_ - size;
  }

  Result<std::string> read(std::uint64_t offset, std::uint64_t size) const {
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
      const auto at = static_cast<off_t>(offset + done);
      const ssize_t count = ::pread(descriptor_, bytes.data() + done, bytes.size() - done, at);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return damaged("it ends early, or changed while it was read");
      done += static_cast<std::size_t>(count);
    }
    return bytes;
  }

  Result<void> read_header(const ElfTarget& target) {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) return damaged("its size cannot be read");
    file_size_ = status.st_size > 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
    if (file_size_ == 0)
      return failed("the file is empty", file_, "build or install the plugin anew");
    MCPMX_TRY(head, read(0, std::min<std::uint64_t>(file_size_, kLayout64.header_size)));
    if (!head.starts_with(ELFMAG)) {
      return failed("it is not an ELF file, so it is no shared library", file_,
                    "remove it, or build the plugin for this machine");
    }
    if (head.size() < EI_NIDENT) return damaged("it ends within its header");
    const char kind = head[EI_CLASS];
    if (kind != ELFCLASS32 && kind != ELFCLASS64)
      return damaged("its class is neither 32 nor 64 bit");
    const bool is_64_bit = kind == ELFCLASS64;
    if (head[EI_DATA] != ELFDATA2LSB || is_64_bit != target.is_64_bit) {
      return other_machine(is_64_bit ? "64 bit" : "32 bit");
    }
    layout_ = is_64_bit ? &kLayout64 : &kLayout32;
    if (head.size() < layout_->header_size) return damaged("it ends within its header");
    header_ = std::move(head);
    if (number_at(header_, 18, 2) != target.machine) {
      return other_machine("machine " + std::to_string(number_at(header_, 18, 2)));
    }
    if (number_at(header_, 16, 2) != ET_DYN) {
      return failed("it is an ELF file, but not a shared library", file_,
                    "build the plugin as a shared library");
    }
    return {};
  }

  Error other_machine(const std::string& what) const {
    return failed("it is built for another machine (" + what + ")", file_,
                  "build the plugin for this machine");
  }

  // Section 0 holds the numbers that do not fit the header's fields (65,280 sections and more).
  Result<void> read_table() {
    table_offset_ = number_at(header_, layout_->table_offset_at, layout_->word);
    count_ = number_at(header_, layout_->count_at, 2);
    names_index_ = number_at(header_, layout_->names_index_at, 2);
    if (table_offset_ == 0) return damaged("it has no section table");
    if (number_at(header_, layout_->entry_size_at, 2) != layout_->entry_size) {
      return damaged("the entries of its section table have a wrong size");
    }
    if (!is_inside(table_offset_, layout_->entry_size))
      return damaged("its section table lies outside of the file");
    if (count_ == 0 || names_index_ == SHN_XINDEX) {
      MCPMX_TRY(first, read(table_offset_, layout_->entry_size));
      table_ = std::move(first);
      if (count_ == 0) count_ = entry(0).size;
      if (names_index_ == SHN_XINDEX) names_index_ = entry(0).link;
    }
    if (count_ == 0 || count_ > std::numeric_limits<std::uint16_t>::max()) {
      return damaged("it says that it has " + std::to_string(count_) + " sections");
    }
    if (!is_inside(table_offset_, count_ * layout_->entry_size)) {
      return damaged("its section table lies outside of the file");
    }
    MCPMX_TRY(table, read(table_offset_, count_ * layout_->entry_size));
    table_ = std::move(table);
    return {};
  }

  Section entry(std::uint64_t index) const {
    const std::string_view bytes = std::string_view(table_).substr(
        static_cast<std::size_t>(index) * layout_->entry_size, layout_->entry_size);
    const std::size_t word = layout_->word;
    return {number_at(bytes, 0, 4),
            number_at(bytes, 4, 4),
            number_at(bytes, layout_->flags_at, word),
            number_at(bytes, layout_->offset_at, word),
            number_at(bytes, layout_->size_at, word),
            number_at(bytes, layout_->link_at, 4)};
  }

  Result<std::string> read_names() const {
    if (names_index_ == SHN_UNDEF || names_index_ >= count_)
      return damaged("it has no table of section names");
    const Section names = entry(names_index_);
    if (names.type != SHT_STRTAB) return damaged("its table of section names is no string table");
    if (names.size > kNamesLimit) return damaged("its table of section names is too large");
    if (!is_inside(names.offset, names.size)) {
      return damaged("its table of section names lies outside of the file");
    }
    return read(names.offset, names.size);
  }

  bool meets(const Section& section, std::uint64_t offset, std::uint64_t size) const {
    return section.offset < offset + size && offset < section.offset + section.size;
  }

  Result<std::string> content(const Section& section, std::string_view name,
                              std::size_t limit) const {
    const std::string title = "section " + std::string(name);
    if (section.type == SHT_NOBITS) return damaged(title + " has no bytes in the file");
    if ((section.flags & SHF_COMPRESSED) != 0) {
      return failed(title + " is compressed", file_,
                    "build the plugin without compressing its sections");
    }
    if (section.size > limit) {
      return failed(title + " has " + std::to_string(section.size) + " bytes, more than the " +
                        std::to_string(limit) + " that are allowed",
                    file_, "shorten the manifest");
    }
    if (!is_inside(section.offset, section.size))
      return damaged(title + " lies outside of the file");
    if (meets(section, 0, layout_->header_size) ||
        meets(section, table_offset_, count_ * layout_->entry_size)) {
      return damaged(title + " overlaps the file's own tables");
    }
    return read(section.offset, section.size);
  }

  int descriptor_;
  const std::string& file_;
  std::uint64_t file_size_ = 0;
  const Layout* layout_ = &kLayout64;
  std::string header_;
  std::string table_;
  std::uint64_t table_offset_ = 0, count_ = 0, names_index_ = 0;
};

}  // namespace

ElfTarget this_machine() {
  constexpr bool kIs64Bit = sizeof(void*) == 8;
#if defined(__x86_64__)
  return {EM_X86_64, kIs64Bit};
#elif defined(__i386__)
  return {EM_386, kIs64Bit};
#elif defined(__aarch64__)
  return {EM_AARCH64, kIs64Bit};
#elif defined(__arm__)
  return {EM_ARM, kIs64Bit};
#elif defined(__riscv)
  return {EM_RISCV, kIs64Bit};
#elif defined(__powerpc64__)
  return {EM_PPC64, kIs64Bit};
#elif defined(__loongarch__)
  return {258, kIs64Bit};  // EM_LOONGARCH, younger than some elf.h
#else
#error "add this machine's EM_* value: see elf.h"
#endif
}

Result<std::string> read_elf_section(int descriptor, std::string_view name, std::size_t limit,
                                     const std::string& file) {
  return read_elf_section(descriptor, name, limit, file, this_machine());
}

Result<std::string> read_elf_section(int descriptor, std::string_view name, std::size_t limit,
                                     const std::string& file, const ElfTarget& target) {
  return Reader(descriptor, file).section(name, limit, target);
}

}  // namespace mcpmx::plugin
