//===- Declarations.h - What a generated script has names for -------------===//
#ifndef SONDE_TEST_FUZZ_SCRIPTS_DECLARATIONS_H
#define SONDE_TEST_FUZZ_SCRIPTS_DECLARATIONS_H

#include <string>
#include <vector>

namespace sonde::fuzz {

/// `Shown` are values that only become text when they are printed: symbols, dates, ….
enum class Sort { Int, Bool, Text, Enum, Array, Shown, Tuple, Record };

/// A type as far as the generator tells types apart: integers of all widths convert
/// to one another, and so does text of all lengths.
struct Shape {
  Sort sort = Sort::Int;
  /// Which of the array types or of the shown types.
  unsigned kind = 0;
  /// Of a tuple or record, whose fields are a, b, ….
  std::vector<Shape> elements = {};

  bool operator==(const Shape &other) const {
    return sort == other.sort && kind == other.kind && elements == other.elements;
  }
};

/// `.0` of a tuple, `.a` of a record.
inline std::string elementName(const Shape &whole, size_t index) {
  return whole.sort == Sort::Tuple ? "." + std::to_string(index)
                                   : "." + std::string(1, char('a' + index));
}

/// Integers that lie behind each other, made from one integer.
struct ArrayKind {
  const char *type;
  const char *source; ///< Type of the integer.
  unsigned count;
};
const std::vector<ArrayKind> &arrayKinds();

/// Expressions of one type; `#` stands for an integer that is computed.
struct ShownKind {
  std::vector<const char *> values;
  const char *conversion; ///< Of `printf`.
};
const std::vector<ShownKind> &shownKinds();

/// Something that has a name and a value: a variable, or an argument of a macro.
struct Variable {
  std::string name;
  Shape shape;
  bool isReadOnly = false; ///< It counts a loop, or is no variable.
};

struct Map {
  std::string name;
  std::vector<Shape> keys;
  Shape shape;
  std::string aggregation; ///< Empty for a map of plain values.

  bool isPlain() const { return aggregation.empty(); }
  /// Can it be read as an integer?
  bool isReadable() const {
    return aggregation == "count" || aggregation == "sum" || aggregation == "avg" ||
           aggregation == "min" || aggregation == "max";
  }
  bool holdsSame(const Map &other) const {
    return keys == other.keys && shape == other.shape && aggregation == other.aggregation;
  }
};

/// A field of a probe's `args`, or an expression that only some probes have.
struct Source {
  std::string text;
  Sort sort;
};

/// Where a body runs, and what it can use there.
struct Place {
  std::string attach;
  std::vector<Source> sources;
  std::vector<std::string> pointers = {}; ///< Addresses of text.
  /// Not every kernel of a test machine lets programs of this type in.
  bool isPrivileged = false;
};
const std::vector<Place> &probePlaces();

struct Function {
  std::string name;
  std::vector<Shape> parameters;
  Shape result;
  bool isVoid = false;
  bool hasLoop = false; ///< Itself, or in what it calls.
};

struct MacroParameter {
  enum Kind { Value, Reference, WholeMap, Type } kind = Value;
  Shape shape; ///< Of a value or a variable.
  Map map;     ///< What the map must be like.
};

struct Macro {
  std::string name;
  std::vector<MacroParameter> parameters;
  bool hasValue = false; ///< An integer.
};

} // namespace sonde::fuzz

#endif // SONDE_TEST_FUZZ_SCRIPTS_DECLARATIONS_H
