sonde_add_fuzzer(events
  SOURCES events.cpp lib/Runtime/Decoder.cpp lib/Runtime/Format.cpp lib/Runtime/Histogram.cpp
          lib/Runtime/MapPrinter.cpp lib/Runtime/Maps.cpp lib/Runtime/Presentation.cpp lib/Runtime/Render.cpp
          lib/Runtime/Series.cpp
          lib/Types/Type.cpp
  LINKS PkgConfig::LIBBPF
)
