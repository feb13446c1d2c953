//===- ConvertParts.cpp - Structs, arrays and bytes in local memory -------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace sonde {

static Type pointeeOf(Value pointer) { return cast<tr::PtrType>(pointer.getType()).getPointee(); }

//===----------------------------------------------------------------------===//
// Structs
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::MemberOp op) {
  auto type = cast<tr::StructType>(pointeeOf(op.getStructure()));
  uint64_t offset = tr::lookupStruct(type, op).find(op.getMember()).getOffset();
  return deliver(op, place(op.getStructure()).at(offset));
}

LogicalResult ProbeConverter::convert(tr::ComposeOp op) {
  auto type = cast<tr::StructType>(tr::producedType(op));
  tr::StructOp definition = tr::lookupStruct(type, op);
  const Place to = place(op.getInto());
  zero(to, definition.getSize());
  for (auto [name, value] :
       llvm::zip(op.getNames().getAsValueRange<StringAttr>(), op.getValues())) {
    tr::MemberAttr member = definition.find(name);
    write(value, member.getType(), to.at(member.getOffset()));
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Arrays
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::ElementOp op) {
  Type aggregate = pointeeOf(op.getAggregate());
  uint64_t whole = tr::sizeInBytes(aggregate, op);
  uint64_t size = tr::sizeInBytes(tr::producedType(op), op);
  if (size == 0 || whole < size)
    return op.emitError("an element without a size cannot be read");
  const Place from = place(op.getAggregate());
  Value distance = builder.create<arith::MulIOp>(loc, value(op.getIndex()), constant(size));
  Value element = builder.create<bpf::PtrAddOp>(loc, pointerTo(from, whole), distance, size, whole);
  uint64_t align = std::min<uint64_t>(from.align(), size & (~size + 1));
  return deliver(op, Place{element, 0, align});
}

LogicalResult ProbeConverter::convert(tr::InRangeOp op) {
  Value index = value(op.getIndex()), count = constant(op.getCount());
  if (FlatSymbolRefAttr site = op.getOnErrorAttr())
    report(site, builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::uge, index, count));
  values.map(op.getResult(),
             Value(builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, index, count)));
  return success();
}

//===----------------------------------------------------------------------===//
// Bytes
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::EqualOp op) {
  uint64_t size = tr::sizeInBytes(pointeeOf(op.getLhs()), op);
  values.map(op.getResult(),
             size ? equals(place(op.getLhs()), place(op.getRhs()), size) : constant(1, 1));
  return success();
}

LogicalResult ProbeConverter::convert(tr::BitcastOp op) {
  Value source = op.getSource();
  bool isInMemory = isPlaced(source);
  if (!op.getInto()) {
    Type type = op.getResult().getType();
    values.map(op.getResult(),
               isInMemory ? load(place(source), type) : resize(value(source), type));
    return success();
  }
  uint64_t wanted = tr::sizeInBytes(tr::producedType(op), op);
  uint64_t given = tr::sizeInBytes(isInMemory ? pointeeOf(source) : source.getType(), op);
  const Place to = place(op.getInto());
  if (given > wanted)
    return op.emitError() << given << " bytes do not fit into " << wanted;
  write(source, isInMemory ? pointeeOf(source) : source.getType(), to);
  if (given < wanted)
    zero(to.at(given), wanted - given);
  return success();
}

} // namespace sonde
