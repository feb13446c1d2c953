# sonde_add_pass_plugin(NAME source…)
#   A module that `--load-pass-plugin` accepts. Links nothing: all symbols come
#   from the tool that loads it, because dialects and passes are known by the
#   addresses of static data.
function(sonde_add_pass_plugin name)
  add_library(${name} MODULE ${ARGN})
  set_target_properties(${name} PROPERTIES PREFIX "")
  target_include_directories(${name} SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
  target_include_directories(${name} PRIVATE ${SONDE_INCLUDE_DIRS})
  target_compile_options(${name} PRIVATE -fno-exceptions)
endfunction()
