//===- GenerateLoops.cpp - Loops ------------------------------------------===//
//
// None runs its body more than a few times, and they are not nested deeply, so that a
// script can be interpreted.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

constexpr unsigned kMostNested = 2;

/// `first` stands in front of the other statements.
std::string Generator::loopBody(std::vector<Variable> variables, const std::string &first,
                                unsigned depth) {
  for (Variable &variable : variables)
    variable.isReadOnly = true;
  scopes.push_back(std::move(variables));
  ++loops;
  hasLoop = true;
  std::string out = "{\n";
  if (!first.empty())
    out += indentation() + first + "\n";
  out += statements(depth, 3);
  --loops;
  scopes.pop_back();
  return out + indentation() + "}";
}

/// A bound is a simple expression; what is computed is at most 15.
std::string Generator::bound() {
  switch (random.below(5)) {
  case 0:
    return "(" + runTimeInteger(1) + " & " + random.pick({"3", "7", "15"}) + ")";
  case 1:
    return "(" + random.pick({"1 + 1", "2 * 3", "-3", "-1 - 1"}) + ")";
  case 2:
    return "((uint8)" + runTimeInteger(0) + " % 6)";
  default:
    return random.pick({"0", "1", "2", "3", "5", "$1", "$#", "0x4"});
  }
}

std::string Generator::forRange(unsigned depth) {
  if (loops >= kMostNested)
    return "";
  Variable counter{fresh("$i"), {Sort::Int}};
  std::string range = counter.name + " : " + bound() + ".." + bound();
  return "for " + (random.oneIn(5) ? range + " " : "(" + range + ") ") +
         loopBody({counter}, "", depth - 1);
}

std::string Generator::forMap(unsigned depth) {
  const Map *map = findMapThat([](const Map &candidate) {
    return !candidate.keys.empty() && (candidate.isPlain() || candidate.isReadable());
  });
  if (!map || loops >= kMostNested)
    return "";
  Variable entry{fresh("$e"), {Sort::Tuple}};
  Shape key = map->keys.size() == 1 ? map->keys.front() : Shape{Sort::Tuple, 0, map->keys};
  entry.shape.elements = {key, map->isPlain() ? map->shape : Shape{Sort::Int}};
  return "for (" + entry.name + " : " + map->name + ") " + loopBody({entry}, "", depth - 1);
}

std::string Generator::whileLoop(unsigned) {
  if (loops >= kMostNested)
    return "";
  Variable counter{fresh("$w"), {Sort::Int}, /*isReadOnly=*/true};
  scopes.back().push_back(counter);
  std::string out = counter.name + " = 0;\n" + indentation();
  std::string condition = counter.name + " < " + random.pick({"1", "2", "3"});
  if (random.oneIn(3))
    condition += " && " + comparison(1).text;
  return out + "while (" + condition + ") " + loopBody({}, counter.name + "++;", 0);
}

/// No loop for `break`: that leaves the loop around it.
std::string Generator::unrolled(unsigned depth) {
  return "unroll (" + random.pick({"1", "2", "3", "$1", "1 + 1"}) + ") " + block(depth - 1);
}

} // namespace sonde::fuzz
