//===- CSE.cpp - Merge equal computations, reads included -----------------===//
//
// The standard `cse` ends its search at any write, whatever it writes; this one
// asks which resource and which map.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Tracing/Ordering.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/Dominance.h"
#include "llvm/ADT/ScopedHashTable.h"
#include "llvm/Support/RecyclingAllocator.h"

namespace sonde {
#define GEN_PASS_DEF_TRACINGCSE
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

/// Operations are the same when all but their places are.
struct Equivalence : llvm::DenseMapInfo<Operation *> {
  static unsigned getHashValue(const Operation *op) {
    return OperationEquivalence::computeHash(
        const_cast<Operation *>(op), OperationEquivalence::directHashValue,
        OperationEquivalence::ignoreHashValue, OperationEquivalence::IgnoreLocations);
  }
  static bool isEqual(const Operation *a, const Operation *b) {
    if (a == b)
      return true;
    if (a == getTombstoneKey() || a == getEmptyKey() || b == getTombstoneKey() ||
        b == getEmptyKey())
      return false;
    return OperationEquivalence::isEquivalentTo(const_cast<Operation *>(a),
                                                const_cast<Operation *>(b),
                                                OperationEquivalence::IgnoreLocations);
  }
};

using Known = llvm::ScopedHashTable<Operation *, Operation *, Equivalence>;

struct TracingCSE : impl::TracingCSEBase<TracingCSE> {
  void runOnOperation() override {
    Region &body = getOperation().getBody();
    Known known;
    if (body.hasOneBlock()) {
      Known::ScopeTy scope(known);
      return visitBlock(body.front(), known);
    }
    visitTree(getAnalysis<DominanceInfo>().getRootNode(&body), known);
    markAnalysesPreserved<DominanceInfo>();
  }

  /// What is known in a block is known in all that it dominates.
  void visitTree(DominanceInfoNode *node, Known &known) {
    Known::ScopeTy scope(known);
    visitBlock(*node->getBlock(), known);
    for (DominanceInfoNode *child : node->children())
      visitTree(child, known);
  }

  void visitBlock(Block &block, Known &known) {
    for (Operation &op : llvm::make_early_inc_range(block)) {
      if (isOpTriviallyDead(&op)) {
        op.erase();
        ++dead;
        continue;
      }
      std::optional<EffectVector> reads = readsOf(&op);
      if (!reads || op.getNumResults() == 0)
        continue;
      Operation *earlier = known.lookup(&op);
      if (earlier && !mayChangeBetween(earlier, &op, *reads)) {
        op.replaceAllUsesWith(earlier);
        op.erase();
        ++merged;
        continue;
      }
      known.insert(&op, &op); // From here on this one is the nearest.
    }
  }
};

} // namespace
} // namespace sonde
