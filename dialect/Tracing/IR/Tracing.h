//===- Tracing.h - The tracing dialect ------------------------------------===//
//
// What a script means: see docs/Dialects/Tracing.md, and the descriptions in the
// .td files beside this one.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DIALECT_TRACING_IR_TRACING_H
#define SONDE_DIALECT_TRACING_IR_TRACING_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/MemorySlotInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialect/Tracing/IR/TracingDialect.h.inc"
#include "dialect/Tracing/IR/TracingEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialect/Tracing/IR/TracingAttrs.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialect/Tracing/IR/TracingTypes.h.inc"

namespace sonde::tr {

/// The resources that operations have effects on. Map effects carry the map's
/// symbol, so that two maps do not disturb each other.
#define SONDE_RESOURCE(NAME)                                                                       \
  struct NAME : ::mlir::SideEffects::Resource::Base<NAME> {                                        \
    ::llvm::StringRef getName() final { return #NAME; }                                            \
  };
SONDE_RESOURCE(MapResource)
SONDE_RESOURCE(KernelMemoryResource)
SONDE_RESOURCE(UserMemoryResource)
SONDE_RESOURCE(EventsResource)
SONDE_RESOURCE(ClockResource)
SONDE_RESOURCE(ErrorsResource)
SONDE_RESOURCE(LocalMemoryResource)
#undef SONDE_RESOURCE

namespace detail {
/// Exactly one of result and destination, and of one type.
::mlir::LogicalResult verifyInPlace(::mlir::Operation *op);
} // namespace detail

} // namespace sonde::tr

#include "dialect/Tracing/IR/TracingInterfaces.h.inc"

#define GET_OP_CLASSES
#include "dialect/Tracing/IR/TracingOps.h.inc"

namespace sonde::tr {

/// The definition of a C type in the module around `scope`, or null.
StructOp lookupStruct(StructType type, ::mlir::Operation *scope);

/// The type of what an operation with an in-place form yields or writes.
::mlir::Type producedType(InPlaceOpInterface op);

/// Does a comparison hold whose left side is less (< 0), equal (0), or greater?
bool holds(CmpPredicate predicate, int order);

} // namespace sonde::tr

#endif // SONDE_DIALECT_TRACING_IR_TRACING_H
