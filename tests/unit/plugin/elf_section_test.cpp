#include "plugin/elf_section.h"

#include <elf.h>
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>
#include <sys/mman.h>

#include <cstring>
#include <random>
#include <vector>

#include "plugin/manifest.h"
#include "plugin_folder.h"
#include "support/descriptor.h"

namespace mcpmx::plugin {
namespace {

using ::testing::HasSubstr;

constexpr ElfTarget kTarget{EM_X86_64, true};

// A file in memory, rewritten for each case.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("elf", MFD_CLOEXEC)) {}
  int with(std::string_view bytes) {
    EXPECT_EQ(::ftruncate(descriptor_.number(), 0), 0);
    EXPECT_EQ(::pwrite(descriptor_.number(), bytes.data(), bytes.size(), 0),
              static_cast<ssize_t>(bytes.size()));
    return descriptor_.number();
  }
  int descriptor() const { return descriptor_.number(); }
  int put(std::size_t at, char byte) {
    EXPECT_EQ(::pwrite(descriptor_.number(), &byte, 1, static_cast<off_t>(at)), 1);
    return descriptor_.number();
  }
  int cut_to(std::size_t size) {
    EXPECT_EQ(::ftruncate(descriptor_.number(), static_cast<off_t>(size)), 0);
    return descriptor_.number();
  }

 private:
  Descriptor descriptor_;
};

// The smallest file with a manifest: header, content, names, table of three sections.
template <class Header, class SectionHeader>
struct Elf {
  static constexpr std::string_view kContent = "the manifest";
  static constexpr std::string_view kNames{"\0.mcpmx.manifest\0.shstrtab\0", 27};

  Header header{};
  SectionHeader sections[3]{};

  Elf(unsigned char kind, unsigned machine) {
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = kind;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_type = ET_DYN;
    header.e_machine = static_cast<decltype(header.e_machine)>(machine);
    header.e_shoff = sizeof(Header) + kContent.size() + kNames.size();
    header.e_shentsize = sizeof(SectionHeader);
    header.e_shnum = 3;
    header.e_shstrndx = 2;
    sections[1].sh_name = 1;
    sections[1].sh_type = SHT_PROGBITS;
    sections[1].sh_offset = sizeof(Header);
    sections[1].sh_size = kContent.size();
    sections[2].sh_name = 17;
    sections[2].sh_type = SHT_STRTAB;
    sections[2].sh_offset = sizeof(Header) + kContent.size();
    sections[2].sh_size = kNames.size();
  }

  std::string bytes() const {
    std::string result(reinterpret_cast<const char*>(&header), sizeof(header));
    result += kContent;
    result += kNames;
    result.append(reinterpret_cast<const char*>(sections), sizeof(sections));
    return result;
  }
};

struct Elf64 : Elf<Elf64_Ehdr, Elf64_Shdr> {
  Elf64() : Elf(ELFCLASS64, EM_X86_64) {}
};
struct Elf32 : Elf<Elf32_Ehdr, Elf32_Shdr> {
  Elf32() : Elf(ELFCLASS32, EM_386) {}
};

Result<std::string> read(std::string_view bytes, const ElfTarget& target = kTarget,
                         std::size_t limit = 64) {
  MemoryFile file;
  return read_elf_section(file.with(bytes), kManifestSection, limit, "x.so", target);
}

TEST(ElfSectionTest, ReadsBothClasses) {
  const auto wide = read(Elf64().bytes());
  ASSERT_TRUE(wide) << wide.error().message;
  EXPECT_EQ(*wide, "the manifest");
  const auto narrow = read(Elf32().bytes(), {EM_386, false});
  ASSERT_TRUE(narrow) << narrow.error().message;
  EXPECT_EQ(*narrow, "the manifest");
}

TEST(ElfSectionTest, ReadsNumbersThatSectionZeroHolds) {
  Elf64 elf;
  elf.header.e_shnum = 0;
  elf.header.e_shstrndx = SHN_XINDEX;
  elf.sections[0].sh_size = 3;
  elf.sections[0].sh_link = 2;
  const auto section = read(elf.bytes());
  ASSERT_TRUE(section) << section.error().message;
  EXPECT_EQ(*section, "the manifest");
}

struct Damage {
  const char* name;
  void (*inflict)(Elf64&);
  const char* message;
};

class DamagedElfTest : public ::testing::TestWithParam<Damage> {};

TEST_P(DamagedElfTest, IsRefusedWithItsReason) {
  Elf64 elf;
  GetParam().inflict(elf);
  const auto section = read(elf.bytes());
  ASSERT_FALSE(section) << "got: " << *section;
  EXPECT_THAT(section.error().message, HasSubstr(GetParam().message));
  EXPECT_EQ(section.error().where, "x.so");
  EXPECT_NE(section.error().hint, "");
}

constexpr Damage kDamages[] = {
    {"magic", [](Elf64& e) { e.header.e_ident[0] = 'M'; }, "it is not an ELF file"},
    {"class", [](Elf64& e) { e.header.e_ident[EI_CLASS] = 9; },
     "its class is neither 32 nor 64 bit"},
    {"class32", [](Elf64& e) { e.header.e_ident[EI_CLASS] = ELFCLASS32; },
     "built for another machine (32 bit)"},
    {"big_endian", [](Elf64& e) { e.header.e_ident[EI_DATA] = ELFDATA2MSB; },
     "built for another machine (64 bit)"},
    {"machine", [](Elf64& e) { e.header.e_machine = EM_AARCH64; }, "another machine (machine 183)"},
    {"executable", [](Elf64& e) { e.header.e_type = ET_EXEC; }, "not a shared library"},
    {"no_table", [](Elf64& e) { e.header.e_shoff = 0; }, "it has no section table"},
    {"table_outside", [](Elf64& e) { e.header.e_shoff = 1 << 20; },
     "section table lies outside of the file"},
    {"table_wraps", [](Elf64& e) { e.header.e_shoff = ~0ull - 8; },
     "section table lies outside of the file"},
    {"table_too_long", [](Elf64& e) { e.header.e_shnum = 4; },
     "section table lies outside of the file"},
    {"entry_size", [](Elf64& e) { e.header.e_shentsize = 1; },
     "entries of its section table have a wrong size"},
    {"no_sections", [](Elf64& e) { e.header.e_shnum = 0; }, "it says that it has 0 sections"},
    {"many_sections",
     [](Elf64& e) {
       e.header.e_shnum = 0;
       e.sections[0].sh_size = ~0ull;
     },
     "it says that it has 18446744073709551615 sections"},
    {"names_undefined", [](Elf64& e) { e.header.e_shstrndx = 0; },
     "it has no table of section names"},
    {"names_outside_table", [](Elf64& e) { e.header.e_shstrndx = 3; },
     "it has no table of section names"},
    {"names_no_strings", [](Elf64& e) { e.sections[2].sh_type = SHT_NOTE; },
     "names is no string table"},
    {"names_huge", [](Elf64& e) { e.sections[2].sh_size = 1ull << 40; },
     "section names is too large"},
    {"names_outside", [](Elf64& e) { e.sections[2].sh_offset = 1 << 20; },
     "section names lies outside of the file"},
    {"name_outside", [](Elf64& e) { e.sections[1].sh_name = 4000; },
     "name lies outside of the name table"},
    {"twice", [](Elf64& e) { e.sections[2].sh_name = 1; }, "it has two sections .mcpmx.manifest"},
    {"none", [](Elf64& e) { e.sections[1].sh_name = 17; }, "it has no section .mcpmx.manifest"},
    {"nobits", [](Elf64& e) { e.sections[1].sh_type = SHT_NOBITS; }, "has no bytes in the file"},
    {"compressed", [](Elf64& e) { e.sections[1].sh_flags = SHF_COMPRESSED; }, "is compressed"},
    {"over_limit", [](Elf64& e) { e.sections[1].sh_size = 65; },
     "has 65 bytes, more than the 64 that are allowed"},
    {"huge", [](Elf64& e) { e.sections[1].sh_size = ~0ull; }, "more than the 64 that are allowed"},
    {"outside", [](Elf64& e) { e.sections[1].sh_offset = 1 << 20; },
     "manifest lies outside of the file"},
    {"wraps", [](Elf64& e) { e.sections[1].sh_offset = ~0ull - 4; },
     "manifest lies outside of the file"},
    {"on_header", [](Elf64& e) { e.sections[1].sh_offset = 63; }, "overlaps the file's own tables"},
    {"on_table", [](Elf64& e) { e.sections[1].sh_offset = e.header.e_shoff - 1; },
     "overlaps the file's own tables"},
};

INSTANTIATE_TEST_SUITE_P(Each, DamagedElfTest, ::testing::ValuesIn(kDamages),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ElfSectionTest, RefusesWhatIsNoElfFile) {
  EXPECT_EQ(read("").error().message, "the file is empty");
  EXPECT_THAT(read("\x7f").error().message, HasSubstr("not an ELF file"));
  EXPECT_THAT(read("#!/bin/sh\nexit 0\n").error().message, HasSubstr("not an ELF file"));
  EXPECT_THAT(read(std::string_view("\x7f"
                                    "ELF\2\1",
                                    6))
                  .error()
                  .message,
              HasSubstr("ends within its header"));
  EXPECT_FALSE(read_elf_section(-1, kManifestSection, 64, "x.so"));
}

TEST(ElfSectionTest, SurvivesEveryTruncationOfARealPlugin) {
  const std::string plugin = read_bytes(PluginFolder::fixture("good"));
  ASSERT_GT(plugin.size(), 1000u);
  MemoryFile file;
  (void)file.with(plugin);
  ASSERT_TRUE(
      read_elf_section(file.cut_to(plugin.size()), kManifestSection, kManifestLimit, "x.so"));
  // The section table ends the file, so that every cut hits it. Of a large file (a debug build) the
  // two ends are cut at every byte, the middle at some.
  constexpr std::size_t kEnd = 65536;
  for (std::size_t size = plugin.size(); size-- > 0;) {
    if (size > kEnd && size + kEnd < plugin.size() && size % 97 != 0) continue;
    const auto section =
        read_elf_section(file.cut_to(size), kManifestSection, kManifestLimit, "x.so");
    ASSERT_FALSE(section) << "cut to " << size;
    ASSERT_NE(section.error().message, "");
  }
}

// 100 cases of 100 files each, half of them changed where the reader looks.
RC_GTEST_PROP(ElfSectionProperty, SurvivesMutations, (std::uint32_t seed)) {
  static const std::string plugin = read_bytes(PluginFolder::fixture("good"));
  std::mt19937 random(seed);
  MemoryFile file;
  std::uint64_t table = 0;
  std::memcpy(&table, plugin.data() + offsetof(Elf64_Ehdr, e_shoff), sizeof(table));
  (void)file.with(plugin);
  for (int i = 0; i < 100; ++i) {
    std::vector<std::size_t> changed;
    const unsigned changes = 1 + random() % 8;
    for (unsigned change = 0; change < changes; ++change) {
      const std::uint64_t spots[] = {random() % 64, table + random() % (plugin.size() - table),
                                     random() % plugin.size(), random() % plugin.size()};
      changed.push_back(spots[random() % 4]);
      (void)file.put(changed.back(), static_cast<char>(random() % 3 == 0 ? 0xff : random()));
    }
    const auto section =
        read_elf_section(file.descriptor(), kManifestSection, kManifestLimit, "x.so");
    for (const std::size_t at : changed) (void)file.put(at, plugin[at]);
    if (section) {
      RC_ASSERT(section->size() <= kManifestLimit);
      (void)parse_manifest(*section, "x.so");
    } else {
      RC_ASSERT(!section.error().message.empty());
    }
  }
}

}  // namespace
}  // namespace mcpmx::plugin
