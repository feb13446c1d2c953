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
  switch (to.kind()) {
  case TypeKind::Bool:
    return toBool(value, where);
  case TypeKind::Int:
  case TypeKind::Enum:
    if (from.is(TypeKind::Pointer))
      value = castPointer(value, builder.getI64Type(), where);
    return convertInteger(value, asInteger(from) && asInteger(from).isSigned(), to.bits(), where);
  case TypeKind::Pointer:
    if (!mlir::isa<tr::PtrType>(value.getType()))
      value = convertInteger(value, asInteger(from).isSigned(), 64, where);
    return castPointer(value, wanted, where);
  case TypeKind::String:
    return make<tr::StrCastOp>(where, wanted, value, mlir::Value());
  case TypeKind::Tuple:
  case TypeKind::Record:
    return convertElements(value, from, to, where);
  default:
    llvm_unreachable("Check lets no other conversion through");
  }
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
