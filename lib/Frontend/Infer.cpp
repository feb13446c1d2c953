//===- Infer.cpp - The types of the whole program -------------------------===//
#include "lib/Frontend/Infer.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/TypeRules.h"

#include <algorithm>
#include <set>

namespace sonde {

using namespace ast;

Type structBehind(const Type &type) {
  Type inner = type;
  while (inner.is(TypeKind::Pointer))
    inner = inner.element();
  return inner.is(TypeKind::Struct) ? inner : Type::none();
}

Type writtenKeyType(const Map &map) {
  if (map.keys.size() == 1)
    return asValue(map.keys[0]->type);
  std::vector<Type> elements;
  for (const ExprPtr &key : map.keys) {
    if (!key->type)
      return Type::none();
    elements.push_back(asValue(key->type));
  }
  return Type::tuple(std::move(elements));
}

namespace {

class Inference {
public:
  Inference(Program &program, TypeNames &types) : program(program), types(types) {}

  void run() {
    settle();
    // What is still open holds int8 zeros: a map that is only read, or that gets
    // its values from itself, as in `@n = @n + 1` (types.md 9, step 3).
    for (const std::unique_ptr<MapSymbol> &map : program.maps)
      if (!map->value && map->isKeyed && !aggregated.count(map.get()))
        map->value = Type::integer(8, true, true);
    settle();
  }

private:
  Program &program;
  TypeNames &types;
  CodeUnit *unit = nullptr;
  bool changed = false;
  std::set<const MapSymbol *> aggregated; ///< Assigned an aggregation, or what one holds.

  void settle() {
    // Each round lets at least one type grow, and a type has few steps to go.
    size_t limit = 64 + 16 * program.maps.size();
    for (const CodeUnit *each : program.units())
      limit += 16 * each->variables.size();
    changed = true;
    for (size_t round = 0; changed && round < limit; ++round) {
      changed = false;
      for (CodeUnit *each : program.units()) {
        unit = each;
        if (unit->predicate)
          infer(*unit->predicate);
        infer(unit->body);
      }
    }
  }

  /// Lets a value's type flow into a place. What does not fit is left out.
  void flow(Type &place, const Type &value) {
    if (!value)
      return;
    Type both = promote(place, value);
    if (!both || both == place)
      return;
    place = both;
    changed = true;
  }
  void flow(VariableSymbol &variable, const Type &value) {
    bool holdsNothing = value.is(TypeKind::Void) || value.isAggregate();
    if (!variable.isFixed && !variable.isBroken && !holdsNothing)
      flow(variable.type, value);
  }

  void infer(Block &block);
  void infer(Stmt &stmt);
  void inferAssign(Assign &assign);
  void inferAggregate(MapSymbol &map, Call &call);
  void inferFor(ForRange &loop);
  void inferFor(ForMap &loop);
  void inferKeys(Map &map);
  void assignTo(Expr &target, const Type &value);
  Type infer(Expr &expr);
  Type typeOf(Expr &expr);
  Type typeOfCall(Call &call);
  Type typeOfStep(Step &step);
  Type typeOfConditional(Conditional &conditional);
  Type typeOfIf(If &branch);
  Type typeOfCast(Cast &cast);
  Type typeOfField(Field &field);
  Type typeOfElement(const Type &base, uint64_t index);
  Type typeOfIndex(Index &index);
  Type blockType(Block &block) { return block.value ? block.value->type : Type::none(); }
  Type inSpace(const Type &type, AddressSpace space) {
    return type.is(TypeKind::Pointer) && type.space() == AddressSpace::None ? type.withSpace(space)
                                                                            : type;
  }
};

void Inference::infer(Block &block) {
  for (StmtPtr &stmt : block.statements)
    infer(*stmt);
  if (block.value)
    infer(*block.value);
}

void Inference::infer(Stmt &stmt) {
  switch (stmt.kind) {
  case StmtKind::Assign:
    return inferAssign(*as<Assign>(&stmt));
  case StmtKind::Let: {
    auto &let = *as<Let>(&stmt);
    if (let.value)
      flow(*let.symbol, asValue(infer(*let.value)));
    return;
  }
  case StmtKind::ForRange:
    return inferFor(*as<ForRange>(&stmt));
  case StmtKind::ForMap:
    return inferFor(*as<ForMap>(&stmt));
  default:
    forEachPart(stmt, {[&](ExprPtr &part) { infer(*part); }, [&](Block &block) { infer(block); }});
  }
}

void Inference::inferFor(ForRange &loop) {
  Type from = asInteger(infer(*loop.from)), to = asInteger(infer(*loop.to));
  if (from && to)
    flow(*loop.symbol, promote(from, to));
  infer(loop.body);
}

/// The variable is the tuple of key and value.
void Inference::inferFor(ForMap &loop) {
  const MapSymbol *map = as<Map>(loop.map)->symbol;
  if (map && map->key && map->value)
    flow(*loop.symbol, Type::tuple({map->key, asValue(map->value)}));
  infer(loop.body);
}

void Inference::assignTo(Expr &target, const Type &value) {
  if (auto *variable = as<Variable>(&target))
    flow(*variable->symbol, value);
  else if (auto *map = as<Map>(&target); !value.is(TypeKind::Void))
    flow(map->symbol->value, value);
}

void Inference::inferAssign(Assign &assign) {
  Type value = infer(*assign.value);
  Type target = infer(*assign.target);
  if (assign.op) {
    if (!target) // A missing element counts as 0.
      target = Type::integer(8, true, true);
    assign.result = value ? binaryType(*assign.op, target, value) : Type::none();
    assignTo(*assign.target, assign.result);
    return;
  }
  auto *map = as<Map>(assign.target);
  if (Call *call = map ? aggregateCall(assign.value.get()) : nullptr) {
    aggregated.insert(map->symbol);
    return inferAggregate(*map->symbol, *call);
  }
  // The result of an aggregation is an integer for a map that has integers; by
  // itself it makes no map of integers.
  if (map && value.isAggregate() && !map->symbol->value) {
    aggregated.insert(map->symbol);
    return;
  }
  assignTo(*assign.target, asValue(value));
}

void Inference::inferAggregate(MapSymbol &map, Call &call) {
  Type argument = call.args.empty() ? Type::none() : asInteger(call.args[0]->type);
  if (!call.args.empty() && !argument)
    return;
  if (argument)
    flow(map.argument, argument);
  TypeKind kind = aggregateKind(call.builtin->id);
  if (map.value && !map.value.is(kind))
    return;
  Type type;
  switch (kind) {
  case TypeKind::Count:
    type = Type::plain(kind);
    break;
  case TypeKind::Hist:
    type = Type::hist(static_cast<uint32_t>(std::clamp<int64_t>(literalArgument(call, 1), 0, 5)));
    break;
  case TypeKind::LHist: {
    int64_t min = literalArgument(call, 1), max = literalArgument(call, 2);
    int64_t step = literalArgument(call, 3);
    if (step < 1 || max <= min || min < 0 || (max - min) / step > 1000)
      return; // Check says why.
    type = Type::lhist(min, max, step);
    break;
  }
  default:
    type = Type::aggregate(kind, map.argument.isSigned());
  }
  call.type = type;
  bool isParametric = kind == TypeKind::Hist || kind == TypeKind::LHist;
  if (type == map.value || (map.value && isParametric))
    return;
  map.value = type;
  changed = true;
}

//===-- Expressions -------------------------------------------------------===//

Type Inference::infer(Expr &expr) {
  forEachPart(expr, {[&](ExprPtr &part) { infer(*part); }, [&](Block &block) { infer(block); }});
  Type type = typeOf(expr);
  if (type && type != expr.type) {
    expr.type = type;
    changed = true;
  } else if (type) {
    expr.type = type; // Equal types may still differ in address space.
  }
  return expr.type;
}

void Inference::inferKeys(Map &map) {
  if (map.hasKey && map.symbol->isKeyed && *map.symbol->isKeyed)
    flow(map.symbol->key, writtenKeyType(map));
}

Type Inference::typeOf(Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Int:
    return as<IntLiteral>(&expr)->value.type();
  case ExprKind::String:
    return Type::string(as<StringLiteral>(&expr)->value.size() + 1);
  case ExprKind::Bool:
    return Type::boolean();
  case ExprKind::Param:
    return as<ast::Param>(&expr)->isText ? Type::string(program.config.number("max_strlen"))
                                         : Type::integer(64, true);
  case ExprKind::Variable:
    return as<Variable>(&expr)->symbol ? as<Variable>(&expr)->symbol->type : Type::none();
  case ExprKind::Map: {
    auto &map = *as<Map>(&expr);
    if (!map.symbol)
      return Type::none();
    inferKeys(map);
    return map.symbol->value;
  }
  case ExprKind::Call:
    return typeOfCall(*as<Call>(&expr));
  case ExprKind::Unary: {
    auto &unary = *as<Unary>(&expr);
    Type operand = unary.operand->type;
    Type type = unaryType(unary.op, operand);
    return unary.op == UnaryOp::Dereference ? inSpace(type, operand.space()) : type;
  }
  case ExprKind::Step:
    return typeOfStep(*as<Step>(&expr));
  case ExprKind::Binary: {
    auto &binary = *as<Binary>(&expr);
    if (!binary.left->type || !binary.right->type)
      return Type::none();
    return binaryType(binary.op, binary.left->type, binary.right->type);
  }
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
  case ExprKind::Tuple: {
    std::vector<Type> elements;
    for (const ExprPtr &element : as<Tuple>(&expr)->elements) {
      if (!element->type)
        return Type::none();
      elements.push_back(asValue(element->type));
    }
    return Type::tuple(std::move(elements));
  }
  case ExprKind::Record: {
    std::vector<std::pair<std::string, Type>> elements;
    for (const Record::Element &element : as<Record>(&expr)->elements) {
      if (!element.value->type)
        return Type::none();
      elements.emplace_back(element.name, asValue(element.value->type));
    }
    return Type::record(std::move(elements));
  }
  case ExprKind::If:
    return typeOfIf(*as<If>(&expr));
  case ExprKind::Block:
    return blockType(as<BlockExpr>(&expr)->block);
  default:
    return Type::none();
  }
}

Type Inference::typeOfStep(Step &step) {
  Type target = step.target->type;
  auto *map = as<Map>(step.target);
  if (!target && map)
    target = Type::integer(8, true, true);
  Type result = stepType(step.isIncrement, target);
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
  Type target = cast.target->resolved;
  if (target.is(TypeKind::Enum))
    return Type::enumeration(target.name(), 8, target.enumerators());
  if (!target.is(TypeKind::Pointer))
    return target;
  // A pointer keeps the space of what it is made of, else takes the probe's.
  AddressSpace space = cast.operand->type.space();
  return target.withSpace(space != AddressSpace::None ? space : unit->context.space);
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
  AddressSpace space = base.is(TypeKind::Pointer) ? base.space() : unit->context.space;
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
    return base.element();
  case TypeKind::Pointer:
    return inSpace(base.element(), base.space());
  case TypeKind::String:
    return Type::integer(8, true);
  case TypeKind::Tuple:
    if (auto *literal = as<IntLiteral>(index.index); literal && !literal->value.isNegative())
      return typeOfElement(base, literal->value.raw());
    return Type::none();
  default:
    return Type::none();
  }
}

Type Inference::typeOfCall(Call &call) {
  if (call.function)
    return call.function->result;
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
  case ResultRule::UInt64:
    return Type::integer(64, false);
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
  case ResultRule::Arguments:
    return context.args;
  case ResultRule::ReturnValue:
    if (!info(context.kind).has(HasTypedRet))
      return Type::integer(64, false);
    return inSpace(context.retval, context.space);
  case ResultRule::Text: {
    uint64_t capacity = program.config.number("max_strlen");
    if (call.args.size() == 2)
      if (auto *literal = as<IntLiteral>(call.args[1]); literal && !literal->value.isNegative())
        capacity = std::min(capacity, literal->value.raw() + 1);
    return Type::string(capacity);
  }
  case ResultRule::Aggregate:
    return call.type; // Found with the map that it is assigned to.
  }
  return Type::none();
}

} // namespace

void inferTypes(Program &program, TypeNames &types) { Inference(program, types).run(); }

} // namespace sonde
