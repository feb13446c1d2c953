//===- BindTypes.cpp - Names in types, and what is not evaluated ----------===//
//
// Written types; the subjects of `sizeof`, `offsetof`, `typeof` and `typeinfo`,
// which are never evaluated; branches that are chosen at compile time.
//
//===----------------------------------------------------------------------===//
#include "lib/Frontend/Bind.h"

#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/AstWalk.h"
#include "lib/Frontend/Builtins.h"
#include "lib/Frontend/Fold.h"
#include "lib/Frontend/Unstable.h"

namespace sonde {

using namespace ast;

bool Binder::resolve(TypeName &name, Place place) {
  if (name.isBroken)
    return false;
  if (name.isTypeOf())
    return bindSubject(name.typeOfType, name.typeOf, "typeof");
  if (name.resolved) // That of an enumerator may have no name.
    return true;
  std::string file = unit ? unit->program() : "";
  Result<Type> type = types.resolve(name, file);
  if (type) {
    name.resolved = *type;
    return true;
  }
  if (program.tree.namesMayBeMissing)
    return false;
  bool isStruct = name.tag == Tag::Struct || name.tag == Tag::Union;
  bool isBare = place == Place::Value;
  Diagnostic &error = reporter.error(name.span, (isBare ? "unknown name '" : "unknown type '") +
                                                    typeText(name) + "'");
  if (place == Place::Cast && name.isPlain() && isValueName(name.name))
    error.note("a name in parentheses in front of an operand is a cast; leave the parentheses out");
  else if (!isBare)
    error.note(type.error().message);
  std::vector<std::string> known = isStruct                ? types.structNames(file)
                                   : name.tag == Tag::Enum ? types.enumNames()
                                                           : builtinTypeNames();
  if (isBare)
    for (std::string &value : valueNames())
      known.push_back(std::move(value));
  Reporter::suggest(error, name.name, known);
  return false;
}

/// Is the bare name that of a value?
bool Binder::isValueName(const std::string &name) const {
  const BuiltinInfo *builtin = findBuiltin(name);
  return (builtin && builtin->minArgs == 0) || isKnownButUnsupported(name);
}

/// What `word` looks at, but does not evaluate. False if it means nothing.
bool Binder::bindSubject(std::unique_ptr<TypeName> &type, ExprPtr &expr, const char *word) {
  bool isOpen = type && expr;
  if (isOpen) {
    // An enumerator or a macro of C has taken its name's place already.
    if (!as<Name>(expr) || isValueName(type->name))
      type.reset();
    else
      expr.reset();
  }
  if (type)
    return resolve(*type, isOpen ? Place::Value : Place::Type);
  const char *outer = unevaluated;
  unevaluated = word;
  // A whole map is not an access: it may have keys.
  if (auto *map = as<Map>(expr); map && !map->hasKey)
    (map->symbol = &mapSymbol(map->name, map->span))->isLookedAt = true;
  else
    bind(expr);
  unevaluated = outer;
  return true;
}

void Binder::bindQuery(TypeQuery &query) {
  switch (query.kind) {
  case ExprKind::SizeOf:
    bindSubject(query.subject.type, query.subject.expr, "sizeof");
    return;
  case ExprKind::OffsetOf:
    bindSubject(query.subject.type, query.subject.expr, "offsetof");
    return;
  case ExprKind::TypeInfo:
    useUnstable(program.config, "unstable_typeinfo", query.span, reporter);
    bindSubject(query.subject.type, query.subject.expr, "typeinfo");
    return;
  default:
    bindSubject(query.subject.type, query.subject.expr, "typeof");
    if (!reporter.hasErrorIn(query.span))
      reporter.error(query.span, "'typeof' is a type; as a value it can only be given to a macro");
  }
}

void Binder::refuseMapAssignment(Span where) {
  if (unevaluated)
    reporter.error(where, "a map cannot be assigned inside of '" + std::string(unevaluated) +
                              "', which evaluates nothing");
}

//===-- Maps, addresses ---------------------------------------------------===//

void Binder::bindMap(Map &map) {
  if (!unevaluated)
    return useMap(map);
  map.symbol = &mapSymbol(map.name, map.span);
  unevaluatedMaps.push_back(&map);
}

void Binder::bindUnevaluatedMaps() {
  for (Map *map : unevaluatedMaps)
    useMap(*map);
  unevaluatedMaps.clear();
  // A map that nobody uses is one without keys.
  for (const std::unique_ptr<MapSymbol> &map : program.maps)
    if (!map->isKeyed && map->isLookedAt)
      map->isKeyed = false;
}

/// Whoever has the address may assign.
void Binder::bindAddressOf(Unary &unary) {
  if (auto *map = as<Map>(unary.operand)) {
    map->symbol = &mapSymbol(map->name, map->span);
    return;
  }
  auto *variable = as<Variable>(unary.operand);
  if (VariableSymbol *symbol = find(variable->name, variable->span))
    symbol->isAssigned = true;
  bindVariable(*variable);
}

//===-- Choices at compile time -------------------------------------------===//

void Binder::bindChoice(Expr &expr) {
  Comptime *comptime = comptimeCondition(expr);
  if (!comptime)
    return bindParts(expr);
  bind(comptime->operand);
  openChoices[&expr] = {unit, scopes, loopDepth, loopReturn, unevaluated};
}

void Binder::bindBranch(const Expr *choice, ExprPtr &taken) {
  auto open = openChoices.find(choice);
  if (open == openChoices.end())
    return; // Chosen before anything was bound.
  unit = open->second.unit;
  scopes = std::move(open->second.scopes);
  loopDepth = open->second.loopDepth;
  loopReturn = open->second.loopReturn;
  unevaluated = open->second.unevaluated;
  openChoices.erase(open);
  bind(taken);
  bindUnevaluatedMaps();
}

} // namespace sonde
