//===- TracingDialect.cpp - The dialect itself ----------------------------===//
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/BuiltinOps.h"

using namespace mlir;
using namespace sonde::tr;

#include "dialect/Tracing/IR/TracingDialect.cpp.inc"

void TracingDialect::initialize() {
  registerAttributes();
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "dialect/Tracing/IR/TracingOps.cpp.inc"
      >();
}

Operation *TracingDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                               Location loc) {
  if (auto integer = dyn_cast<IntegerAttr>(value); integer && integer.getType() == type)
    return builder.create<arith::ConstantOp>(loc, integer);
  return nullptr;
}

LogicalResult TracingDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  if (attribute.getName() != "tracing.config")
    return success();
  if (!isa<ModuleOp>(op))
    return op->emitOpError("has 'tracing.config', which belongs to the module");
  if (!isa<ConfigAttr>(attribute.getValue()))
    return op->emitOpError("has a 'tracing.config' that is not a '#tracing.config'");
  return success();
}
