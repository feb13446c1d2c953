//===- LowerPresentation.cpp - Values that user space turns into text -----===//
//
// One function per row of Builtins.def, like LowerBuiltins.cpp. What a value is
// made of is in lib/Types/Type.h (Type::size).
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/Presentation.h"
#include "lib/Frontend/TypeRules.h"

#include <sys/socket.h>

namespace sonde {

using namespace ast;

static Type uint64() { return Type::integer(64, false); }

//===-- Symbols and addresses ---------------------------------------------===//

mlir::Value ProbeLowering::pack(const Type &type, llvm::ArrayRef<mlir::Value> parts,
                                mlir::Location where) {
  return make<tr::PackOp>(where, types.bytes(type.size()), parts, mlir::Value());
}

/// An address belongs to the process that runs.
mlir::Value ProbeLowering::userSymbol(mlir::Value address, mlir::Location where) {
  mlir::Value process =
      make<tr::BuiltinOp>(where, builder.getI32Type(), tr::Builtin::Pid, mlir::Value());
  return pack(Type::plain(TypeKind::UserSymbol), {address, process}, where);
}

mlir::Value ProbeLowering::lowerKsym(const Call &call) { return lowerAs(*call.args[0], uint64()); }

mlir::Value ProbeLowering::lowerUsym(const Call &call) {
  return userSymbol(lowerAs(*call.args[0], uint64()), loc(call.span));
}

mlir::Value ProbeLowering::lowerFunc(const Call &call) {
  mlir::Location where = loc(call.span);
  mlir::Value address = builder.create<tr::FuncAddrOp>(where, builder.getI64Type(), context());
  return call.type.is(TypeKind::UserSymbol) ? userSymbol(address, where) : address;
}

mlir::Value ProbeLowering::lowerReg(const Call &call) {
  return builder.create<tr::CtxRegOp>(
      loc(call.span), builder.getI64Type(), context(),
      builder.getStringAttr(as<StringLiteral>(call.args[0].get())->value));
}

/// Found by the runtime, because kernels are not where they were compiled for.
mlir::Value ProbeLowering::lowerKaddr(const Call &call) {
  const std::string &name = as<StringLiteral>(call.args[0].get())->value;
  return make<tr::ParamValueOp>(loc(call.span), builder.getI64Type(),
                                module.kernelAddress(name, call.span), mlir::Value());
}

mlir::Value ProbeLowering::lowerKptr(const Call &call) { return lowerAs(*call.args[0], call.type); }
mlir::Value ProbeLowering::lowerUptr(const Call &call) { return lowerAs(*call.args[0], call.type); }

//===-- Bytes -------------------------------------------------------------===//

/// The address of bytes that an expression is, or that it stands for.
mlir::Value ProbeLowering::lowerAddress(const Expr &expr, mlir::Type pointee) {
  AddressSpace space = expr.type.space();
  if (space == AddressSpace::None && !expr.type.is(TypeKind::Pointer))
    space = unit.context.space;
  mlir::Value address = lowerAs(expr, Type::pointer(Type::integer(8, false), space));
  return castPointer(address,
                     tr::PtrType::get(builder.getContext(), pointee,
                                      mlir::cast<tr::PtrType>(address.getType()).getSpace()),
                     loc(expr.span));
}

/// An array or string as a value.
mlir::Value ProbeLowering::lowerBytes(const Expr &expr) {
  const auto *literal = as<StringLiteral>(&expr);
  if (!literal)
    return lowerAs(expr, expr.type);
  // With all its bytes: a NUL does not end it here.
  auto type = tr::StrType::get(builder.getContext(), literal->value.size() + 1);
  return make<tr::ConstStrOp>(loc(expr.span), type, literal->value, mlir::Value());
}

mlir::Value ProbeLowering::lowerBuf(const Call &call) {
  mlir::Location where = loc(call.span);
  const Expr &source = *call.args[0];
  mlir::Value length;
  if (call.args.size() == 2)
    length = lowerAs(*call.args[1], uint64());
  if (!isAddress(source.type))
    return make<tr::BufOp>(where, types.value(call.type), lowerBytes(source), length,
                           mlir::Value());
  return make<tr::ReadBufOp>(where, types.value(call.type),
                             lowerAddress(source, builder.getI8Type()), length, mlir::Value(),
                             module.options.reportReads, mlir::FlatSymbolRefAttr());
}

mlir::Value ProbeLowering::lowerMacaddr(const Call &call) {
  mlir::Location where = loc(call.span);
  const Expr &source = *call.args[0];
  mlir::Type bytes = types.bytes(call.type.size());
  if (isAddress(source.type))
    return make<tr::ReadOp>(where, bytes, lowerAddress(source, bytes), mlir::Value(),
                            module.options.reportReads, mlir::FlatSymbolRefAttr());
  return pack(call.type, lowerBytes(source), where);
}

//===-- Network -----------------------------------------------------------===//

mlir::Value ProbeLowering::lowerNtop(const Call &call) {
  mlir::Location where = loc(call.span);
  const Expr &source = *call.args.back();
  bool isNumber = source.type.isIntegral();
  mlir::Value address = isNumber ? lowerAs(source, Type::integer(32, false)) : lowerBytes(source);
  int family = !isNumber && source.type.size() == 16 ? AF_INET6 : AF_INET;
  mlir::Value given = call.args.size() == 2 ? lowerAs(*call.args[0], uint64())
                                            : constant(where, builder.getI64Type(), family);
  return pack(call.type, {given, address}, where);
}

mlir::Value ProbeLowering::lowerPton(const Call &call) {
  mlir::Location where = loc(call.span);
  std::string bytes = *networkAddress(as<StringLiteral>(call.args[0].get())->value);
  llvm::SmallVector<mlir::Value> words;
  for (size_t at = 0; at < bytes.size(); at += 4) {
    uint32_t word = 0;
    for (unsigned i = 0; i < 4; ++i) // As a little-endian load gives it.
      word |= uint32_t(uint8_t(bytes[at + i])) << (8 * i);
    words.push_back(constant(where, builder.getI32Type(), word));
  }
  return pack(call.type, words, where);
}

//===-- Users, groups, time -----------------------------------------------===//

mlir::Value ProbeLowering::lowerUsername(const Call &call) {
  return make<tr::BuiltinOp>(loc(call.span), builder.getI64Type(), tr::Builtin::Uid, mlir::Value());
}

mlir::Value ProbeLowering::lowerCgroupPath(const Call &call) {
  mlir::Location where = loc(call.span);
  uint64_t filter = 0;
  if (call.args.size() == 2)
    filter = module.textNumber(as<StringLiteral>(call.args[1].get())->value);
  return pack(call.type,
              {lowerAs(*call.args[0], uint64()), constant(where, builder.getI64Type(), filter)},
              where);
}

mlir::Value ProbeLowering::lowerStrftime(const Call &call) {
  mlir::Location where = loc(call.span);
  uint32_t format = module.textNumber(as<StringLiteral>(call.args[0].get())->value);
  mlir::Type i32 = builder.getI32Type();
  return pack(call.type,
              {lowerAs(*call.args[1], uint64()), constant(where, i32, format),
               constant(where, i32, static_cast<uint64_t>(clockOf(*call.args[1])))},
              where);
}

//===-- Stacks ------------------------------------------------------------===//

mlir::Value ProbeLowering::captureStack(const Call &call) {
  return make<tr::CaptureStackOp>(loc(call.span), types.value(call.type), mlir::Value(),
                                  module.options.reportReads, mlir::FlatSymbolRefAttr());
}

mlir::Value ProbeLowering::lowerLen(const Call &call) {
  return builder.create<tr::StackDepthOp>(loc(call.span), builder.getI64Type(),
                                          lower(*call.args[0]));
}

mlir::Value ProbeLowering::lowerKstack(const Call &call) { return captureStack(call); }
mlir::Value ProbeLowering::lowerUstack(const Call &call) { return captureStack(call); }

} // namespace sonde
