//===- GenerateExpressions.cpp - Expressions of a given type --------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

//===----------------------------------------------------------------------===//
// What there is
//===----------------------------------------------------------------------===//

std::vector<Sort> Generator::someElements() {
  std::vector<Sort> elements;
  for (size_t i = 2 + random.below(2); i > 0; --i)
    elements.push_back(
        random.pick(std::vector<Sort>{Sort::Int, Sort::Int, Sort::Bool, Sort::Text}));
  return elements;
}

const Variable *Generator::findVariable(Sort sort, bool toWrite) {
  std::vector<const Variable *> found;
  for (const std::vector<Variable> &scope : scopes)
    for (const Variable &variable : scope)
      if (variable.sort == sort && !(toWrite && variable.isCounter))
        found.push_back(&variable);
  return found.empty() ? nullptr : random.pick(found);
}

const Map *Generator::findMap(Sort sort) {
  std::vector<const Map *> found;
  for (const Map &map : maps)
    if (map.aggregation.empty() && map.sort == sort)
      found.push_back(&map);
  return found.empty() ? nullptr : random.pick(found);
}

const Map *Generator::findAggregation() {
  std::vector<const Map *> found;
  for (const Map &map : maps)
    if (!map.aggregation.empty())
      found.push_back(&map);
  return found.empty() ? nullptr : random.pick(found);
}

std::optional<std::string> Generator::findSource(Sort sort) {
  std::vector<std::string> found;
  for (const Source &source : current->sources)
    if (source.sort == sort)
      found.push_back(source.text);
  if (found.empty())
    return std::nullopt;
  return random.pick(found);
}

std::optional<std::string> Generator::element(Sort sort) {
  const Variable *variable = findVariable(random.oneIn(2) ? Sort::Tuple : Sort::Record);
  if (!variable)
    return std::nullopt;
  for (size_t i = 0; i < variable->elements.size(); ++i)
    if (variable->elements[i] == sort)
      return variable->name + "." +
             (variable->sort == Sort::Tuple ? std::to_string(i) : std::string(1, char('a' + i)));
  return std::nullopt;
}

std::string Generator::key(const Map &map, unsigned depth) {
  std::string out;
  for (Sort sort : map.keys)
    out += (out.empty() ? "" : ", ") + expression(sort, {}, depth).text;
  return map.keys.size() > 1 ? "(" + out + ")" : out;
}

std::string Generator::access(const Map &map, unsigned depth) {
  if (map.keys.empty())
    return map.name;
  std::string out;
  for (Sort sort : map.keys)
    out += (out.empty() ? "" : ", ") + expression(sort, {}, depth).text;
  return map.name + "[" + out + "]";
}

//===----------------------------------------------------------------------===//
// Integers
//===----------------------------------------------------------------------===//

Expression Generator::expression(Sort sort, const std::vector<Sort> &elements, unsigned depth) {
  switch (sort) {
  case Sort::Int:
    return integer(depth);
  case Sort::Bool:
    return truth(depth);
  case Sort::Text:
    return text(depth);
  case Sort::Tuple:
  case Sort::Record:
    return {composed(sort, elements, depth)};
  }
  return {};
}

std::string Generator::literal() {
  return random.pick(
      {"0",     "1",          "2",          "3",   "7",    "8",      "42",
       "100",   "127",        "128",        "255", "256",  "1000",   "32768",
       "65535", "0x7fffffff", "4294967296", "1e6", "(-1)", "(-128)", "9223372036854775807"});
}

Expression Generator::integerLeaf() {
  if (random.oneIn(4))
    return {literal(), true};
  if (random.oneIn(2))
    if (const Variable *variable = findVariable(Sort::Int))
      return {variable->name};
  if (random.oneIn(2))
    if (std::optional<std::string> source = findSource(Sort::Int))
      return {*source};
  return {random.pick({"pid", "tid", "uid", "gid", "cpu", "nsecs", "elapsed", "rand", "cgroup",
                       "jiffies", "curtask.prio", "curtask.flags"})};
}

std::string Generator::runTimeInteger(unsigned depth) {
  Expression value = integer(depth);
  return value.isConstant ? "(" + random.pick({"pid", "cpu", "nsecs"}) + " + " + value.text + ")"
                          : value.text;
}

std::string Generator::arithmetic(unsigned depth) {
  static const std::vector<std::string> kOperators = {"+", "-", "*", "&", "|", "^"};
  std::string lhs = runTimeInteger(depth - 1);
  switch (random.below(4)) {
  case 0: // A constant divisor or amount is checked when compiling.
    return "(" + lhs + " " + random.pick({"/", "%"}) + " " +
           (random.oneIn(2) ? random.pick({"1", "3", "10", "64", "1000", "(-7)"})
                            : runTimeInteger(depth - 1)) +
           ")";
  case 1:
    return "(" + lhs + " " + random.pick({"<<", ">>"}) + " " +
           (random.oneIn(2) ? random.pick({"0", "1", "7", "31", "63"})
                            : runTimeInteger(depth - 1)) +
           ")";
  default:
    return "(" + lhs + " " + random.pick(kOperators) + " " + integer(depth - 1).text + ")";
  }
}

/// An integer made of something else, or from memory.
std::string Generator::integerOf(unsigned depth) {
  switch (random.below(6)) {
  case 0:
    if (std::optional<std::string> found = element(Sort::Int))
      return *found;
    break;
  case 1:
  case 2:
    if (const Map *map = findMap(Sort::Int))
      return access(*map, depth - 1);
    break;
  case 3:
    if (!current->pointers.empty())
      return "*(" + random.pick({"uint8", "int16", "int32", "uint64"}) + " *)" +
             random.pick(current->pointers);
    break;
  case 4:
    if (const Variable *variable = findVariable(Sort::Int, /*toWrite=*/true))
      return "(" +
             (random.oneIn(2) ? variable->name + random.pick({"++", "--"})
                              : random.pick({"++", "--"}) + variable->name) +
             ")";
    break;
  default:
    break;
  }
  return "(int64)(" + comparison(depth - 1) + ")";
}

/// Two marks without a blank would be another mark, and a word in parentheses of its
/// own could be the type of a cast.
std::string Generator::unary(const std::string &mark, const std::string &operand) {
  return mark + (operand.front() == '-' ? " " : "") + operand;
}

Expression Generator::integer(unsigned depth) {
  if (depth == 0 || random.oneIn(4))
    return integerLeaf();
  switch (random.below(8)) {
  case 0:
    return {unary(random.pick({"-", "~"}), runTimeInteger(depth - 1))};
  case 1:
    return {
        "(" +
        random.pick({"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}) +
        ")" + runTimeInteger(depth - 1)};
  case 2:
    return {"(" + comparison(depth - 1) + " ? " + integer(depth - 1).text + " : " +
            integer(depth - 1).text + ")"};
  case 3:
  case 4:
    return {integerOf(depth)};
  default:
    return {arithmetic(depth)};
  }
}

//===----------------------------------------------------------------------===//
// Truth values, text, tuples and records
//===----------------------------------------------------------------------===//

std::string Generator::comparison(unsigned depth) {
  static const std::vector<std::string> kOperators = {"==", "!=", "<", "<=", ">", ">="};
  const std::string op = " " + random.pick(kOperators) + " ";
  if (random.oneIn(4))
    return "(comm" + op + text(depth ? depth - 1 : 0).text + ")";
  return "(" + runTimeInteger(depth ? depth - 1 : 0) + op + integer(depth ? depth - 1 : 0).text +
         ")";
}

Expression Generator::truth(unsigned depth) {
  if (depth == 0 || random.oneIn(4)) {
    if (const Variable *variable = random.oneIn(2) ? findVariable(Sort::Bool) : nullptr)
      return {variable->name};
    if (random.oneIn(3))
      return {random.pick({"true", "false"}), true};
    return {comparison(0)};
  }
  switch (random.below(7)) {
  case 0:
    return {"!" + comparison(depth - 1)};
  case 1:
    return {"(" + comparison(depth - 1) + random.pick({" && ", " || "}) +
            (random.oneIn(3) ? runTimeInteger(depth - 1) : truth(depth - 1).text) + ")"};
  case 2:
    return {"(bool)" + runTimeInteger(depth - 1)};
  case 3:
    if (const Map *map = findMap(Sort::Bool))
      return {access(*map, depth - 1)};
    break;
  case 4:
    if (const Map &map = random.pick(maps); !map.keys.empty())
      return {"has_key(" + map.name + ", " + key(map, depth - 1) + ")"};
    break;
  case 5:
    if (std::optional<std::string> found = element(Sort::Bool))
      return {*found};
    break;
  default:
    break;
  }
  return {comparison(depth)};
}

Expression Generator::text(unsigned depth) {
  if (depth > 0 && random.oneIn(4)) {
    if (const Map *map = random.oneIn(2) ? findMap(Sort::Text) : nullptr)
      return {access(*map, depth - 1)};
    if (std::optional<std::string> found = element(Sort::Text))
      return {*found};
    return {"(" + comparison(depth - 1) + " ? " + text(depth - 1).text + " : comm)"};
  }
  if (const Variable *variable = random.oneIn(3) ? findVariable(Sort::Text) : nullptr)
    return {variable->name};
  if (!current->pointers.empty() && random.oneIn(2))
    return {"str(" + random.pick(current->pointers) + random.pick({"", ", 16", ", 5", ", cpu"}) +
            ")"};
  if (std::optional<std::string> source = findSource(Sort::Text); source && random.oneIn(2))
    return {*source};
  if (random.oneIn(2))
    return {random.pick({"\"\"", "\"a\"", "\"text\"", "\"a longer text\""}), true};
  return {random.pick({"comm", "comm", "str($2)"})};
}

std::string Generator::composed(Sort sort, const std::vector<Sort> &elements, unsigned depth) {
  if (depth > 0 && random.oneIn(3)) {
    std::vector<std::string> found;
    for (const std::vector<Variable> &scope : scopes)
      for (const Variable &variable : scope)
        if (variable.sort == sort && variable.elements == elements)
          found.push_back(variable.name);
    for (const Map &map : maps)
      if (map.aggregation.empty() && map.sort == sort && map.elements == elements)
        found.push_back(access(map, 0));
    if (!found.empty())
      return random.pick(found);
  }
  std::string out;
  for (size_t i = 0; i < elements.size(); ++i) {
    out += i ? ", " : "";
    if (sort == Sort::Record)
      out += std::string(1, char('a' + i)) + " = ";
    out += expression(elements[i], {}, depth ? depth - 1 : 0).text;
  }
  return "(" + out + ")";
}

} // namespace sonde::fuzz
