//===- AstWalk.h - Visiting the parts of a node ---------------------------===//
#ifndef SONDE_FRONTEND_ASTWALK_H
#define SONDE_FRONTEND_ASTWALK_H

#include "lib/Frontend/Ast.h"

#include <functional>

namespace sonde::ast {

/// Calls `onExpr` for each expression directly inside a node, in the order of
/// evaluation, and `onBlock` for each block. Of types, what stands in `typeof`; with
/// `onType`, the types themselves instead.
struct PartVisitor {
  std::function<void(ExprPtr &)> onExpr;
  std::function<void(Block &)> onBlock;
  std::function<void(TypeName &)> onType = nullptr;
};
void forEachPart(Expr &expr, const PartVisitor &visitor);
void forEachPart(Stmt &stmt, const PartVisitor &visitor);
void forEachPart(TypeName &type, const PartVisitor &visitor);
/// The predicates and bodies of the probes, then the bodies of the functions.
void forEachPart(File &file, const PartVisitor &visitor);

/// Calls `visit` for every expression of a block, inner ones first. `visit` may
/// put another expression in the place of the one it is given.
void forEachExpr(Block &block, const std::function<void(ExprPtr &)> &visit);
void forEachExpr(ExprPtr &expr, const std::function<void(ExprPtr &)> &visit);
void forEachExpr(File &file, const std::function<void(ExprPtr &)> &visit);

} // namespace sonde::ast

#endif // SONDE_FRONTEND_ASTWALK_H
