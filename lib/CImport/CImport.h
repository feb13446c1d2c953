//===- CImport.h - C files that a script imports --------------------------===//
//
// Compiles a C file for BPF with Clang, in process, and says what it offers to
// the script: its functions with their types, and its code as LLVM bitcode that
// still has its CO-RE relocations as intrinsics, to be linked and optimised
// together with the script. No header of LLVM or Clang is needed to use it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_CIMPORT_CIMPORT_H
#define SONDE_CIMPORT_CIMPORT_H

#include "lib/Support/Diagnostics.h"
#include "lib/Support/Result.h"
#include "lib/Types/Type.h"

#include <optional>
#include <string>
#include <vector>

namespace sonde {

/// A non-static C function with a body, as the script sees it.
struct CFunction {
  struct Parameter {
    std::string name;
    Type type;
  };
  std::string name;
  Type result;
  std::vector<Parameter> parameters;
  uint32_t line = 0; ///< Of its definition, 1-based.
};

/// One compiled C file.
struct CUnit {
  std::string path; ///< As diagnostics print it.
  std::vector<CFunction> functions;
  std::string bitcode;
};

struct CCompileOptions {
  std::string arch = "x86_64"; ///< Of the target: sets __TARGET_ARCH_*.
  std::string cpu = "v3";
  std::vector<std::string> includeFolders;
};

/// Compiles `text` as the C file `path` (its folder is searched for includes).
/// Clang's errors and warnings are reported with their own file, line and
/// column; the result is empty if there was an error. The file, and each file
/// that Clang points into, is added to the engine's sources.
std::optional<CUnit> compileC(const std::string &path, const std::string &text,
                              const CCompileOptions &options, DiagnosticEngine &diagnostics);

} // namespace sonde

#endif // SONDE_CIMPORT_CIMPORT_H
