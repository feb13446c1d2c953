//===- Bind.cpp - What the names mean -------------------------------------===//
#include "lib/Frontend/Bind.h"

#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Fold.h"

#include <algorithm>

namespace sonde {

using namespace ast;

namespace {

/// `sargN`, which older versions had.
bool isRemoved(const std::string &name) {
  return name.size() > 4 && name.compare(0, 4, "sarg") == 0 &&
         name.find_first_not_of("0123456789", 4) == std::string::npos;
}

} // namespace

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
    reporter.error(decl.maxEntriesSpan, "a map has room for 1 to 4294967295 entries, not " +
                                            std::to_string(decl.maxEntries));
  const std::vector<std::string> kinds = {"hash", "lruhash", "percpuhash", "percpulruhash"};
  if (std::find(kinds.begin(), kinds.end(), decl.storage) != kinds.end())
    return;
  Reporter::suggest(reporter.error(decl.storageSpan, "unknown kind of map '" + decl.storage + "'")
                        .note("the kinds are 'hash', 'lruhash', 'percpuhash' and 'percpulruhash'"),
                    decl.storage, kinds);
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
    bindVariable(*as<Variable>(expr));
    if (as<Variable>(expr)->symbol && as<Variable>(expr)->symbol->isContext)
      expr = contextAt(expr->span);
    return;
  case ExprKind::Map:
    bindParts(*expr);
    return bindMap(*as<Map>(expr));
  case ExprKind::Step: {
    if (auto *variable = as<Variable>(as<Step>(expr)->target)) {
      bindVariable(*variable);
      variable->symbol->isAssigned = true;
      if (variable->symbol->isContext)
        refuseContext(*variable->symbol, expr->span);
      return;
    }
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
    return reporter.refuse(expr->span, "'$#' in a program that is started later is");
  case ExprKind::Unary:
    if (as<Unary>(expr)->op == UnaryOp::AddressOf)
      return bindAddressOf(*as<Unary>(expr));
    bindParts(*expr);
    // `args` was a pointer once; `*args` is still written.
    if (as<Unary>(expr)->op == UnaryOp::Dereference && isArgs(*as<Unary>(expr)->operand))
      expr = std::move(as<Unary>(expr)->operand);
    return;
  case ExprKind::Cast:
    bind(as<Cast>(expr)->operand);
    resolve(*as<Cast>(expr)->target, Place::Cast);
    if (isContext(*as<Cast>(expr)->operand) && isOfContext(as<Cast>(expr)->target->resolved))
      expr = std::move(as<Cast>(expr)->operand);
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
    return reporter.refuse(span, "'" + name + "' is");
  if (program.tree.namesMayBeMissing || reporter.hasErrorIn(span))
    return;
  Reporter::suggest(reporter.error(span, "unknown name '" + name + "'"), name, valueNames());
}

} // namespace sonde
