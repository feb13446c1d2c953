//===- ObjectSection.h - The artifact inside a BPF object -----------------===//
//
// Puts the description of a script into the section `.sonde.program` of a
// finished object, and finds it there. The section is not loadable; libbpf and
// other tools pass over it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_ARTIFACT_OBJECTSECTION_H
#define SONDE_ARTIFACT_OBJECTSECTION_H

#include "lib/Support/Result.h"

#include <string>
#include <string_view>

namespace sonde {

/// The JSON text of an object's artifact.
Result<std::string> readArtifactSection(std::string_view elf);

/// The object with `json` as its artifact. All other sections keep their index
/// and their place in the file.
Result<std::string> addArtifactSection(std::string_view elf, std::string_view json);

} // namespace sonde

#endif // SONDE_ARTIFACT_OBJECTSECTION_H
