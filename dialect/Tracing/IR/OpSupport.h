//===- OpSupport.h - What the operations of the dialect share -------------===//
//
// Rules that several verifiers check, and effects that several operations have.
// Private to the dialect.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DIALECT_TRACING_IR_OPSUPPORT_H
#define SONDE_DIALECT_TRACING_IR_OPSUPPORT_H

#include "dialect/Tracing/IR/Tracing.h"

namespace sonde::tr::detail {

/// May a value of this type stand where a layout is asked for? Signs do not
/// count, nor what an address points to.
bool fits(mlir::Type value, mlir::Type layout);
/// The same, but the value may also be a pointer to local memory that holds it.
bool fitsOrPointsTo(mlir::Type value, mlir::Type layout);
/// What is meant by an operand that is a value or a pointer to local memory.
mlir::Type pointedToOrSame(mlir::Type type);

/// The type of the elements of an array, or of the bytes of text; null for others.
mlir::Type elementOf(mlir::Type aggregate);

/// The symbol `name` of the kind `OpT` in the module around `user`; says what is
/// missing otherwise. `what` is what a reader calls it: "a map".
template <typename OpT>
OpT requireSymbol(mlir::Operation *user, mlir::FlatSymbolRefAttr name,
                  mlir::SymbolTableCollection &symbols, llvm::StringRef what) {
  auto found = symbols.lookupNearestSymbolFrom<OpT>(user, name);
  if (!found)
    user->emitOpError() << "refers to " << name << ", which is not " << what;
  return found;
}

/// The key fits the map; a scalar map has none.
mlir::LogicalResult verifyKey(mlir::Operation *op, MapOp map, mlir::Value key);
/// `on_error`, which may be null, names an error site.
mlir::LogicalResult verifyErrorSite(mlir::Operation *op, mlir::FlatSymbolRefAttr site,
                                    mlir::SymbolTableCollection &symbols);

/// `(%a: type, …)`, the arguments of the region's first block.
void printArguments(mlir::OpAsmPrinter &printer, mlir::Region &region);

using EffectList = llvm::SmallVectorImpl<mlir::MemoryEffects::EffectInstance>;

/// Reads through operands that point to local memory; a write to `destination`,
/// which may be null.
void addLocalEffects(mlir::Operation *op, mlir::Value destination, EffectList &effects);
void addMapEffect(mlir::MemoryEffects::Effect *effect, mlir::SymbolRefAttr map,
                  EffectList &effects);
/// The count of failures, for an operation that reports them.
void addErrorEffect(FallibleOpInterface op, EffectList &effects);

/// The same operation with a destination instead of a result.
template <typename OpT>
mlir::Operation *cloneWithDestination(OpT op, mlir::OpBuilder &builder, mlir::Value destination) {
  mlir::Operation *clone = builder.create(op.getLoc(), op->getName().getIdentifier(),
                                          op->getOperands(), mlir::TypeRange(), op->getAttrs());
  llvm::cast<OpT>(clone).getIntoMutable().assign(destination);
  return clone;
}

} // namespace sonde::tr::detail

/// Defines the effects and the in-place form of an operation that reads and writes
/// nothing but local memory.
// NOLINTBEGIN(bugprone-macro-parentheses): it defines functions.
#define SONDE_PURE_IN_PLACE(OP)                                                                    \
  void OP::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {                   \
    detail::addLocalEffects(*this, getInto(), effects);                                            \
  }                                                                                                \
  Operation *OP::cloneInto(OpBuilder &builder, Value destination) {                                \
    return detail::cloneWithDestination(*this, builder, destination);                              \
  }
// NOLINTEND(bugprone-macro-parentheses)

#endif // SONDE_DIALECT_TRACING_IR_OPSUPPORT_H
