//===- GenerateIntegers.cpp - Expressions that are integers ---------------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

Expression Generator::integer(unsigned depth) {
  static const std::vector<Choice<Expression>> kChoices = {
      {6, &Generator::integerLeaf},      {6, &Generator::arithmetic},
      {2, &Generator::negation},         {3, &Generator::castInteger},
      {2, &Generator::ternary},          {1, &Generator::shortTernary},
      {1, &Generator::ifValue},          {1, &Generator::blockValue},
      {3, &Generator::integerElement},   {3, &Generator::mapInteger},
      {2, &Generator::aggregateInteger}, {2, &Generator::memoryInteger},
      {1, &Generator::localMemory},      {2, &Generator::step},
      {2, &Generator::truthInteger},     {3, &Generator::indexed},
      {2, &Generator::constantInteger},  {1, &Generator::enumInteger},
      {2, &Generator::cInteger},         {1, &Generator::stackLength},
      {2, &Generator::integerCall},      {2, &Generator::integerMacro},
  };
  return depth == 0 ? integerLeaf(0) : choose(kChoices, depth);
}

std::string Generator::literal() {
  return random.pick({"0",    "1",      "2",          "3",          "7",
                      "8",    "42",     "017",        "100",        "127",
                      "128",  "255",    "256",        "1000",       "32768",
                      "5ms",  "65535",  "0x7fffffff", "4294967296", "1e6",
                      "(-1)", "(-128)", "1_000u",     "2147483648", "9223372036854775807"});
}

Expression Generator::integerLeaf(unsigned) {
  if (random.oneIn(4))
    return {literal(), true};
  if (random.oneIn(2))
    if (const Variable *variable = findVariable({Sort::Int}))
      return {variable->name};
  if (random.oneIn(2))
    if (std::optional<std::string> source = findSource(Sort::Int))
      return {*source};
  return {random.pick({"pid", "tid", "uid", "gid", "cpu", "nsecs", "elapsed", "rand", "cgroup",
                       "jiffies", "numaid", "curtask.prio", "curtask->flags",
                       "curtask.real_parent.tgid", "nsecs(tai)", "nsecs(boot)",
                       "getopt(\"limit\", 10)", "getopt(\"low\", -3, \"a number\")"})};
}

std::string Generator::runTimeInteger(unsigned depth) {
  Expression value = integer(depth);
  return value.isConstant ? "(" + random.pick({"pid", "cpu", "nsecs"}) + " + " + value.text + ")"
                          : value.text;
}

/// Two marks without a blank would be another mark, and a word in parentheses of its
/// own could be the type of a cast.
Expression Generator::negation(unsigned depth) {
  std::string operand = runTimeInteger(depth - 1);
  return {random.pick({"-", "~"}) + (operand.front() == '-' ? " " : "") + operand};
}

Expression Generator::castInteger(unsigned depth) {
  std::vector<std::string> types = {"int8",   "int16",  "int32",  "int64",  "uint8",
                                    "uint16", "uint32", "uint64", "size_t", "typeof(uid)"};
  for (const std::string &name : typeNames)
    types.insert(types.end(), 3, name);
  return {"(" + random.pick(types) + ")" + runTimeInteger(depth - 1)};
}

Expression Generator::ternary(unsigned depth) {
  return {"(" + comparison(depth - 1).text + " ? " + integer(depth - 1).text + " : " +
          integer(depth - 1).text + ")"};
}

Expression Generator::shortTernary(unsigned depth) {
  return {"(" + runTimeInteger(depth - 1) + " ?: " + integer(depth - 1).text + ")"};
}

Expression Generator::ifValue(unsigned depth) {
  return {"(if (" + comparison(depth - 1).text + ") { " + integer(depth - 1).text + " } else { " +
          integer(depth - 1).text + " })"};
}

/// In parentheses: `/ {` would end a condition of a probe.
Expression Generator::blockValue(unsigned depth) {
  Variable variable{fresh("$v"), {Sort::Int}};
  std::string out = "({ let " + variable.name + " = " + runTimeInteger(depth - 1) + "; ";
  scopes.push_back({variable});
  out += runTimeInteger(depth - 1);
  scopes.pop_back();
  return {out + " })"};
}

Expression Generator::arithmetic(unsigned depth) {
  static const std::vector<std::string> kOperators = {"+", "-", "*", "&", "|", "^"};
  std::string lhs = runTimeInteger(depth - 1);
  switch (random.below(4)) {
  case 0: // A constant divisor or amount is checked when compiling.
    return {"(" + lhs + " " + random.pick({"/", "%"}) + " " +
            (random.oneIn(2) ? random.pick({"1", "3", "10", "64", "1000", "(-7)"})
                             : runTimeInteger(depth - 1)) +
            ")"};
  case 1:
    return {
        "(" + lhs + " " + random.pick({"<<", ">>"}) + " " +
        (random.oneIn(2) ? random.pick({"0", "1", "7", "31", "63"}) : runTimeInteger(depth - 1)) +
        ")"};
  default:
    return {"(" + lhs + " " + random.pick(kOperators) + " " + integer(depth - 1).text + ")"};
  }
}

//===----------------------------------------------------------------------===//
// From other values
//===----------------------------------------------------------------------===//

Expression Generator::integerElement(unsigned) {
  std::optional<std::string> found = findElement({Sort::Int});
  return {found.value_or("")};
}

Expression Generator::mapInteger(unsigned depth) {
  const Map *map = findMap({Sort::Int});
  return {map ? access(*map, depth - 1) : ""};
}

/// The sum, or what else it is, over all CPUs.
Expression Generator::aggregateInteger(unsigned depth) {
  const Map *map = findMapThat([](const Map &candidate) { return candidate.isReadable(); });
  if (!map)
    return {};
  return {random.oneIn(2) ? "(int64)" + access(*map, depth - 1)
                          : "(" + access(*map, depth - 1) + " + 1)"};
}

Expression Generator::memoryInteger(unsigned) {
  static const std::vector<std::string> kTypes = {"uint8", "int16", "int32", "uint64"};
  if (!place || place->pointers.empty())
    return {};
  std::string pointer = "(" + random.pick(kTypes) + " *)" + random.pick(place->pointers);
  switch (random.below(3)) {
  case 0:
    return {"*" + pointer};
  case 1:
    return {"*(" + pointer + " + " + random.pick({"1", "3", "cpu"}) + ")"};
  default:
    return {"(" + pointer + ")[" + random.pick({"0", "2", "(uint64)cpu"}) + "]"};
  }
}

Expression Generator::localMemory(unsigned) {
  const Variable *variable = findVariable({Sort::Int}, /*toWrite=*/true);
  if (!variable || variable->name[0] != '$')
    return {};
  return {"*(&" + variable->name + ")"};
}

Expression Generator::step(unsigned depth) {
  std::string target;
  if (const Map *map = random.oneIn(3) ? findMap({Sort::Int}) : nullptr)
    target = access(*map, depth - 1);
  else if (const Variable *variable = findVariable({Sort::Int}, /*toWrite=*/true))
    target = variable->name;
  else
    return {};
  const std::string mark = random.pick({"++", "--"});
  return {"(" + (random.oneIn(2) ? target + mark : mark + target) + ")"};
}

Expression Generator::truthInteger(unsigned depth) {
  return {"(int64)(" + comparison(depth - 1).text + ")"};
}

/// An element of an array, or a byte of a text. An index that is computed is unsigned.
Expression Generator::indexed(unsigned depth) {
  auto index = [&](unsigned count) {
    return random.oneIn(2)
               ? std::to_string(random.below(count))
               : "(" + random.pick({"uint64", "uint8"}) + ")" + runTimeInteger(depth - 1);
  };
  if (random.oneIn(3)) {
    if (const Variable *variable = findVariable({Sort::Text}))
      return {variable->name + "[" + index(1) + "]"};
    return {"comm[" + index(16) + "]"};
  }
  unsigned kind = random.below(arrayKinds().size());
  std::optional<std::string> found = findElement({Sort::Array, kind});
  if (!found)
    return {};
  return {*found + "[" + index(arrayKinds()[kind].count) + "]"};
}

/// What the compiler must know.
Expression Generator::constantInteger(unsigned) {
  std::vector<std::string> known = {"$1",
                                    "$#",
                                    "sizeof(uint32)",
                                    "sizeof(int16*[3])",
                                    "sizeof((1, \"a\", (int64)2))",
                                    "sizeof(comm)",
                                    "sizeof(struct task_struct *)",
                                    "offsetof(struct list_head, prev)",
                                    "comptime (2 * 3 + 1)",
                                    "comptime sizeof(int64)",
                                    "(uint8)300",
                                    "config().max_map_keys"};
  if (hasC)
    known.insert(known.end(), {"sizeof(struct Outer)", "offsetof(struct Outer, inner.bytes)"});
  for (const std::string &name : typeNames)
    known.push_back("sizeof(" + name + random.pick({"", "*"}) + ")");
  return {random.pick(known), true};
}

Expression Generator::enumInteger(unsigned depth) {
  if (!hasC)
    return {};
  return {"(" + enumerator(depth - 1) + " + " + runTimeInteger(depth - 1) + ")"};
}

Expression Generator::cInteger(unsigned depth) {
  if (!hasC)
    return {};
  std::string outer = "((struct Outer *)curtask)";
  if (place && !place->pointers.empty() && random.oneIn(2))
    outer = "((struct Outer *)" + random.pick(place->pointers) + ")";
  switch (random.below(4)) {
  case 0:
    return {"(LIMIT ^ " + runTimeInteger(depth - 1) + ")"};
  case 1:
    return {"MIX(" + runTimeInteger(depth - 1) + ", " + integer(depth - 1).text + ")"};
  case 2:
    return {outer + "." + random.pick({"list", "inner.bytes"}) + "[" +
            random.pick({"0", "2", "(uint64)cpu", "(uint16)rand"}) + "]"};
  default:
    return {outer + random.pick({".x", "->wide", ".low", ".high", ".inner.depth", ".either.number",
                                 ".either.part[7]"})};
  }
}

Expression Generator::stackLength(unsigned) {
  return {"len(" + random.pick({"kstack", "ustack", "kstack(4)", "ustack(perf, 3)"}) + ")"};
}

} // namespace sonde::fuzz
