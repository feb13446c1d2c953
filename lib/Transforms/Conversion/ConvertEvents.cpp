//===- ConvertEvents.cpp - Events and failures ----------------------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace sonde {

void ProbeConverter::count(const char *counters, uint64_t index) {
  Place word = global(FlatSymbolRefAttr::get(builder.getContext(), counters)).at(index * 8);
  builder.create<bpf::AtomicOp>(loc, Type(), bpf::AtomicKind::Add, word.base, word.offset,
                                constant(1));
}

void ProbeConverter::report(FlatSymbolRefAttr site, Value failed) {
  if (!site)
    return;
  uint64_t index = symbols.errorIndex(site.getValue());
  createIf(failed, [&] { count(ModuleSymbols::kErrors, index); });
}

void ProbeConverter::reportNegative(FlatSymbolRefAttr site, Value result) {
  if (!site)
    return;
  report(site, builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, result, constant(0)));
}

LogicalResult ProbeConverter::convert(tr::ReportOp op) {
  count(ModuleSymbols::kErrors, symbols.errorIndex(op.getSite()));
  return success();
}

LogicalResult ProbeConverter::convert(tr::EmitOp op) {
  tr::EventOp event = symbols.event(op.getEvent());
  auto recordType = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::Ringbuf);
  Value reserved = builder.create<bpf::RingbufReserveOp>(
      loc, recordType.orNull(), ModuleSymbols::kRingbuf, event.getLayout()->getSize());
  Block *next = addBlock();
  Block *lost = addBlock();
  Block *fill = addBlock(recordType);
  builder.create<bpf::BrNullOp>(loc, reserved, ValueRange(), ValueRange(), lost, fill);

  continueIn(lost);
  count(ModuleSymbols::kLost, *event.getId());
  branchTo(next);

  continueIn(fill);
  Value record = fill->getArgument(0);
  KeySlots slotsBefore = slots;
  if (failed(fillRecord(op, record)))
    return failure();
  loc = op.getLoc();
  slots = std::move(slotsBefore); // Others are only written if there is room.
  builder.create<bpf::RingbufSubmitOp>(loc, record);
  branchTo(next);
  continueIn(next);
  return success();
}

LogicalResult ProbeConverter::fillRecord(tr::EmitOp op, Value record) {
  tr::EventOp event = symbols.event(op.getEvent());
  ArrayRef<uint64_t> offsets = event.getLayout()->getOffsets();
  // The id, and no flags: lib/Artifact/Artifact.h.
  store(constant(*event.getId()), Place{record});
  ArrayRef<int32_t> deferred = op.getDeferred().value_or(ArrayRef<int32_t>());
  auto given = op.getFields().begin();
  for (auto [i, type] : llvm::enumerate(event.getFields().getAsValueRange<TypeAttr>()))
    if (!llvm::is_contained(deferred, int32_t(i)))
      write(*given++, type, Place{record, offsets[i]});
  if (deferred.empty())
    return success();
  Block &body = op.getFill().front();
  for (auto [argument, field] : llvm::zip(body.getArguments(), deferred))
    places[argument] = Place{record, offsets[field]};
  for (Operation &inner : body)
    if (failed(convertOp(&inner)))
      return failure();
  return success();
}

} // namespace sonde
