//===- InferExpression.cpp - The types of expressions ---------------------===//
#include "lib/Frontend/Infer.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Comptime.h"
#include "lib/Frontend/Constant.h"
#include "lib/Frontend/Fold.h"
#include "lib/Frontend/Presentation.h"
#include "lib/Frontend/TypeRules.h"

#include <algorithm>

namespace sonde {

using namespace ast;

/// Text of at least so many bytes has no mark where it was cut: with the default
/// `max_strlen`, looking for one more byte would cost every script.
constexpr uint64_t kUnmarkedText = 1024;

Type structBehind(const Type &type) {
  Type inner = type;
  while (inner.is(TypeKind::Pointer))
    inner = inner.element();
  return inner.is(TypeKind::Struct) ? inner : Type::none();
}

Type writtenKeyType(const Map &map) {
  std::vector<Type> elements;
  for (const ExprPtr &key : map.keys) {
    Type type = asValue(key->type);
    if (!type || type.isAggregate()) // That it is no key is said where it is read.
      return Type::none();
    elements.push_back(std::move(type));
  }
  if (elements.size() == 1)
    return elements.front();
  return Type::tuple(std::move(elements));
}

Type subjectType(const TypeName *type, const Expr *expr) {
  if (type)
    return type->isTypeOf() ? subjectType(type->typeOfType.get(), type->typeOf.get())
                            : type->resolved;
  if (!expr)
    return Type::none();
  const auto *map = as<Map>(expr);
  bool isWhole = map && !map->hasKey && map->symbol && map->symbol->isKeyed.value_or(false);
  return isWhole ? map->symbol->key : expr->type;
}

bool leaves(const Stmt &stmt) {
  if (stmt.kind == StmtKind::Jump)
    return true;
  const auto *expr = as<ExprStmt>(&stmt);
  const auto *call = expr ? as<Call>(expr->expr) : nullptr;
  return call && call->builtin && call->builtin->id == Builtin::Exit;
}

Type blockType(const Block &block) { return block.value ? block.value->type : Type::none(); }

/// What lies in memory of some space is there as well.
static Type inSpace(const Type &type, AddressSpace space) {
  return type.space() == AddressSpace::None ? type.withSpace(space) : type;
}

/// The parts of an expression, and then itself. Statements in its blocks are
/// evaluated on their own.
Type Inference::infer(Expr &expr) {
  if (Comptime *comptime = comptimeCondition(expr)) {
    infer(*comptime);
    return Type::none(); // Neither branch is known to be there.
  }
  forEachPart(expr, {[&](ExprPtr &part) { infer(*part); },
                     [&](Block &block) {
                       if (block.value)
                         infer(*block.value);
                     }});
  if (Type type = typeOf(expr))
    expr.type = type;
  return expr.type;
}

Type Inference::typeOf(Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Int: {
    const auto &literal = *as<IntLiteral>(&expr);
    return literal.fixed ? literal.fixed : literal.value.type();
  }
  case ExprKind::String:
    return Type::string(as<StringLiteral>(&expr)->value.size() + 1);
  case ExprKind::Bool:
    return Type::boolean();
  case ExprKind::Param:
    if (as<ast::Param>(&expr)->declared)
      return as<ast::Param>(&expr)->declared;
    return as<ast::Param>(&expr)->isText ? Type::string(program.config.number("max_strlen"))
                                         : Type::integer(64, true);
  case ExprKind::Variable:
    return as<Variable>(&expr)->symbol ? as<Variable>(&expr)->symbol->type : Type::none();
  case ExprKind::Map:
    return typeOfMap(*as<Map>(&expr));
  case ExprKind::Call:
    return typeOfCall(*as<Call>(&expr));
  case ExprKind::Unary:
    return typeOfUnary(*as<Unary>(&expr));
  case ExprKind::Step:
    return typeOfStep(*as<Step>(&expr));
  case ExprKind::Binary:
    return typeOfBinary(*as<Binary>(&expr));
  case ExprKind::Conditional:
    return typeOfConditional(*as<Conditional>(&expr));
  case ExprKind::Cast:
    return typeOfCast(*as<Cast>(&expr));
  case ExprKind::Field:
    return typeOfField(*as<Field>(&expr));
  case ExprKind::Element:
    return typeOfElement(as<Element>(&expr)->base->type, as<Element>(&expr)->index);
  case ExprKind::Index:
    return typeOfIndex(*as<Index>(&expr));
  case ExprKind::Tuple:
    return typeOfTuple(*as<Tuple>(&expr));
  case ExprKind::Record:
    return typeOfRecord(*as<Record>(&expr));
  case ExprKind::If:
    return typeOfIf(*as<If>(&expr));
  case ExprKind::Block:
    return blockType(as<BlockExpr>(&expr)->block);
  case ExprKind::Comptime:
    return as<Comptime>(&expr)->operand->type;
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
    return typeOfQuery(*asTypeQuery(&expr));
  case ExprKind::ParamCount:
  case ExprKind::Name:
  case ExprKind::TypeInfo: // A literal record takes its place.
  case ExprKind::TypeOf:
    return Type::none();
  }
  return Type::none();
}

//===-- Operators ---------------------------------------------------------===//

/// A struct whose size and members are needed.
Type Inference::known(const Type &type) { return types.complete(type).withSpace(type.space()); }

/// A pointer that moves by the size of what it points to.
Type Inference::stepped(const Type &type) {
  if (!type.is(TypeKind::Pointer) || !type.element().is(TypeKind::Struct))
    return type;
  return Type::pointer(known(type.element()), type.space());
}

Type Inference::typeOfMap(Map &map) {
  if (!map.symbol)
    return Type::none();
  MapSymbol &symbol = *map.symbol;
  if (map.hasKey && symbol.isKeyed && *symbol.isKeyed &&
      flow(symbol.key, writtenKeyType(map), symbol.lockedKey, symbol.name))
    markReaders(&symbol);
  return symbol.value;
}

Type Inference::typeOfUnary(Unary &unary) {
  const Type &operand = unary.operand->type;
  switch (unary.op) {
  case UnaryOp::AddressOf:
    return operand ? Type::pointer(operand, AddressSpace::Kernel) : Type::none();
  case UnaryOp::Dereference: {
    AddressSpace space = operand.space();
    if (operand.isIntegral() && space == AddressSpace::None)
      space = unit->context.space;
    return known(inSpace(unaryType(unary.op, operand), space));
  }
  default:
    return unaryType(unary.op, operand);
  }
}

Type Inference::typeOfBinary(Binary &binary) {
  const Type &left = binary.left->type, &right = binary.right->type;
  if (!left || !right)
    return Type::none();
  Type result = binaryType(binary.op, left, right);
  if (!result.isInteger() && !result.is(TypeKind::Pointer))
    return result;
  return stepped(result).withSpace(meetSpaces(left, right).value_or(AddressSpace::None));
}

Type Inference::typeOfStep(Step &step) {
  Type target = step.target->type;
  auto *map = as<Map>(step.target);
  if (!target && map)
    target = Type::integer(8, true, true);
  Type result = stepped(stepType(step.isIncrement, target));
  if (!result)
    return Type::none();
  assignTo(*step.target, result);
  auto *variable = as<Variable>(step.target);
  return variable && variable->symbol->isFixed ? variable->symbol->type : result;
}

Type Inference::typeOfConditional(Conditional &conditional) {
  Expr &yes = conditional.yes ? *conditional.yes : *conditional.condition;
  Type a = asValue(yes.type), b = asValue(conditional.no->type);
  return a && b ? promote(a, b) : Type::none();
}

Type Inference::typeOfIf(If &branch) {
  if (!branch.no)
    return Type::none();
  Type a = asValue(blockType(branch.yes)), b = asValue(blockType(*branch.no));
  return a && b ? promote(a, b) : Type::none();
}

Type Inference::typeOfCast(Cast &cast) {
  TypeName &written = *cast.target;
  if (written.isTypeOf())
    written.resolved = subjectType(written.typeOfType.get(), written.typeOf.get());
  const Type &from = cast.operand->type;
  Type type = castType(from, written.resolved);
  // An address keeps the space of what it is made of, else takes the probe's.
  AddressSpace space = from.is(TypeKind::String) ? AddressSpace::Kernel : from.space();
  if (space == AddressSpace::None && type.is(TypeKind::Pointer))
    space = unit->context.space;
  return inSpace(type, space);
}

//===-- Parts of values ---------------------------------------------------===//

Type Inference::typeOfTuple(const Tuple &tuple) {
  std::vector<Type> elements;
  for (const ExprPtr &element : tuple.elements) {
    if (!element->type)
      return Type::none();
    elements.push_back(asValue(element->type));
  }
  return Type::tuple(std::move(elements));
}

Type Inference::typeOfRecord(const Record &record) {
  std::vector<std::pair<std::string, Type>> elements;
  for (const Record::Element &element : record.elements) {
    if (!element.value->type)
      return Type::none();
    elements.emplace_back(element.name, asValue(element.value->type));
  }
  return Type::record(std::move(elements));
}

Type Inference::typeOfField(Field &field) {
  Type base = field.base->type;
  if (base.is(TypeKind::Record)) {
    for (const Type::Element &element : base.elements())
      if (element.name == field.field)
        return element.type();
    return Type::none();
  }
  field.owner = structBehind(base);
  if (!field.owner)
    return Type::none();
  field.owner = types.complete(field.owner);
  if (!field.owner.definition())
    return Type::none();
  field.member = field.owner.definition()->find(field.field);
  if (!field.member)
    return Type::none();
  AddressSpace space = base.space();
  if (!base.is(TypeKind::Pointer) && space == AddressSpace::None)
    space = unit->context.space;
  return inSpace(field.member->type, space);
}

Type Inference::typeOfElement(const Type &base, uint64_t index) {
  bool sequence = base.is(TypeKind::Tuple) || base.is(TypeKind::Record);
  return sequence && index < base.elements().size() ? base.elements()[index].type() : Type::none();
}

Type Inference::typeOfIndex(Index &index) {
  Type base = index.base->type;
  switch (base.kind()) {
  case TypeKind::Array:
  case TypeKind::Pointer:
    if (base.element().is(TypeKind::Void))
      return Type::none();
    return known(inSpace(base.element(), base.space()));
  case TypeKind::String:
    return Type::integer(8, true);
  case TypeKind::Tuple:
    if (std::optional<Integer> number = constantNumber(*index.index);
        number && !number->isNegative())
      return typeOfElement(base, number->raw());
    return Type::none();
  default:
    return Type::none();
  }
}

//===-- Calls and queries -------------------------------------------------===//

Type Inference::typeOfCall(Call &call) {
  if (call.script) {
    for (size_t i = 0; i < call.args.size() && i < call.script->parameters.size(); ++i)
      flow(*call.script->parameters[i], asValue(call.args[i]->type));
    return call.script->result;
  }
  if (call.function) // What C hands out is in the kernel's memory.
    return inSpace(call.function->result, AddressSpace::Kernel);
  if (!call.builtin)
    return Type::none();
  const ProbeContext &context = unit->context;
  switch (call.builtin->result) {
  case ResultRule::Void:
    return Type::voidType();
  case ResultRule::Bool:
    return Type::boolean();
  case ResultRule::UInt32:
    return Type::integer(32, false);
  case ResultRule::UInt64: {
    Type number = Type::integer(64, false);
    return call.builtin->id == Builtin::ArgN ? number.withSpace(context.space) : number;
  }
  case ResultRule::Int64:
    return Type::integer(64, true);
  case ResultRule::TaskName:
    return Type::string(16);
  case ResultRule::Task:
    return Type::pointer(Type::structure("task_struct", false), AddressSpace::Kernel);
  case ResultRule::ProbeName: {
    size_t longest = 0;
    for (const AttachPoint &point : unit->attach)
      longest = std::max(longest, point.name().size());
    return Type::string(longest + 1);
  }
  case ResultRule::Context: {
    const std::string name = info(context.kind).contextStruct;
    if (name.empty()) // Said when the name was bound.
      return Type::none();
    return Type::pointer(Type::structure(name, false), AddressSpace::Kernel);
  }
  case ResultRule::Arguments:
    return context.args;
  case ResultRule::ReturnValue:
    if (!info(context.kind).has(HasTypedRet))
      return Type::integer(64, false).withSpace(context.space);
    return inSpace(context.retval, context.space);
  case ResultRule::Text: {
    if (waitsForNumber(call))
      return Type::none();
    uint64_t capacity = program.config.number("max_strlen");
    if (call.args.size() != 2)
      return Type::string(capacity, /*mayBeCut=*/capacity < kUnmarkedText);
    if (std::optional<Integer> length = constantNumber(*call.args[1]);
        length && !length->isNegative())
      capacity = std::min(capacity, length->raw() + 1);
    return Type::string(capacity);
  }
  case ResultRule::Presentation:
    return presentationType(call, program.config, context);
  case ResultRule::Aggregate:
    return call.type; // Found with the map that it is assigned to.
  }
  return Type::none();
}

Type Inference::typeOfQuery(const TypeQuery &query) {
  std::optional<uint64_t> number = queryNumber(query, types);
  return number ? countType(*number) : Type::none();
}

} // namespace sonde
