# Every package comes from Debian's or Ubuntu's archive; docs/dependencies.md says why each is here.
# Static archives and headers before shared libraries: the dynamic linker would cost a short run more
# than its work does. Where the system has the shared library alone, that one serves.
if(NOT DEFINED Boost_USE_STATIC_LIBS)
  set(Boost_USE_STATIC_LIBS ON)
endif()
set(MCPMX_SHARED_LIBRARIES "")  # those that the program loads beyond libc and libm
find_package(Boost 1.81 QUIET COMPONENTS program_options json)
if(NOT Boost_FOUND)
  set(Boost_USE_STATIC_LIBS OFF)
  list(APPEND MCPMX_SHARED_LIBRARIES libboost_program_options libboost_json libboost_container)
  find_package(Boost 1.81 REQUIRED COMPONENTS program_options json)
endif()

find_library(MCPMX_LIBCRYPTO_ARCHIVE libcrypto.a)
mark_as_advanced(MCPMX_LIBCRYPTO_ARCHIVE)
if(MCPMX_LIBCRYPTO_ARCHIVE)
  set(OPENSSL_USE_STATIC_LIBS TRUE)
else()
  list(APPEND MCPMX_SHARED_LIBRARIES libcrypto)
endif()
find_package(OpenSSL REQUIRED COMPONENTS Crypto)

find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(Threads REQUIRED)

# mcpmx_yaml: the package's own target knows the shared library alone. Its name is of yaml-cpp 0.8 on.
set(package yaml-cpp)
if(TARGET yaml-cpp::yaml-cpp)
  set(package yaml-cpp::yaml-cpp)
endif()
find_library(MCPMX_YAML_CPP_ARCHIVE libyaml-cpp.a)
mark_as_advanced(MCPMX_YAML_CPP_ARCHIVE)
add_library(mcpmx_yaml INTERFACE)
if(MCPMX_YAML_CPP_ARCHIVE)
  target_include_directories(mcpmx_yaml SYSTEM INTERFACE
    $<TARGET_PROPERTY:${package},INTERFACE_INCLUDE_DIRECTORIES>)
  target_link_libraries(mcpmx_yaml INTERFACE "${MCPMX_YAML_CPP_ARCHIVE}")
else()
  target_link_libraries(mcpmx_yaml INTERFACE ${package})
  list(APPEND MCPMX_SHARED_LIBRARIES libyaml-cpp)
endif()

# mcpmx_log: spdlog's own header-only target would still bring fmt's shared library.
add_library(mcpmx_log INTERFACE)
target_include_directories(mcpmx_log SYSTEM INTERFACE
  $<TARGET_PROPERTY:spdlog::spdlog_header_only,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_definitions(mcpmx_log INTERFACE SPDLOG_FMT_EXTERNAL)
target_link_libraries(mcpmx_log INTERFACE fmt::fmt-header-only Threads::Threads)

# mcpmx_simdjson: the package has the shared library alone, so ./dev gets the source of the same package.
set(MCPMX_SIMDJSON_SOURCE "" CACHE PATH "simdjson's source, to link it statically; empty: the installed library")
if(MCPMX_SIMDJSON_SOURCE)
  add_library(mcpmx_simdjson STATIC "${MCPMX_SIMDJSON_SOURCE}/src/simdjson.cpp")
  target_include_directories(mcpmx_simdjson SYSTEM
    PUBLIC "${MCPMX_SIMDJSON_SOURCE}/include" PRIVATE "${MCPMX_SIMDJSON_SOURCE}/src")
  install(FILES "${MCPMX_SIMDJSON_SOURCE}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME LICENSE.simdjson)
else()
  find_package(simdjson REQUIRED)
  add_library(mcpmx_simdjson INTERFACE)
  target_link_libraries(mcpmx_simdjson INTERFACE simdjson::simdjson)
  list(APPEND MCPMX_SHARED_LIBRARIES libsimdjson)
endif()

# mcpmx_runtime: the C++ runtime within the program and within each bundled plugin, as looking up
# libstdc++.so's symbols is a sixth of a short run. Not beside a shared library that would bring that one
# in, nor under a sanitizer, which wraps its functions.
add_library(mcpmx_runtime INTERFACE)
set(written_in_cxx ${MCPMX_SHARED_LIBRARIES})
list(REMOVE_ITEM written_in_cxx libcrypto)
include(CheckLinkerFlag)
check_linker_flag(CXX -static-libstdc++ MCPMX_HAS_STATIC_LIBSTDCXX)
if(written_in_cxx OR MCPMX_SANITIZE OR NOT MCPMX_HAS_STATIC_LIBSTDCXX)
  list(APPEND MCPMX_SHARED_LIBRARIES libstdc++ libgcc_s)
else()
  target_link_options(mcpmx_runtime INTERFACE -static-libstdc++ -static-libgcc LINKER:--gc-sections)
endif()
