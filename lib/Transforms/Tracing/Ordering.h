//===- Ordering.h - Which operations may change places --------------------===//
//
// Effects name the resource, and for maps the symbol. Two effects disturb each
// other when one is a write and they may concern the same thing.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_TRACING_ORDERING_H
#define SONDE_TRANSFORMS_TRACING_ORDERING_H

#include "mlir/IR/Operation.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include <optional>

namespace sonde {

using EffectVector = llvm::SmallVector<mlir::MemoryEffects::EffectInstance, 4>;

/// All effects of an operation and what is in its regions; nothing if they are
/// not known.
std::optional<EffectVector> effectsOf(mlir::Operation *op);

/// The effects of an operation that at most reads: it may be executed less often,
/// and elsewhere. Nothing for all other operations.
std::optional<EffectVector> readsOf(mlir::Operation *op);

/// May `op` write something that `reads` reads?
bool mayWrite(mlir::Operation *op, llvm::ArrayRef<mlir::MemoryEffects::EffectInstance> reads);

/// May a value of `reads` change on some way from `from` to `to`, which it
/// dominates? True also when such a way goes through `to` before: an iteration
/// is an ordering point for what others may write.
bool mayChangeBetween(mlir::Operation *from, mlir::Operation *to,
                      llvm::ArrayRef<mlir::MemoryEffects::EffectInstance> reads);

} // namespace sonde

#endif // SONDE_TRANSFORMS_TRACING_ORDERING_H
