//===- ExpandLoops.cpp - Loops as branches and callbacks ------------------===//
//
// Carries out what tracing-select-loops has planned. What stays in the program
// becomes branches here already, so that everything behind this pass sees nothing
// but blocks; the body of a callback moves into a function of its own.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Plan/Passes.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"

namespace sonde {
#define GEN_PASS_DEF_EXPANDLOOPS
#include "lib/Transforms/Plan/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

/// The terminators that end an iteration or the loop, not those of loops inside.
template <typename OpT> SmallVector<OpT> terminatorsOf(Region &body) {
  SmallVector<OpT> found;
  for (Block &block : body)
    if (auto end = dyn_cast<OpT>(block.getTerminator()))
      found.push_back(end);
  return found;
}

PtrType slotType(Type type) { return PtrType::get(type.getContext(), type, AddrSpace::Local); }

/// Expands one loop. Those inside of it are expanded already, unless it is unrolled.
class LoopExpansion {
public:
  explicit LoopExpansion(ProbeLoopOpInterface loop)
      : loop(loop), body(loop.getLoopBody()), plan(loop.getLoopPlan()), loc(loop.getLoc()),
        builder(loop) {}

  void run(SymbolTable &symbols);

private:
  ProbeLoopOpInterface loop;
  Region &body;
  LoopAttr plan;
  Location loc;
  OpBuilder builder;
  Block *after = nullptr; ///< What follows the loop; takes the loop's result.

  Value constant(int64_t number, unsigned bits = 64) {
    return builder.create<arith::ConstantOp>(
        loc, builder.getIntegerAttr(builder.getIntegerType(bits), number));
  }
  Value countOf(ForOp range);
  Value limited(Value count);
  Value startOf() {
    auto range = dyn_cast<ForOp>(loop.getOperation());
    return range ? range.getFrom() : Value();
  }
  void forgetChangedVariables();
  /// Counts a failure where the kernel ends the loop, if that is to be reported.
  FlatSymbolRefAttr siteOfLimit() { return loop->getAttrOfType<FlatSymbolRefAttr>("on_error"); }
  Block *addLimit(Block *exit, Value count);
  void reportLimit(Value left, Value count);
  Value isCut(Value count);

  void unroll(uint64_t count);
  void branch(bool isGuarded);
  void iterate();
  void callBack(SymbolTable &symbols);
  void addContext(llvm::SetVector<Value> &used);
  /// Puts the body's blocks before `after`.
  Block *inlineBody();
  void finish();
  Block *addBlock(TypeRange arguments = {}) {
    OpBuilder::InsertionGuard guard(builder);
    return builder.createBlock(after, arguments, SmallVector<Location>(arguments.size(), loc));
  }
  void replaceEnds(ArrayRef<NextOp> nexts, ArrayRef<LeaveOp> leaves, Block *exit,
                   llvm::function_ref<void()> next);
  CallbackOp outline(SymbolTable &symbols, ArrayRef<Value> captured);
};

//===----------------------------------------------------------------------===//
// How often
//===----------------------------------------------------------------------===//

/// `to - from`, or 0 where that is negative.
Value LoopExpansion::countOf(ForOp range) {
  if (std::optional<uint64_t> count = range.getConstantCount())
    return constant(static_cast<int64_t>(*count));
  auto less = range.getIsUnsigned() ? arith::CmpIPredicate::ult : arith::CmpIPredicate::slt;
  Value isLess = builder.create<arith::CmpIOp>(loc, less, range.getFrom(), range.getTo());
  Value distance = builder.create<arith::SubIOp>(loc, range.getTo(), range.getFrom());
  return builder.create<arith::SelectOp>(loc, isLess, distance, constant(0));
}

Value LoopExpansion::limited(Value count) {
  return builder.create<arith::MinUIOp>(loc, count, constant(plan.getBound()));
}

/// Has the range more numbers than the loop could take? A `while` always has.
Value LoopExpansion::isCut(Value count) {
  if (!count)
    return constant(1, 1);
  return builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ugt, count,
                                       constant(plan.getBound()));
}

/// Where the loop goes when its body did not leave it: to `exit`, by way of the report
/// if it was cut.
Block *LoopExpansion::addLimit(Block *exit, Value count) {
  OpBuilder::InsertionGuard guard(builder);
  Block *end = addBlock(), *report = addBlock();
  builder.setInsertionPointToEnd(end);
  Value no = constant(0, 1);
  builder.create<cf::CondBranchOp>(loc, isCut(count), report, ValueRange(), exit, ValueRange(no));
  builder.setInsertionPointToEnd(report);
  builder.create<ReportOp>(loc, siteOfLimit());
  builder.create<cf::BranchOp>(loc, exit, no);
  return end;
}

/// Can what the verifier does depend on the number that `value` is made of? Not by what it is added
/// to, nor by where it is stored; `slot` is the variable that it comes from.
bool isTested(Value value, Value slot) {
  llvm::SetVector<Value> reached;
  reached.insert(value);
  for (size_t i = 0; i < reached.size(); ++i)
    for (Operation *user : reached[i].getUsers()) {
      if (isa<EmitOp, MapSetOp>(user))
        continue;
      if (auto store = dyn_cast<StoreLocalOp>(user)) {
        if (store.getSlot() != slot)
          return true;
        continue;
      }
      bool isComputed = isa<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::AndIOp,
                            arith::OrIOp, arith::XOrIOp, arith::ShLIOp, arith::ShRUIOp,
                            arith::ShRSIOp, arith::ExtUIOp, arith::ExtSIOp, arith::TruncIOp>(user);
      if (!isComputed || user->getResult(0).getType().isInteger(1))
        return true;
      reached.insert(user->getResult(0));
    }
  return false;
}

/// What the verifier knows of a variable exactly, it would follow from one iteration to the next:
/// from the entry on, and from where the body finds out about it.
void LoopExpansion::forgetChangedVariables() {
  llvm::SetVector<Value> changed;
  body.walk([&](StoreLocalOp store) {
    Type type = store.getSlot().getType().getPointee();
    bool isNumber =
        type.isInteger(8) || type.isInteger(16) || type.isInteger(32) || type.isInteger(64);
    if (isNumber && !body.isAncestor(store.getSlot().getParentRegion()))
      changed.insert(store.getSlot());
  });
  for (Value slot : changed) {
    bool tested = llvm::any_of(slot.getUsers(), [&](Operation *user) {
      return isa<LoadLocalOp>(user) && body.isAncestor(user->getParentRegion()) &&
             isTested(user->getResult(0), slot);
    });
    OpBuilder at = tested ? OpBuilder::atBlockBegin(&body.front()) : builder;
    Type type = withoutSigns(cast<PtrType>(slot.getType()).getPointee());
    Value known = at.create<LoadLocalOp>(loc, type, slot, Value()).getResult();
    at.create<StoreLocalOp>(loc, at.create<ForgetOp>(loc, known), slot);
  }
}

//===----------------------------------------------------------------------===//
// In the program
//===----------------------------------------------------------------------===//

Block *LoopExpansion::inlineBody() {
  Block *entry = &body.front();
  after->getParent()->getBlocks().splice(Region::iterator(after), body.getBlocks());
  return entry;
}

/// `next` creates the branch that goes on; what leaves goes to `exit`, with whether
/// it returns.
void LoopExpansion::replaceEnds(ArrayRef<NextOp> nexts, ArrayRef<LeaveOp> leaves, Block *exit,
                                llvm::function_ref<void()> next) {
  OpBuilder::InsertionGuard guard(builder);
  for (NextOp end : nexts) {
    builder.setInsertionPoint(end);
    next();
    end.erase();
  }
  for (LeaveOp end : leaves) {
    builder.setInsertionPoint(end);
    builder.create<cf::BranchOp>(end.getLoc(), exit, constant(end.getReturning(), 1));
    end.erase();
  }
}

/// A branch back, with a counter for a range; `isGuarded` lets the kernel count,
/// too, because the verifier does not walk the loop to its end then.
void LoopExpansion::branch(bool isGuarded) {
  auto range = dyn_cast<ForOp>(loop.getOperation());
  SmallVector<NextOp> nexts = terminatorsOf<NextOp>(body);
  SmallVector<LeaveOp> leaves = terminatorsOf<LeaveOp>(body);
  Value count = range ? countOf(range) : Value(), start = startOf();
  SmallVector<Type, 1> counter;
  SmallVector<Value, 1> first;
  if (range) {
    counter.push_back(builder.getI64Type());
    first.push_back(constant(0));
  }
  Block *head = addBlock(counter);
  builder.create<cf::BranchOp>(loc, head, first);
  builder.setInsertionPointToEnd(head);
  Block *entry = inlineBody();
  Value no;
  if (isGuarded) {
    Block *stop = addBlock(), *test = range ? addBlock() : entry;
    builder.create<MayGotoOp>(loc, test, stop);
    builder.setInsertionPointToEnd(stop);
    if (FlatSymbolRefAttr site = siteOfLimit())
      builder.create<ReportOp>(loc, site);
    no = constant(0, 1);
    builder.create<cf::BranchOp>(loc, after, no);
    builder.setInsertionPointToEnd(test);
    if (range)
      test->moveBefore(entry);
  }
  if (range) {
    Value done = head->getArgument(0);
    if (isGuarded) // The body may find out what it is.
      done = builder.create<ForgetOp>(loc, done);
    Value isLess = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, done, count);
    Value index = builder.create<arith::AddIOp>(loc, start, done);
    builder.create<cf::CondBranchOp>(loc, isLess, entry, index, after, ValueRange(constant(0, 1)));
  } else if (!isGuarded) {
    builder.create<cf::BranchOp>(loc, entry);
  }
  replaceEnds(nexts, leaves, after, [&] {
    SmallVector<Value, 1> following;
    if (range)
      following.push_back(builder.create<arith::AddIOp>(loc, head->getArgument(0), constant(1)));
    builder.create<cf::BranchOp>(loc, head, following);
  });
}

/// An iterator of the kernel, which each way out destroys.
void LoopExpansion::iterate() {
  auto range = dyn_cast<ForOp>(loop.getOperation());
  SmallVector<NextOp> nexts = terminatorsOf<NextOp>(body);
  SmallVector<LeaveOp> leaves = terminatorsOf<LeaveOp>(body);
  Value count = range ? countOf(range) : Value(), start = startOf();
  Value iterator = builder.create<IterNumNewOp>(loc, slotType(builder.getI64Type()),
                                                range ? limited(count) : constant(plan.getBound()));
  Block *head = addBlock();
  builder.create<cf::BranchOp>(loc, head);
  Block *entry = inlineBody();
  Block *exit = addBlock(builder.getI1Type());
  builder.setInsertionPointToEnd(head);
  auto next =
      builder.create<IterNumNextOp>(loc, builder.getI64Type(), builder.getI1Type(), iterator);
  SmallVector<Value, 1> index;
  if (range)
    index.push_back(builder.create<arith::AddIOp>(loc, start, next.getIndex()));
  if (siteOfLimit())
    builder.create<cf::CondBranchOp>(loc, next.getMore(), entry, index, addLimit(exit, count),
                                     ValueRange());
  else
    builder.create<cf::CondBranchOp>(loc, next.getMore(), entry, index, exit,
                                     ValueRange(constant(0, 1)));
  replaceEnds(nexts, leaves, exit, [&] { builder.create<cf::BranchOp>(loc, head); });
  builder.setInsertionPointToEnd(exit);
  builder.create<IterNumDestroyOp>(loc, iterator);
  builder.create<cf::BranchOp>(loc, after, ValueRange(exit->getArgument(0)));
}

/// The body again and again, each copy behind the other.
void LoopExpansion::unroll(uint64_t count) {
  Value start = startOf();
  SmallVector<Block *> entries;
  SmallVector<std::pair<SmallVector<NextOp>, SmallVector<LeaveOp>>> ends;
  for (uint64_t i = 0; i < count; ++i) {
    Region copy;
    IRMapping mapping;
    body.cloneInto(&copy, mapping);
    ends.emplace_back(terminatorsOf<NextOp>(copy), terminatorsOf<LeaveOp>(copy));
    entries.push_back(&copy.front());
    after->getParent()->getBlocks().splice(Region::iterator(after), copy.getBlocks());
  }
  auto enter = [&](uint64_t i) {
    if (i == count)
      return void(builder.create<cf::BranchOp>(loc, after, ValueRange(constant(0, 1))));
    Value index = builder.create<arith::AddIOp>(loc, start, constant(static_cast<int64_t>(i)));
    builder.create<cf::BranchOp>(loc, entries[i], index);
  };
  enter(0);
  for (uint64_t i = 0; i < count; ++i)
    replaceEnds(ends[i].first, ends[i].second, after, [&] { enter(i + 1); });
}

//===----------------------------------------------------------------------===//
// In a function
//===----------------------------------------------------------------------===//

/// The same behind a call that has run the loop, if its body did not leave it.
void LoopExpansion::reportLimit(Value left, Value count) {
  Value stayed = builder.create<arith::XOrIOp>(loc, left, constant(1, 1));
  Value failed = builder.create<arith::AndIOp>(loc, stayed, isCut(count));
  Block *before = loop->getBlock(), *next = before->splitBlock(loop);
  Block *report = builder.createBlock(next);
  builder.create<ReportOp>(loc, siteOfLimit());
  builder.create<cf::BranchOp>(loc, next);
  builder.setInsertionPointToEnd(before);
  builder.create<cf::CondBranchOp>(loc, failed, report, next);
  builder.setInsertionPoint(loop);
}

/// Moves the body into a function that takes the captured values.
CallbackOp LoopExpansion::outline(SymbolTable &symbols, ArrayRef<Value> captured) {
  auto probe = loop->getParentOfType<ProbeOp>();
  FlatSymbolRefAttr map;
  if (auto each = dyn_cast<ForEachOp>(loop.getOperation()))
    map = each.getMapAttr();
  OpBuilder atModule(probe);
  auto callback = atModule.create<CallbackOp>(loc, (probe.getSymName() + "_loop").str(),
                                              probe.getSymName(), map);
  callback->remove();
  symbols.insert(callback, Block::iterator(probe));
  callback.getBody().takeBody(body);
  Block &entry = callback.getBody().front();
  if (isa<WhileOp>(loop.getOperation()))
    entry.addArgument(builder.getI64Type(), loc);
  for (Value value : captured) {
    Value argument = entry.addArgument(value.getType(), value.getLoc());
    value.replaceUsesWithIf(argument, [&](OpOperand &use) {
      return callback.getBody().isAncestor(use.getOwner()->getParentRegion());
    });
  }
  return callback;
}

/// Stacks are taken from the probe's context, which they do not name.
void LoopExpansion::addContext(llvm::SetVector<Value> &used) {
  bool takesStack =
      body.walk([](CaptureStackOp) { return WalkResult::interrupt(); }).wasInterrupted();
  if (takesStack)
    used.insert(loop->getParentOfType<ProbeOp>().getContext());
}

void LoopExpansion::callBack(SymbolTable &symbols) {
  auto range = dyn_cast<ForOp>(loop.getOperation());
  Value count, times;
  // A callback that the verifier knows to be run no time at all is removed, and the kernel
  // then misses it ("No program to jit").
  if (range) {
    count = builder.create<ForgetOp>(loc, countOf(range));
    times = limited(count);
  } else if (isa<WhileOp>(loop.getOperation())) {
    times = constant(plan.getBound());
  }

  // The callback counts from 0.
  OpBuilder inside = OpBuilder::atBlockBegin(&body.front());
  if (range) {
    BlockArgument index = range.getIndex();
    auto shifted = inside.create<arith::AddIOp>(loc, index, range.getFrom());
    index.replaceAllUsesExcept(shifted, shifted);
  }
  // Whether the body left the loop, or returned, are variables that both functions see.
  Value left, returned;
  auto note = [&](LeaveOp leave, Value &slot) {
    if (!slot)
      slot = builder.create<LocalOp>(loc, slotType(builder.getI1Type()), "");
    OpBuilder before(leave);
    Value yes = before.create<arith::ConstantOp>(leave.getLoc(), before.getBoolAttr(true));
    before.create<StoreLocalOp>(leave.getLoc(), yes, slot);
  };
  for (LeaveOp leave : terminatorsOf<LeaveOp>(body)) {
    if (siteOfLimit())
      note(leave, left);
    if (leave.getReturning())
      note(leave, returned);
    leave.setReturning(false);
  }

  llvm::SetVector<Value> used;
  getUsedValuesDefinedAbove(body, used);
  addContext(used);
  SmallVector<Value> captured;
  for (Value value : used) {
    inside.setInsertionPointToStart(&body.front());
    Operation *source = value.getDefiningOp();
    if (source && source->hasTrait<OpTrait::ConstantLike>()) {
      Operation *copy = inside.clone(*source);
      replaceAllUsesInRegionWith(value, copy->getResult(0), body);
    } else if (isLarge(value.getType(), loop)) {
      Value slot = builder.create<LocalOp>(loc, slotType(value.getType()), "");
      builder.create<StoreLocalOp>(loc, value, slot);
      Value copy = inside.create<LoadLocalOp>(loc, value.getType(), slot, Value()).getResult();
      replaceAllUsesInRegionWith(value, copy, body);
      captured.push_back(slot);
    } else {
      captured.push_back(value);
    }
  }
  CallbackOp callback = outline(symbols, captured);
  builder.create<RunLoopOp>(loc, callback.getSymName(), times, captured);
  auto isSet = [&](Value slot) -> Value {
    if (!slot)
      return constant(0, 1);
    return builder.create<LoadLocalOp>(loc, builder.getI1Type(), slot, Value()).getResult();
  };
  loop->getResult(0).replaceAllUsesWith(isSet(returned));
  if (siteOfLimit())
    reportLimit(isSet(left), count);
  loop.erase();
}

//===----------------------------------------------------------------------===//
// One loop
//===----------------------------------------------------------------------===//

void LoopExpansion::run(SymbolTable &symbols) {
  Strategy strategy = plan.getStrategy();
  bool isWalked = strategy == Strategy::Branch || strategy == Strategy::Unroll;
  if (!isWalked)
    forgetChangedVariables();
  if (strategy == Strategy::Callback)
    return callBack(symbols);
  Block *before = loop->getBlock();
  after = before->splitBlock(loop);
  loop->getResult(0).replaceAllUsesWith(after->addArgument(builder.getI1Type(), loc));
  builder.setInsertionPointToEnd(before);
  switch (strategy) {
  case Strategy::Unroll:
    unroll(plan.getBound());
    break;
  case Strategy::IterNum:
    iterate();
    break;
  default:
    branch(/*isGuarded=*/strategy == Strategy::MayGoto);
  }
  loop.erase();
}

struct ExpandLoops : impl::ExpandLoopsBase<ExpandLoops> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    bool isPossible = true;
    getOperation().walk(
        [&](ProbeLoopOpInterface loop) { isPossible &= succeeded(checkPlan(loop)); });
    if (!isPossible)
      return signalPassFailure();
    // Unrolling copies the loops inside, each of which is a loop of its own then.
    expand(symbols, [](Strategy strategy) { return strategy == Strategy::Unroll; });
    expand(symbols, [](Strategy strategy) { return strategy != Strategy::Unroll; });
  }

  /// Inner loops first.
  void expand(SymbolTable &symbols, llvm::function_ref<bool(Strategy)> isMeant) {
    SmallVector<ProbeLoopOpInterface> loops;
    getOperation().walk([&](ProbeLoopOpInterface loop) {
      if (isMeant(loop.getLoopPlan().getStrategy()))
        loops.push_back(loop);
    });
    for (ProbeLoopOpInterface loop : loops)
      LoopExpansion(loop).run(symbols);
    expanded += loops.size();
  }

  /// Not every strategy is for every loop.
  static LogicalResult checkPlan(ProbeLoopOpInterface loop) {
    if (!loop.getLoopPlan())
      return loop.emitError("the loop has no plan; run 'tracing-select-loops' first");
    Strategy strategy = loop.getLoopPlan().getStrategy();
    if (isa<ForEachOp>(loop.getOperation()) && strategy != Strategy::Callback)
      return loop.emitError() << "a loop over a map cannot be carried out by '"
                              << stringifyStrategy(strategy) << "'";
    auto range = dyn_cast<ForOp>(loop.getOperation());
    if (strategy == Strategy::Unroll && !(range && range.getConstantCount()))
      return loop.emitError("only a loop with a constant number of iterations can be unrolled");
    return success();
  }
};

} // namespace
} // namespace sonde
