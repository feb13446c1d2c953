//===- GenerateTruth.cpp - Expressions that are true or false -------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

Expression Generator::truth(unsigned depth) {
  static const std::vector<Choice<Expression>> kChoices = {
      {3, &Generator::comparison}, {2, &Generator::knownTruth}, {1, &Generator::negatedTruth},
      {3, &Generator::logic},      {1, &Generator::castTruth},  {2, &Generator::hasKey},
  };
  if (depth > 0)
    return choose(kChoices, depth);
  if (Expression value = random.oneIn(2) ? known({Sort::Bool}, 0) : Expression{}; !value.empty())
    return value;
  return random.oneIn(3) ? Expression{random.pick({"true", "false"}), true} : comparison(0);
}

/// In parentheses, and not folded.
Expression Generator::comparison(unsigned depth) {
  static const std::vector<Choice<Expression>> kChoices = {
      {6, &Generator::compareIntegers},
      {2, &Generator::compareText},
      {2, &Generator::compareOthers},
      {1, &Generator::pointerTruth},
  };
  return choose(kChoices, depth);
}

static const std::vector<std::string> kOrder = {" == ", " != ", " < ", " <= ", " > ", " >= "};

Expression Generator::compareIntegers(unsigned depth) {
  unsigned inner = depth ? depth - 1 : 0;
  std::string lhs = runTimeInteger(inner);
  return {"(" + lhs + random.pick(kOrder) + integer(inner).text + ")"};
}

Expression Generator::compareText(unsigned depth) {
  unsigned inner = depth ? depth - 1 : 0;
  Expression lhs = text(inner);
  return {"(" + (lhs.isConstant ? "comm" : lhs.text) + random.pick(kOrder) + text(inner).text +
          ")"};
}

Expression Generator::compareOthers(unsigned depth) {
  unsigned inner = depth ? depth - 1 : 0;
  Shape shape = random.oneIn(3) ? Shape{Sort::Array, unsigned(random.below(arrayKinds().size()))}
                                : Shape{random.pick(std::vector<Sort>{Sort::Tuple, Sort::Record})};
  if (shape.sort != Sort::Array)
    for (size_t i = 1 + random.below(3); i > 0; --i)
      shape.elements.push_back(
          {random.pick(std::vector<Sort>{Sort::Int, Sort::Int, Sort::Bool, Sort::Text})});
  return {"(" + expression(shape, inner).text + random.pick({" == ", " != "}) +
          expression(shape, inner).text + ")"};
}

Expression Generator::pointerTruth(unsigned depth) {
  std::string pointer = random.pick({"curtask.mm", "curtask->real_parent", "curtask"});
  switch (random.below(4)) {
  case 0:
    return {"(!" + pointer + ")"};
  case 1:
    return {"(" + pointer + random.pick({" && ", " || "}) + comparison(depth ? depth - 1 : 0).text +
            ")"};
  case 2:
    return {"(" + pointer + random.pick(kOrder) + random.pick({"0", "4096", "(uint64)pid"}) + ")"};
  default:
    return {"(bool)" + pointer};
  }
}

Expression Generator::negatedTruth(unsigned depth) { return {"!" + comparison(depth - 1).text}; }

Expression Generator::logic(unsigned depth) {
  return {"(" + comparison(depth - 1).text + random.pick({" && ", " || "}) +
          (random.oneIn(3) ? runTimeInteger(depth - 1) : truth(depth - 1).text) + ")"};
}

Expression Generator::castTruth(unsigned depth) {
  return {"(bool)" + (random.oneIn(3) ? text(depth - 1).text : runTimeInteger(depth - 1))};
}

Expression Generator::knownTruth(unsigned depth) {
  if (Expression value = known({Sort::Bool}, depth - 1); !value.empty())
    return value;
  if (const Function *function = random.oneIn(2) ? findFunction(Sort::Bool) : nullptr)
    return {call(*function)};
  return {random.pick({"getopt(\"verbose\")", "getopt(\"quick\", true)"})};
}

/// Also what `delete` says.
Expression Generator::hasKey(unsigned depth) {
  const Map *map = findMapThat([](const Map &candidate) { return !candidate.keys.empty(); });
  if (!map)
    return {};
  return {random.pick({"has_key(", "has_key(", "delete("}) + map->name + ", " +
          key(*map, depth - 1) + ")"};
}

} // namespace sonde::fuzz
