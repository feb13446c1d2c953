//===- LowerConversion.cpp - From one type to another ---------------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/TypeRules.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

namespace sonde {

mlir::Value ProbeLowering::constant(mlir::Location where, mlir::Type type, uint64_t bits) {
  llvm::APInt value(64, bits);
  unsigned width = type.getIntOrFloatBitWidth();
  return builder.create<mlir::arith::ConstantOp>(
      where, builder.getIntegerAttr(type, value.zextOrTrunc(width)));
}

mlir::Value ProbeLowering::text(mlir::Location where, llvm::StringRef value, uint64_t capacity) {
  value = value.take_front(capacity - 1);
  // A NUL ends the text for everybody who reads it.
  value = value.take_until([](char c) { return c == '\0'; });
  return make<tr::ConstStrOp>(where, tr::StrType::get(builder.getContext(), capacity), value,
                              mlir::Value());
}

/// An integer in another width; `isSigned` is the sign of where it comes from.
/// Constants stay constants.
mlir::Value ProbeLowering::convertInteger(mlir::Value value, bool isSigned, unsigned bits,
                                          mlir::Location where) {
  unsigned width = value.getType().getIntOrFloatBitWidth();
  if (width == bits)
    return value;
  mlir::Type type = builder.getIntegerType(bits);
  llvm::APInt known;
  if (mlir::matchPattern(value, mlir::m_ConstantInt(&known))) {
    known = isSigned ? known.sextOrTrunc(bits) : known.zextOrTrunc(bits);
    mlir::Operation *narrow = value.getDefiningOp();
    value = builder.create<mlir::arith::ConstantOp>(where, builder.getIntegerAttr(type, known));
    if (narrow->use_empty())
      narrow->erase();
    return value;
  }
  if (width > bits)
    return builder.create<mlir::arith::TruncIOp>(where, type, value);
  if (isSigned)
    return builder.create<mlir::arith::ExtSIOp>(where, type, value);
  return builder.create<mlir::arith::ExtUIOp>(where, type, value);
}

mlir::Value ProbeLowering::castPointer(mlir::Value value, mlir::Type to, mlir::Location where) {
  if (value.getType() == to)
    return value;
  return builder.create<tr::PtrCastOp>(where, to, value);
}

/// Is it not zero?
mlir::Value ProbeLowering::toBool(mlir::Value value, mlir::Location where) {
  if (mlir::isa<tr::PtrType>(value.getType()))
    value = castPointer(value, builder.getI64Type(), where);
  if (value.getType().isInteger(1))
    return value;
  mlir::Value zero = constant(where, value.getType(), 0);
  return builder.create<mlir::arith::CmpIOp>(where, mlir::arith::CmpIPredicate::ne, value, zero);
}

mlir::Value ProbeLowering::convert(mlir::Value value, const Type &from, const Type &to,
                                   mlir::Location where) {
  mlir::Type wanted = types.value(to);
  if (value.getType() == wanted)
    return value;
  bool isReference = (from.is(TypeKind::Struct) || from.is(TypeKind::Array)) &&
                     mlir::isa<tr::PtrType>(value.getType()) && !to.is(TypeKind::Pointer);
  if (isReference)
    return convert(copyOf(value, from, where), from, to, where);
  switch (to.kind()) {
  case TypeKind::Bool:
    if (from.is(TypeKind::String)) // Is it empty?
      value = make<tr::ExtractOp>(where, builder.getI8Type(), value, 0U, mlir::Value());
    return toBool(value, where);
  case TypeKind::Array:
    return toArray(value, from, to, where);
  case TypeKind::Int:
  case TypeKind::Enum:
    if (from.is(TypeKind::Array))
      return make<tr::BitcastOp>(where, wanted, value, mlir::Value());
    if (from.is(TypeKind::Pointer))
      value = castPointer(value, builder.getI64Type(), where);
    return convertInteger(value, asInteger(from) && asInteger(from).isSigned(), to.bits(), where);
  case TypeKind::Pointer:
    if (mlir::isa<tr::PtrType>(value.getType())) // A text without an end stays where it is.
      return castPointer(value, wanted, where);
    if (from.is(TypeKind::String))
      value = addressOfText(value, where);
    else
      value = convertInteger(value, asInteger(from).isSigned(), 64, where);
    return castPointer(value, wanted, where);
  case TypeKind::Username:
    return convertInteger(value, asInteger(from).isSigned(), 64, where);
  case TypeKind::Buffer:
    return make<tr::BufCastOp>(where, wanted, value, mlir::Value());
  case TypeKind::String:
    return make<tr::StrCastOp>(where, wanted, value, mlir::Value());
  case TypeKind::Tuple:
  case TypeKind::Record:
    return convertElements(value, from, to, where);
  default:
    llvm_unreachable("Check lets no other conversion through");
  }
}

/// Where the bytes of a text are, which the kernel can read.
mlir::Value ProbeLowering::addressOfText(mlir::Value value, mlir::Location where) {
  mlir::Value slot = temporary(where, value.getType());
  builder.create<tr::StoreLocalOp>(where, value, slot);
  auto kernel = tr::PtrType::get(builder.getContext(), value.getType(), tr::AddrSpace::Kernel);
  return builder.create<tr::LocalAddrOp>(where, kernel, slot);
}

/// The bytes of a buffer without its length, as text.
mlir::Value ProbeLowering::textOf(mlir::Value buffer, uint32_t capacity, mlir::Location where) {
  mlir::Type bytes = types.bytes(capacity);
  auto parts = tr::RecordType::get(builder.getContext(), {}, {builder.getI32Type(), bytes});
  mlir::Value split = make<tr::BitcastOp>(where, parts, buffer, mlir::Value());
  mlir::Value payload = make<tr::ExtractOp>(where, bytes, split, 1U, mlir::Value());
  return make<tr::BitcastOp>(where, tr::StrType::get(builder.getContext(), capacity), payload,
                             mlir::Value());
}

/// The bytes of a text or array as truth values.
mlir::Value ProbeLowering::toBools(mlir::Value value, const Type &to, mlir::Location where) {
  mlir::Value bytes = make<tr::BitcastOp>(where, types.bytes(to.size()), value, mlir::Value());
  llvm::SmallVector<mlir::Value> flags;
  for (uint32_t i = 0; i < to.count(); ++i) {
    mlir::Value byte = make<tr::ExtractOp>(where, builder.getI8Type(), bytes, i, mlir::Value());
    flags.push_back(convertInteger(toBool(byte, where), false, 8, where));
  }
  mlir::Value packed = make<tr::PackOp>(where, types.bytes(to.size()), flags, mlir::Value());
  return make<tr::BitcastOp>(where, types.value(to), packed, mlir::Value());
}

/// The bytes of a value as elements. Each byte of a bool is 0 or 1.
mlir::Value ProbeLowering::toArray(mlir::Value value, const Type &from, const Type &to,
                                   mlir::Location where) {
  if (from.is(TypeKind::Bool))
    value = convertInteger(value, false, 8, where);
  if (to.element().is(TypeKind::Bool) && mlir::isa<mlir::IntegerType>(value.getType())) {
    // Whether the low seven bits of a byte are set is carried into the eighth.
    value = convertInteger(value, false, 64, where);
    mlir::Type word = builder.getI64Type();
    mlir::Value low = constant(where, word, 0x7f7f7f7f7f7f7f7f);
    mlir::Value carried = builder.create<mlir::arith::AndIOp>(where, value, low);
    carried = builder.create<mlir::arith::AddIOp>(where, carried, low);
    carried = builder.create<mlir::arith::OrIOp>(where, carried, value);
    carried = builder.create<mlir::arith::ShRUIOp>(where, carried, constant(where, word, 7));
    value = builder.create<mlir::arith::AndIOp>(where, carried,
                                                constant(where, word, 0x0101010101010101));
    value = convertInteger(value, false, from.size() * 8, where);
  }
  bool isBytes = from.is(TypeKind::String) || from.is(TypeKind::Array);
  if (to.element().is(TypeKind::Bool) && isBytes)
    return toBools(value, to, where);
  return make<tr::BitcastOp>(where, types.value(to), value, mlir::Value());
}

mlir::Value ProbeLowering::convertElements(mlir::Value value, const Type &from, const Type &to,
                                           mlir::Location where) {
  llvm::SmallVector<mlir::Value> elements;
  for (size_t i = 0; i < to.elements().size(); ++i) {
    size_t source = i;
    for (size_t j = 0; to.is(TypeKind::Record) && j < from.elements().size(); ++j)
      if (from.elements()[j].name == to.elements()[i].name)
        source = j;
    Type type = asValue(from.elements()[source].type());
    mlir::Value element = make<tr::ExtractOp>(where, types.value(type), value,
                                              static_cast<uint32_t>(source), mlir::Value());
    elements.push_back(convert(element, type, asValue(to.elements()[i].type()), where));
  }
  return make<tr::RecordOp>(where, types.value(to), elements, mlir::Value());
}

} // namespace sonde
