//===- Infer.cpp - What is evaluated when; flows of types -----------------===//
#include "lib/Frontend/Infer.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Fold.h"
#include "lib/Frontend/Presentation.h"
#include "lib/Frontend/TypeRules.h"

#include <algorithm>

namespace sonde {

using namespace ast;

//===-- What is evaluated when --------------------------------------------===//

void Inference::settle() {
  collect();
  // Growing types end this. The limit only keeps a mistake in a rule from
  // becoming an endless loop.
  size_t left = 1000 + 100 * roots.size();
  // In the order of the text, and from its beginning again.
  for (uint32_t at = 0; !dirty.empty() && left; --left) {
    auto next = dirty.lower_bound(at);
    if (next == dirty.end())
      next = dirty.begin();
    at = *next + 1;
    dirty.erase(next);
    evaluate(roots[at - 1]);
  }
}

bool Inference::assumeDefaults() {
  bool assumed = false;
  for (const std::unique_ptr<MapSymbol> &map : program.maps)
    if (!map->value && map->isKeyed && !aggregated.count(map.get())) {
      map->value = Type::integer(8, true, true);
      assumed = true;
    }
  for (const CodeUnit *each : program.units())
    for (const std::unique_ptr<VariableSymbol> &variable : each->variables)
      if (variable->type.isUnsized() && !variable->type.is(TypeKind::Array)) {
        bool isText = variable->type.is(TypeKind::String);
        variable->type = isText ? Type::string(1) : Type::buffer(1);
        assumed = true;
      }
  return assumed;
}

void Inference::collect() {
  roots.clear();
  dirty.clear();
  readers.clear();
  for (CodeUnit *each : program.units()) {
    unit = each;
    if (unit->function)
      for (FunctionSymbol::OpenType &open : unit->function->openTypes)
        addRoot({unit, nullptr, nullptr, &open});
    if (unit->predicate) {
      collectParts(*unit->predicate);
      addRoot({unit, nullptr, unit->predicate.get()});
    }
    collect(unit->body);
    if (unit->body.value)
      addRoot({unit, nullptr, unit->body.value.get()});
  }
}

/// The statements of a block. Its value belongs to what the block is a part of.
void Inference::collect(Block &block) {
  for (StmtPtr &stmt : block.statements) {
    bool isLoop = stmt->kind == StmtKind::Loop || stmt->kind == StmtKind::ForRange ||
                  stmt->kind == StmtKind::ForMap;
    if (isLoop) // Its variable is used inside.
      addRoot({unit, stmt.get(), nullptr});
    forEachPart(*stmt, {[&](ExprPtr &part) { collectParts(*part); },
                        [&](Block &body) {
                          collect(body);
                          if (body.value)
                            addRoot({unit, nullptr, body.value.get()});
                        }});
    if (!isLoop)
      addRoot({unit, stmt.get(), nullptr});
  }
  if (block.value)
    collectParts(*block.value);
}

/// The statements in the blocks of an expression. A choice at compile time that is
/// still open has none.
void Inference::collectParts(Expr &expr) {
  if (Comptime *comptime = comptimeCondition(expr))
    return collectParts(*comptime);
  forEachPart(expr,
              {[&](ExprPtr &part) { collectParts(*part); }, [&](Block &block) { collect(block); }});
}

void Inference::addRoot(Root root) {
  auto number = static_cast<uint32_t>(roots.size());
  roots.push_back(root);
  dirty.insert(dirty.end(), number);
  if (root.open)
    return forEachPart(*root.open->written,
                       {[&](ExprPtr &part) { addReader(*part, number); }, [](Block &) {}});
  if (root.expr)
    return addReader(*root.expr, number);
  forEachPart(*root.stmt, {[&](ExprPtr &part) { addReader(*part, number); }, [](Block &) {}});
  if (auto *loop = as<ForMap>(root.stmt); loop && as<Map>(loop->map)->symbol)
    readers[as<Map>(loop->map)->symbol].push_back(number);
}

void Inference::addReader(Expr &expr, uint32_t root) {
  const void *symbol = nullptr;
  if (auto *variable = as<Variable>(&expr))
    symbol = variable->symbol;
  else if (auto *map = as<Map>(&expr))
    symbol = map->symbol;
  else if (auto *call = as<Call>(&expr))
    symbol = call->script;
  if (symbol) {
    std::vector<uint32_t> &list = readers[symbol];
    if (list.empty() || list.back() != root)
      list.push_back(root);
  }
  if (Comptime *comptime = comptimeCondition(expr))
    return addReader(*comptime, root);
  forEachPart(expr, {[&](ExprPtr &part) { addReader(*part, root); },
                     [&](Block &block) {
                       if (block.value)
                         addReader(*block.value, root);
                     }});
}

void Inference::markReaders(const void *symbol) {
  const std::vector<uint32_t> &list = readers[symbol];
  dirty.insert(list.begin(), list.end());
}

void Inference::evaluate(const Root &root) {
  unit = root.unit;
  if (root.open)
    return inferOpenType(*root.open);
  where = root.expr ? root.expr->span : root.stmt->span;
  if (root.expr)
    infer(*root.expr);
  else
    infer(*root.stmt);
}

//===-- Flows -------------------------------------------------------------===//

bool Inference::flow(Type &place, const Type &value, const std::optional<Span> &locked,
                     const std::string &name) {
  if (!value)
    return false;
  Type both = promote(place, value);
  if (!both || both == place)
    return false;
  if (locked && both.str() != place.str()) {
    reporter
        .error(where, "'" + name + "' would get the type '" + both.str() + "', but its type '" +
                          place.str() + "' has already been looked at")
        .note(*locked, "looked at here");
    return false;
  }
  place = both;
  return true;
}

void Inference::flow(VariableSymbol &variable, const Type &value) {
  bool holdsNothing = value.is(TypeKind::Void) || value.isAggregate();
  if (variable.isBroken || holdsNothing)
    return;
  if (variable.isFixed)
    return flowSpace(variable, value.space());
  if (flow(variable.type, value, variable.locked, variable.name))
    markReaders(&variable);
}

/// A declaration does not say which memory an address points into.
void Inference::flowSpace(VariableSymbol &variable, AddressSpace space) {
  const Type &type = variable.type;
  bool isAddress = type.is(TypeKind::Pointer) || type.isInteger();
  if (!isAddress || space == AddressSpace::None || type.space() != AddressSpace::None)
    return;
  variable.type = type.withSpace(space);
  markReaders(&variable);
}

void Inference::flowValue(MapSymbol &map, const Type &value) {
  if (flow(map.value, value, map.lockedValue, map.name))
    markReaders(&map);
}

void Inference::assignTo(Expr &target, const Type &value) {
  if (auto *variable = as<Variable>(&target))
    flow(*variable->symbol, value);
  else if (auto *map = as<Map>(&target); !value.is(TypeKind::Void))
    flowValue(*map->symbol, value);
}

//===-- Statements --------------------------------------------------------===//

void Inference::infer(Stmt &stmt) {
  switch (stmt.kind) {
  case StmtKind::Assign:
    return inferAssign(*as<Assign>(&stmt));
  case StmtKind::Let:
    return inferLet(*as<Let>(&stmt));
  case StmtKind::Jump:
    return inferReturn(*as<Jump>(&stmt));
  case StmtKind::ForRange:
    return inferFor(*as<ForRange>(&stmt));
  case StmtKind::ForMap:
    return inferFor(*as<ForMap>(&stmt));
  default:
    forEachPart(stmt, {[&](ExprPtr &part) { infer(*part); }, [](Block &) {}});
  }
}

void Inference::inferOpenType(FunctionSymbol::OpenType &open) {
  forEachPart(*open.written, {[&](ExprPtr &part) { infer(*part); }, [](Block &) {}});
  Type type = asValue(subjectType(open.written.get(), nullptr));
  if (!type || type == *open.place)
    return;
  *open.place = type;
  markReaders(open.owner);
}

/// The result of a function is declared; one without a size grows.
void Inference::inferReturn(Jump &jump) {
  if (!jump.value)
    return;
  Type value = asValue(infer(*jump.value));
  FunctionSymbol *function = unit->function;
  if (function && function->resultGrows && flow(function->result, value, std::nullopt, ""))
    markReaders(function);
}

void Inference::inferFor(ForRange &loop) {
  Type from = asInteger(infer(*loop.from)), to = asInteger(infer(*loop.to));
  if (from && to)
    flow(*loop.symbol, promote(from, to));
}

/// The variable is the tuple of key and value.
void Inference::inferFor(ForMap &loop) {
  const MapSymbol *map = as<Map>(loop.map)->symbol;
  if (map && map->key && map->value)
    flow(*loop.symbol, Type::tuple({map->key, asValue(map->value)}));
}

void Inference::inferLet(Let &let) {
  forEachPart(let, {[&](ExprPtr &part) { infer(*part); }, [](Block &) {}});
  if (!let.symbol)
    return;
  if (let.typeName && let.typeName->isTypeOf()) {
    Type type = subjectType(let.typeName->typeOfType.get(), let.typeName->typeOf.get());
    if (type && type != let.symbol->type) {
      let.symbol->type = type;
      markReaders(let.symbol);
    }
  }
  if (let.value)
    flow(*let.symbol, asValue(let.value->type));
}

void Inference::inferAssign(Assign &assign) {
  Type value = infer(*assign.value);
  Type target = infer(*assign.target);
  if (assign.op) {
    if (!target) // A missing element counts as 0.
      target = Type::integer(8, true, true);
    assign.result = value ? stepped(binaryType(*assign.op, target, value)) : Type::none();
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

/// None where the parameters are not those of a series.
static Type seriesType(const Call &call, bool isSigned) {
  int64_t interval = literalArgument(call, 1), count = literalArgument(call, 2);
  TypeKind kind = intervalKind(call);
  if (interval < 1 || count < 1 || count > Type::kMaxIntervals || kind == TypeKind::None)
    return Type::none();
  return Type::tseries(interval, count,
                       kind == TypeKind::Int ? Type::integer(64, isSigned)
                                             : Type::aggregate(kind, isSigned));
}

void Inference::inferAggregate(MapSymbol &map, Call &call) {
  Type argument = call.args.empty() ? Type::none() : asInteger(call.args[0]->type);
  if (!call.args.empty() && !argument)
    return;
  if (argument && flow(map.argument, argument, std::nullopt, ""))
    markReaders(&map);
  TypeKind kind = aggregateKind(call.builtin->id);
  if ((map.value && !map.value.is(kind)) || waitsForNumber(call))
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
  case TypeKind::TSeries:
    type = seriesType(call, map.argument.isSigned());
    if (!type)
      return; // Check says why.
    break;
  default:
    type = Type::aggregate(kind, map.argument.isSigned());
  }
  call.type = type;
  if (type == map.value || (map.value && !isSameAggregation(type, map.value)))
    return;
  map.value = type;
  markReaders(&map);
}

} // namespace sonde
