//===- Macros.cpp - Script macros -----------------------------------------===//
#include "lib/Frontend/Macros.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/CNames.h"
#include "lib/Frontend/MacroBody.h"
#include "lib/Frontend/MacroTable.h"
#include "lib/Frontend/Parser.h"

#include <algorithm>
#include <set>

namespace sonde {

using namespace ast;

namespace {

/// Far more than scripts need, and few enough for every later stage.
constexpr size_t kMaxNodes = 100000;
constexpr size_t kMaxHeight = 2000;

class MacroExpander {
public:
  MacroExpander(Program &program, Reporter &reporter)
      : program(program), reporter(reporter), table(program.tree.macros, reporter),
        cNames(program.c.get(), program.tree.c, reporter) {}

  void run();

private:
  Program &program;
  Reporter &reporter;
  MacroTable table;
  CNames cNames;
  std::vector<const Macro *> active; ///< Those in whose expansion we are, outermost first.
  std::set<const Macro *> used;
  size_t budget = kMaxNodes;
  size_t depth = 0; ///< Of the tree, where we are.

  PartVisitor parts() {
    return {[this](ExprPtr &part) { expand(part); }, [this](Block &block) { expand(block); },
            [this](TypeName &type) { expandSubject(type.typeOfType, type.typeOf); }};
  }
  void expand(Block &block);
  void expand(ExprPtr &expr);
  void expandSubject(std::unique_ptr<TypeName> &type, ExprPtr &expr);
  void expandName(ExprPtr &expr);
  void expandCall(ExprPtr &expr);
  bool expandC(Call &call, ExprPtr &expr);
  void expandUse(const Macro &macro, Call &call, ExprPtr &expr, bool isHygienic = true);
  void reportWrongForm(Call &call);
  bool isKnownOtherwise(const std::string &name) const;
  bool isRecursive(const Macro &macro, const Call &call, bool isHygienic);
  void giveUp(Call &call);
};

void MacroExpander::run() { forEachPart(program.tree, parts()); }

void MacroExpander::expand(Block &block) {
  ++depth;
  for (StmtPtr &stmt : block.statements)
    forEachPart(*stmt, parts());
  if (block.value)
    expand(block.value);
  --depth;
}

void MacroExpander::expand(ExprPtr &expr) {
  ++depth;
  if (TypeQuery *query = asTypeQuery(expr.get()))
    expandSubject(query->subject.type, query->subject.expr);
  else
    forEachPart(*expr, parts());
  if (expr->kind == ExprKind::Name)
    expandName(expr);
  else if (expr->kind == ExprKind::Call)
    expandCall(expr);
  --depth;
}

/// A bare name where a type may stand is never a macro.
void MacroExpander::expandSubject(std::unique_ptr<TypeName> &type, ExprPtr &expr) {
  if (type)
    expandSubject(type->typeOfType, type->typeOf);
  auto *name = as<Name>(expr);
  if (!name) {
    if (expr)
      expand(expr);
    return;
  }
  Call call(expr->span, name->name, expr->span);
  call.isBare = true;
  if (type && !table.has(name->name)) // A constant of C, if there is no such type.
    expandC(call, expr);
}

//===-- Uses --------------------------------------------------------------===//

/// Is there something of this name that a call may mean when no macro fits?
bool MacroExpander::isKnownOtherwise(const std::string &name) const {
  if (findBuiltin(name) || isKnownButUnsupported(name))
    return true;
  for (const Function &function : program.tree.functions)
    if (function.name == name)
      return true;
  for (const CUnit &unit : program.imports)
    for (const CFunction &function : unit.functions)
      if (function.name == name)
        return true;
  return false;
}

void MacroExpander::expandName(ExprPtr &expr) {
  const std::string name = as<Name>(expr)->name;
  if (isReservedValue(name))
    return;
  auto call = std::make_unique<Call>(expr->span, name, expr->span);
  call->isBare = true;
  if (const Macro *macro = table.match(name, call->args)) {
    expandUse(*macro, *call, expr);
  } else if (!table.has(name)) {
    expandC(*call, expr);
  } else if (!isKnownOtherwise(name)) {
    reportWrongForm(*call);
  }
  if (call->isBroken)
    expr = std::move(call);
}

void MacroExpander::expandCall(ExprPtr &expr) {
  auto &call = *as<Call>(expr);
  if (call.isBroken)
    return;
  const Macro *macro = table.match(call.callee, call.args);
  if (macro)
    return expandUse(*macro, call, expr);
  if (!table.has(call.callee) && expandC(call, expr))
    return;
  if (!table.has(call.callee) || isKnownOtherwise(call.callee))
    return;
  table.reportMismatch(call, reporter);
  call.isBroken = true;
}

/// Is it a macro or an enumerator of C? The language's own names come before.
bool MacroExpander::expandC(Call &call, ExprPtr &expr) {
  if (!program.c || isKnownOtherwise(call.callee))
    return false;
  CNames::Found found = cNames.macro(call.callee, !call.isBare, call.span);
  call.isBroken = found.isBroken;
  if (found.macro) {
    size_t wanted = found.macro->parameters.size(), given = call.args.size();
    if (given == wanted) {
      expandUse(*found.macro, call, expr, /*isHygienic=*/false);
      return true;
    }
    reporter.error(call.span, "the C macro '" + call.callee + "' takes " + std::to_string(wanted) +
                                  (wanted == 1 ? " argument, not " : " arguments, not ") +
                                  std::to_string(given));
    call.isBroken = true;
  }
  if (call.isBroken)
    return true;
  ExprPtr value = call.isBare ? cNames.enumerator(call.callee, call.span) : nullptr;
  if (!value && cNames.isMacro(call.callee)) {
    reportWrongForm(call);
    return true;
  }
  if (!value)
    return false;
  expr = std::move(value);
  return true;
}

/// There are macros of this name, and none that is used in this form.
void MacroExpander::reportWrongForm(Call &call) {
  const std::string &name = call.callee;
  reporter.error(call.span, "macro '" + name + "' takes " +
                                (call.isBare ? "arguments: use it as '" + name + "(…)'"
                                             : "no arguments: use it as '" + name + "'"));
  call.isBroken = true;
}

bool MacroExpander::isRecursive(const Macro &macro, const Call &call, bool isHygienic) {
  auto first = std::find(active.begin(), active.end(), &macro);
  if (first == active.end())
    return false;
  std::string chain;
  for (auto each = first; each != active.end(); ++each)
    chain += (*each)->name + " > ";
  Diagnostic &error =
      reporter.error(call.span, "macro '" + macro.name + "' uses itself: " + chain + macro.name);
  // The text of a macro of C is shown by itself, not in its file.
  if (!isHygienic)
    error.note(active.back()->span, "macro '" + active.back()->name + "' is defined here");
  return true;
}

void MacroExpander::giveUp(Call &call) {
  call.isBroken = true;
  if (!program.tree.namesMayBeMissing)
    reporter
        .error(call.span, "the macros of this script grow too large here: more than " +
                              std::to_string(kMaxNodes) + " expressions, or more than " +
                              std::to_string(kMaxHeight) + " levels")
        .note("an argument is copied as often as the macro uses it; assign it to a variable first");
  program.tree.namesMayBeMissing = true; // No further use is expanded.
  budget = 0;
}

/// Puts the macro's body in the place of `expr`. When it cannot, the call is left
/// and broken.
void MacroExpander::expandUse(const Macro &macro, Call &call, ExprPtr &expr, bool isHygienic) {
  call.isBroken = isRecursive(macro, call, isHygienic);
  if (call.isBroken)
    return;
  if (budget == 0)
    return giveUp(call);
  Span where = call.span;
  SourceManager &sources = reporter.diagnostics().sourceManager();
  MacroUse use{macro, call.args, sources.addExpansion({macro.name, where, isHygienic}),
               used.insert(&macro).second, isHygienic};
  Block body = instantiate(use, budget, reporter);
  if (budget == 0 || depth + sizeOf(body).height > kMaxHeight)
    return giveUp(call);
  active.push_back(&macro);
  expand(body);
  active.pop_back();
  // A body that is one expression is that expression: it may be a constant, or a
  // map, where only these are allowed.
  if (body.statements.empty() && body.value)
    expr = std::move(body.value);
  else
    expr = std::make_unique<BlockExpr>(where, std::move(body));
}

} // namespace

void expandMacros(Program &program, Reporter &reporter) { MacroExpander(program, reporter).run(); }

} // namespace sonde
