//===- MlirDiagnostics.h - From MLIR's diagnostics to ours ----------------===//
//
// While one of these lives, what passes and verifiers say about an operation is
// reported at the script's line that the operation came from.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_COMPILER_MLIRDIAGNOSTICS_H
#define SONDE_COMPILER_MLIRDIAGNOSTICS_H

#include "lib/Support/Diagnostics.h"

#include "mlir/IR/Diagnostics.h"

namespace sonde {

class MlirDiagnostics {
public:
  MlirDiagnostics(mlir::MLIRContext &context, DiagnosticEngine &engine);

private:
  DiagnosticEngine &engine;
  mlir::ScopedDiagnosticHandler handler;

  mlir::LogicalResult report(mlir::Diagnostic &diagnostic);
  /// The script's place that a location stands for; none if there is none.
  std::optional<Span> spanOf(mlir::Location location) const;
  void addExpansions(mlir::Location location, Diagnostic &diagnostic) const;
};

} // namespace sonde

#endif // SONDE_COMPILER_MLIRDIAGNOSTICS_H
