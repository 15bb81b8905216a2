// The order in which Go prints the fields of compose-go's structs, and which of them it leaves out
// when they are empty. Constant data; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mcpmx::compose {

// What an empty field becomes.
enum class Empty : std::uint8_t {
  kOmitted,  // false, 0, "", nothing: `omitempty` of a value
  kNoBytes,  // the same of a size in bytes, which is printed as text
  kUnlessTrue,
  kKept,  // only what is not there is left out: `omitempty` of a pointer
  kNull,  // it is printed all the same
  kObject,
};

struct Layout;

struct LayoutField {
  std::string_view key;
  Empty empty = Empty::kOmitted;
  const Layout* layout = nullptr;  // of the field, or of each entry of a list
};

// Of a struct its fields; of a map with keys of people's none, and the layout of its values.
struct Layout {
  std::span<const LayoutField> fields = {};
  const Layout* element = nullptr;
};

const Layout& service_layout();

}  // namespace mcpmx::compose
