//===- PlaceValues.cpp - Memory for values that do not fit a register -----===//
//
// In steps, each of which leaves valid IR: values that cross blocks become
// variables; what can be built in the place that needs it is moved there; the
// rest gets a buffer. Whether a buffer is on the stack is decided much later, by
// bpf-assign-storage.
//
//===----------------------------------------------------------------------===//
#include "dialect/Tracing/IR/Layout.h"
#include "lib/Transforms/Plan/Passes.h"
#include "lib/Transforms/Tracing/Ordering.h"

#include "mlir/IR/Builders.h"

namespace sonde {
#define GEN_PASS_DEF_PLACEVALUES
#include "lib/Transforms/Plan/Passes.h.inc"

using namespace mlir;
using namespace tr;

static bool isLargeValue(Value value) {
  Operation *scope = value.getParentBlock()->getParentOp();
  return isLarge(value.getType(), scope);
}

static PtrType memoryFor(Type type) {
  return PtrType::get(type.getContext(), type, AddrSpace::Local);
}

//===----------------------------------------------------------------------===//
// Values that cross blocks
//===----------------------------------------------------------------------===//

/// A choice between two large values becomes a branch.
static void expandSelect(arith::SelectOp select) {
  Location loc = select.getLoc();
  Block *before = select->getBlock();
  Block *after = before->splitBlock(std::next(Block::iterator(select)));
  Value chosen = after->addArgument(select.getType(), loc);
  select.getResult().replaceAllUsesWith(chosen);
  OpBuilder builder = OpBuilder::atBlockEnd(before);
  builder.create<cf::CondBranchOp>(loc, select.getCondition(), after, select.getTrueValue(), after,
                                   select.getFalseValue());
  select.erase();
}

/// Puts a block on the way from `branch` to its successor `index`, which takes
/// over the operands.
static void splitEdge(BranchOpInterface branch, unsigned index) {
  Block *target = branch->getSuccessor(index);
  SuccessorOperands operands = branch.getSuccessorOperands(index);
  SmallVector<Value> forwarded(operands.getForwardedOperands());
  operands.erase(0, forwarded.size());
  OpBuilder builder(branch->getContext());
  Block *edge = builder.createBlock(target);
  builder.create<cf::BranchOp>(branch.getLoc(), target, forwarded);
  branch->setSuccessor(edge, index);
}

/// A large argument of a block becomes a buffer that each predecessor writes.
/// The buffer stands in the entry block, which dominates them all.
static LogicalResult replaceArgument(BlockArgument argument, Block &entry) {
  Block *block = argument.getOwner();
  unsigned number = argument.getArgNumber();
  for (Block *predecessor : llvm::to_vector(block->getPredecessors())) {
    auto branch = dyn_cast<BranchOpInterface>(predecessor->getTerminator());
    if (!branch)
      return predecessor->getTerminator()->emitError(
          "a value of more than 8 bytes cannot go through this operation");
    for (unsigned i = 0; i < branch->getNumSuccessors(); ++i)
      if (branch->getSuccessor(i) == block && branch->getNumSuccessors() > 1)
        splitEdge(branch, i);
  }
  Location loc = argument.getLoc();
  auto builder = OpBuilder::atBlockBegin(&entry);
  Value buffer = builder.create<BufferOp>(loc, memoryFor(argument.getType()));
  for (Block *predecessor : block->getPredecessors()) {
    auto branch = cast<BranchOpInterface>(predecessor->getTerminator());
    SuccessorOperands operands = branch.getSuccessorOperands(0);
    builder.setInsertionPoint(branch);
    builder.create<StoreLocalOp>(branch.getLoc(), operands[number], buffer);
    operands.erase(number);
  }
  builder.setInsertionPointToStart(block);
  auto load = builder.create<LoadLocalOp>(loc, argument.getType(), buffer, /*into=*/Value());
  argument.replaceAllUsesWith(load.getResult());
  block->eraseArgument(number);
  return success();
}

static LogicalResult removeLargeArguments(Region &body) {
  for (Block &block : llvm::drop_begin(llvm::make_early_inc_range(body)))
    for (unsigned i = block.getNumArguments(); i-- > 0;)
      if (isLargeValue(block.getArgument(i)) &&
          failed(replaceArgument(block.getArgument(i), body.front())))
        return failure();
  return success();
}

/// A callback gets the key and value of a map in memory of its own.
static void takeEntryInMemory(CodeOpInterface code) {
  Block &entry = code.getCode().front();
  auto builder = OpBuilder::atBlockBegin(&entry);
  for (BlockArgument argument : entry.getArguments()) {
    Type type = argument.getType();
    if (!isLargeValue(argument))
      continue;
    argument.setType(memoryFor(type));
    auto load = builder.create<LoadLocalOp>(argument.getLoc(), type, argument, /*into=*/Value());
    argument.replaceAllUsesExcept(load.getResult(), load);
  }
}

//===----------------------------------------------------------------------===//
// What is needed where
//===----------------------------------------------------------------------===//

/// The reads of an operation that may be done later, once: it may besides count
/// a failure, which commutes with everything. Nothing for others.
static std::optional<EffectVector> movableReads(Operation *op) {
  std::optional<EffectVector> effects = effectsOf(op);
  if (!effects)
    return std::nullopt;
  EffectVector reads;
  for (const MemoryEffects::EffectInstance &effect : *effects) {
    if (effect.getResource() == ErrorsResource::get())
      continue;
    if (!isa<MemoryEffects::Read>(effect.getEffect()))
      return std::nullopt;
    reads.push_back(effect);
  }
  return reads;
}

/// The operation that makes a large value for `user` alone, in the same block.
static InPlaceOpInterface onlyProducer(Value value, Operation *user) {
  auto producer = value.getDefiningOp<InPlaceOpInterface>();
  bool isAlone = producer && isLargeValue(value) && value.hasOneUse() &&
                 producer->getBlock() == user->getBlock();
  return isAlone ? producer : InPlaceOpInterface();
}

/// May `producer` run where `user`, which is behind it in its block, stands?
static bool canMoveTo(Operation *producer, Operation *user) {
  std::optional<EffectVector> reads = movableReads(producer);
  if (!reads)
    return false;
  for (Operation *op = producer->getNextNode(); op != user; op = op->getNextNode())
    if (mayWrite(op, *reads))
      return false;
  return true;
}

static bool touches(Operation *op, Value memory) {
  std::optional<EffectVector> effects = effectsOf(op);
  if (!effects)
    return true;
  return llvm::any_of(*effects, [&](const MemoryEffects::EffectInstance &effect) {
    return effect.getResource() == LocalMemoryResource::get() &&
           (!effect.getValue() || effect.getValue() == memory);
  });
}

/// May the value be written to `slot` as soon as it is made? The producer itself
/// must not read what it would overwrite.
static bool canBuildIn(Operation *producer, StoreLocalOp store) {
  Operation *slot = store.getSlot().getDefiningOp();
  if (!slot || touches(producer, store.getSlot()))
    return false;
  if (slot->getBlock() == producer->getBlock() && !slot->isBeforeInBlock(producer))
    return false;
  for (Operation *op = producer->getNextNode(); op != store; op = op->getNextNode())
    if (touches(op, store.getSlot()))
      return false;
  return true;
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

namespace {

struct PlaceValues : impl::PlaceValuesBase<PlaceValues> {
  using PlaceValuesBase::PlaceValuesBase;

  void runOnOperation() override {
    CodeOpInterface probe = getOperation();
    takeEntryInMemory(probe);
    SmallVector<arith::SelectOp> selects;
    probe.walk([&](arith::SelectOp op) {
      if (isLargeValue(op.getResult()))
        selects.push_back(op);
    });
    llvm::for_each(selects, expandSelect);
    if (failed(removeLargeArguments(probe.getCode())))
      return signalPassFailure();
    if (inPlace) {
      probe.walk([&](LoadLocalOp op) { useVariable(op); });
      probe.walk([&](StoreLocalOp op) { buildInVariable(op); });
      // Later events first: what they take away does not stand between an
      // earlier event and its fields.
      SmallVector<EmitOp> events;
      probe.walk([&](EmitOp op) { events.push_back(op); });
      for (EmitOp event : llvm::reverse(events))
        buildInRecord(event);
    }
    if (failed(giveBuffers(probe)))
      signalPassFailure();
  }

  /// What a variable holds is used in the variable itself, by those before whom
  /// it does not change.
  void useVariable(LoadLocalOp load) {
    if (!load.getResult() || !isLargeValue(load.getResult()))
      return;
    std::optional<EffectVector> reads = readsOf(load);
    if (!reads)
      return;
    load.getResult().replaceUsesWithIf(load.getSlot(), [&](OpOperand &use) {
      Operation *user = use.getOwner();
      // A copy of a variable into itself would overlap.
      auto store = dyn_cast<StoreLocalOp>(user);
      if (store && store.getSlot() == load.getSlot())
        return false;
      return !mayChangeBetween(load, user, *reads);
    });
    if (!load.getResult().use_empty())
      return;
    load.erase();
    ++built;
  }

  void buildInVariable(StoreLocalOp store) {
    InPlaceOpInterface producer = onlyProducer(store.getValue(), store);
    if (!producer || !canBuildIn(producer, store))
      return;
    OpBuilder builder(producer);
    producer.cloneInto(builder, store.getSlot());
    store.erase();
    producer.erase();
    ++built;
  }

  void buildInRecord(EmitOp event) {
    if (event.getDeferred())
      return;
    SmallVector<Value> given;
    SmallVector<int32_t> deferred;
    SmallVector<InPlaceOpInterface> producers;
    for (auto [i, field] : llvm::enumerate(event.getFields())) {
      InPlaceOpInterface producer = onlyProducer(field, event);
      if (!producer || !canMoveTo(producer, event)) {
        given.push_back(field);
        continue;
      }
      deferred.push_back(i);
      producers.push_back(producer);
    }
    if (producers.empty())
      return;
    OpBuilder builder(event);
    auto filled = builder.create<EmitOp>(event.getLoc(), event.getEventAttr(), given,
                                         builder.getDenseI32ArrayAttr(deferred));
    Block *fill = builder.createBlock(&filled.getFill());
    event.erase();
    for (InPlaceOpInterface producer : producers) {
      Type type = memoryFor(producer.getProduced().getType());
      builder.setInsertionPointToEnd(fill);
      producer.cloneInto(builder, fill->addArgument(type, producer.getLoc()));
      producer.erase();
      ++built;
    }
  }

  LogicalResult giveBuffers(CodeOpInterface probe) {
    bool isComplete = true;
    probe.walk([&](Operation *op) {
      if (!llvm::any_of(op->getResults(), isLargeValue))
        return;
      auto producer = dyn_cast<InPlaceOpInterface>(op);
      if (!producer) {
        op->emitError("a value of more than 8 bytes cannot be placed: this operation has no form "
                      "that writes it into memory");
        isComplete = false;
        return;
      }
      OpBuilder builder(op);
      Value value = producer.getProduced();
      Value buffer = builder.create<BufferOp>(op->getLoc(), memoryFor(value.getType()));
      producer.cloneInto(builder, buffer);
      value.replaceAllUsesWith(buffer);
      op->erase();
      ++buffers;
    });
    return success(isComplete);
  }
};

} // namespace
} // namespace sonde
