//===- Passes.h - Decisions about the tracing dialect ---------------------===//
#ifndef SONDE_TRANSFORMS_PLAN_PASSES_H
#define SONDE_TRANSFORMS_PLAN_PASSES_H

#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <memory>

namespace sonde {

#define GEN_PASS_DECL
#include "lib/Transforms/Plan/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "lib/Transforms/Plan/Passes.h.inc"

} // namespace sonde

#endif // SONDE_TRANSFORMS_PLAN_PASSES_H
