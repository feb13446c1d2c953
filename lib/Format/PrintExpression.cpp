//===- PrintExpression.cpp - Expressions and types ------------------------===//
#include "lib/Format/Printer.h"

namespace sonde {

using namespace ast;

namespace {

/// How tightly an operator binds; 1 binds loosest.
unsigned level(BinaryOp op) {
  switch (op) {
  case BinaryOp::LogicalOr:
    return 1;
  case BinaryOp::LogicalAnd:
    return 2;
  default:
    return 3; // Among these, parentheses are always written.
  }
}

/// Does the base of a `.`, `->` or `[` need parentheses?
bool isPostfix(const Expr &base) {
  switch (base.kind) {
  case ExprKind::Unary:
  case ExprKind::Step:
  case ExprKind::Binary:
  case ExprKind::Conditional:
  case ExprKind::Cast:
  case ExprKind::If:
  case ExprKind::Block:
  case ExprKind::Comptime:
    return false;
  default:
    return true;
  }
}

/// The operand of a prefix operator, a cast or `comptime`.
bool isUnary(const Expr &operand) {
  return operand.kind != ExprKind::Binary && operand.kind != ExprKind::Conditional &&
         operand.kind != ExprKind::If && operand.kind != ExprKind::Block;
}

/// `x` and `x[1]`, which `sizeof` would take for types.
bool looksLikeType(const Expr &expr) {
  const Expr *base = &expr;
  while (const auto *index = as<Index>(base))
    base = index->base.get();
  return base->kind == ExprKind::Name;
}

} // namespace

bool needsParentheses(const Expr &operand, BinaryOp op, bool isRight) {
  if (!isLogical(op))
    return !isUnary(operand) || operand.kind == ExprKind::Cast;
  if (const auto *binary = as<Binary>(&operand))
    return isRight ? level(binary->op) <= level(op) : level(binary->op) < level(op);
  return !isUnary(operand);
}

std::string_view beginning(const Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Name:
    return as<Name>(&expr)->name;
  case ExprKind::Call:
    return as<Call>(&expr)->callee;
  case ExprKind::Variable:
    return "$";
  case ExprKind::Map:
    return "@";
  case ExprKind::Unary:
    return spelling(as<Unary>(&expr)->op);
  case ExprKind::Step:
    return as<Step>(&expr)->isPrefix ? "++" : beginning(*as<Step>(&expr)->target);
  case ExprKind::Binary: {
    const auto &binary = *as<Binary>(&expr);
    return needsParentheses(*binary.left, binary.op, false) ? "(" : beginning(*binary.left);
  }
  case ExprKind::Conditional: {
    const Expr &condition = *as<Conditional>(&expr)->condition;
    return condition.kind == ExprKind::Conditional ? "(" : beginning(condition);
  }
  case ExprKind::Field:
    return isPostfix(*as<Field>(&expr)->base) ? beginning(*as<Field>(&expr)->base) : "(";
  case ExprKind::Element:
    return isPostfix(*as<Element>(&expr)->base) ? beginning(*as<Element>(&expr)->base) : "(";
  case ExprKind::Index: {
    const Expr &base = *as<Index>(&expr)->base;
    return isPostfix(base) && base.kind != ExprKind::Map ? beginning(base) : "(";
  }
  case ExprKind::Cast:
  case ExprKind::Tuple:
  case ExprKind::Record:
    return "(";
  case ExprKind::Block:
    return "{";
  default:
    return "a"; // A literal or a keyword that begins no statement.
  }
}

void Printer::parenthesised(const Expr &expr, bool needed) {
  if (!needed)
    return expression(expr);
  optional("(");
  expression(expr);
  optional(")");
}

/// Expressions between commas; the bracket before them has been written.
void Printer::list(const std::vector<ExprPtr> &exprs) {
  for (size_t i = 0; i < exprs.size(); ++i) {
    if (i)
      mark(",");
    layout.mayBreak(i != 0);
    expression(*exprs[i]);
  }
}

void Printer::map(const Map &map) {
  word(map.name);
  if (!map.hasKey)
    return;
  word("[");
  layout.openGroup();
  list(map.keys);
  word("]");
  layout.closeGroup();
}

void Printer::call(const Call &call) {
  word(call.callee);
  word("(");
  layout.openGroup();
  list(call.args);
  word(")");
  layout.closeGroup();
}

/// Operands that share a line's end: `a && b && c` is one group.
void Printer::binary(const Binary &binary, bool inGroup) {
  if (!inGroup)
    layout.openGroup();
  const auto *chain = as<Binary>(binary.left.get());
  if (chain && !needsParentheses(*chain, binary.op, false))
    this->binary(*chain, true);
  else
    parenthesised(*binary.left, needsParentheses(*binary.left, binary.op, false));
  space();
  word(spelling(binary.op));
  layout.mayBreak(true);
  parenthesised(*binary.right, needsParentheses(*binary.right, binary.op, true));
  if (!inGroup)
    layout.closeGroup();
}

void Printer::conditional(const Conditional &conditional) {
  layout.openGroup();
  parenthesised(*conditional.condition, conditional.condition->kind == ExprKind::Conditional);
  layout.mayBreak(true);
  word("?");
  if (conditional.yes) {
    space();
    expression(*conditional.yes);
    layout.mayBreak(true);
  }
  word(":");
  space();
  expression(*conditional.no);
  layout.closeGroup();
}

void Printer::postfixBase(const Expr &base) { parenthesised(base, !isPostfix(base)); }

void Printer::tuple(const Tuple &tuple) {
  word("(");
  layout.openGroup();
  list(tuple.elements);
  if (tuple.elements.size() == 1)
    mark(",");
  word(")");
  layout.closeGroup();
}

void Printer::record(const Record &record) {
  word("(");
  layout.openGroup();
  for (size_t i = 0; i < record.elements.size(); ++i) {
    if (i)
      mark(",");
    layout.mayBreak(i != 0);
    word(record.elements[i].name);
    word("=");
    expression(*record.elements[i].value);
  }
  word(")");
  layout.closeGroup();
}

void Printer::ifExpression(const If &branch) {
  word("if");
  space();
  if (const auto *comptime = as<Comptime>(branch.condition.get())) {
    word("comptime");
    space();
    condition(*comptime->operand);
  } else {
    condition(*branch.condition);
  }
  space();
  block(branch.yes);
  if (!branch.no)
    return;
  space();
  word("else");
  space();
  const auto *elseIf = as<If>(branch.no->value.get());
  if (elseIf && elseIf->isElseIf)
    ifExpression(*elseIf);
  else
    block(*branch.no);
}

void Printer::expression(const Expr &node) {
  switch (node.kind) {
  case ExprKind::Int:
    return verbatim(TokenKind::Integer);
  case ExprKind::String:
    return verbatim(TokenKind::String);
  case ExprKind::Bool:
    return word(as<BoolLiteral>(&node)->value ? "true" : "false");
  case ExprKind::Param:
    return verbatim(TokenKind::Param);
  case ExprKind::ParamCount:
    return word("$#");
  case ExprKind::Name:
    return word(as<Name>(&node)->name);
  case ExprKind::Variable:
    return word(as<Variable>(&node)->name);
  case ExprKind::Map:
    return map(*as<Map>(&node));
  case ExprKind::Call:
    return call(*as<Call>(&node));
  case ExprKind::Unary: {
    const auto &unary = *as<Unary>(&node);
    word(spelling(unary.op));
    // Two `-` would become one `--`.
    bool joins = unary.op == UnaryOp::Minus && beginning(*unary.operand).front() == '-';
    return parenthesised(*unary.operand, !isUnary(*unary.operand) || joins ||
                                             unary.operand->kind == ExprKind::Step);
  }
  case ExprKind::Step: {
    const auto &step = *as<Step>(&node);
    const char *op = step.isIncrement ? "++" : "--";
    if (step.isPrefix)
      word(op);
    expression(*step.target);
    if (!step.isPrefix)
      word(op);
    return;
  }
  case ExprKind::Binary:
    return binary(*as<Binary>(&node));
  case ExprKind::Conditional:
    return conditional(*as<Conditional>(&node));
  case ExprKind::Cast: {
    const auto &cast = *as<Cast>(&node);
    word("(");
    type(*cast.target);
    word(")");
    return parenthesised(*cast.operand,
                         !isUnary(*cast.operand) || cast.operand->kind == ExprKind::Step);
  }
  case ExprKind::Field: {
    const auto &field = *as<Field>(&node);
    postfixBase(*field.base);
    word(nextNeeded().is(TokenKind::Arrow) ? "->" : ".");
    return word(field.field);
  }
  case ExprKind::Element:
    postfixBase(*as<Element>(&node)->base);
    word(".");
    return verbatim(TokenKind::Integer);
  case ExprKind::Index: {
    const auto &index = *as<Index>(&node);
    const auto *base = as<Map>(index.base.get());
    if (base && !base->hasKey) // `@m[1]` is an entry of the map.
      parenthesised(*base, true);
    else
      postfixBase(*index.base);
    word("[");
    layout.openGroup();
    layout.mayBreak(false);
    expression(*index.index);
    word("]");
    return layout.closeGroup();
  }
  case ExprKind::Tuple:
    return tuple(*as<Tuple>(&node));
  case ExprKind::Record:
    return record(*as<Record>(&node));
  case ExprKind::If:
    return ifExpression(*as<If>(&node));
  case ExprKind::Block:
    return block(as<BlockExpr>(&node)->block);
  case ExprKind::Comptime: {
    const Expr &operand = *as<Comptime>(&node)->operand;
    word("comptime");
    space();
    return parenthesised(operand, !isUnary(operand));
  }
  case ExprKind::SizeOf:
  case ExprKind::OffsetOf:
  case ExprKind::TypeInfo:
  case ExprKind::TypeOf:
    return typeQuery(static_cast<const TypeQuery &>(node));
  }
}

//===-- Types -------------------------------------------------------------===//

/// A type or an expression. A bare name may be either, and both are set.
void Printer::subject(const Expr *expr, const TypeName *type) {
  if (type)
    return this->type(*type);
  parenthesised(*expr, looksLikeType(*expr));
}

void Printer::typeQuery(const TypeQuery &query) {
  static constexpr const char *kWords[] = {"sizeof", "offsetof", "typeinfo", "typeof"};
  word(kWords[static_cast<unsigned>(query.kind) - static_cast<unsigned>(ExprKind::SizeOf)]);
  word("(");
  layout.openGroup();
  subject(query.subject.expr.get(), query.subject.type.get());
  for (size_t i = 0; i < query.fields.size(); ++i) {
    if (i) {
      word(".");
    } else {
      mark(",");
      layout.mayBreak(true);
    }
    word(query.fields[i]);
  }
  word(")");
  layout.closeGroup();
}

void Printer::type(const TypeName &type) {
  if (nextNeeded().isWord("const")) {
    word("const");
    space();
  }
  if (type.typeOf || type.typeOfType) {
    word("typeof");
    word("(");
    subject(type.typeOf.get(), type.typeOfType.get());
    return word(")");
  }
  static constexpr const char *kTags[] = {"", "struct", "union", "enum"};
  if (type.tag != Tag::None) {
    word(kTags[static_cast<unsigned>(type.tag)]);
    space();
  }
  // C's names may have several words.
  for (size_t begin = 0; begin <= type.name.size();) {
    size_t end = std::min(type.name.find(' ', begin), type.name.size());
    if (begin)
      space();
    word(std::string_view(type.name).substr(begin, end - begin));
    begin = end + 1;
  }
  bool wasPointer = false;
  for (const TypeName::Suffix &suffix : type.suffixes) {
    if (suffix.isPointer) {
      if (!wasPointer)
        space();
      word("*");
    } else {
      word("[");
      if (next().is(TokenKind::Integer))
        verbatim(TokenKind::Integer);
      word("]");
    }
    wasPointer = suffix.isPointer;
  }
}

} // namespace sonde
