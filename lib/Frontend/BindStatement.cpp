//===- BindStatement.cpp - What the names in statements mean --------------===//
#include "lib/Frontend/Bind.h"

#include "lib/Frontend/Builtins.h"

namespace sonde {

using namespace ast;

void Binder::bind(Block &block, bool newScope) {
  if (newScope)
    scopes.emplace_back();
  for (StmtPtr &stmt : block.statements)
    bind(*stmt);
  if (block.value)
    bind(block.value);
  if (newScope)
    scopes.pop_back();
}

void Binder::bind(Stmt &stmt) {
  switch (stmt.kind) {
  case StmtKind::Expr:
    return bind(as<ExprStmt>(&stmt)->expr);
  case StmtKind::Discard:
    return bind(as<Discard>(&stmt)->value);
  case StmtKind::Assign:
    return bindAssign(*as<Assign>(&stmt));
  case StmtKind::Let:
    return bindLet(*as<Let>(&stmt));
  case StmtKind::Jump:
    return bindJump(*as<Jump>(&stmt));
  case StmtKind::Import:
    return; // Reading the files has taken it out.
  case StmtKind::Loop:
    return bindLoop(*as<Loop>(&stmt));
  case StmtKind::ForRange:
    return bindFor(*as<ForRange>(&stmt));
  case StmtKind::ForMap:
    return bindFor(*as<ForMap>(&stmt));
  }
}

//===-- Loops -------------------------------------------------------------===//

void Binder::bindBody(Block &body) {
  ++loopDepth;
  bind(body);
  --loopDepth;
}

void Binder::bindLoop(Loop &loop) {
  bind(loop.condition);
  if (!loop.isUnroll) {
    Span word = {loop.span.file, loop.span.begin, loop.span.begin + 5};
    reporter.warning(word, "deprecated", "'while' is deprecated, and may be removed")
        .note("use a range, as in 'for ($i : 0..10)'");
    return bindBody(loop.body);
  }
  bind(loop.body);
}

VariableSymbol &Binder::declareLoopVariable(const std::string &name, Span where) {
  if (VariableSymbol *outer = find(name, where); outer && !outer->isBroken)
    reporter.error(where, "'" + name + "' already exists here, and cannot be a loop's variable")
        .note(outer->declared, describe(outer->origin));
  VariableSymbol &symbol = declare(name, where, VariableSymbol::Origin::Loop);
  symbol.isAssigned = true;
  return symbol;
}

void Binder::bindFor(ForRange &loop) {
  bind(loop.from);
  bind(loop.to);
  scopes.emplace_back();
  loop.symbol = &declareLoopVariable(loop.variable, loop.variableSpan);
  bindBody(loop.body);
  scopes.pop_back();
}

/// Does not decide whether the map has keys: only its elements' uses do.
void Binder::bindFor(ForMap &loop) {
  auto &map = *as<Map>(loop.map);
  if (map.hasKey) {
    reporter.error(map.span, "'for' goes over a whole map");
    bind(loop.map);
  } else {
    map.symbol = &mapSymbol(map.name, map.span);
  }
  scopes.emplace_back();
  loop.symbol = &declareLoopVariable(loop.variable, loop.variableSpan);
  loop.symbol->isBroken |= map.hasKey;
  bindBody(loop.body);
  scopes.pop_back();
}

//===-- Assignments and jumps ---------------------------------------------===//

void Binder::bindAssign(Assign &assign) {
  bind(assign.value);
  auto *variable = as<Variable>(assign.target);
  if (!variable) {
    refuseMapAssignment(assign.span);
    bind(assign.target);
    MapSymbol &map = *as<Map>(assign.target)->symbol;
    if (!map.firstWrite)
      map.firstWrite = assign.span;
    return;
  }
  if (assign.op)
    bindVariable(*variable);
  else
    variable->symbol = find(variable->name, variable->span);
  const bool givesContext = isContext(*assign.value) && !assign.op;
  if (!variable->symbol) {
    variable->symbol = &declare(variable->name, variable->span, VariableSymbol::Origin::Assignment);
    variable->symbol->isContext = givesContext;
  }
  variable->symbol->isAssigned = true;
  if (!variable->symbol->isContext)
    return;
  if (!givesContext)
    return refuseContext(*variable->symbol, assign.span);
  assign.value = std::make_unique<IntLiteral>(assign.value->span, Integer());
}

//===-- The context -------------------------------------------------------===//
//
// The kernel allows to load numbers from a probe's context, and nothing else: a variable
// that is assigned 'ctx' is another name for it.

bool Binder::isOfContext(const Type &type) const {
  Type pointee = type.is(TypeKind::Pointer) ? type.element() : Type::none();
  return pointee.is(TypeKind::Struct) && unit &&
         pointee.name() == info(unit->context.kind).contextStruct;
}

ExprPtr Binder::contextAt(Span where) {
  auto call = std::make_unique<Call>(where, "ctx", where);
  call->isBare = true;
  call->builtin = findBuiltin("ctx");
  return call;
}

void Binder::refuseContext(const VariableSymbol &variable, Span where) {
  reporter
      .error(where,
             "'" + variable.name + "' is the probe's context, and cannot become anything else")
      .note(variable.declared, "assigned here");
}

void Binder::bindLet(Let &let) {
  if (let.value)
    bind(let.value);
  if (VariableSymbol *outer = find(let.name, let.nameSpan); outer && !outer->isBroken)
    reporter
        .error(let.nameSpan, "'" + let.name + "' already exists here, and cannot be declared again")
        .note(outer->declared, describe(outer->origin));
  VariableSymbol &symbol = declare(let.name, let.nameSpan, VariableSymbol::Origin::Declaration);
  let.symbol = &symbol;
  symbol.isAssigned = let.value != nullptr;
  if (let.typeName && !resolve(*let.typeName)) {
    symbol.isBroken = true;
    return;
  }
  if (let.value && isContext(*let.value) &&
      (!let.typeName || isOfContext(let.typeName->resolved))) {
    symbol.isContext = true;
    let.value = std::make_unique<IntLiteral>(let.value->span, Integer());
    let.typeName.reset();
  }
  if (!let.typeName)
    return;
  if (let.typeName->isTypeOf()) { // Known when the types are.
    symbol.isFixed = true;
    return;
  }
  Type type = let.typeName->resolved;
  if (type.isAggregate() || type.is(TypeKind::Void)) {
    reporter.error(let.typeName->span, "a variable cannot have the type '" + type.str() + "'");
    symbol.isBroken = true;
    return;
  }
  symbol.type = type;
  symbol.isFixed = !type.isUnsized();
}

void Binder::bindJump(Jump &jump) {
  if (jump.value)
    bind(jump.value);
  if (jump.jump == JumpKind::Return)
    return bindReturn(jump);
  if (loopDepth == 0)
    reporter.error(jump.span,
                   "'" + std::string(spelling(jump.jump)) + "' is only allowed in a loop");
}

/// What leaves a loop either carries a value out of it or does not.
void Binder::bindReturn(Jump &jump) {
  if (loopDepth == 0)
    return;
  bool hasValue = jump.value != nullptr;
  if (!loopReturn)
    loopReturn = {jump.span, hasValue};
  else if (loopReturn->hasValue != hasValue)
    reporter
        .error(jump.span, hasValue ? "this 'return' in a loop has a value, but another has none"
                                   : "this 'return' in a loop has no value, but another has one")
        .note(loopReturn->span, "the other 'return'");
}

} // namespace sonde
