# What `cmake --install` puts into a prefix besides the tools: headers of the
# dialects and the CMake package that passes outside the tree are built with.
include(CMakePackageConfigHelpers)

foreach(dialect Tracing BPF)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/dialect/${dialect}/IR ${CMAKE_BINARY_DIR}/dialect/${dialect}/IR
    DESTINATION include/sonde/dialect/${dialect}
    FILES_MATCHING PATTERN "*.h" PATTERN "*.td" PATTERN "*.def" PATTERN "*.h.inc"
    PATTERN "CMakeFiles" EXCLUDE)
endforeach()

configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/SondeConfig.cmake.in
  ${CMAKE_BINARY_DIR}/SondeConfig.cmake INSTALL_DESTINATION lib/cmake/Sonde)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/SondeConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/SondeConfig.cmake ${CMAKE_BINARY_DIR}/SondeConfigVersion.cmake
  ${CMAKE_SOURCE_DIR}/cmake/SondePassPlugin.cmake DESTINATION lib/cmake/Sonde)
