//===- ClampSizes.cpp - Bound sizes and offsets ---------------------------===//
//
// A bound counts as proved only if the kernel's verifier can follow the proof
// too: the operations whose ranges it does not track (division) have no ranges
// in this dialect either.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/BPF/Passes.h"

#include "dialect/BPF/IR/Memory.h"

#include "mlir/Analysis/DataFlow/ConstantPropagationAnalysis.h"
#include "mlir/Analysis/DataFlow/DeadCodeAnalysis.h"
#include "mlir/Analysis/DataFlow/IntegerRangeAnalysis.h"
#include "mlir/IR/Builders.h"

namespace sonde {
#define GEN_PASS_DEF_CLAMPSIZES
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

/// A value that must not be above a constant.
struct Bound {
  OpOperand *value;
  uint64_t max;
};

void boundLength(SmallVectorImpl<Bound> &bounds, MutableOperandRange length, uint64_t size) {
  for (OpOperand &operand : length)
    bounds.push_back({&operand, size});
}

/// Sizes stand behind the memory that they belong to.
void boundHelperSizes(SmallVectorImpl<Bound> &bounds, HelperCallOp op) {
  ArrayRef<HelperArgument> kinds = op.getInfo()->arguments;
  for (unsigned i = 1; i < kinds.size(); ++i) {
    OpOperand &size = op->getOpOperand(i);
    if (kinds[i] != HelperArgument::Size || !size.get().getType().isInteger(64))
      continue;
    if (std::optional<uint64_t> bytes = bytesBehind(op->getOperand(i - 1)))
      bounds.push_back({&size, *bytes});
  }
}

SmallVector<Bound> boundsOf(CodeOpInterface code) {
  SmallVector<Bound> bounds;
  code.walk([&](Operation *op) {
    if (auto read = dyn_cast<ProbeReadOp>(op))
      boundLength(bounds, read.getLengthMutable(), read.getSize());
    else if (auto read = dyn_cast<ProbeReadStrOp>(op))
      boundLength(bounds, read.getLengthMutable(), read.getSize());
    else if (auto move = dyn_cast<PtrAddOp>(op))
      bounds.push_back({&move.getOffsetMutable(), move.getBound() - move.getAccess()});
    else if (auto call = dyn_cast<HelperCallOp>(op))
      boundHelperSizes(bounds, call);
  });
  return bounds;
}

struct ClampSizes : sonde::impl::ClampSizesBase<ClampSizes> {
  void runOnOperation() override {
    SmallVector<Bound> bounds = boundsOf(getOperation());
    if (bounds.empty())
      return markAllAnalysesPreserved();

    DataFlowSolver solver;
    solver.load<dataflow::DeadCodeAnalysis>();
    solver.load<dataflow::SparseConstantPropagation>();
    solver.load<dataflow::IntegerRangeAnalysis>();
    if (failed(solver.initializeAndRun(getOperation())))
      return signalPassFailure();

    // All answers first: the solver knows nothing of values made afterwards.
    SmallVector<Bound> open;
    for (const Bound &bound : bounds)
      if (!fits(solver, bound))
        open.push_back(bound);
    proved += bounds.size() - open.size();
    clamped += open.size();
    for (const Bound &bound : open) {
      OpBuilder builder(bound.value->getOwner());
      Location loc = bound.value->getOwner()->getLoc();
      bound.value->set(builder.create<ClampOp>(loc, bound.value->get(), bound.max));
    }
  }

  static bool fits(DataFlowSolver &solver, const Bound &bound) {
    const auto *state = solver.lookupState<dataflow::IntegerValueRangeLattice>(bound.value->get());
    if (!state || state->getValue().isUninitialized())
      return false;
    return state->getValue().getValue().umax().ule(bound.max);
  }
};

} // namespace
