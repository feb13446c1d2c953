//===- GenerateValues.cpp - Text, tuples, and whatever is no number -------===//
#include "test/fuzz/scripts/Generator.h"

namespace sonde::fuzz {

//===----------------------------------------------------------------------===//
// What there is
//===----------------------------------------------------------------------===//

/// At most `depth` tuples or records inside each other.
Shape Generator::someShape(unsigned depth) {
  static const std::vector<Sort> kSorts = {Sort::Int,   Sort::Int,    Sort::Int,   Sort::Int,
                                           Sort::Int,   Sort::Bool,   Sort::Bool,  Sort::Text,
                                           Sort::Text,  Sort::Enum,   Sort::Array, Sort::Shown,
                                           Sort::Tuple, Sort::Record, Sort::Tuple};
  Shape shape{random.pick(kSorts)};
  switch (shape.sort) {
  case Sort::Enum:
    shape.sort = hasC ? Sort::Enum : Sort::Int;
    break;
  case Sort::Array:
    shape.kind = random.below(arrayKinds().size());
    break;
  case Sort::Shown:
    shape.kind = random.below(shownKinds().size());
    break;
  case Sort::Tuple:
  case Sort::Record:
    if (depth == 0)
      return {Sort::Int};
    for (size_t i = 1 + random.below(3); i > 0; --i)
      shape.elements.push_back(someShape(depth - 1));
    break;
  default:
    break;
  }
  return shape;
}

const Variable *Generator::findVariable(const Shape &shape, bool toWrite) {
  std::vector<const Variable *> found;
  for (const std::vector<Variable> &scope : scopes)
    for (const Variable &variable : scope)
      if (variable.shape == shape && !(toWrite && variable.isReadOnly))
        found.push_back(&variable);
  return found.empty() ? nullptr : random.pick(found);
}

static void addElements(const std::string &name, const Shape &whole, const Shape &wanted,
                        std::vector<std::string> &found) {
  if (whole == wanted)
    found.push_back(name);
  for (size_t i = 0; i < whole.elements.size(); ++i)
    addElements(name + elementName(whole, i), whole.elements[i], wanted, found);
}

std::optional<std::string> Generator::findElement(const Shape &shape) {
  std::vector<std::string> found;
  for (const std::vector<Variable> &scope : scopes)
    for (const Variable &variable : scope)
      addElements(variable.name, variable.shape, shape, found);
  if (found.empty())
    return std::nullopt;
  return random.pick(found);
}

std::optional<std::string> Generator::findSource(Sort sort) {
  std::vector<std::string> found;
  if (place)
    for (const Source &source : place->sources)
      if (source.sort == sort)
        found.push_back(source.text);
  if (found.empty())
    return std::nullopt;
  return random.pick(found);
}

/// Something that has been kept; nothing if there is none.
Expression Generator::known(const Shape &shape, unsigned depth) {
  if (const Map *map = random.oneIn(3) ? findMap(shape) : nullptr)
    return {access(*map, depth)};
  return {findElement(shape).value_or("")};
}

Expression Generator::expression(const Shape &shape, unsigned depth) {
  if (shape.sort == Sort::Int)
    return integer(depth);
  if (shape.sort == Sort::Bool)
    return truth(depth);
  if (shape.sort == Sort::Text)
    return text(depth);
  if (random.oneIn(3))
    if (Expression value = known(shape, depth ? depth - 1 : 0); !value.empty())
      return value;
  if (depth > 0 && random.oneIn(6))
    return {"(" + comparison(depth - 1).text + " ? " + expression(shape, depth - 1).text + " : " +
            expression(shape, depth - 1).text + ")"};
  switch (shape.sort) {
  case Sort::Enum:
    return {enumerator(depth)};
  case Sort::Array:
    return {array(shape, depth)};
  case Sort::Shown:
    return {shown(shape, depth)};
  default:
    return {composed(shape, depth)};
  }
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

Expression Generator::text(unsigned depth) {
  static const std::vector<Choice<Expression>> kChoices = {
      {5, &Generator::textLeaf},
      {2, &Generator::shortText},
      {2, &Generator::textChoice},
  };
  if (Expression value =
          random.oneIn(4) ? known({Sort::Text}, depth ? depth - 1 : 0) : Expression{};
      !value.empty())
    return value;
  return depth ? choose(kChoices, depth) : textLeaf(0);
}

Expression Generator::textLeaf(unsigned) {
  if (place && !place->pointers.empty() && random.oneIn(2))
    return {"str(" + random.pick(place->pointers) + random.pick({"", "", ", 16", ", 5", ", cpu"}) +
            ")"};
  if (std::optional<std::string> source = findSource(Sort::Text); source && random.oneIn(2))
    return {*source};
  if (place && random.oneIn(8))
    return {"probe"};
  if (hasC && random.oneIn(6))
    return {"((struct Outer *)curtask).name"};
  if (random.oneIn(8))
    return {"getopt(\"name\", \"nobody\")"};
  return shortText(0);
}

/// At most 23 bytes.
Expression Generator::shortText(unsigned) {
  if (const Function *function = random.oneIn(4) ? findFunction(Sort::Text) : nullptr)
    return {call(*function)};
  if (random.oneIn(2))
    return {random.pick({"\"\"", "\"a\"", "\"text\"", "\"a longer text\"", "\"\\x41\\n\"",
                         "(\"con\" + \"cat\")", "(\"hello\" + 2)", "str($2)", "str($1)", "$2"}),
            true};
  return {random.pick({"comm", "comm", "curtask.comm", "(string[20])comm"})};
}

Expression Generator::textChoice(unsigned depth) {
  return {"(" + comparison(depth - 1).text + " ? " + text(depth - 1).text + " : comm)"};
}

//===----------------------------------------------------------------------===//
// Others
//===----------------------------------------------------------------------===//

std::string Generator::enumerator(unsigned depth) {
  if (random.oneIn(3))
    return "(enum Colour)" + runTimeInteger(depth ? depth - 1 : 0);
  if (random.oneIn(4))
    return "((struct Outer *)curtask).colour";
  return random.pick({"RED", "GREEN", "BLUE", "(enum Colour)7"});
}

std::string Generator::array(const Shape &shape, unsigned depth) {
  const ArrayKind &kind = arrayKinds()[shape.kind];
  if (shape.kind == 0 && random.oneIn(3))
    return "pton(\"10.0.0.1\")";
  return std::string("(") + kind.type + ")(" + kind.source + ")" +
         runTimeInteger(depth ? depth - 1 : 0);
}

std::string Generator::shown(const Shape &shape, unsigned depth) {
  std::string value = random.pick(shownKinds()[shape.kind].values);
  if (size_t at = value.find('#'); at != std::string::npos)
    value.replace(at, 1, runTimeInteger(depth ? depth - 1 : 0));
  return value;
}

std::string Generator::composed(const Shape &shape, unsigned depth) {
  std::string out;
  for (size_t i = 0; i < shape.elements.size(); ++i) {
    out += i ? ", " : "";
    if (shape.sort == Sort::Record)
      out += std::string(1, char('a' + i)) + " = ";
    out += expression(shape.elements[i], depth ? depth - 1 : 0).text;
  }
  bool needsComma = shape.sort == Sort::Tuple && shape.elements.size() == 1;
  return "(" + out + (needsComma ? ",)" : ")");
}

} // namespace sonde::fuzz
