# Every package comes from Debian's or Ubuntu's archive; docs/dependencies.md says why each is here.
# Linked statically: the dynamic linker would cost a short run a tenth of its time. The -dev packages
# bring both forms.
set(Boost_USE_STATIC_LIBS ON)
set(OPENSSL_USE_STATIC_LIBS TRUE)
find_package(Boost 1.81 REQUIRED COMPONENTS program_options json)
find_package(yaml-cpp REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
