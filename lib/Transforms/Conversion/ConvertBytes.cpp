//===- ConvertBytes.cpp - Buffers and packed bytes ------------------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace sonde {

LogicalResult ProbeConverter::convert(tr::PackOp op) {
  const Place to = place(op.getInto());
  const uint64_t size = tr::sizeInBytes(tr::producedType(op), op);
  uint64_t end = 0;
  for (Value element : op.getElements()) {
    Type type =
        isPlaced(element) ? cast<tr::PtrType>(element.getType()).getPointee() : element.getType();
    const uint64_t bytes = std::min(tr::sizeInBytes(type, op), size - end);
    if (isPlaced(element))
      copy(to.at(end), place(element), bytes);
    else
      store(value(element), to.at(end));
    end += bytes;
  }
  if (size > end)
    zero(to.at(end), size - end);
  return success();
}

//===----------------------------------------------------------------------===//
// Buffers
//===----------------------------------------------------------------------===//

static uint64_t capacityOf(Type type) { return cast<tr::BufType>(type).getCapacity(); }

Place ProbeConverter::beginBuffer(const Place &to, uint64_t capacity, Value length, Value &given) {
  APInt known;
  uint64_t count = capacity;
  if (length && matchPattern(length, m_ConstantInt(&known)))
    count = known.getLimitedValue(capacity);
  else if (length)
    given = builder.create<bpf::ClampOp>(loc, value(length), capacity);
  if (given || count < capacity)
    zero(to, tr::kBufHeader + capacity);
  store(given ? resize(given, builder.getI32Type()) : constant(int64_t(count), 32), to);
  if (!given && count < capacity)
    given = constant(int64_t(count));
  return to.at(tr::kBufHeader);
}

LogicalResult ProbeConverter::convert(tr::ReadBufOp op) {
  uint64_t capacity = capacityOf(tr::producedType(op));
  Value given;
  const Place bytes = beginBuffer(place(op.getInto()), capacity, op.getLen(), given);
  bool isUser = op.getPtr().getType().getSpace() == tr::AddrSpace::User;
  Value error = builder.create<bpf::ProbeReadOp>(
      loc, builder.getI64Type(), isUser ? bpf::Space::User : bpf::Space::Kernel, bytes.base,
      bytes.offset, capacity, given, number(value(op.getPtr())));
  reportNegative(op.getOnErrorAttr(), error);
  return success();
}

/// A number of bytes that is only known at run time is copied by a helper, for
/// which memory of the program is the kernel's like any other.
LogicalResult ProbeConverter::convert(tr::BufOp op) {
  uint64_t capacity = capacityOf(tr::producedType(op));
  Value given;
  const Place bytes = beginBuffer(place(op.getInto()), capacity, op.getLen(), given);
  const Place from =
      isPlaced(op.getValue())
          ? place(op.getValue())
          : createSlot(value(op.getValue()), tr::sizeInBytes(op.getValue().getType(), op));
  if (!given) {
    copy(bytes, from, capacity);
    return success();
  }
  Value address = number(pointerTo(from, capacity));
  builder.create<bpf::ProbeReadOp>(loc, builder.getI64Type(), bpf::Space::Kernel, bytes.base,
                                   bytes.offset, capacity, given, address);
  return success();
}

LogicalResult ProbeConverter::convert(tr::BufCastOp op) {
  const Place from = place(op.getBuffer()), to = place(op.getInto());
  uint64_t size = tr::sizeInBytes(cast<tr::PtrType>(op.getBuffer().getType()).getPointee(), op);
  uint64_t wanted = tr::sizeInBytes(tr::producedType(op), op);
  copy(to, from, size);
  if (wanted > size)
    zero(to.at(size), wanted - size);
  return success();
}

} // namespace sonde
