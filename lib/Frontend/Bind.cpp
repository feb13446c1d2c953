//===- Bind.cpp - What the names mean -------------------------------------===//
#include "lib/Frontend/Bind.h"

#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Fold.h"
#include "lib/Frontend/Unstable.h"

#include <algorithm>
#include <map>
#include <set>

namespace sonde {

using namespace ast;

namespace {

const char *describe(VariableSymbol::Origin origin) {
  switch (origin) {
  case VariableSymbol::Origin::Assignment:
    return "first assigned here";
  case VariableSymbol::Origin::Declaration:
    return "declared here";
  case VariableSymbol::Origin::Parameter:
    return "a parameter of this function";
  case VariableSymbol::Origin::Loop:
    return "the variable of this loop";
  }
  return "";
}

/// `sargN`, which older versions had.
bool isRemoved(const std::string &name) {
  return name.size() > 4 && name.compare(0, 4, "sarg") == 0 &&
         name.find_first_not_of("0123456789", 4) == std::string::npos;
}

} // namespace

//===-- Symbols -----------------------------------------------------------===//

VariableSymbol *Binder::find(const std::string &name, Span where) {
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope)
    if (auto found = scope->find(ownName(name, where)); found != scope->end())
      return found->second;
  return nullptr;
}

VariableSymbol &Binder::declare(const std::string &name, Span where,
                                VariableSymbol::Origin origin) {
  unit->variables.push_back(std::make_unique<VariableSymbol>());
  VariableSymbol &symbol = *unit->variables.back();
  symbol.name = name;
  symbol.declared = where;
  symbol.origin = origin;
  scopes.back()[ownName(name, where)] = &symbol;
  return symbol;
}

std::vector<std::string> Binder::visibleVariables(Span where) const {
  std::vector<std::string> names;
  uint32_t owner = ownName("", where).first;
  for (const auto &scope : scopes)
    for (const auto &[name, symbol] : scope)
      if (!symbol->isBroken && name.first == owner)
        names.push_back(name.second);
  return names;
}

MapSymbol &Binder::mapSymbol(const std::string &name, Span where) {
  MapSymbol *&map = mapsByName[name];
  if (map)
    return *map;
  program.maps.push_back(std::make_unique<MapSymbol>());
  map = program.maps.back().get();
  map->name = name;
  map->firstUse = where;
  return *map;
}

/// A use of a map's element decides, once, whether the map has keys.
void Binder::useMap(Map &map) {
  MapSymbol &symbol = mapSymbol(map.name, map.span);
  map.symbol = &symbol;
  if (!symbol.isKeyed) {
    symbol.isKeyed = map.hasKey;
    symbol.firstUse = map.span;
  } else if (*symbol.isKeyed != map.hasKey) {
    reporter
        .error(map.span, map.hasKey ? "'" + map.name +
                                          "' is used with a key here, but without one "
                                          "elsewhere"
                                    : "'" + map.name +
                                          "' is used without a key here, but with one "
                                          "elsewhere")
        .note(symbol.firstUse,
              map.hasKey ? "first used without a key here" : "first used with a key here");
  }
}

void Binder::declareMap(const MapDecl &decl) {
  MapSymbol &map = mapSymbol(decl.name, decl.span);
  if (map.declaration) {
    reporter.error(decl.span, "'" + decl.name + "' is declared twice")
        .note(map.declaration->span, "first declared here");
    return;
  }
  map.declaration = &decl;
  if (decl.maxEntries == 0 || decl.maxEntries > UINT32_MAX)
    reporter.error(decl.span, "a map has room for 1 to 4294967295 entries, not " +
                                  std::to_string(decl.maxEntries));
  const std::vector<std::string> kinds = {"hash", "lruhash", "percpuhash", "percpulruhash"};
  if (std::find(kinds.begin(), kinds.end(), decl.storage) != kinds.end())
    return;
  Reporter::suggest(reporter.error(decl.storageSpan, "unknown kind of map '" + decl.storage + "'")
                        .note("the kinds are 'hash', 'lruhash', 'percpuhash' and 'percpulruhash'"),
                    decl.storage, kinds);
}

//===-- Functions ---------------------------------------------------------===//

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
  symbol.unit.body = std::move(function.body);
  symbol.isBroken = !resolve(*function.result);
  symbol.result = function.result->resolved;
  symbol.resultGrows = symbol.result.is(TypeKind::String) && symbol.result.count() == 0;
  if (symbol.result.isAggregate()) {
    reporter.error(function.result->span,
                   "a function cannot return a '" + symbol.result.str() + "'");
    symbol.isBroken = true;
  }
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
    variable.isFixed = !(variable.type.is(TypeKind::String) && variable.type.count() == 0);
    if (variable.type.isAggregate() || variable.type.is(TypeKind::Void)) {
      reporter.error(parameter.type->span,
                     "a variable cannot have the type '" + variable.type.str() + "'");
      variable.isBroken = true;
    }
    symbol.isBroken |= variable.isBroken;
  }
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

//===-- The program -------------------------------------------------------===//

void Binder::run() {
  for (const MapDecl &decl : program.tree.maps)
    declareMap(decl);
  for (Function &function : program.tree.functions)
    declareFunction(function);
  for (CodeUnit *each : program.units()) {
    unit = each;
    scopes.assign(1, {});
    loopReturn.reset();
    if (unit->function)
      for (VariableSymbol *parameter : unit->function->parameters)
        scopes.back()[ownName(parameter->name, parameter->declared)] = parameter;
    if (unit->predicate)
      bind(unit->predicate);
    bind(unit->body);
  }
  bindUnevaluatedMaps();
}

/// What can only be said when all branches are known that are taken.
void Binder::finish() {
  for (const CodeUnit *each : program.units())
    for (const std::unique_ptr<VariableSymbol> &variable : each->variables)
      if (!variable->isAssigned && !variable->isBroken)
        reporter.warning(variable->declared, "never-assigned",
                         "'" + variable->name + "' is never assigned");
  checkRecursion();
  // Both become symbols of the object file.
  for (const std::unique_ptr<MapSymbol> &map : program.maps)
    if (findFunction(map->name.substr(1)))
      reporter.error(map->firstUse, "'" + map->name + "' has the name of an imported C function")
          .note("give the map another name");
}

//===-- Statements --------------------------------------------------------===//

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
  const auto *times = as<IntLiteral>(loop.condition);
  if (!times)
    reporter.error(loop.condition->span,
                   "'unroll' needs a number that is known at compile time here");
  else if (times->value.isNegative() || times->value.raw() < 1 || times->value.raw() > 100)
    reporter.error(loop.condition->span,
                   "'unroll' repeats its body 1 to 100 times, not " + times->value.str());
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
  variable->symbol = find(variable->name, variable->span);
  if (!variable->symbol && assign.op)
    return bindVariable(*variable);
  if (!variable->symbol)
    variable->symbol = &declare(variable->name, variable->span, VariableSymbol::Origin::Assignment);
  variable->symbol->isAssigned = true;
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
  if (!let.typeName)
    return;
  if (!resolve(*let.typeName)) {
    symbol.isBroken = true;
    return;
  }
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
  bool unsized = (type.is(TypeKind::String) || type.is(TypeKind::Array)) && type.count() == 0;
  symbol.type = type;
  symbol.isFixed = !unsized;
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

//===-- Expressions -------------------------------------------------------===//

void Binder::bindParts(Expr &expr) {
  forEachPart(expr, {[&](ExprPtr &part) { bind(part); }, [&](Block &block) { bind(block); }});
}

void Binder::bind(ExprPtr &expr) {
  switch (expr->kind) {
  case ExprKind::Name:
    return bindName(expr);
  case ExprKind::Call:
    return bindCall(expr);
  case ExprKind::Variable:
    return bindVariable(*as<Variable>(expr));
  case ExprKind::Map:
    bindParts(*expr);
    return bindMap(*as<Map>(expr));
  case ExprKind::Step: {
    bindParts(*expr);
    if (as<Map>(as<Step>(expr)->target))
      refuseMapAssignment(expr->span);
    if (auto *map = as<Map>(as<Step>(expr)->target); map && !map->symbol->firstWrite)
      map->symbol->firstWrite = expr->span;
    return;
  }
  case ExprKind::Param: {
    return useParam(*as<Param>(expr));
  }
  case ExprKind::ParamCount:
    return refuse(expr->span, "'$#' in a program that is started later is");
  case ExprKind::Unary:
    if (as<Unary>(expr)->op == UnaryOp::AddressOf)
      return bindAddressOf(*as<Unary>(expr));
    return bindParts(*expr);
  case ExprKind::Cast:
    bind(as<Cast>(expr)->operand);
    resolve(*as<Cast>(expr)->target);
    return;
  case ExprKind::If:
  case ExprKind::Conditional:
    return bindChoice(*expr);
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
  case ExprKind::TypeInfo:
  case ExprKind::TypeOf:
    return bindQuery(*asTypeQuery(expr.get()));
  default:
    return bindParts(*expr);
  }
}

/// A positional parameter that is kept; options have been found before.
void Binder::useParam(const Param &param) {
  if (!param.option.empty())
    return;
  ParamUse use;
  use.name = "$" + std::to_string(param.index);
  use.isText = param.isText;
  use.span = param.span;
  for (const ParamUse &known : program.params)
    if (known.name == use.name && known.isText == use.isText)
      return;
  bool isGiven = param.index <= program.parameters.size();
  std::string given = isGiven ? program.parameters[param.index - 1] : "";
  if (use.isText) {
    use.type = Type::string(program.config.number("max_strlen"));
    use.text = given;
  } else {
    LiteralError error;
    std::optional<Integer> number = parseInteger(given, IntegerForm::Text, error);
    use.type = Type::integer(64, true);
    use.number = number ? number->raw() : 0;
  }
  program.params.push_back(std::move(use));
}

void Binder::bindVariable(Variable &variable) {
  variable.symbol = find(variable.name, variable.span);
  if (!variable.symbol) {
    if (!program.tree.incomplete || !reporter.isNamedElsewhere(variable.name, variable.span))
      Reporter::suggest(reporter.error(variable.span, "undefined variable '" + variable.name + "'"),
                        variable.name, visibleVariables(variable.span));
    variable.symbol = &declare(variable.name, variable.span, VariableSymbol::Origin::Assignment);
    variable.symbol->isBroken = true;
    return;
  }
  if (!variable.symbol->isAssigned && !variable.symbol->isBroken && !unevaluated)
    reporter.warning(variable.span, "used-before-assignment",
                     "'" + variable.name + "' is used before it is assigned");
}

void Binder::bindName(ExprPtr &expr) {
  const std::string name = as<Name>(expr)->name;
  Span span = expr->span;
  const BuiltinInfo *builtin = findBuiltin(name);
  if (builtin && builtin->minArgs == 0) {
    auto call = std::make_unique<Call>(span, name, span);
    call->isBare = true;
    call->builtin = builtin;
    expr = std::move(call);
    checkNeeds(*as<Call>(expr));
    return;
  }
  if (isRemoved(name)) {
    reporter.error(span, "'" + name + "' is not in the language any more")
        .note("use '*(reg(\"sp\") + OFFSET)' for what is on the stack");
    return;
  }
  if (builtin || findFunction(name) || findScriptFunction(name)) {
    reporter.error(span, "'" + name + "' is a function: call it with '" + name + "(…)'");
    return;
  }
  if (isKnownButUnsupported(name))
    return refuse(span, "'" + name + "' is");
  if (program.tree.namesMayBeMissing)
    return;
  Reporter::suggest(reporter.error(span, "unknown name '" + name + "'"), name, builtinNames());
}

const CFunction *Binder::findFunction(const std::string &name) const {
  for (const CUnit &import : program.imports)
    for (const CFunction &function : import.functions)
      if (function.name == name)
        return &function;
  return nullptr;
}

void Binder::bindCall(ExprPtr &expr) {
  auto &call = *as<Call>(expr);
  call.builtin = findBuiltin(call.callee);
  if (call.builtin)
    return bindBuiltin(call);
  bindParts(call);
  if (call.isBroken)
    return;
  call.script = findScriptFunction(call.callee);
  if (call.script) {
    if (unit->function)
      unit->function->calls.push_back(&call);
    size_t count = call.script->parameters.size();
    return checkCount(call, call.callee, count, count);
  }
  call.function = findFunction(call.callee);
  if (call.function)
    return bindFunction(call);
  bool mayChange = call.callee == "tseries" || call.callee == "dw_ustack";
  if (mayChange && !useUnstable(program.config, "unstable_" + call.callee, call.span, reporter))
    return;
  if (isKnownButUnsupported(call.callee))
    return refuse(call.calleeSpan, "'" + call.callee + "' is");
  if (program.tree.namesMayBeMissing)
    return;
  std::vector<std::string> known = builtinNames();
  for (const CUnit &import : program.imports)
    for (const CFunction &function : import.functions)
      known.push_back(function.name);
  for (const std::unique_ptr<FunctionSymbol> &function : program.functions)
    known.push_back(function->name);
  Reporter::suggest(reporter.error(call.span, "unknown function '" + call.callee + "'"),
                    call.callee, known);
}

void Binder::bindFunction(Call &call) {
  unsigned count = call.function->parameters.size();
  checkCount(call, call.callee, count, count);
}

void Binder::checkCount(const Call &call, const std::string &name, unsigned min, unsigned max) {
  size_t given = call.args.size();
  if (given >= min && given <= max)
    return;
  auto arguments = [](unsigned n) {
    return n == 0 ? std::string("no arguments")
                  : std::to_string(n) + (n == 1 ? " argument" : " arguments");
  };
  std::string wanted = min == max    ? arguments(min)
                       : given < min ? "at least " + arguments(min)
                                     : "at most " + arguments(max);
  reporter.error(call.span, "'" + name + "' takes " + wanted + ", not " + std::to_string(given));
}

/// Is there something in the probe's context that the builtin reads?
void Binder::checkNeeds(const Call &call) {
  const BuiltinInfo &builtin = *call.builtin;
  const ProbeContext &context = unit->context;
  if (unit->function && (builtin.needs || builtin.id == Builtin::Probe)) {
    reporter.error(call.span, "there is no '" + call.callee + "' outside of probes")
        .note("a probe can give it to this function as an argument");
    return;
  }
  if (builtin.needs && !context.has(builtin.needs)) {
    Diagnostic &error =
        reporter.error(call.span, "there is no '" + call.callee + "' in '" +
                                      std::string(info(context.kind).name) + "' probes");
    error.note("'" + call.callee + "' exists in " + kindsWith(builtin.needs) + " probes");
    if (builtin.id == Builtin::Retval && context.kind == ProbeKind::Tracepoint)
      error.note("a tracepoint at the end of a system call has 'args.ret'");
    if (builtin.id == Builtin::ArgN && context.has(HasArgs))
      error.note("use 'args.NAME' here");
    return;
  }
  if (builtin.id == Builtin::ArgN && argumentNumber(call) > 5)
    reporter.error(call.span, "there is no '" + call.callee +
                                  "': arguments from 'arg0' to 'arg5' are passed in registers");
  if (builtin.id == Builtin::Args && !context.isUnknown && context.args &&
      context.args.definition()->members.empty())
    reporter.error(call.span, "'" + unit->attach.front().name() + "' has no arguments");
}

void Binder::checkWord(const Call &call) {
  if (call.args.empty())
    return;
  const auto *word = as<Name>(call.args[0].get());
  bool isClock = call.builtin->id == Builtin::Nsecs;
  const std::vector<std::string> words =
      isClock ? std::vector<std::string>{"boot", "monotonic", "tai", "sw_tai"}
              : std::vector<std::string>{"curr_ns", "init"};
  std::string list;
  for (const std::string &known : words)
    list += (list.empty() ? "'" : known == words.back() ? " or '" : ", '") + known + "'";
  if (!word || std::find(words.begin(), words.end(), word->name) == words.end())
    reporter.error(call.args[0]->span, "'" + call.callee + "' takes " + list + ", not '" +
                                           exprText(*call.args[0]) + "'");
  else if (word->name == "init")
    refuse(call.args[0]->span, "'" + call.callee + "(" + word->name + ")' is");
}

void Binder::bindBuiltin(Call &call) {
  const BuiltinInfo &builtin = *call.builtin;
  checkNeeds(call);
  // `delete(@m[k])` is the old form of `delete(@m, k)`.
  if (builtin.id == Builtin::Delete || builtin.id == Builtin::HasKey)
    return bindDelete(call);
  checkCount(call, call.callee, builtin.minArgs, builtin.maxArgs);
  for (unsigned i = 0; i < call.args.size(); ++i) {
    char kind = builtin.argKind(i);
    auto *map = as<Map>(call.args[i]);
    if (kind == 'w') {
      checkWord(call);
    } else if (kind == 'k' && call.args[i]->kind == ExprKind::Name) {
      continue; // A mode: Check says whether there is such a one.
    } else if ((kind == 'm' || kind == 'e') && map && !map->hasKey) {
      map->symbol = &mapSymbol(map->name, map->span);
    } else if (kind == 'm') {
      reporter.error(call.args[i]->span, "'" + call.callee + "' takes a whole map");
      bind(call.args[i]);
    } else {
      bind(call.args[i]);
    }
  }
}

/// Brings the key into the map's node: `delete(@m, k)` reads like `@m[k]` then.
void Binder::bindDelete(Call &call) {
  checkCount(call, call.callee, call.builtin->minArgs, call.builtin->maxArgs);
  auto *map = call.args.empty() ? nullptr : as<Map>(call.args[0]);
  if (!map) {
    if (!call.args.empty())
      reporter.error(call.args[0]->span, "'" + call.callee + "' takes a map");
    return bindParts(call);
  }
  if (call.args.size() == 2 && !map->hasKey) {
    map->hasKey = true;
    map->keys.push_back(std::move(call.args[1]));
    call.args.pop_back();
  }
  bind(call.args[0]);
}

} // namespace sonde
