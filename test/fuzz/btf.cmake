sonde_add_fuzzer(btf
  SOURCES btf.cpp lib/Kernel/Btf.cpp lib/Kernel/BtfTypes.cpp lib/Kernel/KernelBase.cpp
          lib/Kernel/FunctionList.cpp lib/Kernel/Tracefs.cpp lib/Types/Type.cpp
)
sonde_add_fuzzer(btf-text
  SOURCES btf-text.cpp lib/Kernel/Btf.cpp lib/Kernel/BtfText.cpp lib/Kernel/BtfTypes.cpp
          lib/Kernel/BtfWriter.cpp lib/Kernel/FunctionList.cpp lib/Kernel/KernelBase.cpp
          lib/Kernel/Tracefs.cpp lib/Types/Type.cpp
  LINKS nlohmann_json::nlohmann_json
)
