//===- LowerExpression.cpp - Values, fields, memory -----------------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Constant.h"
#include "lib/Frontend/Infer.h"
#include "lib/Frontend/TypeRules.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

namespace sonde {

using namespace ast;

mlir::Value ProbeLowering::lower(const Expr &expr) {
  mlir::Location where = loc(expr.span);
  switch (expr.kind) {
  case ExprKind::Int:
    return constant(where, types.value(expr.type), as<IntLiteral>(&expr)->value.raw());
  case ExprKind::String: {
    const std::string &value = as<StringLiteral>(&expr)->value;
    return text(where, value, value.size() + 1);
  }
  case ExprKind::Bool:
    return constant(where, builder.getI1Type(), as<BoolLiteral>(&expr)->value);
  case ExprKind::Param:
    return make<tr::ParamValueOp>(where, types.value(expr.type), module.paramRef(*as<Param>(&expr)),
                                  mlir::Value());
  case ExprKind::Variable:
    return lowerVariable(*as<Variable>(&expr));
  case ExprKind::Map:
    return lowerMap(*as<Map>(&expr));
  case ExprKind::Call:
    return lowerCall(*as<Call>(&expr));
  case ExprKind::Unary:
    return lowerUnary(*as<Unary>(&expr));
  case ExprKind::Step:
    return lowerStep(*as<Step>(&expr));
  case ExprKind::Binary:
    return lowerBinary(*as<Binary>(&expr));
  case ExprKind::Conditional:
    return lowerConditional(*as<Conditional>(&expr));
  case ExprKind::Cast: {
    const auto &cast = *as<Cast>(&expr);
    return convert(lower(*cast.operand), asValue(cast.operand->type), expr.type, where);
  }
  case ExprKind::Field:
    return lowerField(*as<Field>(&expr));
  case ExprKind::Element:
    return lowerElement(*as<Element>(&expr)->base, as<Element>(&expr)->index, expr.type, where);
  case ExprKind::Index:
    return lowerIndex(*as<Index>(&expr));
  case ExprKind::Tuple:
    return lowerTuple(*as<Tuple>(&expr), expr.type);
  case ExprKind::Record:
    return lowerRecord(*as<Record>(&expr), expr.type);
  case ExprKind::If:
    return lowerIf(*as<If>(&expr));
  case ExprKind::Block:
    return lower(as<BlockExpr>(&expr)->block);
  case ExprKind::ParamCount:
  case ExprKind::Name:
  case ExprKind::Comptime:
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
  case ExprKind::TypeInfo:
  case ExprKind::TypeOf:
    break;
  }
  llvm_unreachable("refused when names were bound");
}

mlir::Value ProbeLowering::lowerAs(const Expr &expr, const Type &to) {
  mlir::Location where = loc(expr.span);
  if (const auto *literal = as<IntLiteral>(&expr); literal && to.isInteger())
    return constant(where, types.value(to), literal->value.raw());
  if (const auto *literal = as<StringLiteral>(&expr); literal && to.is(TypeKind::String))
    return text(where, literal->value, to.count());
  if (const auto *tuple = as<Tuple>(&expr); tuple && to.is(TypeKind::Tuple))
    return lowerTuple(*tuple, to);
  return convert(lower(expr), asValue(expr.type), to, where);
}

//===-- Variables and maps ------------------------------------------------===//

mlir::Value ProbeLowering::lowerVariable(const Variable &variable) {
  mlir::Value slot = slotOf(*variable.symbol);
  mlir::Type type = mlir::cast<tr::PtrType>(slot.getType()).getPointee();
  return make<tr::LoadLocalOp>(loc(variable.span), type, slot, mlir::Value());
}

/// The key in the type that the map's keys have; null for a scalar map.
mlir::Value ProbeLowering::lowerKey(const Map &map) {
  if (!map.hasKey)
    return {};
  const Type &key = map.symbol->key;
  if (map.keys.size() == 1)
    return lowerAs(*map.keys[0], key);
  llvm::SmallVector<mlir::Value> elements;
  for (size_t i = 0; i < map.keys.size(); ++i)
    elements.push_back(lowerAs(*map.keys[i], key.elements()[i].type()));
  return make<tr::RecordOp>(loc(map.span), types.value(key), elements, mlir::Value());
}

mlir::Value ProbeLowering::lowerMap(const Map &map) {
  mlir::Value key = lowerKey(map);
  if (map.symbol->value.isCastableAggregate())
    return reduce(map, key, 1).front();
  return make<tr::MapGetOp>(loc(map.span), types.value(map.symbol->value),
                            module.mapRef(*map.symbol), key, mlir::Value());
}

/// The numbers that an aggregation has come to.
llvm::SmallVector<mlir::Value> ProbeLowering::reduce(const Map &map, mlir::Value key,
                                                     unsigned count) {
  llvm::SmallVector<mlir::Type> types(count, builder.getI64Type());
  auto numbers =
      builder.create<tr::MapReduceOp>(loc(map.span), types, mapSymbolName(map.name), key);
  return llvm::to_vector_of<mlir::Value>(numbers.getValues());
}

//===-- Tuples and records ------------------------------------------------===//

mlir::Value ProbeLowering::lowerTuple(const Tuple &tuple, const Type &as) {
  llvm::SmallVector<mlir::Value> elements;
  for (size_t i = 0; i < tuple.elements.size(); ++i)
    elements.push_back(lowerAs(*tuple.elements[i], asValue(as.elements()[i].type())));
  return make<tr::RecordOp>(loc(tuple.span), types.value(as), elements, mlir::Value());
}

mlir::Value ProbeLowering::lowerRecord(const Record &record, const Type &as) {
  llvm::SmallVector<mlir::Value> elements;
  for (size_t i = 0; i < record.elements.size(); ++i)
    elements.push_back(lowerAs(*record.elements[i].value, asValue(as.elements()[i].type())));
  return make<tr::RecordOp>(loc(record.span), types.value(as), elements, mlir::Value());
}

mlir::Value ProbeLowering::lowerElement(const Expr &base, unsigned index, const Type &type,
                                        mlir::Location where) {
  return make<tr::ExtractOp>(where, types.value(type), lower(base), index, mlir::Value());
}

//===-- Memory ------------------------------------------------------------===//

/// Does it stay where it is, until a part of it is read?
static bool staysInMemory(const Type &type) {
  return type.is(TypeKind::Struct) || type.is(TypeKind::Array) || type.isOpenEnded();
}

mlir::Value ProbeLowering::read(mlir::Value address, const Type &type, mlir::Location where) {
  return staysInMemory(type) ? address : copyOf(address, type, where);
}

mlir::Value ProbeLowering::copyOf(mlir::Value address, const Type &type, mlir::Location where) {
  mlir::Type copied = types.value(type);
  auto pointer = mlir::cast<tr::PtrType>(address.getType());
  if (staysInMemory(type))
    address = castPointer(
        address, tr::PtrType::get(builder.getContext(), copied, pointer.getSpace()), where);
  return make<tr::ReadOp>(where, copied, address, mlir::Value(), module.options.reportReads,
                          mlir::FlatSymbolRefAttr());
}

/// An argument of a program's function. What is above a narrow one in its register
/// is not defined.
mlir::Value ProbeLowering::lowerRegister(const StructMember &member, mlir::Location where) {
  mlir::Value value =
      builder.create<tr::CtxArgOp>(where, builder.getI64Type(), context(), member.offset / 8);
  const Type word = Type::integer(64, false);
  if (!member.type.is(TypeKind::Bool))
    return convert(value, word, member.type, where);
  return toBool(convertInteger(value, false, 8, where), where);
}

mlir::Value ProbeLowering::lowerContextField(const StructMember &member, mlir::Location where) {
  if (unit.context.kind == ProbeKind::Uprobe)
    return lowerRegister(member, where);
  if (!member.isDataLoc) {
    mlir::Type type = types.value(member.type);
    bool typed = unit.context.kind != ProbeKind::Tracepoint;
    if (typed && member.type.is(TypeKind::Pointer) && member.type.element().is(TypeKind::Struct))
      type = tr::PtrType::get(builder.getContext(), types.pointee(member.type.element()),
                              tr::AddrSpace::Btf);
    return make<tr::CtxFieldOp>(where, type, context(), member.name, mlir::Value());
  }
  // The low half of the word is the distance of the data from the record's start.
  mlir::Value word =
      make<tr::CtxFieldOp>(where, builder.getI32Type(), context(), member.name, mlir::Value());
  mlir::Value mask = constant(where, builder.getI32Type(), 0xffff);
  mlir::Value distance = builder.create<mlir::arith::AndIOp>(where, word, mask);
  mlir::Value start = castPointer(context(), builder.getI64Type(), where);
  return builder.create<mlir::arith::AddIOp>(where, start,
                                             convertInteger(distance, false, 64, where));
}

/// `ctx.x.y`: the members are one load at the sum of their places.
mlir::Value ProbeLowering::lowerContextMember(const Field &field) {
  std::string path = field.field;
  uint64_t offset = field.member->offset;
  for (auto *outer = as<Field>(field.base.get()); outer; outer = as<Field>(outer->base.get())) {
    path = outer->field + "." + path;
    offset += outer->member->offset;
  }
  mlir::Location where = loc(field.span);
  mlir::Type type = types.value(field.type);
  mlir::Type loaded = mlir::isa<mlir::IntegerType>(type) ? type : builder.getI64Type();
  mlir::Value number = builder.create<tr::CtxMemberOp>(where, loaded, context(), path, offset);
  return loaded == type ? number : castPointer(number, type, where);
}

mlir::Value ProbeLowering::addressOf(const Field &field, mlir::Value base) {
  mlir::Location where = loc(field.span);
  // Through all levels of pointers but the last.
  for (Type type = field.base->type; type.is(TypeKind::Pointer); type = type.element())
    if (type.element().is(TypeKind::Pointer))
      base = read(base, type.element(), where);
  const StructMember &member = *field.member;
  tr::StructType owner = types.useMember(field.owner, member);
  tr::AddrSpace space = mlir::cast<tr::PtrType>(base.getType()).getSpace();
  base = castPointer(base, tr::PtrType::get(builder.getContext(), owner, space), where);
  auto type = tr::PtrType::get(builder.getContext(), types.member(member), space);
  return builder.create<tr::FieldPtrOp>(where, type, base, field.field);
}

mlir::Value ProbeLowering::extractBits(mlir::Value unit, const StructMember &member,
                                       mlir::Location where) {
  if (!member.bitSize)
    return unit;
  // To the top, and down again with the sign or with zeros.
  mlir::Type type = unit.getType();
  unsigned width = type.getIntOrFloatBitWidth();
  unsigned above = width - member.bitOffset - member.bitSize, unused = width - member.bitSize;
  mlir::Value bits = unit;
  if (above)
    bits = builder.create<mlir::arith::ShLIOp>(where, bits, constant(where, type, above));
  bool isSigned = member.type.isInteger() && member.type.isSigned();
  if (unused && isSigned)
    bits = builder.create<mlir::arith::ShRSIOp>(where, bits, constant(where, type, unused));
  else if (unused)
    bits = builder.create<mlir::arith::ShRUIOp>(where, bits, constant(where, type, unused));
  return member.type.is(TypeKind::Bool) ? toBool(bits, where) : bits;
}

/// A member of a struct that is a value.
mlir::Value ProbeLowering::lowerMember(const Field &field, mlir::Value structure) {
  mlir::Location where = loc(field.span);
  const StructMember &member = *field.member;
  types.useMember(field.owner, member);
  mlir::Type type = staysInMemory(member.type) ? types.value(member.type) : types.member(member);
  return extractBits(make<tr::MemberOp>(where, type, structure, field.field, mlir::Value()), member,
                     where);
}

mlir::Value ProbeLowering::lowerField(const Field &field) {
  mlir::Location where = loc(field.span);
  if (field.base->type.is(TypeKind::Record)) {
    const auto &elements = field.base->type.elements();
    for (size_t i = 0; i < elements.size(); ++i)
      if (elements[i].name == field.field)
        return lowerElement(*field.base, i, field.type, where);
  }
  if (isInContext(*field.base))
    return lowerContextMember(field);
  if (isArgs(*field.base))
    return lowerContextField(*field.member, where);
  mlir::Value base = lower(*field.base);
  if (!mlir::isa<tr::PtrType>(base.getType()))
    return lowerMember(field, base);
  const StructMember &member = *field.member;
  mlir::Value address = addressOf(field, base);
  if (!member.bitSize)
    return read(address, field.type, where);
  mlir::Type unit = mlir::cast<tr::PtrType>(address.getType()).getPointee();
  return extractBits(make<tr::ReadOp>(where, unit, address, mlir::Value(),
                                      module.options.reportReads, mlir::FlatSymbolRefAttr()),
                     member, where);
}

//===-- Elements ----------------------------------------------------------===//

mlir::Value ProbeLowering::zeroOf(mlir::Type type, mlir::Location where) {
  if (mlir::isa<mlir::IntegerType>(type))
    return constant(where, type, 0);
  if (mlir::isa<tr::PtrType>(type))
    return castPointer(constant(where, builder.getI64Type(), 0), type, where);
  return make<tr::BitcastOp>(where, type, constant(where, builder.getI8Type(), 0), mlir::Value());
}

mlir::Value ProbeLowering::checkIndex(mlir::Value index, uint64_t count, mlir::Type type,
                                      mlir::Location where,
                                      llvm::function_ref<mlir::Value()> element) {
  mlir::Value isIn =
      builder.create<tr::InRangeOp>(where, builder.getI1Type(), index, count,
                                    module.options.reportReads, mlir::FlatSymbolRefAttr());
  mlir::Block *first = addBlock(), *second = addBlock();
  builder.create<mlir::cf::CondBranchOp>(where, isIn, first, second);
  return chooseIn(first, second, type, where, element, [&] { return zeroOf(type, where); });
}

/// Of an array or text that is a value.
mlir::Value ProbeLowering::lowerElementOf(mlir::Value sequence, const Index &index) {
  mlir::Location where = loc(index.span);
  mlir::Type type = types.value(index.type);
  if (const auto *literal = as<IntLiteral>(index.index))
    return make<tr::ExtractOp>(where, type, sequence, static_cast<uint32_t>(literal->value.raw()),
                               mlir::Value());
  if (index.base->type.count() == 0)
    return zeroOf(type, where);
  mlir::Value number = lowerAs(*index.index, Type::integer(64, false));
  return checkIndex(number, index.base->type.count(), type, where, [&] {
    return make<tr::ElementOp>(where, type, sequence, number, mlir::Value());
  });
}

/// Behind a pointer, or of an array that stays in memory.
mlir::Value ProbeLowering::lowerElementAt(mlir::Value address, const Index &index) {
  mlir::Location where = loc(index.span);
  const Type &base = index.base->type;
  auto pointer = mlir::cast<tr::PtrType>(address.getType());
  if (index.type.is(TypeKind::Struct))
    types.structure(index.type); // Its size is needed.
  mlir::Type element = types.pointee(index.type);
  auto type = tr::PtrType::get(builder.getContext(), element, pointer.getSpace());
  mlir::Value number = lowerAs(*index.index, Type::integer(64, false));
  auto readElement = [&] {
    // An array is stepped through by its elements, whatever the address says.
    mlir::Value first = castPointer(address, type, where);
    mlir::Value at = builder.create<tr::ElemPtrOp>(where, type, first, number);
    return read(at, index.type, where);
  };
  bool isChecked = base.is(TypeKind::Array) && base.count() && !as<IntLiteral>(index.index);
  if (!isChecked)
    return readElement();
  mlir::Type result = staysInMemory(index.type) ? mlir::Type(type) : types.value(index.type);
  return checkIndex(number, base.count(), result, where, readElement);
}

mlir::Value ProbeLowering::lowerIndex(const Index &index) {
  if (index.base->type.is(TypeKind::Tuple))
    return lowerElement(*index.base, constantNumber(*index.index)->raw(), index.type,
                        loc(index.span));
  mlir::Value base = lower(*index.base);
  bool isAddress = mlir::isa<tr::PtrType>(base.getType());
  return isAddress ? lowerElementAt(base, index) : lowerElementOf(base, index);
}

//===-- Control flow ------------------------------------------------------===//

mlir::Value ProbeLowering::lowerIf(const If &branchNode) {
  mlir::Location where = loc(branchNode.span);
  if (branchNode.type && !branchNode.type.is(TypeKind::Void)) {
    auto value = [&](const Block &block) {
      return convert(lower(block), asValue(block.value->type), branchNode.type,
                     loc(block.value->span));
    };
    return choose(
        *branchNode.condition, branchNode.type, where, [&] { return value(branchNode.yes); },
        [&] { return value(*branchNode.no); });
  }
  mlir::Block *yes = addBlock(), *no = branchNode.no ? addBlock() : nullptr, *after = addBlock();
  branch(*branchNode.condition, yes, no ? no : after);
  continueIn(yes);
  lower(branchNode.yes);
  jump(where, after);
  if (no) {
    continueIn(no);
    lower(*branchNode.no);
    jump(where, after);
  }
  moveToEnd(after);
  continueIn(after);
  return {};
}

//===-- Calls -------------------------------------------------------------===//

mlir::Value ProbeLowering::lowerScriptCall(const Call &call) {
  mlir::Location where = loc(call.span);
  const FunctionSymbol &function = *call.script;
  llvm::SmallVector<mlir::Value> arguments;
  for (auto [arg, parameter] : llvm::zip(call.args, function.parameters))
    arguments.push_back(lowerAs(*arg, parameter->type));
  mlir::Value result = builder
                           .create<tr::CallOp>(where, module.resultOf(function),
                                               module.functionRef(function), arguments)
                           .getResult();
  if (!function.mayExit)
    return result;
  bool isVoid = function.result.is(TypeKind::Void);
  mlir::Value exits =
      isVoid ? result : make<tr::ExtractOp>(where, builder.getI1Type(), result, 0U, mlir::Value());
  mlir::Block *exit = addBlock(), *after = addBlock();
  builder.create<mlir::cf::CondBranchOp>(where, exits, exit, after);
  continueIn(exit);
  leave(where, mlir::Value(), /*exits=*/true);
  moveToEnd(after);
  continueIn(after);
  if (isVoid)
    return {};
  return make<tr::ExtractOp>(where, types.value(function.result), result, 1U, mlir::Value());
}

mlir::Value ProbeLowering::lowerCall(const Call &call) {
  if (call.builtin)
    return lowerBuiltin(call);
  if (call.script)
    return lowerScriptCall(call);
  const CFunction &function = *call.function;
  llvm::SmallVector<mlir::Value> arguments;
  for (size_t i = 0; i < call.args.size(); ++i)
    arguments.push_back(lowerAs(*call.args[i], function.parameters[i].type));
  mlir::Type result =
      function.result.is(TypeKind::Void) ? mlir::Type() : types.value(function.result);
  auto lowered =
      builder.create<tr::CallOp>(loc(call.span), result, module.functionRef(function), arguments);
  return lowered.getResult();
}

} // namespace sonde
