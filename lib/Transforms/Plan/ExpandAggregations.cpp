//===- ExpandAggregations.cpp - Aggregations as updates of words ----------===//
//
// A new aggregation is one function and one line of the table; if numbers can be
// read out of it, another of each.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Plan/Passes.h"
#include "lib/Types/Ordered.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace sonde {
#define GEN_PASS_DEF_EXPANDAGGREGATIONS
#include "lib/Transforms/Plan/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

/// How a map's value changes: one kind and one operand for each word.
struct WordUpdates {
  SmallVector<Value, 2> values;
  SmallVector<int32_t, 2> kinds;
  Value index; ///< Of the first word; null for word 0.
  Value epoch; ///< Of the words; null if they always count.

  void add(UpdateKind kind, Value value) {
    kinds.push_back(static_cast<int32_t>(kind));
    values.push_back(value);
  }
};

/// What goes into an aggregation; null where that takes nothing.
struct Taken {
  Value value, time;
};

using Expansion = WordUpdates (*)(ImplicitLocOpBuilder &, AggType, Taken);

Value constant(ImplicitLocOpBuilder &builder, uint64_t value) {
  return builder.create<arith::ConstantOp>(builder.getI64IntegerAttr(static_cast<int64_t>(value)));
}

WordUpdates expandCount(ImplicitLocOpBuilder &builder, AggType, Taken) {
  WordUpdates updates;
  updates.add(UpdateKind::Add, constant(builder, 1));
  return updates;
}

WordUpdates expandSum(ImplicitLocOpBuilder &, AggType, Taken taken) {
  WordUpdates updates;
  updates.add(UpdateKind::Add, taken.value);
  return updates;
}

WordUpdates expandTotalAndCount(ImplicitLocOpBuilder &builder, AggType, Taken taken) {
  WordUpdates updates;
  updates.add(UpdateKind::Add, taken.value);
  updates.add(UpdateKind::Add, constant(builder, 1));
  return updates;
}

/// orderedFromValue, as operations: it is an exclusive or with a constant.
WordUpdates expandExtreme(ImplicitLocOpBuilder &builder, AggType type, Taken taken) {
  bool isMin = type.getKind() == AggKind::Min;
  uint64_t flipped = orderedFromValue(0, !type.getIsUnsigned(), isMin);
  Value value = taken.value;
  if (flipped)
    value = builder.create<arith::XOrIOp>(value, constant(builder, flipped));
  WordUpdates updates;
  updates.add(UpdateKind::UMax, value);
  updates.add(UpdateKind::UMax, constant(builder, 1));
  return updates;
}

WordUpdates expandHist(ImplicitLocOpBuilder &builder, AggType type, Taken taken) {
  WordUpdates updates;
  updates.index = builder.create<Log2BucketOp>(builder.getI64Type(), taken.value,
                                               static_cast<uint32_t>(type.getParameters()[0]));
  updates.add(UpdateKind::Add, constant(builder, 1));
  return updates;
}

WordUpdates expandLHist(ImplicitLocOpBuilder &builder, AggType type, Taken taken) {
  ArrayRef<int64_t> range = type.getParameters();
  WordUpdates updates;
  updates.index = builder.create<LinearBucketOp>(
      builder.getI64Type(), taken.value, builder.getI64IntegerAttr(range[0]),
      builder.getI64IntegerAttr(range[1]), builder.getI64IntegerAttr(range[2]));
  updates.add(UpdateKind::Add, constant(builder, 1));
  return updates;
}

WordUpdates expandLast(ImplicitLocOpBuilder &, AggType, Taken taken) {
  WordUpdates updates;
  updates.add(UpdateKind::Set, taken.value);
  updates.add(UpdateKind::Set, taken.time);
  return updates;
}

WordUpdates expandTSeries(ImplicitLocOpBuilder &, AggType, Taken);

Expansion expansionOf(AggKind kind) {
  switch (kind) {
  case AggKind::Count:
    return expandCount;
  case AggKind::Sum:
    return expandSum;
  case AggKind::Avg:
  case AggKind::Stats:
    return expandTotalAndCount;
  case AggKind::Min:
  case AggKind::Max:
    return expandExtreme;
  case AggKind::Hist:
    return expandHist;
  case AggKind::LHist:
    return expandLHist;
  case AggKind::TSeries:
    return expandTSeries;
  }
  llvm_unreachable("all kinds are above");
}

/// What its kind does, among the words of the interval that the time falls into.
WordUpdates expandTSeries(ImplicitLocOpBuilder &builder, AggType type, Taken taken) {
  std::optional<AggKind> kind = type.getIntervalKind();
  auto state = kind ? AggType::get(type.getContext(), *kind, type.getIsUnsigned(), {}) : AggType();
  WordUpdates updates = (kind ? expansionOf(*kind) : expandLast)(builder, state, taken);
  Type word = builder.getI64Type();
  Value number = builder.create<DivOp>(word, taken.time, constant(builder, type.getParameters()[0]),
                                       /*is_signed=*/false, /*report=*/false);
  Value place = builder.create<RemOp>(word, number, constant(builder, type.getParameters()[1]),
                                      /*is_signed=*/false, /*report=*/false);
  updates.index = builder.create<arith::MulIOp>(place, constant(builder, type.intervalWords()));
  updates.epoch = builder.create<arith::AddIOp>(number, constant(builder, 1));
  return updates;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

SmallVector<Value> fold(ImplicitLocOpBuilder &builder, MapReduceOp op, ArrayRef<UpdateKind> kinds) {
  SmallVector<int32_t> numbers;
  for (UpdateKind kind : kinds)
    numbers.push_back(static_cast<int32_t>(kind));
  SmallVector<Type> types(kinds.size(), builder.getI64Type());
  auto words = builder.create<MapFoldOp>(types, op.getMapAttr(), op.getKey(),
                                         builder.getDenseI32ArrayAttr(numbers));
  return llvm::to_vector_of<Value>(words.getWords());
}

/// `value`, or 0 where `count` is 0.
Value unlessNone(ImplicitLocOpBuilder &builder, Value count, Value value) {
  Value zero = constant(builder, 0);
  Value isNone = builder.create<arith::CmpIOp>(arith::CmpIPredicate::eq, count, zero);
  return builder.create<arith::SelectOp>(isNone, zero, value);
}

/// Count, average and total.
SmallVector<Value> reduceStats(ImplicitLocOpBuilder &builder, AggType type, MapReduceOp op) {
  SmallVector<Value> words = fold(builder, op, {UpdateKind::Add, UpdateKind::Add});
  Value quotient = builder.create<DivOp>(builder.getI64Type(), words[0], words[1],
                                         /*is_signed=*/!type.getIsUnsigned(), /*report=*/false);
  return {words[1], unlessNone(builder, words[1], quotient), words[0]};
}

/// valueFromOrdered, as operations.
Value reduceExtreme(ImplicitLocOpBuilder &builder, AggType type, MapReduceOp op) {
  SmallVector<Value> words = fold(builder, op, {UpdateKind::UMax, UpdateKind::UMax});
  uint64_t flipped = valueFromOrdered(0, !type.getIsUnsigned(), type.getKind() == AggKind::Min);
  Value value = words[0];
  if (flipped)
    value = builder.create<arith::XOrIOp>(value, constant(builder, flipped));
  return unlessNone(builder, words[1], value);
}

SmallVector<Value> reduce(ImplicitLocOpBuilder &builder, AggType type, MapReduceOp op) {
  switch (type.getKind()) {
  case AggKind::Count:
  case AggKind::Sum:
    return fold(builder, op, UpdateKind::Add);
  case AggKind::Avg:
    return {reduceStats(builder, type, op)[1]};
  case AggKind::Stats:
    return reduceStats(builder, type, op);
  case AggKind::Min:
  case AggKind::Max:
    return {reduceExtreme(builder, type, op)};
  case AggKind::Hist:
  case AggKind::LHist:
  case AggKind::TSeries:
    break;
  }
  llvm_unreachable("the verifier lets no histogram and no series be read");
}

struct ExpandAggregations : impl::ExpandAggregationsBase<ExpandAggregations> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    getOperation().walk([&](AggregateOp op) {
      // The map, and not the operation, knows parameters and sign.
      AggType type = symbols.lookup<MapOp>(op.getMap()).getAggregation();
      ImplicitLocOpBuilder builder(op.getLoc(), op);
      WordUpdates updates =
          expansionOf(type.getKind())(builder, type, {op.getValue(), op.getTime()});
      builder.create<MapUpdateOp>(TypeRange(), op.getMapAttr(), op.getKey(), updates.index,
                                  updates.epoch, updates.values,
                                  builder.getDenseI32ArrayAttr(updates.kinds), YieldAttr(),
                                  op.getReportAttr(), op.getOnErrorAttr());
      op.erase();
      ++expanded;
    });
    getOperation().walk([&](MapReduceOp op) {
      AggType type = symbols.lookup<MapOp>(op.getMap()).getAggregation();
      ImplicitLocOpBuilder builder(op.getLoc(), op);
      op.replaceAllUsesWith(reduce(builder, type, op));
      op.erase();
      ++expanded;
    });
  }
};

} // namespace
} // namespace sonde
