# Every package comes from Debian's or Ubuntu's archive; docs/dependencies.md says why each is here.
find_package(Boost 1.81 REQUIRED COMPONENTS program_options json)
find_package(yaml-cpp REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
