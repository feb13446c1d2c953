//===- MacroTable.cpp - The macros of a script, by name -------------------===//
#include "lib/Frontend/MacroTable.h"

#include <algorithm>

namespace sonde {

using namespace ast;

ParameterKind kindOf(const Macro::Parameter &parameter) {
  switch (parameter.name[0]) {
  case '$':
    return ParameterKind::Variable;
  case '@':
    return ParameterKind::Map;
  default:
    return ParameterKind::Expression;
  }
}

ParameterKind kindOf(const Expr &argument) {
  if (argument.kind == ExprKind::Variable)
    return ParameterKind::Variable;
  if (const auto *map = as<Map>(&argument); map && !map->hasKey)
    return ParameterKind::Map;
  return ParameterKind::Expression;
}

namespace {

bool accepts(ParameterKind parameter, ParameterKind argument) {
  return parameter == ParameterKind::Expression || parameter == argument;
}

const char *describe(ParameterKind kind) {
  switch (kind) {
  case ParameterKind::Variable:
    return "a variable";
  case ParameterKind::Map:
    return "a map";
  case ParameterKind::Expression:
    return "an expression";
  }
  return "";
}

/// Would every call that `later` takes go to `earlier` already?
bool hides(const Macro &earlier, const Macro &later) {
  auto covers = [](const Macro::Parameter &a, const Macro::Parameter &b) {
    return accepts(kindOf(a), kindOf(b));
  };
  return std::equal(earlier.parameters.begin(), earlier.parameters.end(), later.parameters.begin(),
                    later.parameters.end(), covers);
}

/// The first argument that the macro does not take.
size_t firstMismatch(const Macro &macro, const std::vector<ExprPtr> &args) {
  size_t common = std::min(macro.parameters.size(), args.size());
  for (size_t i = 0; i < common; ++i)
    if (!accepts(kindOf(macro.parameters[i]), kindOf(*args[i])))
      return i;
  return common;
}

bool takes(const Macro &macro, const std::vector<ExprPtr> &args) {
  return macro.parameters.size() == args.size() && firstMismatch(macro, args) == args.size();
}

} // namespace

MacroTable::MacroTable(std::vector<Macro> &macros, Reporter &reporter) {
  for (const Macro &macro : macros)
    add(macro, reporter);
}

void MacroTable::add(const Macro &macro, Reporter &reporter) {
  std::map<std::string, Span> parameters;
  for (const Macro::Parameter &parameter : macro.parameters) {
    auto [first, isNew] = parameters.emplace(parameter.name, parameter.span);
    if (!isNew)
      reporter
          .error(parameter.span,
                 "macro '" + macro.name + "' has a parameter '" + parameter.name + "' already")
          .note(first->second, "the other one is here");
  }
  std::vector<const Macro *> &overloads = byName[macro.name];
  for (const Macro *earlier : overloads)
    if (hides(*earlier, macro)) {
      reporter
          .error(macro.span, "macro '" + macro.name + "' is defined again for the same arguments")
          .note(earlier->span, "first defined here");
      break;
    }
  overloads.push_back(&macro);
}

const Macro *MacroTable::match(const std::string &name, const std::vector<ExprPtr> &args) const {
  auto found = byName.find(name);
  if (found == byName.end())
    return nullptr;
  for (const Macro *macro : found->second)
    if (takes(*macro, args))
      return macro;
  return nullptr;
}

void MacroTable::reportMismatch(const Call &call, Reporter &reporter) const {
  const Macro *closest = nullptr;
  for (const Macro *macro : byName.at(call.callee)) {
    auto rank = [&](const Macro &candidate) {
      return std::pair(candidate.parameters.size() == call.args.size(),
                       firstMismatch(candidate, call.args));
    };
    if (!closest || rank(*macro) > rank(*closest))
      closest = macro;
  }
  Diagnostic &error = reporter.error(call.span, "no definition of macro '" + call.callee +
                                                    "' takes these arguments");
  size_t wanted = closest->parameters.size(), given = call.args.size();
  if (wanted != given) {
    error.note(closest->span, "the closest definition takes " + std::to_string(wanted) +
                                  (wanted == 1 ? " argument, not " : " arguments, not ") +
                                  std::to_string(given));
    return;
  }
  size_t at = firstMismatch(*closest, call.args);
  const Macro::Parameter &parameter = closest->parameters[at];
  error
      .note(call.args[at]->span, std::string("this is ") + describe(kindOf(*call.args[at])) +
                                     ", and '" + parameter.name + "' takes " +
                                     describe(kindOf(parameter)))
      .note(parameter.span, "the parameter of the closest definition");
}

std::vector<std::string> MacroTable::names() const {
  std::vector<std::string> names;
  for (const auto &[name, overloads] : byName)
    names.push_back(name);
  return names;
}

} // namespace sonde
