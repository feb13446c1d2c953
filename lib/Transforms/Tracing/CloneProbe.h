//===- CloneProbe.h - Copies of a probe for some of its attach points -----===//
#ifndef SONDE_TRANSFORMS_TRACING_CLONEPROBE_H
#define SONDE_TRANSFORMS_TRACING_CLONEPROBE_H

#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace sonde {

/// Does the kernel bind a program of this kind to one function when it loads it?
bool hasOwnProgram(tr::AttachKind kind);

/// Groups the attach points of `probe`, in order: a point joins the first group
/// with whose first point it `belongs`. The probe keeps the first group; each
/// other group gets a copy of the probe, behind it. Returns the number of copies.
unsigned cloneForGroups(tr::ProbeOp probe, mlir::SymbolTable &symbols,
                        llvm::function_ref<bool(tr::AttachAttr, tr::AttachAttr)> belongs);

} // namespace sonde

#endif // SONDE_TRANSFORMS_TRACING_CLONEPROBE_H
