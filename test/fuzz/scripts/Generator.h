//===- Generator.h - Valid scripts, by the grammar and the types ----------===//
//
// A script is generated top down. Every expression is asked for with a type, and
// only what has a value is used, so that the result is valid by construction: a
// script that is refused shows an error of the compiler or of this generator.
//
// Each kind of statement and expression is a function that yields its text, or
// nothing where it cannot stand, and has a weight in the table it is chosen from.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TEST_FUZZ_SCRIPTS_GENERATOR_H
#define SONDE_TEST_FUZZ_SCRIPTS_GENERATOR_H

#include "test/fuzz/scripts/Declarations.h"
#include "test/fuzz/scripts/Random.h"

#include <optional>

namespace sonde::fuzz {

/// `anyKernel`: no probes that only some kernels let in.
std::string generateScript(uint64_t seed, bool anyKernel = false);

/// An expression; a constant one is folded, with rules of its own.
struct Expression {
  std::string text = {};
  bool isConstant = false;

  bool empty() const { return text.empty(); }
};

class Generator {
public:
  Generator(uint64_t seed, bool anyKernel) : random(seed), anyKernel(anyKernel) {}

  std::string script();

private:
  /// A kind of statement or expression, and how often it is wanted.
  template <typename Result> struct Choice {
    unsigned weight;
    Result (Generator::*make)(unsigned depth);
  };
  template <typename Result>
  Result choose(const std::vector<Choice<Result>> &choices, unsigned depth);

  // Declarations (Generator.cpp, GenerateFunctions.cpp, GenerateMacros.cpp).
  void declareMaps();
  std::string cText();
  std::string configuration();
  std::string mapDeclarations();
  std::string probe(const Place &where);
  std::string initialisation();
  std::string functions();
  std::string function();
  std::string macros();
  std::string macro(const std::string &name, std::vector<MacroParameter> parameters);
  MacroParameter macroParameter();

  // Statements (GenerateStatements.cpp).
  std::string block(unsigned depth);
  std::string statements(unsigned depth, size_t most);
  std::string statement(unsigned depth);
  std::string newVariable(unsigned depth);
  std::string declaration(unsigned depth);
  std::string assignment(unsigned depth);
  std::string compound(unsigned depth);
  std::string discard(unsigned depth);
  std::string print(unsigned depth);
  std::string printf(unsigned depth);
  std::string innerBlock(unsigned depth);
  std::string branch(unsigned depth);
  std::string comptimeBranch(unsigned depth);
  std::string leave(unsigned depth);
  std::string callStatement(unsigned depth);
  std::string indentation() const { return std::string(2 * scopes.size(), ' '); }
  std::string condition(unsigned depth);

  // Loops (GenerateLoops.cpp).
  std::string forRange(unsigned depth);
  std::string forMap(unsigned depth);
  std::string whileLoop(unsigned depth);
  std::string unrolled(unsigned depth);
  std::string bound();
  std::string loopBody(std::vector<Variable> variables, const std::string &first, unsigned depth);

  // Maps (GenerateMaps.cpp).
  std::string mapAssignment(unsigned depth);
  std::string aggregation(unsigned depth);
  std::string aggregationCall(const Map &map, unsigned depth);
  std::string mapCall(unsigned depth);
  std::string keys(const Map &map, unsigned depth);
  std::string key(const Map &map, unsigned depth);
  std::string access(const Map &map, unsigned depth);
  const Map *findMap(const Shape &shape);
  template <typename Condition> const Map *findMapThat(Condition condition);

  // Calls (GenerateFunctions.cpp, GenerateMacros.cpp).
  std::string call(const Function &function);
  std::optional<std::string> call(const Macro &macro, unsigned depth);
  // In nested loops, none that has loops itself.
  template <typename Condition> const Function *findFunctionThat(Condition condition);
  const Function *findFunction(Sort result);
  const Function *anyFunction();
  Expression integerCall(unsigned depth);
  Expression integerMacro(unsigned depth);

  // Integers (GenerateIntegers.cpp); the runTime… ones are not folded.
  Expression integer(unsigned depth);
  Expression integerLeaf(unsigned depth);
  std::string runTimeInteger(unsigned depth);
  std::string literal();
  Expression negation(unsigned depth);
  Expression castInteger(unsigned depth);
  Expression ternary(unsigned depth);
  Expression shortTernary(unsigned depth);
  Expression ifValue(unsigned depth);
  Expression blockValue(unsigned depth);
  Expression arithmetic(unsigned depth);
  Expression integerElement(unsigned depth);
  Expression mapInteger(unsigned depth);
  Expression aggregateInteger(unsigned depth);
  Expression memoryInteger(unsigned depth);
  Expression localMemory(unsigned depth);
  Expression step(unsigned depth);
  Expression truthInteger(unsigned depth);
  Expression indexed(unsigned depth);
  Expression constantInteger(unsigned depth);
  Expression enumInteger(unsigned depth);
  Expression cInteger(unsigned depth);
  Expression stackLength(unsigned depth);

  // Truth values (GenerateTruth.cpp).
  Expression truth(unsigned depth);
  Expression comparison(unsigned depth);
  Expression compareIntegers(unsigned depth);
  Expression compareText(unsigned depth);
  Expression compareOthers(unsigned depth);
  Expression pointerTruth(unsigned depth);
  Expression negatedTruth(unsigned depth);
  Expression logic(unsigned depth);
  Expression castTruth(unsigned depth);
  Expression knownTruth(unsigned depth);
  Expression hasKey(unsigned depth);

  // Everything else (GenerateValues.cpp).
  Expression expression(const Shape &shape, unsigned depth);
  Expression text(unsigned depth);
  Expression textLeaf(unsigned depth);
  Expression shortText(unsigned depth);
  Expression textChoice(unsigned depth);
  Expression known(const Shape &shape, unsigned depth);
  std::string enumerator(unsigned depth);
  std::string array(const Shape &shape, unsigned depth);
  std::string shown(const Shape &shape, unsigned depth);
  std::string composed(const Shape &shape, unsigned depth);

  Shape someShape(unsigned depth);
  const Variable *findVariable(const Shape &shape, bool toWrite = false);
  /// A variable of this sort, or a part of one that is a tuple or record.
  std::optional<std::string> findElement(const Shape &shape);
  std::optional<std::string> findSource(Sort sort);
  std::string fresh(const char *prefix) { return prefix + std::to_string(++names); }

  Random random;
  bool anyKernel;
  std::vector<Map> maps;
  std::vector<Function> knownFunctions;
  std::vector<Macro> knownMacros;
  std::vector<std::vector<Variable>> scopes;
  std::vector<std::string> typeNames; ///< Parameters of a macro that stand for types.
  const Place *place = nullptr;       ///< None in functions and macros.
  /// What `return` takes here: nothing written, or a value of this shape.
  std::optional<Shape> result;
  bool mayReturn = false;
  unsigned loops = 0;       ///< Around this statement, in the same body.
  unsigned nestedCalls = 0; ///< Calls whose arguments are being made.
  bool hasLoop = false;     ///< Has this body had one?
  bool hasC = false, hasTypeInfo = false;
  unsigned names = 0;
};

template <typename Result>
Result Generator::choose(const std::vector<Choice<Result>> &choices, unsigned depth) {
  constexpr unsigned kAttempts = 16;
  unsigned total = 0;
  for (const Choice<Result> &choice : choices)
    total += choice.weight;
  for (unsigned i = 0; i < kAttempts; ++i) {
    size_t at = random.below(total);
    const Choice<Result> *chosen = choices.data();
    while (at >= chosen->weight)
      at -= chosen++->weight;
    if (Result result = (this->*chosen->make)(depth); !result.empty())
      return result;
  }
  return (this->*choices.front().make)(depth); // Can always stand.
}

template <typename Condition> const Map *Generator::findMapThat(Condition condition) {
  std::vector<const Map *> found;
  for (const Map &map : maps)
    if (condition(map))
      found.push_back(&map);
  return found.empty() ? nullptr : random.pick(found);
}

} // namespace sonde::fuzz

#endif // SONDE_TEST_FUZZ_SCRIPTS_GENERATOR_H
