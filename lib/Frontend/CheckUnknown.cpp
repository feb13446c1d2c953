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

class ErrorTracer {
public:
  ErrorTracer(Program &program, Reporter &reporter) : reporter(reporter) {
    for (CodeUnit *unit : program.units()) {
      if (unit->function)
        for (FunctionSymbol::OpenType &open : unit->function->openTypes)
          forEachPart(*open.written, {[&](ExprPtr &part) { addSource(open.owner, *part); }, {}});
      if (unit->predicate)
        collect(*unit->predicate);
      collect(unit->body);
    }
  }

  /// Does that the type is not known follow from another error, or has it been said?
  bool isExplained(Expr &expr) {
    visited.clear();
    if (hasErrorBehind(expr))
      return true;
    if (const void *symbol = symbolOf(expr))
      explained.insert(symbol); // It will be.
    return false;
  }

private:
  Reporter &reporter;
  /// What gets into a variable, or into the keys and values of a map.
  std::unordered_map<const void *, std::vector<Expr *>> sources;
  std::unordered_set<const void *> explained; ///< The reason was said.
  /// Those that are being looked at. Nothing comes out of a circle that does not get
  /// into it elsewhere.
  std::unordered_set<const void *> visited;

  /// Is an error in the expression, or in what its variables and maps get?
  bool hasErrorBehind(Expr &expr) {
    if (reporter.hasErrorIn(expr.span))
      return true;
    if (auto *variable = as<Variable>(&expr); variable && variable->symbol)
      return variable->symbol->isBroken ||
             (!variable->symbol->type && hasErrorBehind(variable->symbol));
    if (auto *map = as<Map>(&expr); map && isUnknown(map->symbol) && hasErrorBehind(map->symbol))
      return true;
    // A name without a type was refused, or is missing because of an error elsewhere.
    if (auto *call = as<Call>(&expr); call && !call->type)
      return true;
    if (auto *cast = as<Cast>(&expr); cast && isMissing(cast->target.get()))
      return true;
    if (TypeQuery *query = asTypeQuery(&expr); query && isMissing(query->subject.type.get()))
      return true;
    bool found = false;
    forEachPart(expr, {[&](ExprPtr &part) { found |= hasErrorBehind(*part); },
                       [&](Block &block) { found |= block.value && hasErrorBehind(*block.value); }});
    return found;
  }

  static bool isMissing(const TypeName *type) {
    return type && !type->isTypeOf() && !type->resolved;
  }

  static bool isUnknown(const MapSymbol *map) {
    return map && (!map->value || (map->isKeyed.value_or(false) && !map->key));
  }

  bool hasErrorBehind(const void *symbol) {
    if (explained.count(symbol))
      return true;
    if (!visited.insert(symbol).second)
      return false;
    for (Expr *source : sources[symbol])
      if (hasErrorBehind(*source)) {
        explained.insert(symbol);
        return true;
      }
    return false;
  }

  void addSource(const void *symbol, Expr &expr) { sources[symbol].push_back(&expr); }

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
    forEachPart(stmt, {[&](ExprPtr &part) { collect(*part); }, [&](Block &body) { collect(body); }});
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
  ErrorTracer tracer(program, reporter);
  for (const UnknownUse &use : unknownUses)
    if (!reporter.hasErrorIn(use.where) && !tracer.isExplained(*use.expr))
      reporter.error(use.where, use.message);
}

} // namespace sonde
