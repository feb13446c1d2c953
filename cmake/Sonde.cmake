# The project's own CMake functions.
#
#   sonde_add_library(NAME [MLIR|LLVM] SOURCES file… [LINKS lib…] [DEPENDS target…])
#     A static library. `MLIR` gives it MLIR's headers, precompiled; `LLVM` the
#     headers of LLVM and Clang only. No library links LLVM itself: the tool
#     decides whether that is the shared libraries or the archives.
#
#   sonde_generate_dialect(NAME DIALECT INTERFACES)
#     What mlir-tblgen writes from NAMEOps.td and the file INTERFACES: headers and
#     sources NAME{Ops,Types,Attrs,Enums,Dialect,Interfaces}, target SondeNAMEIncGen.
#
#   sonde_add_tool(NAME SOURCES file… LINKS lib… [STATIC_LLVM|SHARED_LLVM])
#     An executable in bin/. STATIC_LLVM links LLVM, MLIR and Clang as archives,
#     which halves the time to `main`; SHARED_LLVM links the shared libraries
#     and exports the tool's symbols, which pass plugins need. Never both in one
#     process: dialects and passes are known by the addresses of static data.
#
#   sonde_add_pass_plugin(NAME source…)         (also in an installed Sonde)
#     A module that `--load-pass-plugin` accepts. Links headers only: all
#     symbols come from the tool that loads it.
#
#   sonde_add_unittest(NAME SOURCES file… LINKS lib… [MLIR])
#     A GoogleTest program in unittests/, run by lit.

set(SONDE_WARNINGS -Wall -Wextra -Wno-unused-parameter)
if(SONDE_WERROR)
  list(APPEND SONDE_WARNINGS -Werror)
endif()

function(sonde_common_options target)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
  target_compile_options(${target} PRIVATE
    ${SONDE_WARNINGS} $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions>
    -ffunction-sections -fdata-sections)
endfunction()

function(sonde_llvm_options target)
  target_include_directories(${target} SYSTEM PRIVATE
    ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
  target_compile_definitions(${target} PRIVATE ${LLVM_DEFINITIONS_LIST})
endfunction()

# Precompiled headers for what does not change and takes long to parse: MLIR, the
# standard library, GoogleTest. NAMEPch.h lists the headers; a target that uses
# one has the same options as it. They only save time: every file still includes
# what it needs.
function(sonde_precompiled_headers target name)
  if(NOT TARGET Sonde${name}Pch)
    add_library(Sonde${name}Pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/Pch.cpp)
    sonde_common_options(Sonde${name}Pch)
    if(name STREQUAL "Mlir")
      sonde_llvm_options(Sonde${name}Pch)
    elseif(name STREQUAL "Test")
      target_compile_options(Sonde${name}Pch PRIVATE -fPIE) # As executables are.
      target_link_libraries(Sonde${name}Pch PRIVATE GTest::gtest)
    endif()
    target_precompile_headers(Sonde${name}Pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/${name}Pch.h)
  endif()
  target_precompile_headers(${target} REUSE_FROM Sonde${name}Pch)
endfunction()

function(sonde_add_library name)
  cmake_parse_arguments(ARG "MLIR;LLVM" "" "SOURCES;LINKS;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  sonde_common_options(${name})
  if(ARG_MLIR OR ARG_LLVM)
    sonde_llvm_options(${name})
  endif()
  if(ARG_MLIR)
    sonde_precompiled_headers(${name} Mlir)
  elseif(NOT ARG_LLVM)
    sonde_precompiled_headers(${name} Std)
  endif()
  target_link_libraries(${name} PUBLIC ${ARG_LINKS})
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
endfunction()

function(sonde_generate_dialect name dialect interfaces)
  set(flags -I${CMAKE_SOURCE_DIR} -I${MLIR_INCLUDE_DIRS})
  set(LLVM_TARGET_DEFINITIONS ${name}Ops.td)
  foreach(form decls defs)
    if(form STREQUAL decls)
      set(suffix h.inc)
    else()
      set(suffix cpp.inc)
    endif()
    mlir_tablegen(${name}Ops.${suffix} -gen-op-${form} ${flags})
    mlir_tablegen(${name}Types.${suffix} -gen-typedef-${form} -typedefs-dialect=${dialect} ${flags})
    mlir_tablegen(${name}Attrs.${suffix} -gen-attrdef-${form} -attrdefs-dialect=${dialect} ${flags})
    mlir_tablegen(${name}Enums.${suffix} -gen-enum-${form} ${flags})
    mlir_tablegen(${name}Dialect.${suffix} -gen-dialect-${form} -dialect=${dialect} ${flags})
  endforeach()
  set(LLVM_TARGET_DEFINITIONS ${interfaces})
  mlir_tablegen(${name}Interfaces.h.inc -gen-op-interface-decls ${flags})
  mlir_tablegen(${name}Interfaces.cpp.inc -gen-op-interface-defs ${flags})
  add_public_tablegen_target(Sonde${name}IncGen)
  add_dependencies(mlir-headers Sonde${name}IncGen)
endfunction()

# The archives of LLVM, MLIR and Clang by file: their CMake targets would pull
# in the shared LLVM as well.
function(sonde_link_static_llvm target)
  file(GLOB clang ${SONDE_LLVM_ROOT}/lib/libclang[A-Z]*.a)
  file(GLOB mlir ${SONDE_LLVM_ROOT}/lib/libMLIR*.a)
  file(GLOB llvm ${SONDE_LLVM_ROOT}/lib/libLLVM*.a)
  list(FILTER mlir EXCLUDE REGEX "libMLIR(CAPI|Test)")
  target_link_libraries(${target} PRIVATE
    -Wl,--start-group ${clang} ${mlir} ${llvm}
    ${SONDE_LLVM_ROOT}/lib/libPolly.a ${SONDE_LLVM_ROOT}/lib/libPollyISL.a
    -Wl,--end-group z zstd tinfo xml2 dl pthread)
  # Starting is what users wait for (docs/Startup.md): no addresses are left to be
  # bound when the process starts, and what runs before `main` lies together.
  target_link_options(${target} PRIVATE
    -fuse-ld=lld -no-pie -static-libstdc++ -static-libgcc -Wl,--as-needed
    -Wl,--gc-sections -Wl,--icf=all -Wl,-z,keep-text-section-prefix)
endfunction()

function(sonde_link_shared_llvm target)
  target_link_libraries(${target} PRIVATE MLIR clang-cpp LLVM)
  set_target_properties(${target} PROPERTIES ENABLE_EXPORTS ON)
  target_link_options(${target} PRIVATE -fuse-ld=lld)
endfunction()

function(sonde_add_tool name)
  cmake_parse_arguments(ARG "STATIC_LLVM;SHARED_LLVM" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  sonde_common_options(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  if(ARG_STATIC_LLVM OR ARG_SHARED_LLVM)
    sonde_llvm_options(${name})
  endif()
  if(ARG_SHARED_LLVM)
    # A plugin may use what the tool itself does not: keep whole libraries.
    target_link_libraries(${name} PRIVATE
      -Wl,--whole-archive ${ARG_LINKS} -Wl,--no-whole-archive)
    sonde_link_shared_llvm(${name})
  else()
    target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  endif()
  if(ARG_STATIC_LLVM)
    sonde_link_static_llvm(${name})
  endif()
  install(TARGETS ${name} RUNTIME DESTINATION bin)
endfunction()

include(SondePassPlugin)

function(sonde_add_unittest name)
  cmake_parse_arguments(ARG "MLIR" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  sonde_common_options(${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/unittests)
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  if(ARG_MLIR)
    sonde_llvm_options(${name})
    sonde_link_shared_llvm(${name})
  else()
    sonde_precompiled_headers(${name} Test)
  endif()
  set_property(GLOBAL APPEND PROPERTY SONDE_UNITTESTS ${name})
endfunction()

separate_arguments(LLVM_DEFINITIONS_LIST NATIVE_COMMAND "${LLVM_DEFINITIONS}")
list(TRANSFORM LLVM_DEFINITIONS_LIST REPLACE "^-D" "")
