//===- SinkPastFilters.cpp - Work below the branch that may spare it ------===//
#include "lib/Transforms/Tracing/Ordering.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/Dominance.h"
#include "llvm/ADT/PostOrderIterator.h"

namespace sonde {
#define GEN_PASS_DEF_SINKPASTFILTERS
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

/// The one successor that is only entered from `block` and dominates all uses of
/// `op`; null if there is none.
static Block *onlyUser(Operation *op, Block *block, DominanceInfo &dominance) {
  for (Block *successor : block->getSuccessors()) {
    if (successor->getSinglePredecessor() != block)
      continue;
    bool usedOnlyThere = llvm::all_of(op->getUsers(), [&](Operation *user) {
      Block *place = op->getParentRegion()->findAncestorBlockInRegion(*user->getBlock());
      return place && dominance.dominates(successor, place);
    });
    if (usedOnlyThere)
      return successor;
  }
  return nullptr;
}

/// Would the operation cross a write to what it reads on its way to the block's end?
static bool crossesWrite(Operation *op, const EffectVector &reads) {
  return llvm::any_of(llvm::make_range(std::next(op->getIterator()), op->getBlock()->end()),
                      [&](Operation &crossed) { return mayWrite(&crossed, reads); });
}

namespace {

struct SinkPastFilters : impl::SinkPastFiltersBase<SinkPastFilters> {
  void runOnOperation() override {
    auto &dominance = getAnalysis<DominanceInfo>();
    // Blocks before their successors: an operation may sink past several filters.
    llvm::ReversePostOrderTraversal<Region *> order(&getOperation().getBody());
    for (Block *block : order)
      if (block->getNumSuccessors() > 1)
        sinkFrom(block, dominance);
    markAnalysesPreserved<DominanceInfo>();
  }

  /// From the end to the start: users leave before what they use.
  void sinkFrom(Block *block, DominanceInfo &dominance) {
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(*block))) {
      if (op.use_empty() || op.hasTrait<OpTrait::ConstantLike>())
        continue;
      std::optional<EffectVector> reads = readsOf(&op);
      if (!reads || crossesWrite(&op, *reads))
        continue;
      Block *target = onlyUser(&op, block, dominance);
      if (!target)
        continue;
      op.moveBefore(target, target->begin());
      ++sunk;
    }
  }
};

} // namespace
} // namespace sonde
