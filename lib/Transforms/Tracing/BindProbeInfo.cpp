//===- BindProbeInfo.cpp - The name of the attach point as a constant -----===//
#include "lib/Transforms/Tracing/CloneProbe.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/Builders.h"

namespace sonde {
#define GEN_PASS_DEF_BINDPROBEINFO
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

static bool haveSameName(AttachAttr a, AttachAttr b) { return a.displayName() == b.displayName(); }

static AttachAttr attachPoint(ProbeOp probe, size_t i) {
  return cast<AttachAttr>(probe.getAttach()[i]);
}

/// The first use of the name, or null.
static ProbeInfoOp findUse(ProbeOp probe) {
  ProbeInfoOp found;
  probe.walk([&](ProbeInfoOp op) {
    found = op;
    return WalkResult::interrupt();
  });
  return found;
}

namespace {

struct BindProbeInfo : impl::BindProbeInfoBase<BindProbeInfo> {
  using BindProbeInfoBase::BindProbeInfoBase;

  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    for (ProbeOp probe : llvm::make_early_inc_range(getOperation().getOps<ProbeOp>()))
      if (findUse(probe) && failed(separateNames(probe, symbols)))
        return signalPassFailure();
    for (ProbeOp probe : getOperation().getOps<ProbeOp>())
      if (failed(bind(probe)))
        return signalPassFailure();
  }

  LogicalResult separateNames(ProbeOp probe, SymbolTable &symbols) {
    if (strategy == ProbeInfoStrategy::Clone) {
      copies += cloneForGroups(probe, symbols, haveSameName);
      return success();
    }
    for (size_t i = 1; i < probe.getAttach().size(); ++i) {
      if (haveSameName(attachPoint(probe, 0), attachPoint(probe, i)))
        continue;
      InFlightDiagnostic error =
          findUse(probe).emitError("'probe' has several values here, which needs a copy of the "
                                   "probe for each");
      error.attachNote(probe.getLoc()) << "attached to '" << attachPoint(probe, 0).displayName()
                                       << "' and '" << attachPoint(probe, i).displayName() << "'";
      return error;
    }
    return success();
  }

  LogicalResult bind(ProbeOp probe) {
    std::string name = attachPoint(probe, 0).displayName();
    WalkResult walk = probe.walk([&](ProbeInfoOp op) {
      if (name.size() >= op.getType().getCapacity()) {
        op.emitError() << "'" << name << "' has " << name.size() << " bytes, but 'probe' has room "
                       << "for " << op.getType().getCapacity() - 1;
        return WalkResult::interrupt();
      }
      OpBuilder builder(op);
      auto text = builder.create<ConstStrOp>(op.getLoc(), op.getType(), name, /*into=*/Value());
      op.replaceAllUsesWith(text.getResult());
      op.erase();
      ++bound;
      return WalkResult::advance();
    });
    return failure(walk.wasInterrupted());
  }
};

} // namespace
} // namespace sonde
