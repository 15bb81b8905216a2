# Compiler options as interface targets: nothing global, so a consumer of the SDK inherits none of it.

add_library(mcpmx_options INTERFACE)
target_compile_options(mcpmx_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  # GCC 12 sees overlapping copies in std::string's operator+ that are not there (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)

if(MCPMX_SANITIZE)
  target_compile_options(mcpmx_options INTERFACE
    -fsanitize=${MCPMX_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  target_link_options(mcpmx_options INTERFACE -fsanitize=${MCPMX_SANITIZE})
endif()

# One static library a floor; `mcpmx_floor(<name> FLOORS <lower floors> LIBRARIES <private packages>)`.
# Every floor includes as "floor/file.h" from host/. tests/system/layers_test.py reads the includes and
# holds them against the same order.
function(mcpmx_floor name)
  cmake_parse_arguments(arg "" "" "FLOORS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp")
  add_library(mcpmx_${name} STATIC ${sources})
  target_include_directories(mcpmx_${name} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
  list(TRANSFORM arg_FLOORS PREPEND mcpmx_)
  target_link_libraries(mcpmx_${name} PUBLIC ${arg_FLOORS} PRIVATE mcpmx_options ${arg_LIBRARIES})
endfunction()
