//===- Passes.h - Passes on the bpf dialect -------------------------------===//
#ifndef SONDE_TRANSFORMS_BPF_PASSES_H
#define SONDE_TRANSFORMS_BPF_PASSES_H

#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <memory>

namespace sonde {

#define GEN_PASS_DECL
#include "lib/Transforms/BPF/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "lib/Transforms/BPF/Passes.h.inc"

} // namespace sonde

#endif // SONDE_TRANSFORMS_BPF_PASSES_H
