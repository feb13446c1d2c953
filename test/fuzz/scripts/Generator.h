//===- Generator.h - Valid scripts, by the grammar and the types ----------===//
//
// A script is generated top down. Every expression is asked for with a type, and
// only what has a value is used, so that the result is valid by construction: a
// script that is refused shows an error of the compiler or of this generator.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TEST_FUZZ_SCRIPTS_GENERATOR_H
#define SONDE_TEST_FUZZ_SCRIPTS_GENERATOR_H

#include "test/fuzz/scripts/Random.h"

#include <optional>

namespace sonde::fuzz {

std::string generateScript(uint64_t seed);

/// Types as far as the generator tells them apart: integers of all widths convert
/// to one another, and so does text of all lengths.
enum class Sort { Int, Bool, Text, Tuple, Record };

struct Variable {
  std::string name;
  Sort sort = Sort::Int;
  std::vector<Sort> elements; ///< Of a tuple or record, whose fields are a, b, ….
  bool isCounter = false;     ///< Counts a loop: only read.
};

struct Map {
  std::string name;
  std::vector<Sort> keys;
  Sort sort = Sort::Int;
  std::vector<Sort> elements;
  std::string aggregation; ///< Empty for a map of plain values.
};

/// A field of a probe's `args`, or an expression that only some probes have.
struct Source {
  std::string text;
  Sort sort;
};

struct Probe {
  std::string attach;
  std::vector<Source> sources;
  std::vector<std::string> pointers; ///< Addresses of text.
};

/// An expression; a constant one is folded, with rules of its own.
struct Expression {
  std::string text;
  bool isConstant = false;
};

class Generator {
public:
  explicit Generator(uint64_t seed) : random(seed) {}

  std::string script();

private:
  // Declarations.
  void declareMaps();
  std::string configuration();
  std::string mapDeclarations();
  std::string probe(const Probe &where);
  std::string initialisation();

  // Statements.
  std::string block(unsigned depth);
  std::string statement(unsigned depth);
  std::string assignment();
  std::string newVariable();
  std::string mapAssignment();
  std::string compound();
  std::string aggregation();
  std::string aggregationCall(const Map &map, unsigned depth);
  std::string mapCall();
  std::string print();
  std::string printf();
  std::string branch(unsigned depth);
  std::string indentation() const { return std::string(2 * scopes.size(), ' '); }

  // Expressions.
  Expression expression(Sort sort, const std::vector<Sort> &elements, unsigned depth);
  Expression integer(unsigned depth);
  Expression integerLeaf();
  /// One that is not folded.
  std::string runTimeInteger(unsigned depth);
  std::string arithmetic(unsigned depth);
  static std::string unary(const std::string &mark, const std::string &operand);
  std::string integerOf(unsigned depth);
  Expression truth(unsigned depth);
  std::string comparison(unsigned depth);
  Expression text(unsigned depth);
  std::string composed(Sort sort, const std::vector<Sort> &elements, unsigned depth);
  std::string literal();
  std::string key(const Map &map, unsigned depth);
  std::string access(const Map &map, unsigned depth);
  /// An element of a variable that is a tuple or record.
  std::optional<std::string> element(Sort sort);

  std::vector<Sort> someElements();
  const Variable *findVariable(Sort sort, bool toWrite = false);
  const Map *findMap(Sort sort);
  const Map *findAggregation();
  std::optional<std::string> findSource(Sort sort);
  std::string fresh(const char *prefix) { return prefix + std::to_string(++names); }

  Random random;
  std::vector<Map> maps;
  std::vector<std::vector<Variable>> scopes;
  const Probe *current = nullptr;
  unsigned names = 0;
};

} // namespace sonde::fuzz

#endif // SONDE_TEST_FUZZ_SCRIPTS_GENERATOR_H
