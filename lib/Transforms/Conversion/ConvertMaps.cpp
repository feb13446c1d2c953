//===- ConvertMaps.cpp - Map accesses as lookups and updates --------------===//
//
// The hit path of an update is a lookup and plain or atomic words: no other CPU
// can lose it. The miss path is a helper call that also creates the entry.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;

namespace sonde {

constexpr int64_t kEntryExists = -17; // -EEXIST

//===----------------------------------------------------------------------===//
// Keys and entries
//===----------------------------------------------------------------------===//

Value ProbeConverter::keyPointer(const MapAccess &map, Value key) {
  if (!key) {
    if (!slots.zero)
      slots.zero = createSlot(constant(0, 32), map.keySize).base;
    return slots.zero;
  }
  if (isPlaced(key))
    return pointerTo(place(key), map.keySize);
  // The same pointer for the same key lets bpf-share-lookups see that it is.
  Value &slot = slots.keys[key];
  if (!slot)
    slot = createSlot(value(key), map.keySize).base;
  return slot;
}

Value ProbeConverter::lookUp(const MapAccess &map, Value key) {
  auto type = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::MapValue).orNull();
  return builder.create<bpf::LookupOp>(loc, type, map.symbol, key);
}

Place ProbeConverter::arrayEntry(const MapAccess &map) {
  Value found = lookUp(map, keyPointer(map, Value()));
  auto type = cast<bpf::PtrType>(found.getType()).nonNull();
  return {builder.create<bpf::RequireNonnullOp>(loc, type, found, bpf::OnNull::Leave)};
}

Place ProbeConverter::valueOrZero(const MapAccess &map, Value key, uint64_t size) {
  Value found = lookUp(map, keyPointer(map, key));
  auto type = cast<bpf::PtrType>(found.getType()).nonNull();
  return {builder.create<bpf::RequireNonnullOp>(loc, type, found, bpf::OnNull::Zero, size)};
}

void ProbeConverter::markPresent(const MapAccess &map, const Place &entry) {
  store(constant(1), entry.at(map.presentOffset()));
}

//===----------------------------------------------------------------------===//
// Get, has, set, delete
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::MapGetOp op) {
  const MapAccess &map = symbols.map(op.getMap());
  return deliver(op, valueOrZero(map, op.getKey(), map.valueSize));
}

LogicalResult ProbeConverter::convert(tr::MapHasOp op) {
  const MapAccess &map = symbols.map(op.getMap());
  if (map.isArray) {
    Place entry = valueOrZero(map, Value(), map.entrySize());
    Value present = load(entry.at(map.presentOffset()), builder.getI64Type());
    values.map(op.getResult(), Value(builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ne,
                                                                   present, constant(0))));
    return success();
  }
  Value found = lookUp(map, keyPointer(map, op.getKey()));
  Value no = constant(0, 1), yes = constant(1, 1);
  Block *next = addBlock(builder.getI1Type());
  Block *hit = addBlock(cast<bpf::PtrType>(found.getType()).nonNull());
  builder.create<bpf::BrNullOp>(loc, found, no, ValueRange(), next, hit);
  continueIn(hit);
  branchTo(next, yes);
  continueIn(next);
  values.map(op.getResult(), next->getArgument(0));
  return success();
}

LogicalResult ProbeConverter::convert(tr::MapSetOp op) {
  const MapAccess &map = symbols.map(op.getMap());
  if (map.isArray) {
    Place entry = arrayEntry(map);
    write(op.getValue(), map.value, entry);
    markPresent(map, entry);
    return success();
  }
  Value key = keyPointer(map, op.getKey());
  Value written = isPlaced(op.getValue()) ? pointerTo(place(op.getValue()), map.valueSize)
                                          : createSlot(value(op.getValue()), map.valueSize).base;
  Value error = builder.create<bpf::UpdateOp>(
      loc, builder.getI64Type(), map.symbol, key, written,
      bpf::UpdateFlagAttr::get(builder.getContext(), bpf::UpdateFlag::Any));
  reportNegative(op.getOnErrorAttr(), error);
  return success();
}

/// Yields the word that said whether there was an entry.
Value ProbeConverter::deleteEntry(const MapAccess &map, const Place &entry) {
  Value present = load(entry.at(map.presentOffset()), builder.getI64Type());
  zero(entry, map.entrySize());
  return present;
}

LogicalResult ProbeConverter::convert(tr::MapDeleteOp op) {
  const MapAccess &map = symbols.map(op.getMap());
  Value existed;
  if (map.isArray) {
    Value present = map.isPerCpu ? deleteOnAllCpus(map) : deleteEntry(map, arrayEntry(map));
    existed = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ne, present, constant(0));
  } else {
    Value error = builder.create<bpf::DeleteOp>(loc, builder.getI64Type(), map.symbol,
                                                keyPointer(map, op.getKey()));
    existed = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, error, constant(0));
  }
  values.map(op.getResult(), existed);
  return success();
}

LogicalResult ProbeConverter::convert(tr::MapAddrOp op) {
  values.map(op.getResult(), Value(builder.create<bpf::MapAddrOp>(
                                 loc, builder.getI64Type(), symbols.map(op.getMap()).symbol)));
  return success();
}

//===----------------------------------------------------------------------===//
// Updates of words
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::MapUpdateOp op) {
  const MapAccess &map = symbols.map(op.getMap());
  Value result = map.isArray ? updateArray(op, map) : updateHash(op, map);
  if (op.getResult())
    values.map(op.getResult(), result);
  return success();
}

static std::optional<bpf::AtomicKind> atomicKind(tr::UpdateKind kind) {
  switch (kind) {
  case tr::UpdateKind::Add:
    return bpf::AtomicKind::Add;
  case tr::UpdateKind::And:
    return bpf::AtomicKind::And;
  case tr::UpdateKind::Or:
    return bpf::AtomicKind::Or;
  case tr::UpdateKind::Xor:
    return bpf::AtomicKind::Xor;
  case tr::UpdateKind::UMax:
  case tr::UpdateKind::Mul:
  case tr::UpdateKind::Set:
    return std::nullopt;
  }
  llvm_unreachable("all kinds are above");
}

Value ProbeConverter::updated(tr::UpdateKind kind, Value before, Value operand) {
  switch (kind) {
  case tr::UpdateKind::Add:
    return builder.create<arith::AddIOp>(loc, before, operand);
  case tr::UpdateKind::UMax:
    return builder.create<arith::MaxUIOp>(loc, before, operand);
  case tr::UpdateKind::Mul:
    return builder.create<arith::MulIOp>(loc, before, operand);
  case tr::UpdateKind::And:
    return builder.create<arith::AndIOp>(loc, before, operand);
  case tr::UpdateKind::Or:
    return builder.create<arith::OrIOp>(loc, before, operand);
  case tr::UpdateKind::Xor:
    return builder.create<arith::XOrIOp>(loc, before, operand);
  case tr::UpdateKind::Set:
    return operand;
  }
  llvm_unreachable("all kinds are above");
}

/// A word that all CPUs share, by one instruction where there is one for it.
Value ProbeConverter::updateShared(tr::UpdateKind kind, const Place &word, Value operand,
                                   bool wantsOld) {
  bool canFetch = target.has(bpf::Feature::atomic_fetch);
  std::optional<bpf::AtomicKind> atomic = atomicKind(kind);
  if (canFetch && !atomic)
    return exchangeShared(kind, word, operand);
  bool yields = wantsOld && canFetch;
  // Without fetching atomics, another CPU may come between the load and what
  // follows: the value that is yielded may be old, but no addition is lost.
  Value before;
  if (!yields && (wantsOld || kind != tr::UpdateKind::Add))
    before = load(word, builder.getI64Type());
  if (!canFetch && kind != tr::UpdateKind::Add) {
    store(updated(kind, before, operand), word);
    return before;
  }
  auto changed = builder.create<bpf::AtomicOp>(loc, yields ? builder.getI64Type() : Type(), *atomic,
                                               word.base, word.offset, operand);
  return yields ? changed.getOld() : before;
}

/// Computes and tries to write, again where another CPU has come in between.
Value ProbeConverter::exchangeShared(tr::UpdateKind kind, const Place &word, Value operand) {
  // Each failure is an update of another CPU. The verifier walks all tries.
  constexpr int64_t kTries = 64;
  Type i64 = builder.getI64Type();
  Block *next = addBlock(i64);
  Block *again = addBlock();
  Block *attempt = addBlock({i64, i64});
  branchTo(attempt, {load(word, i64), constant(0)});

  continueIn(attempt);
  Value expected = attempt->getArgument(0), tries = attempt->getArgument(1);
  Value seen = builder.create<bpf::AtomicCmpxchgOp>(loc, i64, word.base, word.offset, expected,
                                                    updated(kind, expected, operand));
  Value isDone = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, seen, expected);
  builder.create<cf::CondBranchOp>(loc, isDone, next, ValueRange(seen), again, ValueRange());

  continueIn(again);
  Value count = builder.create<arith::AddIOp>(loc, tries, constant(1));
  Value hasTries =
      builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, count, constant(kTries));
  builder.create<cf::CondBranchOp>(loc, hasTries, attempt, ValueRange{seen, count}, next,
                                   ValueRange(seen));
  continueIn(next);
  return next->getArgument(0);
}

/// Changes one word; yields what the operation wants of it, if anything.
Value ProbeConverter::updateWord(tr::MapUpdateOp op, const MapAccess &map, unsigned index,
                                 const Place &word) {
  Value operand = value(op.getValues()[index]);
  bool isWanted = op.getResult() != nullptr;
  tr::UpdateKind kind = op.getUpdateKind(index);
  Value before;
  if (map.isPerCpu) {
    before = load(word, builder.getI64Type());
    Value after = updated(kind, before, operand);
    store(after, word);
    if (!isWanted)
      return {};
    return op.getYield() == tr::Yield::Old ? before : after;
  }
  before = updateShared(kind, word, operand, isWanted);
  if (!isWanted)
    return {};
  return op.getYield() == tr::Yield::Old ? before : updated(kind, before, operand);
}

/// Changes words that count only if the one behind them names this epoch. Where CPUs
/// share them, an update of another one at the same time may be lost.
void ProbeConverter::updateInEpoch(tr::MapUpdateOp op, const Place &first) {
  const Place mark = first.at(uint64_t(op.getValues().size()) * 8);
  Value epoch = value(op.getEpoch()), zero = constant(0);
  Value isSame = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq,
                                               load(mark, builder.getI64Type()), epoch);
  for (unsigned i = 0; i < op.getValues().size(); ++i) {
    const Place word = first.at(uint64_t(i) * 8);
    Value before =
        builder.create<arith::SelectOp>(loc, isSame, load(word, builder.getI64Type()), zero);
    store(updated(op.getUpdateKind(i), before, value(op.getValues()[i])), word);
  }
  store(epoch, mark);
}

Value ProbeConverter::updateWords(tr::MapUpdateOp op, const MapAccess &map, const Place &entry) {
  Place first = entry;
  uint64_t width = (uint64_t(op.getValues().size()) + (op.getEpoch() ? 1 : 0)) * 8;
  if (op.getIndex()) {
    Value distance = builder.create<arith::MulIOp>(loc, value(op.getIndex()), constant(8));
    first.base = builder.create<bpf::PtrAddOp>(loc, entry.base, distance, width, map.valueSize);
  }
  if (op.getEpoch()) {
    updateInEpoch(op, first);
    return {};
  }
  Value result;
  for (unsigned i = 0; i < op.getValues().size(); ++i)
    result = updateWord(op, map, i, first.at(uint64_t(i) * 8));
  return result;
}

Value ProbeConverter::updateArray(tr::MapUpdateOp op, const MapAccess &map) {
  Place entry = arrayEntry(map);
  Value result = updateWords(op, map, entry);
  markPresent(map, entry);
  return result;
}

/// What operand `i` makes of zero.
Value ProbeConverter::firstWord(tr::MapUpdateOp op, unsigned i) {
  tr::UpdateKind kind = op.getUpdateKind(i);
  bool staysZero = kind == tr::UpdateKind::Mul || kind == tr::UpdateKind::And;
  return staysZero ? constant(0) : value(op.getValues()[i]);
}

/// Rows of buckets and intervals are too large for the stack: they begin as zeros,
/// and the update follows.
static bool beginsWithZeros(tr::MapUpdateOp op) { return op.getIndex() || op.getEpoch(); }

/// What an entry holds after the first update.
Value ProbeConverter::createInitialValue(tr::MapUpdateOp op, const MapAccess &map) {
  if (beginsWithZeros(op))
    return global(symbols.zeros(map.valueSize)).base;
  Place initial = createBuffer(map.valueSize);
  uint64_t given = op.getValues().size() * 8;
  for (unsigned i = 0; i < op.getValues().size(); ++i)
    store(firstWord(op, i), initial.at(uint64_t(i) * 8));
  if (given < map.valueSize)
    zero(initial.at(given), map.valueSize - given);
  return initial.base;
}

Value ProbeConverter::updateHash(tr::MapUpdateOp op, const MapAccess &map) {
  Value key = keyPointer(map, op.getKey());
  Value found = lookUp(map, key);
  auto pointer = cast<bpf::PtrType>(found.getType()).nonNull();
  SmallVector<Type, 1> results(op->getResultTypes());
  Block *next = addBlock(results);
  Block *miss = addBlock();
  Block *hit = addBlock(pointer);
  builder.create<bpf::BrNullOp>(loc, found, ValueRange(), ValueRange(), miss, hit);

  continueIn(hit);
  Value result = updateWords(op, map, Place{hit->getArgument(0)});
  branchTo(next, result ? ValueRange(result) : ValueRange());

  continueIn(miss);
  createEntry(op, map, key, hit, next);
  continueIn(next);
  return op.getResult() ? Value(next->getArgument(0)) : Value();
}

/// The miss path: makes the entry and goes on in `next`, or in `hit` if there is
/// an entry now that is still to be updated.
void ProbeConverter::createEntry(tr::MapUpdateOp op, const MapAccess &map, Value key, Block *hit,
                                 Block *next) {
  // Others must not be overwritten who came in between. On one CPU that could
  // only be a program that interrupts this one.
  bool addsLater = beginsWithZeros(op) || !map.isPerCpu;
  bpf::UpdateFlag flag = addsLater ? bpf::UpdateFlag::NoExist : bpf::UpdateFlag::Any;
  Value initial = createInitialValue(op, map);
  Value error = builder.create<bpf::UpdateOp>(loc, builder.getI64Type(), map.symbol, key, initial,
                                              bpf::UpdateFlagAttr::get(builder.getContext(), flag));
  SmallVector<Value, 1> yielded;
  if (op.getResult())
    yielded.push_back(op.getYield() == tr::Yield::Old ? constant(0) : firstWord(op, 0));
  if (!addsLater) {
    reportNegative(op.getOnErrorAttr(), error);
    return branchTo(next, yielded);
  }

  Block *again = addBlock();
  if (beginsWithZeros(op)) {
    branchTo(again); // The entry holds zeros, whoever made it.
  } else {
    Value exists =
        builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, error, constant(kEntryExists));
    Block *done = addBlock();
    builder.create<cf::CondBranchOp>(loc, exists, again, done);
    continueIn(done);
    reportNegative(op.getOnErrorAttr(), error);
    branchTo(next, yielded);
  }
  continueIn(again);
  Value retried = lookUp(map, key);
  Block *full = addBlock();
  builder.create<bpf::BrNullOp>(loc, retried, ValueRange(), ValueRange(), full, hit);
  continueIn(full);
  if (FlatSymbolRefAttr site = op.getOnErrorAttr())
    count(ModuleSymbols::kErrors, symbols.errorIndex(site.getValue()));
  branchTo(next, yielded);
}

} // namespace sonde
