# find_package(mcpmx-sdk CONFIG): the headers as target mcpmx::sdk, and the function mcpmx_add_plugin().
include("${CMAKE_CURRENT_LIST_DIR}/mcpmx-sdk-targets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/mcpmx_add_plugin.cmake")
