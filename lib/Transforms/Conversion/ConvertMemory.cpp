//===- ConvertMemory.cpp - Variables, addresses and reads -----------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace sonde {

//===----------------------------------------------------------------------===//
// Local memory
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::LocalOp op) {
  uint64_t size = tr::sizeInBytes(op.getSlot().getType().getPointee(), op);
  Place memory = createBuffer(size);
  if (size)
    zero(memory, size);
  places[op.getSlot()] = memory;
  return success();
}

LogicalResult ProbeConverter::convert(tr::LoadLocalOp op) {
  return deliver(op, place(op.getSlot()));
}

LogicalResult ProbeConverter::convert(tr::StoreLocalOp op) {
  write(op.getValue(), op.getSlot().getType().getPointee(), place(op.getSlot()));
  return success();
}

LogicalResult ProbeConverter::convert(tr::BufferOp op) {
  if (isOnlyCompared(op.getResult()))
    return success(); // A constant that comparisons have in their instructions.
  uint64_t size = tr::sizeInBytes(op.getResult().getType().getPointee(), op);
  places[op.getResult()] = createBuffer(size);
  return success();
}

//===----------------------------------------------------------------------===//
// Addresses
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::LocalAddrOp op) {
  uint64_t size = tr::sizeInBytes(op.getSlot().getType().getPointee(), op);
  values.map(op.getResult(), number(pointerTo(place(op.getSlot()), size)));
  return success();
}

LogicalResult ProbeConverter::convert(tr::FieldPtrOp op) {
  StringRef type = cast<tr::StructType>(op.getBase().getType().getPointee()).getName();
  if (isPlaced(op.getBase())) {
    auto definition =
        tr::lookupStruct(cast<tr::StructType>(op.getBase().getType().getPointee()), op);
    places[op.getResult()] = place(op.getBase()).at(definition.find(op.getMember()).getOffset());
    return success();
  }
  Value base = value(op.getBase());
  Type result = builder.getI64Type();
  if (isa<bpf::PtrType>(base.getType())) {
    result = typedPointer(op.getResult().getType());
    if (result.isInteger(64)) // A member that is no struct.
      result = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::BtfId);
  }
  Value address = builder.create<bpf::FieldAddrOp>(loc, result, base, type, op.getMember());
  values.map(op.getResult(), address);
  return success();
}

LogicalResult ProbeConverter::convert(tr::ElemPtrOp op) {
  if (isPlaced(op.getBase()))
    return op.emitError("elements of local memory cannot be chosen when the program runs");
  tr::PtrType type = op.getBase().getType();
  auto array = dyn_cast<tr::ArrayType>(type.getPointee());
  bool isElement = array && type.getPointee() != op.getResult().getType().getPointee();
  uint64_t size = tr::sizeInBytes(isElement ? array.getElement() : type.getPointee(), op);
  Value distance = builder.create<arith::MulIOp>(loc, value(op.getIndex()),
                                                 constant(std::max<uint64_t>(size, 1)));
  // The verifier does not let a typed pointer move by a variable distance.
  Value address = builder.create<arith::AddIOp>(loc, number(value(op.getBase())), distance);
  values.map(op.getResult(), address);
  return success();
}

LogicalResult ProbeConverter::convert(tr::PtrCastOp op) {
  if (isPlaced(op.getSource()))
    return op.emitError("local memory has no address that could be kept");
  Value source = value(op.getSource());
  auto to = dyn_cast<tr::PtrType>(op.getType());
  bool staysTyped =
      to && to.getSpace() == tr::AddrSpace::Btf && typedPointer(to) == source.getType();
  values.map(op.getResult(), staysTyped ? source : number(source));
  return success();
}

//===----------------------------------------------------------------------===//
// Reads
//===----------------------------------------------------------------------===//

static bpf::Space spaceOf(tr::PtrType address) {
  return address.getSpace() == tr::AddrSpace::User ? bpf::Space::User : bpf::Space::Kernel;
}

LogicalResult ProbeConverter::convert(tr::ReadOp op) {
  Value address = value(op.getPtr());
  // A typed pointer behind a typed pointer can only be loaded.
  auto pointer = op.getResult() ? dyn_cast<tr::PtrType>(op.getResult().getType()) : tr::PtrType();
  if (pointer && isa<bpf::PtrType>(address.getType())) {
    if (Type type = typedPointer(pointer); isa<bpf::PtrType>(type)) {
      Value loaded = builder.create<bpf::LoadOp>(loc, type, address, /*offset=*/0, /*align=*/8);
      values.map(op.getResult(), loaded);
      return success();
    }
  }
  uint64_t size = tr::sizeInBytes(tr::producedType(op), op);
  if (size == 0)
    return op.emitError("a value without a size cannot be read");
  Place to = op.getInto() ? place(op.getInto()) : createBuffer(size);
  Value error = builder.create<bpf::ProbeReadOp>(loc, builder.getI64Type(),
                                                 spaceOf(op.getPtr().getType()), to.base, to.offset,
                                                 size, /*length=*/Value(), number(address));
  reportNegative(op.getOnErrorAttr(), error);
  if (op.getResult())
    values.map(op.getResult(), load(to, op.getResult().getType()));
  return success();
}

bool needsZeroFill(Value pointer) {
  return llvm::any_of(pointer.getUsers(), [&](Operation *user) {
    auto writer = dyn_cast<tr::InPlaceOpInterface>(user);
    if (writer && writer.getDestination() == pointer)
      return false;
    if (auto comparison = dyn_cast<tr::StrCmpOp>(user)) {
      Value constant = constantOperand(comparison);
      return !constant || constant == pointer;
    }
    return !isa<tr::EmitOp>(user); // The runtime stops at the NUL.
  });
}

LogicalResult ProbeConverter::convert(tr::ReadStrOp op) {
  auto type = cast<tr::StrType>(tr::producedType(op));
  const Place to = place(op.getInto());
  uint64_t size = type.getCapacity();
  Value length = op.getLen() ? value(op.getLen()) : Value();
  if (length)
    length = builder.create<bpf::ClampOp>(loc, length, size);
  // Old kernels do not count memory as written that a helper writes to a length
  // they do not know; and with a length of 0 nothing is.
  if (needsZeroFill(op.getInto()) || (length && op.getInto().getDefiningOp<tr::BufferOp>()))
    zero(to, size);
  else if (length)
    store(constant(0, 8), to);
  Value error = builder.create<bpf::ProbeReadStrOp>(
      loc, builder.getI64Type(), spaceOf(op.getPtr().getType()), to.base, to.offset, size, length,
      number(value(op.getPtr())));
  reportNegative(op.getOnErrorAttr(), error);
  if (op.getFill())
    readLastByte(op, to, size, error);
  return success();
}

/// The helper ends text that it cuts with a NUL, in place of a byte of the text.
void ProbeConverter::readLastByte(tr::ReadStrOp op, const Place &to, uint64_t size, Value length) {
  Value isFull =
      builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, length, constant(size));
  createIf(isFull, [&] {
    Value address =
        builder.create<arith::AddIOp>(loc, number(value(op.getPtr())), constant(size - 1));
    Place last = to.at(size - 1);
    builder.create<bpf::ProbeReadOp>(loc, builder.getI64Type(), spaceOf(op.getPtr().getType()),
                                     last.base, last.offset, /*size=*/1, /*length=*/Value(),
                                     address);
  });
}

} // namespace sonde
