// The boundary as C++ sees it, and the C++ layer's copies of its constants; that this file compiles
// is the test.
#include <cstddef>
#include <mcpmx/backend.hpp>
#include <mcpmx/mapper.hpp>
#include <mcpmx/process.hpp>
#include <mcpmx/strategy.hpp>
#include <type_traits>

#define PIN(type, field, offset) \
  static_assert(offsetof(type, field) == (offset), #type "." #field " has moved");
#define SIZE(type, size)                                                          \
  static_assert(sizeof(type) == (size), #type " has another size");               \
  static_assert(std::is_trivial_v<type> && std::is_standard_layout_v<type>, #type \
                " is no C "                                                       \
                "type");
#define VALUE(name, value) static_assert((name) == (value), #name " has another value");
#include "layout.inc"

static_assert(std::is_same_v<std::underlying_type_t<mcpmx::Status>, mcpmx_status>);
static_assert(static_cast<int>(mcpmx::Status::kInternal) == MCPMX_INTERNAL);
