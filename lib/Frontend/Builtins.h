//===- Builtins.h - The builtin values and functions ----------------------===//
#ifndef SONDE_FRONTEND_BUILTINS_H
#define SONDE_FRONTEND_BUILTINS_H

#include "lib/Frontend/Ast.h"

#include <string>
#include <string_view>
#include <vector>

namespace sonde {

enum class Builtin : uint8_t {
#define SONDE_BUILTIN(ID, NAME, MIN, MAX, ARGS, RESULT, NEEDS) ID,
#include "lib/Frontend/Builtins.def"
#undef SONDE_BUILTIN
};

/// How the type of a call is found.
enum class ResultRule : uint8_t {
  Void,
  Bool,
  UInt32,
  UInt64,
  Int64,
  TaskName,     ///< string[16]
  Task,         ///< A pointer to the current task_struct.
  ProbeName,    ///< Text with room for the longest name.
  Context,      ///< A pointer to the struct that the kernel gives to the program.
  Arguments,    ///< The probe's `args`.
  ReturnValue,  ///< The probe's `retval`.
  Text,         ///< str(): literal length, or max_strlen.
  Presentation, ///< See Presentation.h.
  Aggregate,    ///< By the map it is assigned to.
};

struct BuiltinInfo {
  Builtin id;
  const char *name;
  unsigned minArgs, maxArgs;
  const char *args; ///< Kinds of arguments, see Builtins.def.
  ResultRule result;
  uint8_t needs; ///< ContextFeature bits, one of which must be there.

  bool isAggregate() const { return result == ResultRule::Aggregate; }
  /// Is argument `i` a word with a meaning of its own, and no expression?
  bool isWord(unsigned i) const { return argKind(i) == 'w' || argKind(i) == 'k'; }
  /// The kind of argument `i`; 0 if there are none.
  char argKind(unsigned i) const;
};

/// By name, `argN` included; null if there is none.
const BuiltinInfo *findBuiltin(std::string_view name);
/// N of an `argN` call.
unsigned argumentNumber(const ast::Call &call);

/// Is it `args`, which is a value for its fields only?
bool isArgs(const ast::Expr &expr);
/// Is it `ctx`?
bool isContext(const ast::Expr &expr);
/// Is it `ctx`, or a struct in it: `ctx.regs`?
bool isInContext(const ast::Expr &expr);

/// Is `name` in the language, but not in this version?
bool isKnownButUnsupported(std::string_view name);
/// Does the function change the system, so that it needs `--unsafe`?
bool isUnsafe(std::string_view name);
std::vector<std::string> builtinNames();

/// The aggregation that `expr` yields: a call, also as the value of a block. Null
/// if it is something else.
ast::Call *aggregateCall(ast::Expr *expr);
inline const ast::Call *aggregateCall(const ast::Expr *expr) {
  return aggregateCall(const_cast<ast::Expr *>(expr));
}
/// The kind of map value that it makes.
TypeKind aggregateKind(Builtin id);
/// The name of the function that makes it.
std::string_view aggregateFunction(TypeKind kind);

/// What a `tseries` makes of the values of an interval: Int for the last one; None if
/// its word says something else.
TypeKind intervalKind(const ast::Call &call);

/// The number that an argument is at compile time, or `otherwise` when it is not given.
int64_t literalArgument(const ast::Call &call, unsigned i, int64_t otherwise = 0);

} // namespace sonde

#endif // SONDE_FRONTEND_BUILTINS_H
