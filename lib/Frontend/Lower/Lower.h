//===- Lower.h - Typed tree to tracing dialect ----------------------------===//
#ifndef SONDE_FRONTEND_LOWER_LOWER_H
#define SONDE_FRONTEND_LOWER_LOWER_H

#include "lib/Support/Diagnostics.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace sonde {

struct Program;

struct LowerOptions {
  /// Members of kernel types are found by name when the program is loaded.
  bool relocatable = false;
  /// Failed reads are reported too, not only what loses data (`-k`).
  bool reportReads = false;
};

/// Lowers a program that `analyse` accepted. The locations of the operations are
/// lines and columns of the script.
mlir::OwningOpRef<mlir::ModuleOp> lower(const Program &program, mlir::MLIRContext &context,
                                        const LowerOptions &options, const SourceManager &sources);

} // namespace sonde

#endif // SONDE_FRONTEND_LOWER_LOWER_H
