# mcpmx_add_plugin(<name> [BUNDLED] MANIFEST manifest.json SOURCES file...): a plugin as mcpmx wants it.
#
# Makes the MODULE library <name>.so that exports its entry symbol and nothing else, and carries the
# manifest as ELF section .mcpmx.manifest, which mcpmx reads without running code of the plugin.
# The file lands in the current binary folder. It serves C11 and C++20 plugins, gcc and clang.
#
# BUNDLED is for the plugins that ship with mcpmx: they land in MCPMX_PLUGIN_DIR of the build tree and
# are installed there.

# Fails the configuration if the manifest cannot be one. mcpmx checks the whole of it when it loads
# the plugin; what is wrong already here should not wait until then.
function(_mcpmx_check_manifest file)
  if(NOT EXISTS "${file}")
    message(FATAL_ERROR "mcpmx_add_plugin: the manifest ${file} does not exist")
  endif()
  file(SIZE "${file}" size)
  if(size GREATER 65536)
    message(FATAL_ERROR "${file}: a manifest has at most 65536 bytes, this one has ${size}")
  endif()
  file(READ "${file}" text)
  foreach(field schema id version provides)
    string(JSON value ERROR_VARIABLE problem GET "${text}" ${field})
    if(problem)
      message(FATAL_ERROR "${file}: ${field}: ${problem}")
    endif()
    set(${field} "${value}")
  endforeach()
  if(NOT schema STREQUAL "mcpmx.manifest/1")
    message(FATAL_ERROR "${file}: schema is \"${schema}\", it must be \"mcpmx.manifest/1\"")
  endif()
  string(LENGTH "${id}" length)
  if(NOT id MATCHES "^[a-z0-9][a-z0-9._-]*$" OR length GREATER 64)
    message(FATAL_ERROR
      "${file}: id is \"${id}\"; it must be 1 to 64 of a-z 0-9 . _ - and start with a letter or digit")
  endif()
  string(JSON type ERROR_VARIABLE problem TYPE "${text}" provides)
  if(NOT type STREQUAL "ARRAY")
    message(FATAL_ERROR "${file}: provides must be a list of {\"extension\": ..., \"id\": ...}")
  endif()
endfunction()

function(mcpmx_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "BUNDLED" "MANIFEST" "SOURCES")
  if(NOT arg_MANIFEST OR NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "usage: mcpmx_add_plugin(<name> [BUNDLED] MANIFEST manifest.json SOURCES file...)")
  endif()
  get_filename_component(manifest "${arg_MANIFEST}" ABSOLUTE)
  _mcpmx_check_manifest("${manifest}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${manifest}")

  # The section is allocated ("a") and retained ("R"): so strip, eu-strip and --gc-sections all keep it.
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  set(suffix c)
  if("CXX" IN_LIST languages)
    set(suffix cpp)
  endif()
  string(REGEX REPLACE "([\\\"])" "\\\\\\1" path "${manifest}")   # for the assembler
  string(REGEX REPLACE "([\\\"])" "\\\\\\1" path "${path}")       # for the C string around it
  set(embedding "${CMAKE_CURRENT_BINARY_DIR}/${name}.manifest.${suffix}")
  file(CONFIGURE OUTPUT "${embedding}" @ONLY CONTENT
"__asm__(
    \".pushsection .mcpmx.manifest,\\\"aR\\\",%progbits\\n\"
    \".incbin \\\"@path@\\\"\\n\"
    \".popsection\\n\");
")
  set_source_files_properties("${embedding}" PROPERTIES OBJECT_DEPENDS "${manifest}")

  set(exports "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/mcpmx_plugin.exports")
  add_library(${name} MODULE ${arg_SOURCES} "${embedding}")
  target_link_libraries(${name} PRIVATE mcpmx::sdk)
  if(TARGET mcpmx_options)
    target_link_libraries(${name} PRIVATE mcpmx_options)
  endif()
  if("CXX" IN_LIST languages)
    target_compile_features(${name} PRIVATE cxx_std_20)
  endif()
  # The version script also keeps GNU_UNIQUE symbols in: other libraries of the process would share them,
  # whatever dlopen is told.
  target_link_options(${name} PRIVATE
    "LINKER:--version-script=${exports}" LINKER:-z,now LINKER:-z,relro)
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON
    SKIP_BUILD_RPATH ON
    LINK_DEPENDS "${exports}"
    LIBRARY_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  if(arg_BUNDLED)
    if(TARGET mcpmx_runtime)
      target_link_libraries(${name} PRIVATE mcpmx_runtime)
    endif()
    set_target_properties(${name} PROPERTIES
      LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${MCPMX_PLUGIN_DIR}")
    install(TARGETS ${name} LIBRARY DESTINATION "${MCPMX_PLUGIN_DIR}")
  endif()
endfunction()
