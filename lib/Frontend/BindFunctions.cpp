//===- BindFunctions.cpp - The functions of a script ----------------------===//
#include "lib/Frontend/Bind.h"

#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/TypeRules.h"

#include <algorithm>
#include <set>

namespace sonde {

using namespace ast;

FunctionSymbol *Binder::findScriptFunction(const std::string &name) const {
  for (const std::unique_ptr<FunctionSymbol> &function : program.functions)
    if (function->name == name)
      return function.get();
  return nullptr;
}

void Binder::declareFunction(Function &function) {
  if (const FunctionSymbol *first = findScriptFunction(function.name))
    reporter.error(function.span, "there are two functions '" + function.name + "'")
        .note(first->span, "the first one");
  else if (findBuiltin(function.name))
    reporter.error(function.span, "'" + function.name + "' is a builtin, and cannot be defined");
  else if (findFunction(function.name))
    reporter.error(function.span, "'" + function.name + "' is an imported C function");
  program.functions.push_back(std::make_unique<FunctionSymbol>());
  FunctionSymbol &symbol = *program.functions.back();
  symbol.name = function.name;
  symbol.span = function.span;
  symbol.unit.span = function.span;
  symbol.unit.function = &symbol;
  symbol.unit.context.space = AddressSpace::Kernel;
  symbol.unit.body = std::move(function.body);
  unit = &symbol.unit;
  scopes.assign(1, {});
  for (Function::Parameter &parameter : function.parameters) {
    if (VariableSymbol *first = find(parameter.name, parameter.span))
      reporter.error(parameter.span, "'" + parameter.name + "' is a parameter already")
          .note(first->declared, describe(first->origin));
    VariableSymbol &variable =
        declare(parameter.name, parameter.span, VariableSymbol::Origin::Parameter);
    symbol.parameters.push_back(&variable);
    variable.isAssigned = true;
    variable.isBroken = !resolve(*parameter.type);
    variable.type = parameter.type->resolved;
    variable.isFixed = !variable.type.isUnsized();
    if (variable.type.isAggregate() || variable.type.is(TypeKind::Void)) {
      reporter.error(parameter.type->span,
                     "a variable cannot have the type '" + variable.type.str() + "'");
      variable.isBroken = true;
    }
    symbol.isBroken |= variable.isBroken;
    if (parameter.type->isTypeOf())
      symbol.openTypes.push_back({std::move(parameter.type), &variable.type, &variable});
  }
  symbol.isBroken |= !resolve(*function.result);
  symbol.result = function.result->resolved;
  symbol.resultGrows = symbol.result.isUnsized();
  if (symbol.result.isAggregate()) {
    reporter.error(function.result->span, "a function cannot return " + withArticle(symbol.result));
    symbol.isBroken = true;
  }
  if (function.result->isTypeOf())
    symbol.openTypes.push_back({std::move(function.result), &symbol.result, &symbol});
}

/// The kernel has no stack for recursion, and calls are part of their callers.
void Binder::checkRecursion() {
  std::vector<const ast::Call *> chain;
  std::set<const FunctionSymbol *> done;
  auto visit = [&](auto &self, const FunctionSymbol &function) -> void {
    if (!done.insert(&function).second)
      return;
    for (const ast::Call *call : function.calls) {
      chain.push_back(call);
      auto first = std::find_if(chain.begin(), chain.end() - 1, [&](const ast::Call *earlier) {
        return earlier->script == call->script;
      });
      if (first != chain.end() - 1) {
        std::string path = "'" + call->callee + "'";
        for (auto step = first + 1; step != chain.end(); ++step)
          path += " calls '" + (*step)->callee + "'";
        Diagnostic &error =
            reporter.error(call->calleeSpan, "functions cannot call themselves: " + path);
        for (auto step = first + 1; step + 1 != chain.end(); ++step)
          error.note((*step)->calleeSpan, "'" + (*step)->callee + "' is called here");
      } else {
        self(self, *call->script);
      }
      chain.pop_back();
    }
  };
  for (const std::unique_ptr<FunctionSymbol> &function : program.functions) {
    ast::Call start(function->span, function->name, function->span);
    start.script = function.get();
    chain.assign(1, &start);
    visit(visit, *function);
  }
}

} // namespace sonde
