// Small functions on text that several floors need: UTF-8, hexadecimal, JSON pointers.
// All of them are pure and may be called from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mcpmx {

// The first code point of a text. Bytes that are not UTF-8 (overlong forms, surrogates and cut
// sequences included) come back one at a time with `valid` false.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  // bytes; 0 only for the empty text
  bool valid = false;
};
CodePoint first_code_point(std::string_view text);

bool is_utf8(std::string_view text);

// Code points, which is what a column is to a person (wide and combining characters count one).
std::size_t code_point_count(std::string_view text);

// Lower-case hexadecimal digits, two a byte.
std::string to_hex(std::string_view bytes);

// `pointer` + "/" + `key` escaped as RFC 6901 asks.
std::string pointer_to(std::string_view pointer, std::string_view key);

// "C:/data" or "C:\\data": a path of Windows, whose colon parts nothing.
bool starts_with_drive(std::string_view text);

// True if Compose can interpolate ${name}: [A-Za-z_][A-Za-z0-9_]*.
bool is_variable_name(std::string_view name);

}  // namespace mcpmx
