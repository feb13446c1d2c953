//===- CheckUnknown.cpp - Has everything that is used a type? -------------===//
//
// Reports what has no type because nothing with a type gets into it, but not what
// has none because of another error, over any number of assignments.
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/CheckImpl.h"

#include "lib/Frontend/AstWalk.h"

#include <unordered_map>
#include <unordered_set>

namespace sonde {

using namespace ast;

namespace {

/// Which variables and maps have no type for a reason that has been said.
class Reasons {
public:
  Reasons(Program &program, Reporter &reporter) : reporter(reporter) {
    for (CodeUnit *unit : program.units()) {
      if (unit->function)
        for (FunctionSymbol::OpenType &open : unit->function->openTypes)
          forEachPart(*open.written, {[&](ExprPtr &part) { addSource(open.owner, *part); }, {}});
      if (unit->predicate)
        collect(*unit->predicate);
      collect(unit->body);
    }
    // What gets nothing at all is a reason for others, and will be reported.
    for (const auto &[symbol, _] : targets)
      if (!hasUnknownSource.count(symbol))
        explainTargets(symbol);
  }

  bool areSaid(Expr &expr) {
    if (const void *symbol = symbolOf(expr))
      return explained.count(symbol) || hasErrorIn(expr);
    return isExplained(expr);
  }

  /// What was a reason until now is said.
  void say(Expr &expr) {
    if (const void *symbol = symbolOf(expr))
      explain(symbol);
  }

private:
  Reporter &reporter;
  /// What an unknown variable, or an unknown map's keys or values, get into.
  std::unordered_map<const void *, std::vector<const void *>> targets;
  std::unordered_set<const void *> hasUnknownSource;
  std::unordered_set<const void *> explained;

  void explain(const void *symbol) {
    if (explained.insert(symbol).second)
      explainTargets(symbol);
  }

  void explainTargets(const void *symbol) {
    std::vector<const void *> open;
    auto follow = [&](const void *from) {
      if (auto found = targets.find(from); found != targets.end())
        open.insert(open.end(), found->second.begin(), found->second.end());
    };
    follow(symbol);
    while (!open.empty()) {
      const void *next = open.back();
      open.pop_back();
      if (explained.insert(next).second)
        follow(next);
    }
  }

  void addSource(const void *target, Expr &source) {
    if (!target)
      return;
    if (hasErrorIn(source))
      return explain(target);
    forEachUnknown(source, [&](const void *symbol) {
      if (explained.count(symbol))
        return explain(target);
      hasUnknownSource.insert(target);
      targets[symbol].push_back(target);
    });
  }

  bool isExplained(Expr &expr) {
    bool found = hasErrorIn(expr);
    forEachUnknown(expr, [&](const void *) { found = true; }); // It is reported by itself.
    return found;
  }

  bool hasErrorIn(Expr &expr) {
    if (reporter.hasErrorIn(expr.span))
      return true;
    if (auto *variable = as<Variable>(&expr))
      return variable->symbol && variable->symbol->isBroken;
    // A name without a type was refused, or is missing because of an error elsewhere.
    if (auto *call = as<Call>(&expr); call && !call->type)
      return true;
    if (auto *cast = as<Cast>(&expr); cast && isMissing(cast->target.get()))
      return true;
    if (TypeQuery *query = asTypeQuery(&expr); query && isMissing(query->subject.type.get()))
      return true;
    bool found = false;
    forEachPart(expr, {[&](ExprPtr &part) { found |= hasErrorIn(*part); },
                       [&](Block &block) { found |= block.value && hasErrorIn(*block.value); }});
    return found;
  }

  static bool isMissing(const TypeName *type) {
    return type && !type->isTypeOf() && !type->resolved;
  }

  static void forEachUnknown(Expr &expr, const std::function<void(const void *)> &visit) {
    if (auto *variable = as<Variable>(&expr); variable && variable->symbol) {
      if (!variable->symbol->type)
        visit(variable->symbol);
      return;
    }
    if (auto *map = as<Map>(&expr); map && map->symbol && isUnknown(*map->symbol))
      visit(map->symbol);
    forEachPart(expr, {[&](ExprPtr &part) { forEachUnknown(*part, visit); },
                       [&](Block &block) {
                         if (block.value)
                           forEachUnknown(*block.value, visit);
                       }});
  }

  static bool isUnknown(const MapSymbol &map) {
    return !map.value || (map.isKeyed.value_or(false) && !map.key);
  }

  void collect(Block &block) {
    for (StmtPtr &stmt : block.statements)
      collect(*stmt);
    if (block.value)
      collect(*block.value);
  }

  void collect(Stmt &stmt) {
    if (auto *assign = as<Assign>(&stmt))
      addSource(symbolOf(*assign->target), *assign->value);
    else if (auto *let = as<Let>(&stmt)) // Its type, and its value.
      forEachPart(*let, {[&](ExprPtr &part) { addSource(let->symbol, *part); }, {}});
    else if (auto *range = as<ForRange>(&stmt))
      for (Expr *bound : {range->from.get(), range->to.get()})
        addSource(range->symbol, *bound);
    else if (auto *loop = as<ForMap>(&stmt))
      addSource(loop->symbol, *loop->map);
    forEachPart(stmt,
                {[&](ExprPtr &part) { collect(*part); }, [&](Block &body) { collect(body); }});
  }

  void collect(Expr &expr) {
    if (auto *map = as<Map>(&expr))
      for (ExprPtr &key : map->keys)
        addSource(map->symbol, *key);
    forEachPart(expr,
                {[&](ExprPtr &part) { collect(*part); }, [&](Block &inner) { collect(inner); }});
  }

  static const void *symbolOf(const Expr &target) {
    if (const auto *variable = as<Variable>(&target))
      return variable->symbol;
    const auto *map = as<Map>(&target);
    return map ? map->symbol : nullptr;
  }
};

} // namespace

void Checker::checkUnknown() {
  if (unknownUses.empty() || program.tree.incomplete) // What could not be read may say it.
    return;
  Reasons reasons(program, reporter);
  for (const UnknownUse &use : unknownUses) {
    if (reporter.hasErrorIn(use.where) || reasons.areSaid(*use.expr))
      continue;
    reporter.error(use.where, use.message);
    reasons.say(*use.expr);
  }
}

} // namespace sonde
