//===- Check.cpp - Statements, stores and maps ----------------------------===//
#include "lib/Frontend/CheckImpl.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Constant.h"
#include "lib/Frontend/Fold.h"
#include "lib/Frontend/Infer.h"
#include "lib/Frontend/TypeRules.h"

#include <algorithm>
#include <utility>

namespace sonde {

using namespace ast;

void checkProgram(Program &program, TypeNames &types, Reporter &reporter) {
  Checker(program, types, reporter).run();
}

void Checker::run() {
  for (CodeUnit *each : program.units()) {
    unit = each;
    if (unit->function)
      for (FunctionSymbol::OpenType &open : unit->function->openTypes)
        checkTypeOf(open.written.get());
    if (unit->predicate) {
      check(*unit->predicate);
      checkCondition(*unit->predicate);
    }
    check(unit->body, false);
    if (unit->function)
      checkEnd(*unit->function);
  }
  checkMaps();
  checkValues();
  checkUnknown();
  if (!reporter.diagnostics().hasErrors()) // What is said may follow from them.
    refuseUnsupported(program, reporter);
}

/// What is known about maps only at the end.
void Checker::checkMaps() {
  for (const std::unique_ptr<MapSymbol> &map : program.maps) {
    if (!map->declaration)
      continue;
    const std::string &kind = map->declaration->storage;
    bool perCpu = kind.rfind("percpu", 0) == 0;
    if (!map->isKeyed)
      reporter.warning(map->declaration->span, "unused-map", "'" + map->name + "' is never used");
    else if (map->value && perCpu != map->value.isAggregate())
      reporter
          .error(map->declaration->span, "'" + map->name + "' is declared as '" + kind +
                                             "', but holds values of type '" + map->value.str() +
                                             "'")
          .note(map->firstUse, perCpu ? "per-CPU kinds of maps hold aggregations only"
                                      : "aggregations need 'percpuhash' or 'percpulruhash'");
  }
}

//===-- Statements --------------------------------------------------------===//

void Checker::check(Block &block, bool valueIsUsed) {
  bool reachable = true, said = false;
  auto note = [&](Span where) {
    if (!reachable && !said)
      reporter.warning(where, "unreachable", "this is never reached");
    said |= !reachable;
  };
  for (StmtPtr &stmt : block.statements) {
    note(stmt->span);
    if (const auto *expr = as<ExprStmt>(stmt))
      unused = expr->expr.get();
    check(*stmt);
    if (const auto *expr = as<ExprStmt>(stmt); expr && reachable)
      checkDiscarded(*expr->expr);
    reachable &= !leaves(*stmt);
  }
  if (!block.value)
    return;
  if (!reachable && valueIsUsed)
    reporter.warning(block.value->span, "unreachable",
                     "this is never reached, so that the block never has a value");
  else
    note(block.span);
  if (!valueIsUsed)
    unused = block.value.get();
  check(*block.value);
  if (!valueIsUsed && reachable)
    checkDiscarded(*block.value);
}

void Checker::check(Stmt &stmt) {
  switch (stmt.kind) {
  case StmtKind::Expr:
    return check(*as<ExprStmt>(&stmt)->expr);
  case StmtKind::Assign:
    return checkAssign(*as<Assign>(&stmt));
  case StmtKind::Let:
    return checkLet(*as<Let>(&stmt));
  case StmtKind::Discard:
    return check(*as<Discard>(&stmt)->value);
  case StmtKind::Jump:
    if (as<Jump>(&stmt)->jump == JumpKind::Return)
      checkReturn(*as<Jump>(&stmt));
    return;
  case StmtKind::Loop: {
    auto &loop = *as<Loop>(&stmt);
    check(*loop.condition);
    if (loop.isUnroll)
      return checkUnroll(loop);
    checkCondition(*loop.condition);
    return checkLoopBody(loop.body);
  }
  case StmtKind::ForRange:
    return checkFor(*as<ForRange>(&stmt));
  case StmtKind::ForMap:
    return checkFor(*as<ForMap>(&stmt));
  case StmtKind::Import:
    return; // Refused already.
  }
}

void Checker::checkTimes(const Expr &times) {
  if (reporter.hasErrorIn(times.span))
    return;
  std::optional<Integer> number = constantNumber(times);
  if (!number || !times.type.isIntegral())
    reporter.error(times.span, "'unroll' needs a number that is known at compile time here");
  else if (number->isNegative() || number->raw() < 1 || number->raw() > 100)
    reporter.error(times.span, "'unroll' repeats its body 1 to 100 times, not " + number->str());
}

/// So many expressions may a body have when it is written out: passes take time in the
/// square of them.
constexpr size_t kMostUnrolled = 32768;

static size_t unrolledSize(Block &block);

static size_t unrolledSize(Expr &expr) {
  size_t size = 1;
  forEachPart(expr, {[&](ExprPtr &part) { size += unrolledSize(*part); },
                     [&](Block &block) { size += unrolledSize(block); }});
  return size;
}

static size_t unrolledSize(Stmt &stmt) {
  size_t size = 0;
  forEachPart(stmt, {[&](ExprPtr &part) { size += unrolledSize(*part); },
                     [&](Block &block) { size += unrolledSize(block); }});
  const auto *loop = as<Loop>(&stmt);
  std::optional<Integer> times =
      loop && loop->isUnroll ? constantNumber(*loop->condition) : std::nullopt;
  // What is too large stays so, however often it is repeated again.
  return times ? std::min(kMostUnrolled + 1, size * std::min<size_t>(times->raw(), 100)) : size;
}

static size_t unrolledSize(Block &block) {
  size_t size = block.value ? unrolledSize(*block.value) : 0;
  for (StmtPtr &stmt : block.statements)
    size += unrolledSize(*stmt);
  return size;
}

void Checker::checkUnroll(Loop &loop) {
  checkTimes(*loop.condition);
  bool isOutermost = !std::exchange(isInUnroll, true);
  if (isOutermost && !reporter.hasErrorIn(loop.span) && unrolledSize(loop) > kMostUnrolled)
    reporter
        .error(loop.condition->span, "this 'unroll' grows too large: more than " +
                                         std::to_string(kMostUnrolled) + " expressions")
        .note("use a range, as in 'for ($i : 0..100)'");
  check(loop.body, false);
  isInUnroll = !isOutermost;
}

void Checker::checkLoopBody(Block &body) {
  ++loopDepth;
  check(body, false);
  --loopDepth;
}

void Checker::checkFor(ForRange &loop) {
  for (auto [bound, what] : {std::pair(&loop.from, "start"), std::pair(&loop.to, "end")}) {
    check(**bound);
    const Type &type = (*bound)->type;
    if (type && !asValue(type).isIntegral() && !reporter.hasErrorIn((*bound)->span))
      reporter.error((*bound)->span, std::string("the ") + what +
                                         " of a range must be an integer, not " +
                                         withArticle(type));
  }
  const Type &type = loop.symbol->type;
  for (const Expr *bound : {loop.from.get(), loop.to.get()}) {
    if (reporter.hasErrorIn(bound->span))
      continue;
    if (!literalsFit(*bound, type))
      reporter.error(bound->span,
                     "this does not fit into the type of the range, '" + type.str() + "'");
    checkOperand(*bound, type, "the other end is signed");
  }
  checkLoopBody(loop.body);
}

void Checker::checkFor(ForMap &loop) {
  const auto &map = *as<Map>(loop.map);
  if (!map.hasKey && checkKnownMap(map)) {
    const Type &value = map.symbol->value;
    if (!*map.symbol->isKeyed)
      reporter.error(map.span, "'for' needs a map with keys, and '" + map.name + "' has none")
          .note(map.symbol->firstUse, "first used without a key here");
    else if (value.isAggregate() && !value.isCastableAggregate())
      reporter.error(map.span, "'for' cannot go over '" + map.name + "': " + withArticle(value) +
                                   " can only be printed as a whole map");
  }
  checkLoopBody(loop.body);
}

void Checker::checkDiscarded(Expr &expr) {
  const Type &type = expr.type;
  if (!type || type.is(TypeKind::Void) || expr.kind == ExprKind::Step)
    return;
  const auto *call = as<Call>(&expr);
  if (call && call->builtin && call->builtin->id == Builtin::Delete)
    return;
  reporter.warning(expr.span, "discarded-value", "the value of this expression is not used")
      .note("write '_ = …;' if that is meant");
}

void Checker::checkReturn(Jump &jump) {
  if (jump.value)
    check(*jump.value);
  if (unit->function)
    return checkResult(jump);
  if (!jump.value || !jump.value->type)
    return;
  const Type result = Type::integer(64, true);
  if (!asValue(jump.value->type).isIntegral())
    reporter.error(jump.value->span,
                   "a probe can only return an integer, not " + withArticle(jump.value->type));
  else if (!literalsFit(*jump.value, result))
    reporter.error(jump.value->span, "this does not fit into what a probe returns, an 'int64'");
  else
    checkOperand(*jump.value, result, "the result of a probe is signed");
}

void Checker::checkResult(Jump &jump) {
  const FunctionSymbol &function = *unit->function;
  bool isVoid = function.result.is(TypeKind::Void);
  if (function.isBroken)
    return;
  if (!jump.value) {
    if (!isVoid)
      reporter.error(jump.span, "'" + function.name + "' has to return " +
                                    withArticle(function.result) + " here");
    return;
  }
  if (jump.value->type && isVoid)
    reporter.error(jump.span, "'" + function.name + "' has the result 'void', and cannot return " +
                                  withArticle(jump.value->type));
  else if (jump.value->type &&
           conversion(asValue(jump.value->type), function.result) == Conversion::None)
    reporter.error(jump.value->span, "'" + function.name + "' returns " +
                                         withArticle(function.result) + ", and cannot return " +
                                         withArticle(jump.value->type));
  else
    checkStore(*jump.value, asValue(jump.value->type), function.result, function.name + "()",
               jump.value->span, function.span);
}

/// Does every way through it end in a `return`?
static bool returns(const Block &block);

static bool returns(const Expr &expr) {
  if (const auto *block = as<BlockExpr>(&expr))
    return returns(block->block);
  const auto *branch = as<If>(&expr);
  return branch && branch->no && returns(branch->yes) && returns(*branch->no);
}

static bool returns(const Block &block) {
  for (const StmtPtr &stmt : block.statements) {
    const auto *expr = as<ExprStmt>(stmt.get());
    if (stmt->kind == StmtKind::Jump ? as<Jump>(stmt)->jump == JumpKind::Return
                                     : leaves(*stmt) || (expr && returns(*expr->expr)))
      return true;
  }
  return block.value && returns(*block.value);
}

void Checker::checkEnd(const FunctionSymbol &function) {
  if (!function.isBroken && !function.result.is(TypeKind::Void) && !returns(function.unit.body))
    reporter.error(function.span, "'" + function.name + "' has to return " +
                                      withArticle(function.result) + " on every way through it");
}

void Checker::checkCondition(Expr &condition) {
  const Type &type = condition.type;
  if (!type || isCondition(type))
    return;
  Diagnostic &error = reporter.error(condition.span, withArticle(type) + " cannot be a condition");
  if (type.is(TypeKind::String))
    error.note("compare it, as in 's != \"\"'");
}

//===-- Stores ------------------------------------------------------------===//

bool literalsFit(const Expr &value, const Type &place) {
  if (const auto *literal = as<IntLiteral>(&value))
    return !place.isIntegral() || literal->value.fitsIn(asInteger(place));
  if (const auto *tuple = as<Tuple>(&value); tuple && place.is(TypeKind::Tuple)) {
    for (size_t i = 0; i < tuple->elements.size() && i < place.elements().size(); ++i)
      if (!literalsFit(*tuple->elements[i], place.elements()[i].type()))
        return false;
    return true;
  }
  const auto *record = as<Record>(&value);
  for (size_t i = 0; record && place.is(TypeKind::Record) && i < record->elements.size(); ++i)
    for (const Type::Element &element : place.elements())
      if (element.name == record->elements[i].name &&
          !literalsFit(*record->elements[i].value, element.type()))
        return false;
  return true;
}

void Checker::checkStore(const Expr &value, const Type &valueType, const Type &place,
                         const std::string &name, Span where, std::optional<Span> first) {
  if (!valueType || !place)
    return;
  Conversion how = conversion(valueType, place);
  if (how == Conversion::None || !literalsFit(value, place)) {
    Diagnostic &error =
        reporter.error(where, "'" + name + "' has the type '" + place.str() +
                                  "' and cannot take a value of type '" + valueType.str() + "'");
    if (first)
      error.note(*first, "the type was found here");
    return;
  }
  if (how == Conversion::Lossy && !isLiteral(value))
    reporter
        .warning(value.span, "implicit-cast",
                 "this '" + valueType.str() + "' may not fit into the '" + place.str() + "' of '" +
                     name + "'")
        .note("use an explicit cast if that is meant");
}

/// The value of an assignment. That of an aggregation is not read yet: it may be
/// one that cannot be assigned at all.
void Checker::checkSource(Expr &value) {
  auto *map = as<Map>(&value);
  if (map && map->type.isAggregate())
    checkKeys(*map);
  else
    check(value);
}

void Checker::checkTarget(Expr &target) {
  if (auto *map = as<Map>(&target))
    checkKeys(*map);
}

void Checker::checkAssign(Assign &assign) {
  auto *map = as<Map>(assign.target);
  Call *aggregate = aggregateCall(assign.value.get());
  // The value may be a block with assignments of its own.
  const Call *outer = std::exchange(assignedAggregate, map && !assign.op ? aggregate : nullptr);
  assign.op ? check(*assign.value) : checkSource(*assign.value);
  assignedAggregate = outer;
  checkTarget(*assign.target);
  if (map && aggregate && !assign.op)
    return checkAggregate(assign, *map, *aggregate);
  if (aggregate)
    return; // Said by the check of the value.

  Type value = assign.value->type;
  auto *variable = as<Variable>(assign.target);
  if (!value || (variable && variable->symbol->isBroken))
    return;
  std::string name = map ? map->name : as<Variable>(assign.target)->name;
  Type place = map ? map->symbol->value : as<Variable>(assign.target)->symbol->type;
  if (map && !assign.op && value.isAggregate() && (!place || place.isAggregate())) {
    Diagnostic &error =
        reporter.error(assign.span, withArticle(value) + " is made by its function, not copied "
                                                         "from another map");
    if (value.isCastableAggregate())
      error.note("use '(int64)' in front of the value to copy the number");
    else
      error.note("call '" + std::string(aggregateFunction(value.kind())) + "' here, too, as for '" +
                 as<Map>(assign.value)->name + "'");
    return;
  }
  if (value.is(TypeKind::Void) || (value.isAggregate() && !value.isCastableAggregate())) {
    reporter.error(assign.span, withArticle(value) + " cannot be assigned to '" + name + "'");
    return;
  }
  if (!checkValue(*assign.value))
    return;
  std::optional<Span> first =
      map ? map->symbol->firstWrite : std::optional(as<Variable>(assign.target)->symbol->declared);
  if (first && first->begin == assign.span.begin)
    first = std::nullopt;
  if (assign.op) {
    Type target = place ? place : Type::integer(8, true);
    if (target.isAggregate() || !assign.result)
      reporter.error(assign.span, "'" + std::string(spelling(*assign.op)) +
                                      "=' cannot be applied to '" + target.str() + "' and '" +
                                      value.str() + "'");
    else
      checkStore(*assign.target, assign.result, place, name, assign.span, first);
    return;
  }
  if (auto *source = as<Map>(assign.value); source && value.isAggregate())
    return checkRead(*source);
  checkStore(*assign.value, asValue(value), place, name, assign.span, first);
}

void Checker::checkLet(Let &let) {
  if (!checkTypeOf(let.typeName.get()))
    let.symbol->isBroken |= reporter.hasErrorIn(let.typeName->span);
  const Type &declared = let.symbol->type;
  if (let.symbol->isFixed && (declared.isAggregate() || declared.is(TypeKind::Void))) {
    reporter.error(let.typeName->span, "a variable cannot have the type '" + declared.str() + "'");
    let.symbol->isBroken = true;
  }
  if (!let.value)
    return;
  checkSource(*let.value);
  Type value = let.value->type;
  if (!value || let.symbol->isBroken || aggregateCall(let.value.get()))
    return;
  if (value.is(TypeKind::Void) || (value.isAggregate() && !value.isCastableAggregate()))
    reporter.error(let.span, withArticle(value) + " cannot be assigned to '" + let.name + "'");
  else if (auto *source = as<Map>(let.value); source && value.isAggregate())
    checkRead(*source);
  else if (checkValue(*let.value))
    checkStore(*let.value, asValue(value), let.symbol->type, let.name, let.span, std::nullopt);
}

void Checker::checkAggregate(Assign &assign, Map &map, Call &call) {
  const Type &value = map.symbol->value;
  TypeKind kind = aggregateKind(call.builtin->id);
  if (!value)
    return;
  std::string name = std::string(call.builtin->name) + "()";
  if (!value.is(kind)) {
    Diagnostic &error =
        reporter.error(assign.span, "'" + map.name + "' has the type '" + value.str() +
                                        "' and cannot take '" + name + "'");
    if (map.symbol->firstWrite && map.symbol->firstWrite->begin != assign.span.begin)
      error.note(*map.symbol->firstWrite, "the type was found here");
    return;
  }
  if (call.type && !isSameAggregation(call.type, value))
    reporter.error(call.span, "all '" + name + "' of '" + map.name + "' must have the same " +
                                  (kind == TypeKind::Hist    ? "bits"
                                   : kind == TypeKind::LHist ? "range and step"
                                                             : "interval, number and function"));
}

} // namespace sonde
