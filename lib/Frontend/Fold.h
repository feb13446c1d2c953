//===- Fold.h - Computing with literals -----------------------------------===//
//
// Replaces expressions of literals by their values, exactly, and positional parameters by literals,
// unless they are kept for the time the program is started.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_FOLD_H
#define SONDE_FRONTEND_FOLD_H

#include "lib/Frontend/Ast.h"
#include "lib/Frontend/Reporter.h"

#include <string>
#include <vector>

namespace sonde {

class Folder {
public:
  Folder(const std::vector<std::string> &parameters, bool keepParameters, Reporter &reporter)
      : parameters(parameters), keepParameters(keepParameters), reporter(reporter) {}

  void fold(ast::ExprPtr &expr);
  void fold(ast::Block &block);
  /// After a part of `expr` has become a literal.
  void refold(ast::ExprPtr &expr) { foldNode(expr); }

private:
  const std::vector<std::string> &parameters;
  bool keepParameters;
  Reporter &reporter;

  void foldNode(ast::ExprPtr &expr);
  void foldParam(ast::ExprPtr &expr);
  bool foldTextOfParam(ast::ExprPtr &expr);
  void foldUnary(ast::ExprPtr &expr);
  void foldBinary(ast::ExprPtr &expr);
  void foldStrings(ast::ExprPtr &expr);
  void foldSequences(ast::ExprPtr &expr);
  void foldConditional(ast::ExprPtr &expr);
  void foldIf(ast::ExprPtr &expr);
  bool foldComptimeBranch(ast::ExprPtr &expr);
  void foldField(ast::ExprPtr &expr);
  void foldElement(ast::ExprPtr &expr);
  void foldIndex(ast::ExprPtr &expr);
  void foldCast(ast::ExprPtr &expr);
};

/// The `comptime` that decides between the branches of `if comptime` or
/// `comptime … ? … : …`; null if `expr` is something else.
ast::Comptime *comptimeCondition(ast::Expr &expr);

/// Integers, strings and truth values; tuples and records of literals.
bool isLiteral(const ast::Expr &expr);
bool isScalarLiteral(const ast::Expr &expr);
/// Is this literal true as a condition? None if `expr` is not a scalar literal.
std::optional<bool> literalTruth(const ast::Expr &expr);

} // namespace sonde

#endif // SONDE_FRONTEND_FOLD_H
