//===- LowerText.cpp - Text from memory, and what is found in it ----------===//
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Constant.h"
#include "lib/Frontend/Lower/ModuleLowering.h"
#include "lib/Frontend/Lower/ProbeLowering.h"

namespace sonde {

using namespace ast;

mlir::Value ProbeLowering::lowerStr(const Call &call) {
  mlir::Location where = loc(call.span);
  const Expr &source = *call.args[0];
  if (source.type.is(TypeKind::String) && !source.type.isOpenEnded()) {
    mlir::Value value = lower(source);
    // A literal length counts the NUL: cut to it first.
    std::optional<Integer> length =
        call.args.size() == 2 ? constantNumber(*call.args[1]) : std::nullopt;
    if (length && !length->isZero() && length->raw() < source.type.count())
      value =
          convert(value, source.type, Type::string(static_cast<uint32_t>(length->raw())), where);
    bool fits = call.args.size() == 1 && source.type.count() <= call.type.count();
    if (fits || length)
      return convert(value, source.type, call.type, where);
    // What must be cut now is read like memory that is not the program's.
    return readText(call, addressOfText(value, where));
  }
  return readText(call, lowerAddress(source, builder.getI8Type()));
}

mlir::Value ProbeLowering::readText(const Call &call, mlir::Value address) {
  mlir::Value length;
  if (call.args.size() == 2)
    length = lowerAs(*call.args[1], Type::integer(64, false));
  return make<tr::ReadStrOp>(loc(call.span), types.value(call.type), address, length, mlir::Value(),
                             call.type.mayBeCut(), module.options.reportReads,
                             mlir::FlatSymbolRefAttr());
}

/// A string, an array's bytes, or what stands behind a pointer.
mlir::Value ProbeLowering::lowerText(const Expr &expr) {
  if (expr.type.is(TypeKind::String) && !expr.type.isOpenEnded())
    return lower(expr);
  if (expr.type.is(TypeKind::Array) && !expr.type.isOpenEnded()) {
    mlir::Value bytes = lowerAs(expr, expr.type);
    return make<tr::BitcastOp>(loc(expr.span), types.value(Type::string(expr.type.count())), bytes,
                               mlir::Value());
  }
  mlir::Type type = types.value(Type::string(module.program.config.number("max_strlen")));
  return make<tr::ReadStrOp>(loc(expr.span), type, lowerAddress(expr, builder.getI8Type()),
                             mlir::Value(), mlir::Value(), /*fill=*/false,
                             module.options.reportReads, mlir::FlatSymbolRefAttr());
}

mlir::Value ProbeLowering::lowerStrlen(const Call &call) {
  return builder.create<tr::StrLenOp>(loc(call.span), builder.getI64Type(),
                                      lowerText(*call.args[0]));
}

/// 0 where the beginnings are equal, or else 1.
mlir::Value ProbeLowering::lowerStrncmp(const Call &call) {
  mlir::Location where = loc(call.span);
  mlir::Value left = lowerText(*call.args[0]), right = lowerText(*call.args[1]);
  int64_t length = literalArgument(call, 2);
  if (length == 0)
    return constant(where, builder.getI64Type(), 0);
  mlir::Value differs =
      builder.create<tr::StrCmpOp>(where, builder.getI1Type(), tr::CmpPredicate::NE, left, right,
                                   builder.getI64IntegerAttr(length));
  return builder.create<mlir::arith::ExtUIOp>(where, builder.getI64Type(), differs);
}

mlir::Value ProbeLowering::lowerStrstr(const Call &call) {
  mlir::Value text = lowerText(*call.args[0]), wanted = lowerText(*call.args[1]);
  return builder.create<tr::StrFindOp>(loc(call.span), builder.getI64Type(), wanted, text);
}

mlir::Value ProbeLowering::lowerStrcontains(const Call &call) {
  mlir::Location where = loc(call.span);
  mlir::Value zero = constant(where, builder.getI64Type(), 0);
  return builder.create<mlir::arith::CmpIOp>(where, mlir::arith::CmpIPredicate::sge,
                                             lowerStrstr(call), zero);
}

} // namespace sonde
