//===- Layout.h - Sizes and places of values in memory --------------------===//
//
// The one routine that computes a layout: of variables, map keys and values,
// records and events. Agrees with lib/Types (Type::size, Type::alignment), which
// describes the same bytes to the runtime.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DIALECT_TRACING_IR_LAYOUT_H
#define SONDE_DIALECT_TRACING_IR_LAYOUT_H

#include "mlir/IR/Operation.h"
#include "mlir/IR/Types.h"

namespace sonde::tr {

/// Bytes before those of a `!tracing.buf`: their number.
constexpr uint64_t kBufHeader = 4;
/// Bytes of a value. `scope` is any operation of the module: a struct's size
/// stands in its symbol there.
uint64_t sizeInBytes(mlir::Type type, mlir::Operation *scope);
/// As an element of a record: the size for integers, 8 for pointers, 1 for text
/// and structs.
uint64_t alignmentOf(mlir::Type type);
/// Does a value of this type need memory once values are placed? All but integers
/// and addresses do.
bool isLarge(mlir::Type type, mlir::Operation *scope);
/// The type of an SSA value with this layout: `ui32` becomes `i32`, and what is
/// tagged loses its tag, also inside records and arrays.
mlir::Type withoutSigns(mlir::Type layout);

} // namespace sonde::tr

#endif // SONDE_DIALECT_TRACING_IR_LAYOUT_H
