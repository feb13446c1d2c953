//===- ShareLookups.cpp - Look up an entry once ---------------------------===//
#include "lib/Transforms/BPF/Passes.h"

#include "lib/Transforms/BPF/BufferLifetime.h"

#include "mlir/IR/Dominance.h"
#include "mlir/IR/Matchers.h"

namespace sonde {
#define GEN_PASS_DEF_SHARELOOKUPS
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

//===- Keys with equal bytes ----------------------------------------------===//

/// Byte `index` of a value; a byte of a constant is that byte, of no value.
struct KeyByte {
  const void *source = nullptr;
  uint64_t index = 0;
  bool isWritten = false;

  bool operator==(const KeyByte &other) const {
    return isWritten && other.isWritten && source == other.source && index == other.index;
  }
};

using KeyBytes = SmallVector<KeyByte>;

void writeValue(KeyBytes &bytes, Value value, uint64_t offset) {
  APInt constant;
  bool isConstant = matchPattern(value, m_ConstantInt(&constant));
  uint64_t width = value.getType().getIntOrFloatBitWidth() / 8;
  for (uint64_t i = 0; i < width && offset + i < bytes.size(); ++i)
    bytes[offset + i] = isConstant
                            ? KeyByte{nullptr, constant.extractBitsAsZExtValue(8, i * 8), true}
                            : KeyByte{value.getAsOpaquePointer(), i, true};
}

/// Applies what `op` writes into the buffer; false if that cannot be described.
bool applyWrite(KeyBytes &bytes, Operation *op) {
  if (auto store = dyn_cast<StoreOp>(op)) {
    writeValue(bytes, store.getValue(), store.getOffset());
    return true;
  }
  if (auto zero = dyn_cast<ZeroOp>(op)) {
    for (uint64_t i = zero.getOffset(); i < zero.getOffset() + zero.getSize(); ++i)
      if (i < bytes.size())
        bytes[i] = {nullptr, 0, true};
    return true;
  }
  auto call = dyn_cast<HelperCallOp>(op);
  if (!call || llvm::StringRef(call.getInfo()->name) != "get_current_comm")
    return false;
  // The name of the current task is the same all through a run.
  for (uint64_t i = 0; i < bytes.size(); ++i)
    bytes[i] = {call.getInfo(), i, true};
  return true;
}

bool onlyReads(Operation *op, const BufferUses &key) {
  if (isa<LoadOp, LookupOp, LookupPercpuOp, UpdateOp, DeleteOp>(op))
    return true;
  auto copy = dyn_cast<CopyOp>(op);
  return copy && !key.pointers.contains(copy.getTo());
}

/// The bytes of a key that was filled, in one block, before it is looked up and
/// never again.
std::optional<KeyBytes> keyBytes(LookupOp lookup, uint64_t size, DominanceInfo &dominance) {
  Operation *buffer = lookup.getKey().getDefiningOp();
  if (!isa_and_nonnull<BufferOp, StackOp>(buffer))
    return std::nullopt;
  BufferUses uses = BufferUses::of(lookup.getKey());
  SmallVector<Operation *> writes;
  for (Operation *user : uses.users)
    if (!onlyReads(user, uses))
      writes.push_back(user);
  if (writes.empty() || uses.pointers.size() != 1)
    return std::nullopt;
  for (Operation *write : writes)
    if (write->getBlock() != writes.front()->getBlock() ||
        !dominance.properlyDominates(write, lookup))
      return std::nullopt;
  llvm::sort(writes, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });

  KeyBytes bytes(size);
  for (Operation *write : writes)
    if (!applyWrite(bytes, write))
      return std::nullopt;
  return bytes;
}

//===- What ends the validity of a pointer --------------------------------===//

Operation *objectOf(Value pointer) {
  while (auto move = pointer.getDefiningOp<PtrAddOp>())
    pointer = move.getPtr();
  Operation *definition = pointer.getDefiningOp();
  return isa_and_nonnull<BufferOp, StackOp>(definition) ? definition : nullptr;
}

bool mayAlias(Value a, Value b) {
  auto first = dyn_cast<PtrType>(a.getType()), second = dyn_cast<PtrType>(b.getType());
  if (first && second && first.getKind() != second.getKind())
    return false;
  Operation *firstObject = objectOf(a), *secondObject = objectOf(b);
  return !firstObject || !secondObject || firstObject == secondObject;
}

/// Two lookups that may be one.
struct Candidate {
  LookupOp earlier, later;
  bool entriesStay; ///< Entries of the map never move.
  bool sameBuffer;  ///< Then the key's memory must not change in between.

  bool isEndedBy(Operation *op);
  bool holdsOnAllPaths();
};

bool Candidate::isEndedBy(Operation *op) {
  if (isMemoryEffectFree(op))
    return false;
  auto interface = dyn_cast<MemoryEffectOpInterface>(op);
  if (!interface)
    return true;
  SmallVector<MemoryEffects::EffectInstance> effects;
  interface.getEffects(effects);
  return llvm::any_of(effects, [&](const MemoryEffects::EffectInstance &effect) {
    if (!isa<MemoryEffects::Write>(effect.getEffect()))
      return false;
    if (SymbolRefAttr map = effect.getSymbolRef())
      return !entriesStay && map == later.getMapAttr();
    if (Value written = effect.getValue())
      return sameBuffer && mayAlias(written, later.getKey());
    return true;
  });
}

/// Walks back from the later lookup to the earlier one, which is on every path.
bool Candidate::holdsOnAllPaths() {
  Block *start = later->getBlock();
  DenseSet<Block *> seen;
  SmallVector<Block *> work;
  auto scan = [&](Block *block, Operation *from) {
    for (Operation *op = from; op; op = op->getPrevNode()) {
      if (op == earlier.getOperation())
        return true;
      if (isEndedBy(op))
        return false;
    }
    work.append(block->pred_begin(), block->pred_end());
    return true;
  };
  if (!scan(start, later->getPrevNode()))
    return false;
  while (!work.empty()) {
    Block *block = work.pop_back_val();
    if (seen.insert(block).second && !scan(block, block->getTerminator()))
      return false;
  }
  return true;
}

struct ShareLookups : sonde::impl::ShareLookupsBase<ShareLookups> {
  void runOnOperation() override {
    auto &dominance = getAnalysis<DominanceInfo>();
    DenseMap<Attribute, SmallVector<LookupOp>> byMap;
    getOperation().walk<WalkOrder::PreOrder>(
        [&](LookupOp lookup) { byMap[lookup.getMapAttr()].push_back(lookup); });
    bool changed = false;
    for (auto &[name, lookups] : byMap) {
      if (lookups.size() < 2)
        continue;
      auto map =
          SymbolTable::lookupNearestSymbolFrom<MapOp>(getOperation(), lookups.front().getMapAttr());
      changed |= share(map, lookups, dominance);
    }
    if (!changed)
      markAllAnalysesPreserved();
  }

  bool share(MapOp map, ArrayRef<LookupOp> lookups, DominanceInfo &dominance) {
    SmallVector<std::pair<LookupOp, std::optional<KeyBytes>>> kept;
    for (LookupOp lookup : lookups) {
      std::optional<KeyBytes> key = keyBytes(lookup, map.keySize(), dominance);
      auto *earlier = llvm::find_if(kept, [&](auto &other) {
        bool sameBuffer = other.first.getKey() == lookup.getKey();
        bool sameBytes = key && other.second && *key == *other.second;
        return (sameBuffer || sameBytes) &&
               dominance.properlyDominates(other.first.getOperation(), lookup) &&
               Candidate{other.first, lookup, map.isArray(), sameBuffer && !sameBytes}
                   .holdsOnAllPaths();
      });
      if (earlier == kept.end()) {
        kept.emplace_back(lookup, std::move(key));
        continue;
      }
      lookup.replaceAllUsesWith(earlier->first.getResult());
      lookup.erase();
      ++shared;
    }
    return kept.size() != lookups.size();
  }
};

} // namespace
