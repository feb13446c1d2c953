//===- Ordering.cpp - Which operations may change places ------------------===//
#include "lib/Transforms/Tracing/Ordering.h"

#include "dialect/Tracing/IR/Tracing.h"

#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;

namespace sonde {

using MemoryEffects::EffectInstance;

std::optional<EffectVector> effectsOf(Operation *op) {
  auto all = getEffectsRecursively(op);
  if (!all)
    return std::nullopt;
  return EffectVector(all->begin(), all->end());
}

std::optional<EffectVector> readsOf(Operation *op) {
  if (op->getNumRegions() || op->hasTrait<OpTrait::IsTerminator>())
    return std::nullopt;
  std::optional<EffectVector> effects = effectsOf(op);
  if (!effects || !llvm::all_of(*effects, [](const EffectInstance &effect) {
        return isa<MemoryEffects::Read>(effect.getEffect());
      }))
    return std::nullopt;
  return effects;
}

/// Two allocations never overlap; anything else might.
static bool areDistinctMemory(Value a, Value b) {
  auto isAllocation = [](Value value) {
    return isa_and_nonnull<tr::LocalOp, tr::BufferOp>(value.getDefiningOp());
  };
  return a && b && a != b && isAllocation(a) && isAllocation(b);
}

static bool mayConcernSame(const EffectInstance &a, const EffectInstance &b) {
  if (a.getResource() != b.getResource())
    return false;
  if (a.getSymbolRef() && b.getSymbolRef())
    return a.getSymbolRef() == b.getSymbolRef();
  return !areDistinctMemory(a.getValue(), b.getValue());
}

bool mayWrite(Operation *op, ArrayRef<EffectInstance> reads) {
  if (reads.empty())
    return false;
  std::optional<EffectVector> effects = effectsOf(op);
  if (!effects)
    return true;
  return llvm::any_of(*effects, [&](const EffectInstance &effect) {
    return isa<MemoryEffects::Write, MemoryEffects::Free>(effect.getEffect()) &&
           llvm::any_of(reads,
                        [&](const EffectInstance &read) { return mayConcernSame(effect, read); });
  });
}

/// In one block, from `begin` up to but not including `end`.
static bool mayChangeIn(Block::iterator begin, Block::iterator end,
                        ArrayRef<EffectInstance> reads) {
  return llvm::any_of(llvm::make_range(begin, end),
                      [&](Operation &op) { return mayWrite(&op, reads); });
}

bool mayChangeBetween(Operation *from, Operation *to, ArrayRef<EffectInstance> reads) {
  if (reads.empty())
    return false;
  Block *first = from->getBlock(), *last = to->getBlock();
  auto afterFrom = std::next(from->getIterator());
  if (first == last)
    return mayChangeIn(afterFrom, to->getIterator(), reads);
  if (mayChangeIn(afterFrom, first->end(), reads) ||
      mayChangeIn(last->begin(), to->getIterator(), reads))
    return true;
  // Backwards over all blocks between the two; `first` is on every way.
  SmallPtrSet<Block *, 8> seen;
  SmallVector<Block *> pending(last->getPredecessors());
  while (!pending.empty()) {
    Block *block = pending.pop_back_val();
    if (block == first || !seen.insert(block).second)
      continue;
    if (block == last || mayChangeIn(block->begin(), block->end(), reads))
      return true;
    llvm::append_range(pending, block->getPredecessors());
  }
  return false;
}

} // namespace sonde
