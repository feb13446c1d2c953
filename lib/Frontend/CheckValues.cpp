//===- CheckValues.cpp - Has everything that is used a value? -------------===//
//
// An expression whose value is used has a type, and not `void`. The lowering relies on
// it. Where another check has said already why there is no type, or CheckUnknown will,
// nothing is added.
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/CheckImpl.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Fold.h"

namespace sonde {

using namespace ast;

namespace {

class ValueChecker {
public:
  explicit ValueChecker(Reporter &reporter)
      : reporter(reporter), hadErrors(reporter.diagnostics().hasErrors()) {}

  /// Statements, and perhaps a value that nobody uses.
  void unused(Block &block) {
    statements(block);
    if (block.value)
      unused(*block.value);
  }

  void used(Expr &expr) {
    if (comptimeCondition(expr) || asTypeQuery(&expr))
      return; // Unanswered, and said to be.
    if (!expr.type || expr.type.is(TypeKind::Void))
      return missing(expr);
    if (expr.kind == ExprKind::Field && expr.type.is(TypeKind::String) && expr.type.isOpenEnded())
      reporter.error(expr.span, "'" + as<Field>(&expr)->field + "' does not say how long it is")
          .note("'str' reads it up to its end");
    inside(expr);
  }

private:
  Reporter &reporter;
  bool hadErrors; ///< Before this check.

  /// Has the expression no place that a value could come from?
  static bool isEmpty(const Expr &expr) {
    if (const auto *block = as<BlockExpr>(&expr))
      return !block->block.value;
    const auto *branch = as<If>(&expr);
    return branch && !(branch->yes.value && branch->no && branch->no->value);
  }

  /// The reason may be inside: of `1 + { }`, it is said that the block has no value.
  void missing(Expr &expr) {
    const size_t before = reporter.diagnostics().errorCount();
    if (!isEmpty(expr))
      inside(expr);
    if (reporter.diagnostics().errorCount() != before || reporter.hasErrorIn(expr.span))
      return;
    if (isEmpty(expr) || (!hadErrors && !isExplained(expr)))
      reporter.error(expr.span, "this has no value");
  }

  void inside(Expr &expr) {
    if (auto *block = as<BlockExpr>(&expr))
      return used(block->block);
    if (auto *branch = as<If>(&expr)) {
      used(*branch->condition);
      used(branch->yes);
      return used(*branch->no);
    }
    parts(expr);
  }

  /// Has it been said why the expression has no type, or does it follow from
  /// something else without one?
  bool isExplained(Expr &expr) {
    if (reporter.hasErrorIn(expr.span))
      return true;
    bool isUnknown = false;
    if (auto *variable = as<Variable>(&expr))
      isUnknown = !variable->symbol || !variable->symbol->type;
    else if (auto *map = as<Map>(&expr))
      isUnknown = !map->symbol || !map->symbol->value;
    else if (auto *call = as<Call>(&expr)) // Of a function that could not be read.
      isUnknown = !call->type && !call->builtin && !call->function && !call->script;
    if (isUnknown || as<Name>(&expr))
      return true;
    bool found = false;
    forEachPart(expr, {[&](ExprPtr &part) { found |= isExplained(*part); },
                       [&](Block &block) { found |= block.value && isExplained(*block.value); }});
    return found;
  }

  void used(Block &block) {
    statements(block);
    used(*block.value);
  }

  void statements(Block &block) {
    for (StmtPtr &stmt : block.statements) {
      if (auto *expr = as<ExprStmt>(stmt))
        unused(*expr->expr);
      else if (auto *discard = as<Discard>(stmt))
        unused(*discard->value);
      else if (auto *assign = as<Assign>(stmt))
        assigned(*assign);
      else if (auto *loop = as<ForMap>(stmt))
        unused(loop->body);
      else
        forEachPart(*stmt,
                    {[&](ExprPtr &part) { used(*part); }, [&](Block &body) { unused(body); }});
    }
  }

  void assigned(Assign &assign) {
    if (Call *aggregate = aggregateCall(assign.value.get())) {
      if (auto *block = as<BlockExpr>(assign.value))
        statements(block->block);
      parts(*aggregate);
    } else {
      used(*assign.value);
    }
    parts(*assign.target); // The keys of a map.
  }

  void unused(Expr &expr) {
    if (comptimeCondition(expr) || asTypeQuery(&expr))
      return;
    if (auto *block = as<BlockExpr>(&expr))
      return unused(block->block);
    if (auto *branch = as<If>(&expr)) {
      used(*branch->condition);
      unused(branch->yes);
      if (branch->no)
        unused(*branch->no);
      return;
    }
    auto *conditional = as<Conditional>(&expr);
    if (conditional && expr.type.is(TypeKind::Void) && conditional->yes) {
      used(*conditional->condition);
      unused(*conditional->yes);
      return unused(*conditional->no);
    }
    parts(expr);
  }

  /// Does it read an argument at the place where that is?
  static bool readsAddress(const BuiltinInfo &builtin, unsigned argument) {
    char kind = builtin.argKind(argument);
    return kind == 'a' || kind == 't' || (builtin.id == Builtin::Buf && argument == 0);
  }

  /// What is read at the place where it is needs no length.
  void address(Expr &expr) {
    if (expr.type.isOpenEnded())
      parts(expr);
    else
      used(expr);
  }

  void parts(Expr &expr) {
    if (auto *field = as<Field>(&expr)) // `args` is a value for its fields only.
      if (auto *args = as<Call>(field->base); args && args->builtin)
        return;
    if (as<Comptime>(&expr) && reporter.hasErrorIn(expr.span))
      return; // It was to be a literal, which has nothing inside.
    if (auto *step = as<Step>(&expr))
      return parts(*step->target);
    if (auto *index = as<Index>(&expr)) {
      address(*index->base);
      return used(*index->index);
    }
    auto *call = as<Call>(&expr);
    if (!call || !call->builtin) {
      forEachPart(expr,
                  {[&](ExprPtr &part) { used(*part); }, [&](Block &block) { unused(block); }});
      return;
    }
    for (unsigned i = 0; i < call->args.size(); ++i) {
      char kind = call->builtin->argKind(i);
      bool isMap = (kind == 'm' || kind == 'e') && as<Map>(call->args[i]);
      if (isMap)
        parts(*call->args[i]);
      else if (readsAddress(*call->builtin, i))
        address(*call->args[i]);
      else if (!call->builtin->isWord(i))
        used(*call->args[i]);
    }
  }
};

} // namespace

void Checker::checkValues() {
  ValueChecker checker(reporter);
  for (CodeUnit *unit : program.units()) {
    if (unit->predicate)
      checker.used(*unit->predicate);
    checker.unused(unit->body);
  }
}

} // namespace sonde
