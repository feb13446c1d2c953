//===- LlvmDiagnostics.h - From LLVM's diagnostics to MLIR's --------------===//
//
// What LLVM says about a function is said about the line of the script that the
// instruction comes from.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TARGET_LLVMDIAGNOSTICS_H
#define SONDE_TARGET_LLVMDIAGNOSTICS_H

#include "mlir/IR/Location.h"
#include "llvm/IR/DebugLoc.h"
#include "llvm/IR/DiagnosticHandler.h"

#include <map>
#include <set>
#include <string>

namespace sonde {

/// Lives as long as the LLVM context that owns it.
class LlvmDiagnostics : public llvm::DiagnosticHandler {
public:
  explicit LlvmDiagnostics(mlir::Location fallback) : fallback(fallback) {}

  bool handleDiagnostics(const llvm::DiagnosticInfo &info) override;
  bool hasErrors() const { return errors; }
  /// Bytes of the frames of functions, as far as LLVM was asked for them (StackUse.h).
  const std::map<std::string, uint64_t> &frames() const { return frameBytes; }

private:
  mlir::Location fallback;
  bool errors = false;
  std::map<std::string, uint64_t> frameBytes;
  std::set<std::string> reported; ///< LLVM repeats itself.
};

/// `fallback` where the instruction has no line.
mlir::Location locationOf(const llvm::DebugLoc &place, mlir::Location fallback);

} // namespace sonde

#endif // SONDE_TARGET_LLVMDIAGNOSTICS_H
