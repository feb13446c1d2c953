//===- ProbeLowering.cpp - Control flow in the body of a probe ------------===//
#include "lib/Frontend/Lower/ProbeLowering.h"

#include "lib/Frontend/Fold.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/RegionUtils.h"

namespace sonde {

ProbeLowering::ProbeLowering(ModuleLowering &module, const CodeUnit &unit, mlir::Region &code)
    : module(module), types(module.types), unit(unit), code(code), builder(code) {}

void ProbeLowering::run() {
  mlir::Location end = loc(
      {unit.body.span.file, unit.body.span.end ? unit.body.span.end - 1 : 0, unit.body.span.end});
  continueIn(&code.front());
  if (unit.function)
    for (auto [parameter, argument] : llvm::zip(unit.function->parameters, code.getArguments()))
      builder.create<tr::StoreLocalOp>(argument.getLoc(), argument, slotOf(*parameter));
  if (unit.predicate) {
    mlir::Block *body = addBlock(), *exit = addBlock();
    branch(*unit.predicate, body, exit);
    continueIn(body);
    lower(unit.body);
    jump(end, exit);
    // The exit stands last, as it is reached last.
    moveToEnd(exit);
    continueIn(exit);
  } else {
    lower(unit.body);
  }
  // A function that has a result has returned it.
  if (!unit.function || unit.function->result.is(TypeKind::Void))
    leave(end, mlir::Value());
  mlir::IRRewriter rewriter(builder.getContext());
  (void)mlir::eraseUnreachableBlocks(rewriter, code);
}

mlir::Block *ProbeLowering::addBlock() {
  mlir::Block *block = new mlir::Block(); // The region owns it.
  region().push_back(block);
  return block;
}

void ProbeLowering::jump(mlir::Location where, mlir::Block *to) {
  builder.create<mlir::cf::BranchOp>(where, to);
}

/// Continues in `yes` or `no`, without computing truth values on the way.
void ProbeLowering::branch(const ast::Expr &condition, mlir::Block *yes, mlir::Block *no) {
  mlir::Location where = loc(condition.span);
  if (const auto *binary = ast::as<ast::Binary>(&condition); binary && isLogical(binary->op)) {
    mlir::Block *second = addBlock();
    if (binary->op == ast::BinaryOp::LogicalAnd)
      branch(*binary->left, second, no);
    else
      branch(*binary->left, yes, second);
    continueIn(second);
    return branch(*binary->right, yes, no);
  }
  if (const auto *unary = ast::as<ast::Unary>(&condition); unary && unary->op == ast::UnaryOp::Not)
    return branch(*unary->operand, no, yes);
  if (std::optional<bool> truth = literalTruth(condition))
    return jump(where, *truth ? yes : no);
  mlir::Value value = toBool(lower(condition), where);
  builder.create<mlir::cf::CondBranchOp>(where, value, yes, no);
}

} // namespace sonde
