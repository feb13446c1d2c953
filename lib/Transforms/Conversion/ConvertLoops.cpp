//===- ConvertLoops.cpp - Callbacks and iterators -------------------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;

namespace sonde {

//===----------------------------------------------------------------------===//
// Callbacks
//===----------------------------------------------------------------------===//

static bool isLocal(Value value) {
  auto pointer = dyn_cast<tr::PtrType>(value.getType());
  return pointer && pointer.isLocal();
}

/// A helper passes the map, the key and the value by address. The script's key and
/// value are read, or copied, before anything changes them.
void ProbeConverter::convertEntry(tr::CallbackOp callback) {
  const MapAccess &map = symbols.map(*callback.getMap());
  Block &entry = callback.getBody().front();
  Block *converted = &function->getRegion(0).front();
  auto memory = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::MapValue);
  unsigned given = tr::CallbackOp::kernelArguments(map.map);
  converted->eraseArguments(0, given);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(converted);
  for (unsigned i = 0; i < 3; ++i)
    converted->insertArgument(i, memory, loc); // The map, the key, the value.
  for (unsigned i = 0; i < given; ++i) {
    BlockArgument argument = entry.getArgument(i);
    const Place from = {converted->getArgument(i + 1)};
    if (!isLocal(argument)) {
      values.map(argument, load(from, argument.getType()));
      continue;
    }
    uint64_t size = i == 0 ? map.keySize : map.valueSize;
    Place own = createBuffer(size);
    copy(own, from, size);
    places[argument] = own;
  }
}

LogicalResult ProbeConverter::convert(tr::NextOp op) {
  builder.create<bpf::ReturnOp>(loc, constant(0));
  return success();
}

LogicalResult ProbeConverter::convert(tr::LeaveOp op) {
  builder.create<bpf::ReturnOp>(loc, constant(1));
  return success();
}

LogicalResult ProbeConverter::convert(tr::RunLoopOp op) {
  SmallVector<Value> captured;
  for (Value operand : op.getCaptured()) {
    auto pointer = dyn_cast<tr::PtrType>(operand.getType());
    if (isPlaced(operand))
      captured.push_back(pointerTo(place(operand), tr::sizeInBytes(pointer.getPointee(), op)));
    else if (pointer && pointer.getSpace() == tr::AddrSpace::Ctx)
      captured.push_back(value(operand));
    else
      captured.push_back(number(value(operand)));
  }
  auto callback = SymbolTable::lookupNearestSymbolFrom<tr::CallbackOp>(op, op.getCallbackAttr());
  FlatSymbolRefAttr map;
  if (callback.getMap())
    map = symbols.map(*callback.getMap()).symbol;
  builder.create<bpf::RunLoopOp>(loc, op.getCallbackAttr(),
                                 op.getTimes() ? value(op.getTimes()) : Value(), map,
                                 /*environment=*/Value(), captured);
  return success();
}

//===----------------------------------------------------------------------===//
// In the program
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::IterNumNewOp op) {
  OpBuilder atStart = OpBuilder::atBlockBegin(&function->getRegion(0).front());
  auto iterator = atStart.create<bpf::BufferOp>(loc, int64_t(8), int64_t(8));
  iterator.setOnStack(true);
  places[op.getIterator()] = {iterator};
  Value count = resize(value(op.getCount()), builder.getI32Type());
  builder.create<bpf::CallOp>(loc, builder.getI32Type(),
                              symbols.iterator(ModuleSymbols::Iterator::New),
                              ValueRange{iterator, constant(0, 32), count});
  return success();
}

LogicalResult ProbeConverter::convert(tr::IterNumNextOp op) {
  auto pointer = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::MapValue);
  Value found = builder
                    .create<bpf::CallOp>(loc, pointer.orNull(),
                                         symbols.iterator(ModuleSymbols::Iterator::Next),
                                         place(op.getIterator()).base)
                    .getResult();
  Value zero = constant(0), no = constant(0, 1), yes = constant(1, 1);
  Block *next = addBlock({builder.getI64Type(), builder.getI1Type()});
  Block *hit = addBlock(pointer);
  builder.create<bpf::BrNullOp>(loc, found, ValueRange{zero, no}, ValueRange(), next, hit);
  continueIn(hit);
  Value index = resize(load({hit->getArgument(0)}, builder.getI32Type()), builder.getI64Type());
  branchTo(next, {index, yes});
  continueIn(next);
  values.map(op.getIndex(), next->getArgument(0));
  values.map(op.getMore(), next->getArgument(1));
  return success();
}

LogicalResult ProbeConverter::convert(tr::IterNumDestroyOp op) {
  builder.create<bpf::CallOp>(loc, Type(), symbols.iterator(ModuleSymbols::Iterator::Destroy),
                              place(op.getIterator()).base);
  return success();
}

LogicalResult ProbeConverter::convert(tr::MayGotoOp op) {
  builder.create<bpf::MayGotoOp>(loc, values.lookup(op.getBody()), values.lookup(op.getOut()));
  return success();
}

/// The sum with a zero that only the compiler knows to be one.
LogicalResult ProbeConverter::convert(tr::ForgetOp op) {
  Place unknown = global(symbols.unknown());
  Value known = value(op.getValue());
  Value zero = load(unknown, known.getType());
  values.map(op.getResult(), Value(builder.create<arith::AddIOp>(loc, known, zero)));
  return success();
}

} // namespace sonde
