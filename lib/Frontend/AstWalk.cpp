//===- AstWalk.cpp - Visiting the parts of a node -------------------------===//
#include "lib/Frontend/AstWalk.h"

namespace sonde::ast {

/// Without `onType`, the expression of a `typeof`, also of one inside of another.
static void visitType(const std::unique_ptr<TypeName> &written, const PartVisitor &visitor) {
  if (written && visitor.onType)
    return visitor.onType(*written);
  for (TypeName *type = written.get(); type; type = type->typeOfType.get())
    if (type->typeOf)
      visitor.onExpr(type->typeOf);
}

void forEachPart(TypeName &type, const PartVisitor &visitor) {
  if (type.typeOf)
    visitor.onExpr(type.typeOf);
  visitType(type.typeOfType, visitor);
}

void forEachPart(Expr &expr, const PartVisitor &visitor) {
  auto visit = [&](ExprPtr &part) {
    if (part)
      visitor.onExpr(part);
  };
  switch (expr.kind) {
  case ExprKind::Int:
  case ExprKind::String:
  case ExprKind::Bool:
  case ExprKind::Param:
  case ExprKind::ParamCount:
  case ExprKind::Name:
  case ExprKind::Variable:
    return;
  case ExprKind::Map:
    for (ExprPtr &key : as<Map>(&expr)->keys)
      visit(key);
    return;
  case ExprKind::Call:
    for (ExprPtr &arg : as<Call>(&expr)->args)
      visit(arg);
    return;
  case ExprKind::Unary:
    return visit(as<Unary>(&expr)->operand);
  case ExprKind::Step:
    return visit(as<Step>(&expr)->target);
  case ExprKind::Binary:
    visit(as<Binary>(&expr)->left);
    return visit(as<Binary>(&expr)->right);
  case ExprKind::Conditional:
    visit(as<Conditional>(&expr)->condition);
    visit(as<Conditional>(&expr)->yes);
    return visit(as<Conditional>(&expr)->no);
  case ExprKind::Cast:
    visitType(as<Cast>(&expr)->target, visitor);
    return visit(as<Cast>(&expr)->operand);
  case ExprKind::Field:
    return visit(as<Field>(&expr)->base);
  case ExprKind::Element:
    return visit(as<Element>(&expr)->base);
  case ExprKind::Index:
    visit(as<Index>(&expr)->base);
    return visit(as<Index>(&expr)->index);
  case ExprKind::Tuple:
    for (ExprPtr &element : as<Tuple>(&expr)->elements)
      visit(element);
    return;
  case ExprKind::Record:
    for (Record::Element &element : as<Record>(&expr)->elements)
      visit(element.value);
    return;
  case ExprKind::If:
    visit(as<If>(&expr)->condition);
    visitor.onBlock(as<If>(&expr)->yes);
    if (as<If>(&expr)->no)
      visitor.onBlock(*as<If>(&expr)->no);
    return;
  case ExprKind::Block:
    return visitor.onBlock(as<BlockExpr>(&expr)->block);
  case ExprKind::Comptime:
    return visit(as<Comptime>(&expr)->operand);
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
  case ExprKind::TypeInfo:
  case ExprKind::TypeOf:
    visitType(asTypeQuery(&expr)->subject.type, visitor);
    return visit(asTypeQuery(&expr)->subject.expr);
  }
}

void forEachPart(Stmt &stmt, const PartVisitor &visitor) {
  auto visit = [&](ExprPtr &part) {
    if (part)
      visitor.onExpr(part);
  };
  switch (stmt.kind) {
  case StmtKind::Expr:
    return visit(as<ExprStmt>(&stmt)->expr);
  case StmtKind::Assign:
    visit(as<Assign>(&stmt)->value);
    return visit(as<Assign>(&stmt)->target);
  case StmtKind::Let:
    visitType(as<Let>(&stmt)->typeName, visitor);
    return visit(as<Let>(&stmt)->value);
  case StmtKind::Discard:
    return visit(as<Discard>(&stmt)->value);
  case StmtKind::Loop:
    visit(as<Loop>(&stmt)->condition);
    return visitor.onBlock(as<Loop>(&stmt)->body);
  case StmtKind::ForRange:
    visit(as<ForRange>(&stmt)->from);
    visit(as<ForRange>(&stmt)->to);
    return visitor.onBlock(as<ForRange>(&stmt)->body);
  case StmtKind::ForMap:
    visit(as<ForMap>(&stmt)->map);
    return visitor.onBlock(as<ForMap>(&stmt)->body);
  case StmtKind::Jump:
    return visit(as<Jump>(&stmt)->value);
  case StmtKind::Import:
    return;
  }
}

void forEachPart(File &file, const PartVisitor &visitor) {
  for (Probe &probe : file.probes) {
    if (probe.predicate)
      visitor.onExpr(probe.predicate);
    visitor.onBlock(probe.body);
  }
  for (Function &function : file.functions) {
    for (const Function::Parameter &parameter : function.parameters)
      visitType(parameter.type, visitor);
    visitType(function.result, visitor);
    visitor.onBlock(function.body);
  }
}

void forEachExpr(ExprPtr &expr, const std::function<void(ExprPtr &)> &visit) {
  forEachPart(*expr, {[&](ExprPtr &part) { forEachExpr(part, visit); },
                      [&](Block &block) { forEachExpr(block, visit); }});
  visit(expr);
}

void forEachExpr(Block &block, const std::function<void(ExprPtr &)> &visit) {
  PartVisitor visitor{[&](ExprPtr &part) { forEachExpr(part, visit); },
                      [&](Block &inner) { forEachExpr(inner, visit); }};
  for (StmtPtr &stmt : block.statements)
    forEachPart(*stmt, visitor);
  if (block.value)
    forEachExpr(block.value, visit);
}

void forEachExpr(File &file, const std::function<void(ExprPtr &)> &visit) {
  forEachPart(file, {[&](ExprPtr &expr) { forEachExpr(expr, visit); },
                     [&](Block &block) { forEachExpr(block, visit); }});
}

} // namespace sonde::ast
