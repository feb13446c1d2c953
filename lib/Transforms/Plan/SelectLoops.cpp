//===- SelectLoops.cpp - How each loop is carried out ---------------------===//
#include "lib/Transforms/Plan/Passes.h"

#include "dialect/BPF/IR/BPF.h"

#include "llvm/ADT/StringSwitch.h"

namespace sonde {
#define GEN_PASS_DEF_SELECTLOOPS
#include "lib/Transforms/Plan/Passes.h.inc"

using namespace mlir;
using namespace tr;
using bpf::Feature;

/// A branch back costs the verifier the whole body each time.
constexpr uint64_t kMostBranches = 8;
/// The same, where the kernel has nothing better.
constexpr uint64_t kMostBranchesOnOldKernels = 64;

/// What a strategy needs of the target. Nothing: every kernel has it.
static std::optional<Feature> featureOf(Strategy strategy, bool isOverMap) {
  switch (strategy) {
  case Strategy::Unroll:
  case Strategy::Branch:
    return std::nullopt;
  case Strategy::Callback:
    return isOverMap ? Feature::for_each_map_elem : Feature::bpf_loop;
  case Strategy::IterNum:
    return Feature::iter_num;
  case Strategy::MayGoto:
    return Feature::may_goto;
  }
  llvm_unreachable("all strategies are above");
}

/// Does it become branches, or even a loop?
static bool branches(Operation *op) {
  return isa<MapAccessOpInterface, CaptureStackOp, EqualOp, StrCmpOp>(op);
}

/// Of the program's own loops the verifier goes through each path, again and again until
/// nothing new is known: more branches, or a loop in a loop, and it can give up after a million
/// instructions. What a helper calls is verified by itself.
static bool isSimple(ProbeLoopOpInterface loop) {
  constexpr size_t kMostParts = 4;
  if (loop->getParentOfType<ProbeLoopOpInterface>())
    return false;
  size_t parts = 0;
  WalkResult walked = loop->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op != loop && isa<ProbeLoopOpInterface>(op))
      return WalkResult::interrupt();
    parts += branches(op);
    for (Region &region : op->getRegions())
      parts += region.getBlocks().size();
    return WalkResult::advance();
  });
  return !walked.wasInterrupted() && parts <= kMostParts;
}

namespace {

struct SelectLoops : impl::SelectLoopsBase<SelectLoops> {
  using SelectLoopsBase::SelectLoopsBase;

  void runOnOperation() override {
    if (!prefer.empty() && !symbolizeStrategy(prefer)) {
      getOperation().emitError() << "there is no loop strategy '" << prefer << "'";
      return signalPassFailure();
    }
    getOperation().walk([&](ProbeLoopOpInterface loop) {
      if (loop.getLoopPlan())
        return;
      std::optional<uint64_t> count;
      if (auto range = dyn_cast<ForOp>(loop.getOperation()))
        count = range.getConstantCount();
      if (std::optional<Strategy> strategy = select(loop, count))
        loop.setLoopPlan(
            LoopAttr::get(&getContext(), *strategy,
                          std::min<uint64_t>(count.value_or(~0ull), ForOp::kMostIterations)));
      else
        signalPassFailure();
    });
  }

  std::optional<Strategy> select(ProbeLoopOpInterface loop, std::optional<uint64_t> count) {
    if (count && *count <= 1)
      return Strategy::Unroll;
    bool isOverMap = isa<ForEachOp>(loop.getOperation());
    auto isPossible = [&](Strategy strategy) {
      if (isOverMap && strategy != Strategy::Callback)
        return false;
      bool isWalked = strategy == Strategy::Branch || strategy == Strategy::Unroll;
      if (isWalked && count.value_or(~0ull) > kMostBranchesOnOldKernels)
        return false;
      std::optional<Feature> feature = featureOf(strategy, isOverMap);
      return !feature || bpf::TargetEnv::lookup(loop).has(*feature);
    };
    if (std::optional<Strategy> preferred = symbolizeStrategy(prefer);
        preferred && isPossible(*preferred))
      return preferred;
    bool isWellWalked = isSimple(loop);
    if (isWellWalked && count && *count <= kMostBranches && isPossible(Strategy::Branch))
      return Strategy::Branch;
    // A `while` has no number that the iterator could yield.
    SmallVector<Strategy, 4> order = {Strategy::IterNum, Strategy::MayGoto};
    if (isa<WhileOp>(loop.getOperation()))
      std::swap(order[0], order[1]);
    order.append({Strategy::Callback, Strategy::Branch});
    if (!isWellWalked)
      std::rotate(order.begin(), order.begin() + 2, order.begin() + 3);
    auto *found = llvm::find_if(order, isPossible);
    if (found != order.end())
      return *found;
    refuse(loop, isOverMap);
    return std::nullopt;
  }

  static void refuse(ProbeLoopOpInterface loop, bool isOverMap) {
    const bpf::FeatureInfo &needed =
        bpf::featureInfo(isOverMap ? Feature::for_each_map_elem : Feature::bpf_loop);
    InFlightDiagnostic error = loop.emitError()
                               << "this loop needs Linux " << needed.major << "." << needed.minor
                               << " (" << needed.meaning << "), but the script is compiled for "
                               << bpf::TargetEnv::lookup(loop).kernel();
    if (!isOverMap)
      error.attachNote() << "a range of at most " << kMostBranchesOnOldKernels
                         << " numbers that are known at compile time works on every kernel";
  }
};

} // namespace
} // namespace sonde
