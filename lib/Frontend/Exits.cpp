//===- Exits.cpp - Functions that may end the script ----------------------===//
#include "lib/Frontend/Exits.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Program.h"

namespace sonde {

using namespace ast;

static bool mayExit(Block &block);

static bool mayExit(Expr &expr) {
  if (const auto *call = as<Call>(&expr)) {
    bool isExit = call->builtin && call->builtin->id == Builtin::Exit;
    if (isExit || (call->script && call->script->mayExit))
      return true;
  }
  bool found = false;
  forEachPart(expr, {[&](ExprPtr &part) { found |= mayExit(*part); },
                     [&](Block &block) { found |= mayExit(block); }});
  return found;
}

static bool mayExit(Block &block) {
  bool found = block.value && mayExit(*block.value);
  for (StmtPtr &stmt : block.statements)
    forEachPart(*stmt, {[&](ExprPtr &part) { found |= mayExit(*part); },
                        [&](Block &inner) { found |= mayExit(inner); }});
  return found;
}

void findExits(Program &program) {
  // A function may be called before it is known that it exits.
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::unique_ptr<FunctionSymbol> &function : program.functions)
      if (!function->mayExit && mayExit(function->unit.body))
        changed = function->mayExit = true;
  }
}

} // namespace sonde
