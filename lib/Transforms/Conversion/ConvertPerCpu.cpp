//===- ConvertPerCpu.cpp - Reading and clearing what all CPUs hold --------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;

namespace sonde {

/// A loop that the verifier can walk to its end: the number of CPUs stands in
/// read-only memory, so that it is a constant for the verifier, though not for us.
SmallVector<Value> ProbeConverter::forEachCpu(const MapAccess &map, Value key, ValueRange initial,
                                              OnCpu visit) {
  Value slot = keyPointer(map, key);
  const Place number = global(FlatSymbolRefAttr::get(builder.getContext(), ModuleSymbols::kParams))
                           .at(symbols.cpusOffset());
  Value cpus = builder.create<bpf::LoadOp>(loc, builder.getI64Type(), number.base, number.offset,
                                           /*align=*/8, /*is_volatile=*/true);
  Value zero = constant(0), one = constant(1);

  auto pointer = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::MapValue);
  SmallVector<Type> state(initial.getTypes());
  SmallVector<Type> withCpu{builder.getI64Type()};
  llvm::append_range(withCpu, state);
  Block *next = addBlock(state);
  Block *found = addBlock(pointer);
  Block *body = addBlock();
  Block *head = addBlock(withCpu);

  SmallVector<Value> first{zero};
  llvm::append_range(first, initial);
  branchTo(head, first);

  continueIn(head);
  Value cpu = head->getArgument(0);
  ValueRange before = head->getArguments().drop_front();
  Value isCpu = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, cpu, cpus);
  builder.create<cf::CondBranchOp>(loc, isCpu, body, ValueRange(), next, before);

  continueIn(body);
  Value value = builder.create<bpf::LookupPercpuOp>(loc, pointer.orNull(), map.symbol, slot, cpu);
  builder.create<bpf::BrNullOp>(loc, value, before, ValueRange(), next, found);

  continueIn(found);
  SmallVector<Value> again{builder.create<arith::AddIOp>(loc, cpu, one)};
  llvm::append_range(again, visit(Place{found->getArgument(0)}, before));
  branchTo(head, again);

  continueIn(next);
  return llvm::to_vector_of<Value>(next->getArguments());
}

LogicalResult ProbeConverter::convert(tr::MapFoldOp op) {
  const MapAccess &map = symbols.map(op.getMap());
  Type word = builder.getI64Type();
  SmallVector<Value> words;
  if (map.isPerCpu) {
    SmallVector<Value> zeros(op.getNumResults(), constant(0));
    words = forEachCpu(map, op.getKey(), zeros, [&](const Place &entry, ValueRange before) {
      SmallVector<Value> after;
      for (auto [i, old] : llvm::enumerate(before)) {
        Value mine = load(entry.at(i * 8), word);
        if (op.getUpdateKind(i) == tr::UpdateKind::Add)
          after.push_back(builder.create<arith::AddIOp>(loc, old, mine));
        else
          after.push_back(builder.create<arith::MaxUIOp>(loc, old, mine));
      }
      return after;
    });
  } else {
    Place entry = valueOrZero(map, op.getKey(), map.valueSize);
    for (unsigned i = 0; i < op.getNumResults(); ++i)
      words.push_back(load(entry.at(uint64_t(i) * 8), word));
  }
  for (auto [result, value] : llvm::zip(op.getResults(), words))
    values.map(result, value);
  return success();
}

/// Yields a number that is not 0 if some CPU had an entry.
Value ProbeConverter::deleteOnAllCpus(const MapAccess &map) {
  return forEachCpu(map, Value(), constant(0), [&](const Place &entry, ValueRange before) {
    Value present = deleteEntry(map, entry);
    return SmallVector<Value>{builder.create<arith::OrIOp>(loc, before[0], present)};
  })[0];
}

} // namespace sonde
