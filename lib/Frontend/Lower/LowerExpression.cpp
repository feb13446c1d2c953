//===- LowerExpression.cpp - Values, fields, memory -----------------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/Builtins.h"
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
  return make<tr::LoadLocalOp>(loc(variable.span), types.value(variable.symbol->type), slot,
                               mlir::Value());
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
  return type.is(TypeKind::Struct) || type.is(TypeKind::Array);
}

mlir::Value ProbeLowering::read(mlir::Value address, const Type &type, mlir::Location where) {
  if (staysInMemory(type))
    return address;
  return make<tr::ReadOp>(where, types.value(type), address, mlir::Value(),
                          module.options.reportReads, mlir::FlatSymbolRefAttr());
}

static const Call *contextArguments(const Expr &expr) {
  const auto *call = as<Call>(&expr);
  return call && call->builtin && call->builtin->id == Builtin::Args ? call : nullptr;
}

mlir::Value ProbeLowering::lowerContextField(const Field &field, const StructMember &member) {
  mlir::Location where = loc(field.span);
  if (!member.isDataLoc) {
    mlir::Type type = types.value(member.type);
    bool typed = unit.context.kind != ProbeKind::Tracepoint;
    if (typed && member.type.is(TypeKind::Pointer) && member.type.element().is(TypeKind::Struct))
      type = tr::PtrType::get(builder.getContext(), types.pointee(member.type.element()),
                              tr::AddrSpace::Btf);
    return make<tr::CtxFieldOp>(where, type, context(), field.field, mlir::Value());
  }
  // The low half of the word is the distance of the data from the record's start.
  mlir::Value word =
      make<tr::CtxFieldOp>(where, builder.getI32Type(), context(), field.field, mlir::Value());
  mlir::Value mask = constant(where, builder.getI32Type(), 0xffff);
  mlir::Value distance = builder.create<mlir::arith::AndIOp>(where, word, mask);
  mlir::Value start = castPointer(context(), builder.getI64Type(), where);
  return builder.create<mlir::arith::AddIOp>(where, start,
                                             convertInteger(distance, false, 64, where));
}

mlir::Value ProbeLowering::addressOf(const Expr &expr) {
  if (const auto *field = as<Field>(&expr)) {
    mlir::Location where = loc(expr.span);
    Type structure = structBehind(field->base->type);
    mlir::Value base = lower(*field->base);
    // Through all levels of pointers but the last.
    for (Type type = field->base->type; type.is(TypeKind::Pointer); type = type.element())
      if (type.element().is(TypeKind::Pointer))
        base = read(base, type.element(), where);
    const StructMember &member = *field->member;
    tr::StructType owner = types.useMember(field->owner, member);
    tr::AddrSpace space = mlir::cast<tr::PtrType>(base.getType()).getSpace();
    base = castPointer(base, tr::PtrType::get(builder.getContext(), owner, space), where);
    auto type = tr::PtrType::get(builder.getContext(), types.value(member.type), space);
    return builder.create<tr::FieldPtrOp>(where, type, base, field->field);
  }
  return lower(expr);
}

mlir::Value ProbeLowering::lowerField(const Field &field) {
  mlir::Location where = loc(field.span);
  if (field.base->type.is(TypeKind::Record)) {
    const auto &elements = field.base->type.elements();
    for (size_t i = 0; i < elements.size(); ++i)
      if (elements[i].name == field.field)
        return lowerElement(*field.base, i, field.type, where);
  }
  if (contextArguments(*field.base))
    return lowerContextField(field, *field.member);
  return read(addressOf(field), field.type, where);
}

mlir::Value ProbeLowering::lowerIndex(const Index &index) {
  mlir::Location where = loc(index.span);
  const Type &base = index.base->type;
  const auto *literal = as<IntLiteral>(index.index);
  if (base.is(TypeKind::Tuple))
    return lowerElement(*index.base, literal->value.raw(), index.type, where);
  mlir::Value source = lower(*index.base);
  auto pointer = mlir::dyn_cast<tr::PtrType>(source.getType());
  if (!pointer) // An array that is a value: a field of the context.
    return make<tr::ExtractOp>(where, types.value(index.type), source,
                               static_cast<uint32_t>(literal->value.raw()), mlir::Value());
  mlir::Value number = lowerAs(*index.index, Type::integer(64, false));
  mlir::Type element =
      base.is(TypeKind::Array) ? mlir::Type(types.value(base.element())) : pointer.getPointee();
  if (base.is(TypeKind::Pointer) && base.element().is(TypeKind::Struct))
    types.structure(base.element()); // Its size is needed.
  auto type = tr::PtrType::get(builder.getContext(), element, pointer.getSpace());
  mlir::Value address = builder.create<tr::ElemPtrOp>(where, type, source, number);
  return read(address, index.type, where);
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
  after->moveBefore(&probe.getBody(), probe.getBody().end());
  continueIn(after);
  return {};
}

//===-- Calls -------------------------------------------------------------===//

mlir::Value ProbeLowering::lowerCall(const Call &call) {
  if (call.builtin)
    return lowerBuiltin(call);
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
