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
    if (count && *count <= kMostBranches && isPossible(Strategy::Branch))
      return Strategy::Branch;
    // A `while` has no number that the iterator could yield.
    SmallVector<Strategy, 4> order = {Strategy::IterNum, Strategy::MayGoto};
    if (isa<WhileOp>(loop.getOperation()))
      std::swap(order[0], order[1]);
    order.append({Strategy::Callback, Strategy::Branch});
    // Linux 6.17 and later get lost in loops of the program's own that a callback runs
    // ("verifier bug: add backedge").
    if (loop->getParentOfType<ForEachOp>())
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
