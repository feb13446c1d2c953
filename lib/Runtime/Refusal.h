//===- Refusal.h - Why the kernel refused a program -----------------------===//
//
// Finds the verifier's complaint in its log, the script's line it is about, and
// an explanation. The texts of the verifier that are known, and whose fault each
// is, stand in Refusal.cpp.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_REFUSAL_H
#define SONDE_RUNTIME_REFUSAL_H

#include "lib/Runtime/LineTable.h"
#include "lib/Runtime/Places.h"
#include "lib/Support/Diagnostics.h"

namespace sonde {

/// A verifier log, taken apart.
struct VerifierLog {
  std::string message;                 ///< The kernel's words.
  std::optional<uint32_t> instruction; ///< The last one that was looked at.
  /// From "; text @ file:line", which kernels print since 6.10.
  std::string file;
  uint32_t line = 0;
};

VerifierLog parseVerifierLog(std::string_view log);

/// What a message means, and whether our compiler should have prevented it.
struct Explanation {
  const char *meaning;
  bool isCompilerFault;
};
Explanation explainRefusal(std::string_view message);

/// A program as it stands in its object.
struct RefusedProgram {
  std::string_view section;
  uint32_t firstInstruction = 0; ///< Within the section.
  uint32_t instructions = 0;
  SourcePlace where; ///< The probe, for want of anything better.
};

/// Reports the refusal at the script's line.
void reportRefusal(DiagnosticEngine &diagnostics, std::string_view log, int code,
                   const RefusedProgram &program, const LineTable &lines, const Places &places);

} // namespace sonde

#endif // SONDE_RUNTIME_REFUSAL_H
