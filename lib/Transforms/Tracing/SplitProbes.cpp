//===- SplitProbes.cpp - One kind of attach point per probe ---------------===//
#include "lib/Transforms/Tracing/CloneProbe.h"
#include "lib/Transforms/Tracing/Passes.h"

namespace sonde {
#define GEN_PASS_DEF_SPLITPROBES
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

struct SplitProbes : impl::SplitProbesBase<SplitProbes> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    for (ProbeOp probe : llvm::make_early_inc_range(getOperation().getOps<ProbeOp>()))
      copies += cloneForGroups(probe, symbols, [](AttachAttr first, AttachAttr other) {
        return first.getKind() == other.getKind() && !hasOwnProgram(first.getKind());
      });
  }
};

} // namespace
} // namespace sonde
