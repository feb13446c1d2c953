//===- GenerateMacros.cpp - Macros of the script --------------------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

MacroParameter Generator::macroParameter() {
  MacroParameter made;
  made.kind = random.pick(std::vector<MacroParameter::Kind>{
      MacroParameter::Value, MacroParameter::Value, MacroParameter::Reference,
      MacroParameter::WholeMap, MacroParameter::Type});
  if (made.kind == MacroParameter::Value)
    made.shape = {random.oneIn(3) ? Sort::Text : Sort::Int};
  if (made.kind == MacroParameter::WholeMap)
    made.map = random.pick(maps);
  return made;
}

/// Some have another one of the same name behind them, which takes something else.
std::string Generator::macros() {
  std::string out;
  for (size_t i = random.below(3); i > 0; --i) {
    std::vector<MacroParameter> parameters;
    for (size_t p = random.below(4); p > 0; --p)
      parameters.push_back(macroParameter());
    std::string name = fresh("m");
    out += macro(name, parameters);
    if (random.oneIn(3)) {
      // One more parameter, or an expression where the first has a variable.
      if (!parameters.empty() && parameters.front().kind == MacroParameter::Reference)
        parameters.front().kind = MacroParameter::Value;
      else
        parameters.push_back({});
      out += macro(name, parameters);
    }
  }
  return out;
}

std::string Generator::macro(const std::string &name, std::vector<MacroParameter> parameters) {
  Macro made{name, std::move(parameters), random.oneIn(2)};
  std::vector<Map> allMaps;
  std::swap(maps, allMaps); // A macro sees the maps that it is given.
  scopes.emplace_back();
  std::string list;
  for (MacroParameter &parameter : made.parameters) {
    std::string called = fresh("p");
    switch (parameter.kind) {
    case MacroParameter::Value:
      scopes.back().push_back({called, parameter.shape, /*isReadOnly=*/true});
      break;
    case MacroParameter::Reference:
      called = "$" + called;
      scopes.back().push_back({called, parameter.shape});
      break;
    case MacroParameter::WholeMap:
      called = "@" + called;
      maps.push_back(parameter.map);
      maps.back().name = called;
      break;
    case MacroParameter::Type:
      typeNames.push_back(called);
      break;
    }
    list += (list.empty() ? "" : ", ") + called;
  }
  place = nullptr;
  mayReturn = false;
  std::string out = "macro " + name + "(" + list + ") {\n" + statements(1, 3);
  if (made.hasValue) { // A mark in front would continue a block above.
    std::string value = runTimeInteger(2);
    bool isMarked = value.front() == '-' || value.front() == '*';
    out += "  " + (isMarked ? "(" + value + ")" : value) + "\n";
  }
  scopes.pop_back();
  typeNames.clear();
  std::swap(maps, allMaps);
  knownMacros.push_back(made);
  return out + "}\n\n";
}

/// Nothing if there is no variable or map that it could be given.
std::optional<std::string> Generator::call(const Macro &macro, unsigned depth) {
  std::string out;
  for (const MacroParameter &parameter : macro.parameters) {
    std::string argument;
    switch (parameter.kind) {
    case MacroParameter::Value: // No bare name, which another macro of the name may take.
      argument = parameter.shape.sort == Sort::Int ? "(" + runTimeInteger(depth) + " + 1)"
                                                   : expression(parameter.shape, depth).text;
      break;
    case MacroParameter::Reference: {
      const Variable *variable = findVariable(parameter.shape, /*toWrite=*/true);
      if (!variable || variable->name[0] != '$')
        return std::nullopt;
      argument = variable->name;
      break;
    }
    case MacroParameter::WholeMap: {
      const Map *map = findMapThat([&](const Map &each) { return each.holdsSame(parameter.map); });
      if (!map)
        return std::nullopt;
      argument = map->name;
      break;
    }
    case MacroParameter::Type:
      argument = "typeof(" + random.pick({"uint8", "int16", "uint32", "int64", "pid"}) + ")";
      break;
    }
    out += (out.empty() ? "" : ", ") + argument;
  }
  bool isBare = macro.parameters.empty() && random.oneIn(2);
  return macro.name + (isBare ? "" : "(" + out + ")");
}

Expression Generator::integerMacro(unsigned depth) {
  if (knownMacros.empty())
    return {};
  const Macro &macro = random.pick(knownMacros);
  if (!macro.hasValue)
    return {};
  std::optional<std::string> called = call(macro, depth - 1);
  // A bare name in parentheses could be the type of a cast.
  return called ? Expression{called->back() == ')' ? *called : *called + "()"} : Expression{};
}

} // namespace sonde::fuzz
