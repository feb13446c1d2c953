//===- GenerateFunctions.cpp - Functions of the script --------------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

/// A function knows those that were made before it, so that none calls itself.
std::string Generator::functions() {
  std::string out;
  for (size_t i = random.below(3); i > 0; --i)
    out += function();
  return out;
}

static std::string typeName(const Shape &shape, Random &random) {
  switch (shape.sort) {
  case Sort::Bool:
    return "bool";
  case Sort::Text:
    return "string[24]";
  default:
    return random.pick({"int8", "uint16", "int32", "uint32", "int64", "uint64"});
  }
}

std::string Generator::function() {
  static const std::vector<Sort> kSorts = {Sort::Int, Sort::Int, Sort::Bool, Sort::Text};
  Function made{fresh("f"), {}, {}};
  scopes.emplace_back();
  std::string parameters;
  for (size_t i = random.below(5); i > 0; --i) {
    Variable parameter{fresh("$p"), {random.pick(kSorts)}};
    parameter.isReadOnly = parameter.shape.sort == Sort::Text; // Text may be too long for it.
    parameters += (parameters.empty() ? "" : ", ") + parameter.name + ": " +
                  typeName(parameter.shape, random);
    made.parameters.push_back(parameter.shape);
    scopes.back().push_back(parameter);
  }
  made.isVoid = random.oneIn(4);
  made.result = {random.pick(kSorts)};
  place = nullptr;
  mayReturn = true;
  hasLoop = false;
  result = made.isVoid ? std::nullopt : std::optional<Shape>(made.result);
  std::string out = "fn " + made.name + "(" + parameters +
                    "): " + (made.isVoid ? "void" : typeName(made.result, random)) + " {\n" +
                    statements(1 + random.below(2), 4);
  if (!made.isVoid)
    out += "  return " +
           (made.result.sort == Sort::Int    ? runTimeInteger(2)
            : made.result.sort == Sort::Text ? shortText(1).text
                                             : expression(made.result, 2).text) +
           ";\n";
  scopes.pop_back();
  mayReturn = false;
  made.hasLoop = hasLoop;
  knownFunctions.push_back(made);
  return out + "}\n\n";
}

/// Parameters take no constant and no text that does not fit. Arguments are simple: each call
/// becomes a copy of the function.
std::string Generator::call(const Function &function) {
  constexpr unsigned depth = 0;
  hasLoop |= function.hasLoop;
  ++nestedCalls;
  std::string out;
  for (const Shape &shape : function.parameters)
    out += (out.empty() ? "" : ", ") + (shape.sort == Sort::Int    ? runTimeInteger(depth)
                                        : shape.sort == Sort::Text ? shortText(depth).text
                                                                   : expression(shape, depth).text);
  --nestedCalls;
  return function.name + "(" + out + ")";
}

template <typename Condition> const Function *Generator::findFunctionThat(Condition condition) {
  // Arguments that are calls, with arguments of their own, might have no end.
  constexpr unsigned kMostNestedCalls = 4;
  if (nestedCalls == kMostNestedCalls)
    return nullptr;
  std::vector<const Function *> found;
  for (const Function &function : knownFunctions)
    if (condition(function) && !(loops > 1 && function.hasLoop))
      found.push_back(&function);
  return found.empty() ? nullptr : random.pick(found);
}

const Function *Generator::findFunction(Sort result) {
  return findFunctionThat(
      [&](const Function &function) { return !function.isVoid && function.result.sort == result; });
}

const Function *Generator::anyFunction() {
  return findFunctionThat([](const Function &) { return true; });
}

Expression Generator::integerCall(unsigned) {
  const Function *function = findFunction(Sort::Int);
  return function ? Expression{call(*function)} : Expression{};
}

} // namespace sonde::fuzz
