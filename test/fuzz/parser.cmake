get_target_property(frontend SondeFrontend SOURCES)
list(TRANSFORM frontend PREPEND lib/Frontend/)
get_target_property(debugInfo SondeDebugInfo SOURCES)
list(TRANSFORM debugInfo PREPEND lib/DebugInfo/)
sonde_add_fuzzer(parser
  SOURCES parser.cpp ${CMAKE_SOURCE_DIR}/test/unit/Frontend/Script.cpp ${frontend} ${debugInfo}
          lib/Kernel/Btf.cpp lib/Kernel/BtfToC.cpp lib/Kernel/BtfTypes.cpp lib/Kernel/FunctionList.cpp
          lib/Kernel/KernelBase.cpp lib/Kernel/Tracefs.cpp lib/Support/Diagnostics.cpp
          lib/Support/Source.cpp lib/Types/Type.cpp
  LINKS ${SONDE_LIBDW} ${SONDE_LIBBPF}
)
