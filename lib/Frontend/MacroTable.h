//===- MacroTable.h - The macros of a script, by name ---------------------===//
#ifndef SONDE_FRONTEND_MACROTABLE_H
#define SONDE_FRONTEND_MACROTABLE_H

#include "lib/Frontend/Ast.h"
#include "lib/Frontend/Reporter.h"

#include <map>
#include <string>
#include <vector>

namespace sonde {

/// What a macro's parameter takes: `$x` a variable, `@x` a map, `x` anything.
enum class ParameterKind : uint8_t { Variable, Map, Expression };
ParameterKind kindOf(const ast::Macro::Parameter &parameter);
/// The narrowest kind of parameter that takes this argument.
ParameterKind kindOf(const ast::Expr &argument);

class MacroTable {
public:
  /// Keeps pointers to `macros`; reports definitions that contradict each other.
  MacroTable(std::vector<ast::Macro> &macros, Reporter &reporter);

  bool has(const std::string &name) const { return byName.count(name); }
  /// The first definition that takes these arguments, or null.
  const ast::Macro *match(const std::string &name, const std::vector<ast::ExprPtr> &args) const;
  /// Says why no definition takes the arguments of this call.
  void reportMismatch(const ast::Call &call, Reporter &reporter) const;
  std::vector<std::string> names() const;

private:
  std::map<std::string, std::vector<const ast::Macro *>> byName;

  void add(const ast::Macro &macro, Reporter &reporter);
};

} // namespace sonde

#endif // SONDE_FRONTEND_MACROTABLE_H
