//===- MacroBody.h - The body of a macro, made for one call ---------------===//
#ifndef SONDE_FRONTEND_MACROBODY_H
#define SONDE_FRONTEND_MACROBODY_H

#include "lib/Frontend/Ast.h"
#include "lib/Frontend/Reporter.h"

#include <vector>

namespace sonde {

/// How much of a tree there is: a macro that uses its parameter twice doubles its
/// argument, and a chain of such macros has no end in practice.
struct TreeSize {
  size_t nodes = 0;
  size_t height = 0;
};
TreeSize sizeOf(ast::Expr &expr);
TreeSize sizeOf(ast::Block &block);

struct MacroUse {
  const ast::Macro &macro;
  std::vector<ast::ExprPtr> &args; ///< As the macro takes them.
  uint32_t expansion = 0;          ///< The number that the body's spans get.
  bool isFirst = false;            ///< What is wrong with the body itself is said once.
  bool isHygienic = true;          ///< A C macro may name the script's maps and variables.
};

/// A copy of the body in which arguments stand for parameters. `budget` is how
/// many nodes it may have; what is used is taken off. When it runs out, the copy
/// is left incomplete and the budget is 0.
ast::Block instantiate(const MacroUse &use, size_t &budget, Reporter &reporter);

} // namespace sonde

#endif // SONDE_FRONTEND_MACROBODY_H
