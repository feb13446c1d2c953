//===- GenerateStatements.cpp - Statements but for loops and maps ---------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

std::string Generator::block(unsigned depth) {
  scopes.emplace_back();
  std::string out = "{\n" + statements(depth, depth > 2 ? 6 : 3);
  scopes.pop_back();
  return out + indentation() + "}";
}

std::string Generator::statements(unsigned depth, size_t most) {
  std::string out;
  for (size_t i = 1 + random.below(most); i > 0; --i)
    out += indentation() + statement(depth) + "\n";
  return out;
}

std::string Generator::statement(unsigned depth) {
  static const std::vector<Choice<std::string>> kSimple = {
      {4, &Generator::newVariable}, {2, &Generator::declaration},   {3, &Generator::assignment},
      {3, &Generator::compound},    {4, &Generator::mapAssignment}, {4, &Generator::aggregation},
      {2, &Generator::mapCall},     {2, &Generator::print},         {2, &Generator::printf},
      {1, &Generator::discard},     {2, &Generator::callStatement}, {1, &Generator::leave},
  };
  static const std::vector<Choice<std::string>> kNested = {
      {1, &Generator::innerBlock}, {4, &Generator::branch},   {1, &Generator::comptimeBranch},
      {1, &Generator::leave},      {3, &Generator::forRange}, {2, &Generator::forMap},
      {1, &Generator::whileLoop},  {1, &Generator::unrolled},
  };
  return depth && random.oneIn(4) ? choose(kNested, depth) : choose(kSimple, depth);
}

std::string Generator::newVariable(unsigned) {
  Variable variable{fresh("$v"), someShape(2)};
  std::string out =
      random.pick({"", "let "}) + variable.name + " = " + expression(variable.shape, 2).text + ";";
  scopes.back().push_back(variable);
  return out;
}

/// With a type, or before its value. A constant would have to fit the type.
std::string Generator::declaration(unsigned) {
  Variable variable{fresh("$v"), {}};
  std::string out = "let " + variable.name;
  switch (random.below(4)) {
  case 0: {
    variable.shape = someShape(1);
    out += ";\n" + indentation() + variable.name + " = " + expression(variable.shape, 2).text;
    break;
  }
  case 1:
    variable.shape = {Sort::Text};
    variable.isReadOnly = true; // Other text may be too long for it.
    out += ": string[24] = " + shortText(1).text;
    break;
  case 2:
    out += ": typeof(" + random.pick({"pid", "uid", "(int16)1", "curtask.prio"}) +
           ") = " + runTimeInteger(2);
    break;
  default:
    out += ": " + random.pick({"int8", "uint16", "int32", "int64", "uint64", "size_t"}) + " = " +
           runTimeInteger(2);
    break;
  }
  scopes.back().push_back(variable);
  return out + ";";
}

std::string Generator::assignment(unsigned) {
  Shape shape = random.oneIn(2) ? Shape{Sort::Int} : someShape(1);
  const Variable *variable = findVariable(shape, /*toWrite=*/true);
  if (!variable)
    return "";
  // A declared variable takes no constant that does not fit it.
  std::string value = shape.sort == Sort::Int ? runTimeInteger(2) : expression(shape, 2).text;
  return variable->name + " = " + value + ";";
}

std::string Generator::compound(unsigned) {
  std::string target;
  if (const Map *map = random.oneIn(2) ? findMap({Sort::Int}) : nullptr)
    target = access(*map, 1);
  else if (const Variable *variable = findVariable({Sort::Int}, /*toWrite=*/true))
    target = variable->name;
  else
    return "";
  if (random.oneIn(3)) // In front, they would continue a block above.
    return random.oneIn(2) ? target + random.pick({"++", "--"}) + ";"
                           : "_ = " + random.pick({"++", "--"}) + target + ";";
  return target + " " +
         random.pick({"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}) + " " +
         runTimeInteger(1) + ";";
}

std::string Generator::discard(unsigned) { return "_ = " + expression(someShape(1), 2).text + ";"; }

std::string Generator::print(unsigned) {
  return "print(" + expression(someShape(2), 2).text + ");";
}

std::string Generator::printf(unsigned) {
  std::string format, arguments;
  for (size_t i = random.below(5); i > 0; --i) {
    Shape shape{random.pick(
        std::vector<Sort>{Sort::Int, Sort::Int, Sort::Int, Sort::Text, Sort::Enum, Sort::Shown})};
    if (shape.sort == Sort::Shown) {
      shape.kind = random.below(shownKinds().size());
      format += std::string(" ") + shownKinds()[shape.kind].conversion;
    } else if (shape.sort == Sort::Text) {
      format += random.pick({" %s", " %-16s", " %20s"});
    } else if (shape.sort == Sort::Enum && hasC) {
      format += random.pick({" %s", " %d"});
    } else {
      shape.sort = Sort::Int;
      format += random.pick({" %d", " %u", " %x", " %08lx", " %lld", " %c", " %5d", " %o"});
    }
    arguments += ", " + expression(shape, 2).text;
  }
  return "printf(\"event" + format + "\\n\"" + arguments + ");";
}

//===----------------------------------------------------------------------===//
// Blocks and jumps
//===----------------------------------------------------------------------===//

std::string Generator::condition(unsigned depth) {
  return random.oneIn(4) ? runTimeInteger(depth) : comparison(depth).text;
}

std::string Generator::innerBlock(unsigned depth) { return block(depth - 1); }

std::string Generator::branch(unsigned depth) {
  std::string out = "if (" + condition(2) + ") " + block(depth - 1);
  if (random.oneIn(2))
    out += " else " + (random.oneIn(3) ? "if (" + condition(1) + ") " : std::string()) +
           block(depth - 1);
  return out;
}

/// The other branch need not make sense.
std::string Generator::comptimeBranch(unsigned depth) {
  std::vector<std::string> truths = {"1 + 1 == 2", "sizeof(uint32) == 4", "$# > 1",
                                     "str($2) == \"text\""};
  if (hasTypeInfo) {
    truths.emplace_back("typeinfo(comm).base_type == \"string\"");
    truths.emplace_back("typeinfo(pid) == typeinfo((uint32)1)");
  }
  std::string truth = random.pick(truths);
  if (random.oneIn(2))
    return "if comptime (" + truth + ") " + block(depth - 1) + " else { nothing($nowhere); }";
  return "if comptime (!(" + truth + ")) { nothing($nowhere); } else " + block(depth - 1);
}

/// Behind a condition: what follows would not be reached.
std::string Generator::leave(unsigned) {
  std::string jumps = random.pick({"return", "exit();", "exit(3);", "break;", "continue;"});
  if (jumps == "return") {
    if (!mayReturn)
      return "";
    if (!result)
      jumps = "return;";
    else
      jumps = "return " +
              (result->sort == Sort::Int    ? runTimeInteger(1)
               : result->sort == Sort::Text ? shortText(1).text
                                            : expression(*result, 1).text) +
              ";";
  } else if (jumps[0] != 'e' && !loops) {
    return "";
  }
  return "if (" + condition(1) + ") { " + jumps + " }";
}

std::string Generator::callStatement(unsigned depth) {
  if (!knownMacros.empty() && random.oneIn(2))
    if (const Macro &macro = random.pick(knownMacros); true)
      if (std::optional<std::string> called = call(macro, depth ? 1 : 0))
        return (macro.hasValue ? "_ = " : "") + *called + ";";
  const Function *function = anyFunction();
  return function ? (function->isVoid ? "" : "_ = ") + call(*function) + ";" : "";
}

} // namespace sonde::fuzz
