//===- FuseMapUpdates.cpp - Several accesses under one key as one ---------===//
//
// Works within blocks, on keys that are the same SSA value: tracing-cse has made
// equal keys the same before.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Tracing/Ordering.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/Builders.h"

namespace sonde {
#define GEN_PASS_DEF_FUSEMAPUPDATES
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

/// May `op` see or change anything in the map?
static bool mayTouch(Operation *op, SymbolRefAttr map) {
  std::optional<EffectVector> effects = effectsOf(op);
  if (!effects)
    return true;
  return llvm::any_of(*effects, [&](const MemoryEffects::EffectInstance &effect) {
    return effect.getResource() == MapResource::get() &&
           (!effect.getSymbolRef() || effect.getSymbolRef() == map);
  });
}

/// The access to the map of `op` before `op` in its block, if it is the nearest
/// one, of the kind asked for, and under the same key.
template <typename OpT> static OpT previousAccess(MapAccessOpInterface op) {
  // After planning a key is in memory, which may have been written in between.
  if (op.getMapKey() && isa<PtrType>(op.getMapKey().getType()) &&
      cast<PtrType>(op.getMapKey().getType()).isLocal())
    return {};
  for (Operation *before = op->getPrevNode(); before; before = before->getPrevNode()) {
    if (!mayTouch(before, op.getMapRef()))
      continue;
    auto access = dyn_cast<OpT>(before);
    bool isSame =
        access && access.getMapAttr() == op.getMapRef() && Value(access.getKey()) == op.getMapKey();
    return isSame ? access : OpT();
  }
  return {};
}

/// What is added to `old` to give `sum`, made at `builder`; null if `sum` is
/// something else.
static Value addedTo(Value old, Value sum, OpBuilder &builder) {
  if (auto add = sum.getDefiningOp<arith::AddIOp>()) {
    if (add.getLhs() == old && add.getRhs() != old)
      return add.getRhs();
    if (add.getRhs() == old && add.getLhs() != old)
      return add.getLhs();
  }
  if (auto sub = sum.getDefiningOp<arith::SubIOp>();
      sub && sub.getLhs() == old && sub.getRhs() != old) {
    Value zero = builder.create<arith::ConstantOp>(sub.getLoc(), builder.getI64IntegerAttr(0));
    return builder.create<arith::SubIOp>(sub.getLoc(), zero, sub.getRhs());
  }
  return {};
}

/// Do all uses of `value`, besides that by `except`, come after `op`?
static bool isUsedOnlyAfter(Value value, Operation *except, Operation *op) {
  return llvm::all_of(value.getUsers(), [&](Operation *user) {
    if (user == except)
      return true;
    Operation *ancestor = op->getBlock()->findAncestorOpInBlock(*user);
    // Blocks that the value reaches are entered after all of its own.
    return ancestor ? op->isBeforeInBlock(ancestor) : true;
  });
}

namespace {

struct FuseMapUpdates : impl::FuseMapUpdatesBase<FuseMapUpdates> {
  void runOnOperation() override {
    getOperation().walk([&](Block *block) {
      for (Operation &op : llvm::make_early_inc_range(*block)) {
        if (auto set = dyn_cast<MapSetOp>(op)) {
          dropOverwritten(set);
          fuseReadModifyWrite(set);
        } else if (auto update = dyn_cast<MapUpdateOp>(op)) {
          addToPrevious(update);
        } else if (auto aggregate = dyn_cast<AggregateOp>(op)) {
          addToPrevious(aggregate);
        }
      }
    });
  }

  void dropOverwritten(MapSetOp set) {
    auto before = previousAccess<MapSetOp>(set);
    // A failure that is to be reported is reported by the write that stays.
    if (!before || before.getOnErrorAttr() != set.getOnErrorAttr())
      return;
    before.erase();
    ++overwritten;
  }

  void fuseReadModifyWrite(MapSetOp set) {
    auto get = previousAccess<MapGetOp>(set);
    if (!get || !get.getResult() || !get.getResult().getType().isInteger(64))
      return;
    Value old = get.getResult(), sum = set.getValue();
    Operation *adding = sum.getDefiningOp();
    if (!adding || adding->getBlock() != set->getBlock())
      return;
    bool needsOld = !old.hasOneUse(), needsNew = !sum.hasOneUse();
    // An update yields one value, when it is done.
    if (needsOld && needsNew)
      return;
    if (!isUsedOnlyAfter(old, adding, set) || !isUsedOnlyAfter(sum, set, set))
      return;
    OpBuilder builder(set);
    Value added = addedTo(old, sum, builder);
    if (!added)
      return;
    auto update = createUpdate(builder, set, added, needsOld, needsNew);
    set.erase();
    if (needsNew)
      sum.replaceAllUsesWith(update.getResult());
    adding->erase();
    if (needsOld)
      old.replaceAllUsesWith(update.getResult());
    get.erase();
    ++fused;
    addToPrevious(update);
  }

  static MapUpdateOp createUpdate(OpBuilder &builder, MapSetOp set, Value added, bool needsOld,
                                  bool needsNew) {
    Yield yield = needsOld ? Yield::Old : Yield::New;
    bool hasResult = needsOld || needsNew;
    MLIRContext *context = builder.getContext();
    auto update = builder.create<MapUpdateOp>(
        set.getLoc(), hasResult ? TypeRange(builder.getI64Type()) : TypeRange(), set.getMapAttr(),
        set.getKey(), /*index=*/Value(), /*epoch=*/Value(), ValueRange(added),
        builder.getDenseI32ArrayAttr(static_cast<int32_t>(UpdateKind::Add)),
        hasResult ? YieldAttr::get(context, yield) : YieldAttr(), set.getReportAttr(),
        set.getOnErrorAttr());
    return update;
  }

  /// Additions do not care who comes first, so the later one does both.
  void addToPrevious(MapUpdateOp update) {
    auto before = previousAccess<MapUpdateOp>(update);
    auto isAddition = [](MapUpdateOp op) {
      return op && !op.getResult() && llvm::all_of(op.getKinds(), [](int32_t kind) {
               return static_cast<UpdateKind>(kind) == UpdateKind::Add;
             });
    };
    if (!isAddition(before) || !isAddition(update) || before.getIndex() != update.getIndex() ||
        before.getEpoch() != update.getEpoch() ||
        before.getKinds().size() != update.getKinds().size() ||
        before.getOnErrorAttr() != update.getOnErrorAttr())
      return;
    OpBuilder builder(update);
    for (auto [mine, earlier] : llvm::zip(update.getValuesMutable(), before.getValues()))
      mine.set(builder.create<arith::AddIOp>(update.getLoc(), earlier, mine.get()));
    before.erase();
    ++added;
  }

  void addToPrevious(AggregateOp aggregate) {
    auto before = previousAccess<AggregateOp>(aggregate);
    if (!before || aggregate.getKind() != AggKind::Sum ||
        before.getOnErrorAttr() != aggregate.getOnErrorAttr())
      return;
    OpBuilder builder(aggregate);
    Value sum =
        builder.create<arith::AddIOp>(aggregate.getLoc(), before.getValue(), aggregate.getValue());
    aggregate.getValueMutable().assign(sum);
    before.erase();
    ++added;
  }
};

} // namespace
} // namespace sonde
