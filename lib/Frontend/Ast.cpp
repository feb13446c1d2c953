//===- Ast.cpp - Words of the tree, and copies of it ----------------------===//
#include "lib/Frontend/Ast.h"

#include <cassert>

namespace sonde::ast {

const char *spelling(BinaryOp op) {
  static constexpr const char *kWords[] = {"||", "&&", "|",  "^",  "&", "==", "!=", "<", ">",
                                           "<=", ">=", "<<", ">>", "+", "-",  "*",  "/", "%"};
  return kWords[static_cast<unsigned>(op)];
}

bool isComparison(BinaryOp op) { return op >= BinaryOp::Equal && op <= BinaryOp::GreaterEqual; }
bool isLogical(BinaryOp op) { return op <= BinaryOp::LogicalAnd; }

const char *spelling(UnaryOp op) {
  static constexpr const char *kWords[] = {"!", "~", "-", "*", "&"};
  return kWords[static_cast<unsigned>(op)];
}

const char *spelling(JumpKind kind) {
  static constexpr const char *kWords[] = {"break", "continue", "return"};
  return kWords[static_cast<unsigned>(kind)];
}

namespace {

ExprPtr copy(const ExprPtr &expr) { return expr ? clone(*expr) : nullptr; }

void copyAll(const std::vector<ExprPtr> &from, std::vector<ExprPtr> &to) {
  for (const ExprPtr &expr : from)
    to.push_back(copy(expr));
}

std::unique_ptr<TypeName> copy(const std::unique_ptr<TypeName> &type) {
  return type ? clone(*type) : nullptr;
}

StmtPtr copy(const Stmt &stmt) {
  switch (stmt.kind) {
  case StmtKind::Expr:
    return std::make_unique<ExprStmt>(stmt.span, copy(as<ExprStmt>(&stmt)->expr));
  case StmtKind::Assign: {
    const auto &from = *as<Assign>(&stmt);
    auto out = std::make_unique<Assign>(stmt.span);
    out->target = copy(from.target);
    out->op = from.op;
    out->value = copy(from.value);
    return out;
  }
  case StmtKind::Let: {
    const auto &from = *as<Let>(&stmt);
    auto out = std::make_unique<Let>(stmt.span);
    out->name = from.name;
    out->nameSpan = from.nameSpan;
    out->typeName = copy(from.typeName);
    out->value = copy(from.value);
    return out;
  }
  case StmtKind::Discard:
    return std::make_unique<Discard>(stmt.span, copy(as<Discard>(&stmt)->value));
  case StmtKind::Loop: {
    const auto &from = *as<Loop>(&stmt);
    auto out = std::make_unique<Loop>(stmt.span);
    out->isUnroll = from.isUnroll;
    out->condition = copy(from.condition);
    out->body = clone(from.body);
    return out;
  }
  case StmtKind::ForRange: {
    const auto &from = *as<ForRange>(&stmt);
    auto out = std::make_unique<ForRange>(stmt.span);
    out->variable = from.variable;
    out->variableSpan = from.variableSpan;
    out->from = copy(from.from);
    out->to = copy(from.to);
    out->body = clone(from.body);
    return out;
  }
  case StmtKind::ForMap: {
    const auto &from = *as<ForMap>(&stmt);
    auto out = std::make_unique<ForMap>(stmt.span);
    out->variable = from.variable;
    out->variableSpan = from.variableSpan;
    out->map = copy(from.map);
    out->body = clone(from.body);
    return out;
  }
  case StmtKind::Jump: {
    const auto &from = *as<Jump>(&stmt);
    auto out = std::make_unique<Jump>(stmt.span, from.jump);
    out->value = copy(from.value);
    return out;
  }
  case StmtKind::Import:
    return std::make_unique<Import>(stmt.span, as<Import>(&stmt)->path);
  }
  return nullptr;
}

ExprPtr copyQuery(const Expr &expr) {
  const auto &from = static_cast<const TypeQuery &>(expr);
  auto out = std::make_unique<TypeQuery>(expr.kind, expr.span);
  out->subject.type = copy(from.subject.type);
  out->subject.expr = copy(from.subject.expr);
  out->fields = from.fields;
  return out;
}

ExprPtr copyNode(const Expr &expr) {
  const Span span = expr.span;
  switch (expr.kind) {
  case ExprKind::Int: {
    const auto &from = *as<IntLiteral>(&expr);
    auto out = std::make_unique<IntLiteral>(span, from.value);
    out->param = from.param;
    out->fixed = from.fixed;
    return out;
  }
  case ExprKind::String:
    return std::make_unique<StringLiteral>(span, as<StringLiteral>(&expr)->value);
  case ExprKind::Bool:
    return std::make_unique<BoolLiteral>(span, as<BoolLiteral>(&expr)->value);
  case ExprKind::Param: {
    auto out = std::make_unique<Param>(span, as<Param>(&expr)->index);
    out->isText = as<Param>(&expr)->isText;
    out->option = as<Param>(&expr)->option;
    out->declared = as<Param>(&expr)->declared;
    return out;
  }
  case ExprKind::ParamCount:
    return std::make_unique<ParamCount>(span);
  case ExprKind::Name:
    return std::make_unique<Name>(span, as<Name>(&expr)->name);
  case ExprKind::Variable:
    return std::make_unique<Variable>(span, as<Variable>(&expr)->name);
  case ExprKind::Map: {
    const auto &from = *as<Map>(&expr);
    auto out = std::make_unique<Map>(span, from.name);
    copyAll(from.keys, out->keys);
    out->hasKey = from.hasKey;
    return out;
  }
  case ExprKind::Call: {
    const auto &from = *as<Call>(&expr);
    auto out = std::make_unique<Call>(span, from.callee, from.calleeSpan);
    copyAll(from.args, out->args);
    out->isBare = from.isBare;
    out->isBroken = from.isBroken;
    out->builtin = from.builtin;
    out->function = from.function;
    return out;
  }
  case ExprKind::Unary:
    return std::make_unique<Unary>(span, as<Unary>(&expr)->op, copy(as<Unary>(&expr)->operand));
  case ExprKind::Step: {
    const auto &from = *as<Step>(&expr);
    return std::make_unique<Step>(span, from.isIncrement, from.isPrefix, copy(from.target));
  }
  case ExprKind::Binary: {
    const auto &from = *as<Binary>(&expr);
    return std::make_unique<Binary>(span, from.op, from.opSpan, copy(from.left), copy(from.right));
  }
  case ExprKind::Conditional: {
    const auto &from = *as<Conditional>(&expr);
    return std::make_unique<Conditional>(span, copy(from.condition), copy(from.yes), copy(from.no));
  }
  case ExprKind::Cast:
    return std::make_unique<Cast>(span, copy(as<Cast>(&expr)->target),
                                  copy(as<Cast>(&expr)->operand));
  case ExprKind::Field: {
    const auto &from = *as<Field>(&expr);
    return std::make_unique<Field>(span, copy(from.base), from.field, from.fieldSpan);
  }
  case ExprKind::Element:
    return std::make_unique<Element>(span, copy(as<Element>(&expr)->base),
                                     as<Element>(&expr)->index);
  case ExprKind::Index:
    return std::make_unique<Index>(span, copy(as<Index>(&expr)->base),
                                   copy(as<Index>(&expr)->index));
  case ExprKind::Tuple: {
    auto out = std::make_unique<Tuple>(span);
    copyAll(as<Tuple>(&expr)->elements, out->elements);
    return out;
  }
  case ExprKind::Record: {
    auto out = std::make_unique<Record>(span);
    for (const Record::Element &element : as<Record>(&expr)->elements)
      out->elements.push_back({element.name, copy(element.value)});
    return out;
  }
  case ExprKind::If: {
    const auto &from = *as<If>(&expr);
    auto out = std::make_unique<If>(span);
    out->condition = copy(from.condition);
    out->yes = clone(from.yes);
    if (from.no)
      out->no = clone(*from.no);
    out->isElseIf = from.isElseIf;
    return out;
  }
  case ExprKind::Block:
    return std::make_unique<BlockExpr>(span, clone(as<BlockExpr>(&expr)->block));
  case ExprKind::Comptime:
    return std::make_unique<Comptime>(span, copy(as<Comptime>(&expr)->operand));
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
  case ExprKind::TypeInfo:
  case ExprKind::TypeOf:
    return copyQuery(expr);
  }
  return nullptr;
}

} // namespace

ExprPtr clone(const Expr &expr) {
  ExprPtr out = copyNode(expr);
  assert(out && "every kind of expression can be copied");
  return out;
}

std::unique_ptr<TypeName> clone(const TypeName &type) {
  auto out = std::make_unique<TypeName>();
  out->span = type.span;
  out->tag = type.tag;
  out->name = type.name;
  out->suffixes = type.suffixes;
  out->typeOf = copy(type.typeOf);
  out->typeOfType = copy(type.typeOfType);
  out->resolved = type.resolved;
  out->isBroken = type.isBroken;
  return out;
}

Block clone(const Block &block) {
  Block out;
  out.span = block.span;
  for (const StmtPtr &stmt : block.statements)
    out.statements.push_back(copy(*stmt));
  out.value = copy(block.value);
  return out;
}

} // namespace sonde::ast
