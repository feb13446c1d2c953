//===- AssignStorage.cpp - A place for every buffer -----------------------===//
//
// The kernel gives a program 512 bytes of stack. What does not fit goes into the
// one entry of a per-CPU array, which costs a lookup and a branch per run.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/BPF/Passes.h"

#include "lib/Transforms/BPF/BufferLifetime.h"
#include "lib/Transforms/BPF/CallTree.h"
#include "lib/Transforms/BPF/Iterators.h"
#include "lib/Transforms/BPF/StackFrame.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/Dominance.h"
#include "llvm/Support/MathExtras.h"

namespace sonde {
#define GEN_PASS_DEF_ASSIGNSTORAGE
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

/// What linked C functions may need: their frames are not known yet.
constexpr unsigned kCalleeBytes = 128;
/// What LLVM may need for spills in each function of a chain of callbacks.
constexpr unsigned kCallbackBytes = 32;
/// The kernel's limit for an entry of a per-CPU map.
constexpr uint64_t kMaxScratchBytes = 32768;

enum class ScratchUse { Never, Auto, Always };

/// How much may be on the stack.
struct Limits {
  ScratchUse use;
  uint64_t budget;
  uint64_t inRegisters; ///< Largest buffer that LLVM is trusted with.

  /// Can the buffer leave the frame?
  bool isMovable(BufferOp buffer, const BufferLifetime &lifetime) const {
    return !buffer.getOnStack() && !isInRegisters(buffer, lifetime);
  }
  bool isInRegisters(BufferOp buffer, const BufferLifetime &lifetime) const {
    return lifetime.usesOf(buffer).onlyWords && buffer.getSize() <= inRegisters;
  }
};

/// Buffers that share one place.
struct Slot {
  SmallVector<BufferOp> buffers;
  llvm::BitVector taken; ///< The buffers that overlap one of these.
  uint64_t size = 0;
  int64_t align = 1;
  bool inRegisters = false;
  bool inScratch = false;
};

//===- Sharing ------------------------------------------------------------===//

bool isLarger(BufferOp a, BufferOp b) { return a.getSize() > b.getSize(); }

/// Places for buffers, which come largest first: a place is as large as the
/// first buffer in it.
SmallVector<Slot> shareSlots(ArrayRef<BufferOp> buffers, const BufferLifetime &lifetime,
                             const Limits &limits) {
  SmallVector<Slot> slots;
  for (BufferOp buffer : buffers) {
    bool inRegisters = limits.isInRegisters(buffer, lifetime);
    auto *slot = inRegisters ? slots.end() : llvm::find_if(slots, [&](const Slot &candidate) {
      return !candidate.inRegisters && !candidate.taken.test(lifetime.numberOf(buffer));
    });
    if (slot == slots.end()) {
      slot = &slots.emplace_back();
      slot->inRegisters = inRegisters;
    }
    slot->buffers.push_back(buffer);
    slot->taken |= lifetime.overlapsOf(buffer);
    slot->size = std::max(slot->size, buffer.getSize());
    slot->align = std::max<int64_t>(slot->align, buffer.getAlign());
  }
  return slots;
}

uint64_t bytesOnStack(ArrayRef<Slot> slots) {
  uint64_t total = 0;
  for (const Slot &slot : slots)
    if (!slot.inRegisters)
      total += bytesInFrame(slot.size);
  return total;
}

/// Moves the largest buffers, as few as leave what fits on the stack. Sharing is decided anew
/// for each number of them: small buffers must not follow a large one.
SmallVector<Slot> assignSlots(const BufferLifetime &lifetime, const Limits &limits) {
  SmallVector<BufferOp> sorted, movable;
  for (BufferOp buffer : lifetime.buffers())
    sorted.insert(llvm::upper_bound(sorted, buffer, isLarger), buffer);
  llvm::copy_if(sorted, std::back_inserter(movable),
                [&](BufferOp buffer) { return limits.isMovable(buffer, lifetime); });
  auto slotsWithout = [&](size_t moved) {
    llvm::SmallDenseSet<Operation *> moves(movable.begin(), movable.begin() + moved);
    SmallVector<BufferOp> stays;
    llvm::copy_if(sorted, std::back_inserter(stays),
                  [&](BufferOp buffer) { return !moves.contains(buffer); });
    return shareSlots(stays, lifetime, limits);
  };
  auto fits = [&](size_t moved) {
    return moved == movable.size() || limits.use == ScratchUse::Never ||
           (limits.use == ScratchUse::Auto && bytesOnStack(slotsWithout(moved)) <= limits.budget);
  };
  size_t tooFew = 0, enough = fits(0) ? 0 : movable.size();
  while (tooFew < enough) {
    size_t middle = (tooFew + enough) / 2;
    if (fits(middle))
      enough = middle;
    else
      tooFew = middle + 1;
  }
  SmallVector<Slot> slots = slotsWithout(enough);
  for (Slot &slot : shareSlots(ArrayRef(movable).take_front(enough), lifetime, limits)) {
    slot.inScratch = true;
    slots.push_back(std::move(slot));
  }
  return slots;
}

//===- Where the scratch map is looked up ---------------------------------===//

/// Where control may come from to an operation.
class Origins {
public:
  explicit Origins(Operation *to) : to(to) {
    SmallVector<Block *> work(to->getBlock()->getPredecessors());
    while (!work.empty()) {
      Block *block = work.pop_back_val();
      if (blocks.insert(block).second)
        work.append(block->pred_begin(), block->pred_end());
    }
  }
  bool contain(Operation *from) const {
    return blocks.contains(from->getBlock()) ||
           (from->getBlock() == to->getBlock() && from->isBeforeInBlock(to));
  }

private:
  Operation *to;
  DenseSet<Block *> blocks;
};

/// The first of `ops`, or the end of the block that dominates all of them.
Operation *commonDominator(ArrayRef<Operation *> ops, DominanceInfo &dominance) {
  Block *block = ops.front()->getBlock();
  for (Operation *op : ops)
    block = dominance.findNearestCommonDominator(block, op->getBlock());
  Operation *first = block->getTerminator();
  for (Operation *op : ops)
    if (op->getBlock() == block && op->isBeforeInBlock(first))
      first = op;
  return first;
}

/// The place of the lookup for all uses that can be reached, or null if there is
/// none. As late as possible, so that runs that leave early pay nothing; but before
/// any record is reserved and any iterator made, because the branch to the end would lose it.
Operation *lookupPlace(CodeOpInterface code, ArrayRef<Operation *> users) {
  DominanceInfo dominance(code);
  SmallVector<Operation *> ops, opens;
  llvm::copy_if(users, std::back_inserter(ops),
                [&](Operation *op) { return dominance.isReachableFromEntry(op->getBlock()); });
  if (ops.empty())
    return nullptr;
  code.walk([&](Operation *op) {
    if (isa<RingbufReserveOp>(op) || makesIterator(op))
      opens.push_back(op);
  });
  Operation *place = commonDominator(ops, dominance);
  while (true) {
    Origins origins(place);
    auto *open = llvm::find_if(opens, [&](Operation *op) {
      auto make = dyn_cast<CallOp>(op);
      return make ? isIteratorAliveAt(make, place, dominance) : origins.contain(op);
    });
    if (open == opens.end())
      return place;
    place = commonDominator({place, *open}, dominance);
    opens.erase(open);
  }
}

//===- One program or callback --------------------------------------------------------===//

class StorageAssignment {
public:
  StorageAssignment(CodeOpInterface code, const BufferLifetime &lifetime, const Limits &limits)
      : code(code), lifetime(lifetime), slots(assignSlots(lifetime, limits)) {}

  LogicalResult run();

  /// What the slots take in the frame, once they have their places.
  uint64_t frameBytes() const;

  unsigned onStack = 0, inScratch = 0, sharing = 0;

private:
  void placeOnStack(Slot &slot);
  void placeInScratch();
  void placeInScratch(ArrayRef<Slot *> together);
  Value scratchKey(Location loc);
  Value lookUpScratch(Operation *place, uint64_t size, Location loc);
  void replace(BufferOp buffer, Value place);
  LogicalResult checkJoins();

  CodeOpInterface code;
  const BufferLifetime &lifetime;
  SmallVector<Slot> slots;
  Value key; ///< Of all scratch maps.
};

LogicalResult StorageAssignment::run() {
  if (failed(checkJoins()))
    return failure();
  // Scratch memory first: looking it up needs a slot for the key, at the start.
  placeInScratch();
  for (Slot &slot : slots)
    if (!slot.inScratch)
      placeOnStack(slot);
  return success();
}

uint64_t StorageAssignment::frameBytes() const {
  uint64_t total = 0;
  for (const Slot &slot : slots)
    if (!slot.inRegisters && !slot.inScratch)
      total += bytesInFrame(slot.size);
  return total;
}

/// A pointer has one type: it cannot come from the stack on one way and from a
/// map on another.
LogicalResult StorageAssignment::checkJoins() {
  DenseMap<Value, Slot *> owners;
  for (Slot &slot : slots)
    for (BufferOp buffer : slot.buffers)
      for (Value pointer : lifetime.usesOf(buffer).pointers) {
        Slot *owner = owners.try_emplace(pointer, &slot).first->second;
        if (owner->inScratch == slot.inScratch)
          continue;
        auto error = buffer.emitError("internal: two buffers become one pointer, but only one "
                                      "fits on the stack");
        error.attachNote(owner->buffers.front().getLoc()) << "the other buffer";
        return failure();
      }
  return success();
}

void StorageAssignment::placeOnStack(Slot &slot) {
  auto builder = OpBuilder::atBlockBegin(&code.getCode().front());
  auto stack = builder.create<StackOp>(slot.buffers.front().getLoc(), slot.size, slot.align);
  for (BufferOp buffer : slot.buffers)
    replace(buffer, stack);
  onStack += slot.buffers.size();
  sharing += slot.buffers.size() - 1;
}

/// In as many maps as are needed.
void StorageAssignment::placeInScratch() {
  SmallVector<Slot *> together;
  uint64_t size = 0;
  for (Slot &slot : slots) {
    if (!slot.inScratch)
      continue;
    if (size + bytesInFrame(slot.size) > kMaxScratchBytes && !together.empty()) {
      placeInScratch(together);
      together.clear();
      size = 0;
    }
    together.push_back(&slot);
    size += bytesInFrame(slot.size);
  }
  if (!together.empty())
    placeInScratch(together);
}

void StorageAssignment::placeInScratch(ArrayRef<Slot *> together) {
  SmallVector<Operation *> users;
  uint64_t size = 0;
  for (Slot *slot : together) {
    size += bytesInFrame(slot->size);
    for (BufferOp buffer : slot->buffers)
      llvm::append_range(users, lifetime.usesOf(buffer).users);
  }
  Operation *place = lookupPlace(code, users);
  if (!place) {
    for (Slot *slot : together)
      slot->inScratch = false; // Nothing uses them: LLVM drops their slots.
    return;
  }
  Value base = lookUpScratch(place, size, place->getLoc());
  OpBuilder builder(place);
  uint64_t offset = 0;
  for (Slot *slot : together) {
    for (BufferOp buffer : slot->buffers)
      replace(buffer, builder.create<ScratchOp>(buffer.getLoc(), base.getType(), base, offset,
                                                buffer.getSize()));
    offset += bytesInFrame(slot->size);
    inScratch += slot->buffers.size();
    sharing += slot->buffers.size() - 1;
  }
}

/// A key that the verifier can track has a whole word to itself.
Value StorageAssignment::scratchKey(Location loc) {
  if (!key) {
    auto builder = OpBuilder::atBlockBegin(&code.getCode().front());
    key = builder.create<StackOp>(loc, 8, 8);
  }
  return key;
}

/// Splits the program before `place`; yields the pointer to the entry, which is
/// not null there.
Value StorageAssignment::lookUpScratch(Operation *place, uint64_t size, Location loc) {
  auto module = code->getParentOfType<ModuleOp>();
  OpBuilder builder(code);
  Type i32 = builder.getI32Type();
  auto layout = LLVM::LLVMArrayType::get(builder.getI8Type(), size);
  auto map = builder.create<MapOp>(
      code.getLoc(), builder.getStringAttr("sonde_scratch_" + code.getCodeName()),
      MapKindAttr::get(builder.getContext(), MapKind::PercpuArray), TypeAttr::get(i32),
      TypeAttr::get(layout), builder.getI64IntegerAttr(1), builder.getI64IntegerAttr(0),
      StringAttr(), TypeAttr(), TypeAttr());
  // Renames the map if a script's map has its name.
  map->remove();
  SymbolTable(module).insert(map, Block::iterator(code));

  Value key = scratchKey(loc);
  Block *block = place->getBlock();
  Block *found = block->splitBlock(place);
  BlockArgument entry =
      found->addArgument(PtrType::get(builder.getContext(), PtrKind::MapValue), loc);
  builder.createBlock(&code.getCode(), code.getCode().end());
  Block *leave = builder.getInsertionBlock();
  code.createLeave(builder, loc);

  builder.setInsertionPointToEnd(block);
  Value index = builder.create<arith::ConstantIntOp>(loc, 0, 32);
  builder.create<StoreOp>(loc, index, key, 0, 4);
  auto pointer = cast<PtrType>(entry.getType()).orNull();
  Value value = builder.create<LookupOp>(loc, pointer, map.getSymName(), key);
  builder.create<BrNullOp>(loc, value, ValueRange(), ValueRange(), leave, found);
  return entry;
}

/// Gives the buffer's uses the new pointer, and all that is computed from it the
/// new type.
void StorageAssignment::replace(BufferOp buffer, Value place) {
  for (Value pointer : lifetime.usesOf(buffer).pointers)
    pointer.setType(place.getType());
  buffer->getResult(0).replaceAllUsesWith(place);
  buffer.erase();
}

struct AssignStorage : sonde::impl::AssignStorageBase<AssignStorage> {
  using AssignStorageBase::AssignStorageBase;

  std::optional<ScratchUse> scratchUse() {
    return llvm::StringSwitch<std::optional<ScratchUse>>(scratch.getValue())
        .Case("never", ScratchUse::Never)
        .Case("auto", ScratchUse::Auto)
        .Case("always", ScratchUse::Always)
        .Default(std::nullopt);
  }

  void runOnOperation() override {
    std::optional<ScratchUse> use = scratchUse();
    if (!use) {
      emitError(getOperation().getLoc())
          << "'scratch' is 'never', 'auto' or 'always', not '" << scratch << "'";
      return signalPassFailure();
    }
    CallTree tree(getOperation());
    // What a function's callbacks need is known before its own buffers are placed.
    DenseMap<Operation *, uint64_t> chains;
    for (CodeOpInterface code : tree.bottomUp()) {
      uint64_t below = 0, fixed = fixedBytes(code, tree), buffers = 0;
      for (CodeOpInterface callee : tree.callees(code))
        below = std::max(below, chains.lookup(callee));
      auto &lifetime = getChildAnalysis<BufferLifetime>(code);
      if (!lifetime.buffers().empty()) {
        uint64_t taken = below + fixed + aboveBytes(code, tree);
        const Limits limits = {*use, budget > taken ? budget - taken : 0, inRegisters};
        StorageAssignment assignment(code, lifetime, limits);
        if (failed(assignment.run()))
          return signalPassFailure();
        buffers = assignment.frameBytes();
        onStack += assignment.onStack;
        inScratch += assignment.inScratch;
        sharing += assignment.sharing;
      }
      chains[code] = below + bytesInChain(buffers + fixed + kCallbackBytes);
    }
  }

  /// What a function needs besides its buffers.
  static uint64_t fixedBytes(CodeOpInterface code, const CallTree &tree) {
    uint64_t bytes = captureBytes(tree.loops(code));
    bool calls = false;
    code.walk([&](Operation *op) {
      if (auto slot = dyn_cast<StackOp>(op))
        bytes += bytesInFrame(slot.getSize());
      if (auto call = dyn_cast<CallOp>(op))
        calls |=
            SymbolTable::lookupNearestSymbolFrom<ExternOp>(op, call.getCalleeAttr()).getKind() ==
            "c";
    });
    return bytes + (calls ? kCalleeBytes : 0);
  }

  /// What is kept for those who run a callback.
  static uint64_t aboveBytes(CodeOpInterface code, const CallTree &tree) {
    uint64_t bytes = 0;
    while ((code = tree.caller(code)))
      bytes += bytesInChain(fixedBytes(code, tree) + kCallbackBytes);
    return bytes;
  }
};

} // namespace
