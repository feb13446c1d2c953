//===- Passes.h - Checks and optimisations of the tracing dialect ---------===//
#ifndef SONDE_TRANSFORMS_TRACING_PASSES_H
#define SONDE_TRANSFORMS_TRACING_PASSES_H

#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <memory>

namespace sonde {

/// What `tracing-bind-probe-info` does with a probe that has several names.
enum class ProbeInfoStrategy { Clone, Refuse };

#define GEN_PASS_DECL
#include "lib/Transforms/Tracing/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "lib/Transforms/Tracing/Passes.h.inc"

} // namespace sonde

#endif // SONDE_TRANSFORMS_TRACING_PASSES_H
