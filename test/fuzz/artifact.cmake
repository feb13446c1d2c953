sonde_add_fuzzer(artifact
  SOURCES artifact.cpp lib/Artifact/AppendedObject.cpp lib/Artifact/ArtifactReader.cpp
          lib/Artifact/ArtifactWriter.cpp lib/Artifact/ElfView.cpp lib/Artifact/JsonReader.cpp
          lib/Artifact/LineInfo.cpp lib/Artifact/ObjectSection.cpp lib/Artifact/TypeJson.cpp lib/Runtime/LineTable.cpp
          lib/Types/Type.cpp
  LINKS nlohmann_json::nlohmann_json
)
