//===- PrintStatement.cpp - Blocks and statements -------------------------===//
#include "lib/Format/Printer.h"

namespace sonde {

using namespace ast;

namespace {

bool isBlockLike(const Expr &expr) {
  return expr.kind == ExprKind::If || expr.kind == ExprKind::Block;
}

/// A statement that begins with `word` is read as something else.
bool beginsStatement(std::string_view word) {
  for (std::string_view keyword : {"let", "for", "while", "unroll", "break", "continue", "return"})
    if (word == keyword)
      return true;
  return false;
}

/// The character with which a statement begins that is an expression.
char firstCharacter(const Expr &expr) { return beginning(expr).front(); }

} // namespace

/// Are there only blanks before the `}` that ends `inside`?
bool Printer::holdsNothing(Span inside) const {
  std::string_view text = lexer.source().substr(inside.begin, inside.end - inside.begin - 1);
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void Printer::block(const Block &block) {
  word("{");
  if (holdsNothing(lexer.span(block.span.begin + 1, block.span.end)))
    return word("}");
  layout.openBlock();
  const std::vector<StmtPtr> &statements = block.statements;
  for (size_t i = 0; i < statements.size(); ++i) {
    layout.newItem();
    const Expr *following = block.value.get();
    if (i + 1 < statements.size()) {
      const auto *stmt = as<ExprStmt>(statements[i + 1].get());
      following = stmt ? stmt->expr.get() : nullptr;
    }
    bool isLast = i + 1 == statements.size() && !block.value;
    statement(*statements[i], isLast ? '}' : following ? firstCharacter(*following) : 'a');
  }
  if (block.value) {
    layout.newItem();
    expressionStatement(*block.value);
  }
  closeBlock(statements.empty() && !block.value);
}

/// The bracket that ends a block. A comment that stands on its line goes to the
/// end of the last statement's.
void Printer::closeBlock(bool isEmpty) {
  advanceTo("}");
  Layout::Word close{"}", {}, {}, 0};
  Layout::Word &last = *layout.lastWord();
  putBehind(last);
  for (Comment &comment : pending) {
    bool moves = comment.place == Comment::Place::Inline && comment.newlines == 0 && !isEmpty;
    if (comment.place == Comment::Place::Inline)
      comment.place = Comment::Place::Line;
    (moves && close.before.empty() ? last.behind : close.before).push_back(comment);
  }
  pending.clear();
  layout.closeBlock(std::move(close));
}

/// `following` is how the next statement begins, `}` at the end of the block.
void Printer::statement(const Stmt &stmt, char following) {
  switch (stmt.kind) {
  case StmtKind::Expr: {
    const Expr &expr = *as<ExprStmt>(&stmt)->expr;
    expressionStatement(expr);
    // A block is complete without `;`, unless what follows would continue it.
    std::string_view continues = "*-&+[}";
    if (!isBlockLike(expr) || continues.find(following) != std::string_view::npos)
      mark(";");
    return;
  }
  case StmtKind::Assign: {
    const auto &assign = *as<Assign>(&stmt);
    expression(*assign.target);
    space();
    word(std::string(assign.op ? spelling(*assign.op) : "") + "=");
    return assignment(*assign.value);
  }
  case StmtKind::Let:
    return letStatement(*as<Let>(&stmt));
  case StmtKind::Discard:
    word("_");
    space();
    word("=");
    return assignment(*as<Discard>(&stmt)->value);
  case StmtKind::Loop: {
    const auto &loop = *as<Loop>(&stmt);
    word(loop.isUnroll ? "unroll" : "while");
    space();
    if (loop.isUnroll) {
      optional("(");
      expression(*loop.condition);
      optional(")");
    } else {
      condition(*loop.condition);
    }
    space();
    return block(loop.body);
  }
  case StmtKind::ForRange:
    return rangeLoop(*as<ForRange>(&stmt));
  case StmtKind::ForMap: {
    const auto &loop = *as<ForMap>(&stmt);
    word("for");
    space();
    word(loop.variable);
    space();
    word(":");
    space();
    expression(*loop.map);
    space();
    return block(loop.body);
  }
  case StmtKind::Jump:
    word(spelling(as<Jump>(&stmt)->jump));
    if (const ExprPtr &value = as<Jump>(&stmt)->value) {
      space();
      expression(*value);
    }
    return mark(";");
  case StmtKind::Import:
    return import(*as<Import>(&stmt));
  }
}

void Printer::expressionStatement(const Expr &expr) {
  std::string_view begin = beginning(expr);
  bool isTarget = begin.front() == '$' || begin.front() == '@';
  // What begins with a variable continues as an assignment or an operator only.
  parenthesised(expr, beginsStatement(begin) || (isTarget && expr.kind == ExprKind::Conditional));
}

void Printer::letStatement(const Let &let) {
  word("let");
  space();
  word(let.name);
  if (let.typeName) {
    word(":");
    space();
    type(*let.typeName);
  }
  if (!let.value)
    return mark(";");
  space();
  word("=");
  assignment(*let.value);
}

/// What stands behind the `=`.
void Printer::assignment(const Expr &value) {
  layout.openGroup();
  layout.mayBreak(true);
  expression(value);
  layout.closeGroup();
  mark(";");
}

/// A bound of a range is a primary expression.
static bool isBound(const Expr &expr) {
  switch (expr.kind) {
  case ExprKind::Unary:
  case ExprKind::Step:
  case ExprKind::Binary:
  case ExprKind::Conditional:
  case ExprKind::Field:
  case ExprKind::Element:
  case ExprKind::Index:
  case ExprKind::Comptime:
  case ExprKind::If:
  case ExprKind::Block:
    return false;
  default:
    return true;
  }
}

void Printer::rangeLoop(const ForRange &loop) {
  word("for");
  space();
  bool hasParentheses = next().is(TokenKind::LeftParen);
  if (hasParentheses)
    word("(");
  layout.openGroup();
  word(loop.variable);
  space();
  word(":");
  layout.mayBreak(true);
  parenthesised(*loop.from, !isBound(*loop.from));
  word("..");
  layout.mayBreak(false);
  parenthesised(*loop.to, !isBound(*loop.to));
  if (hasParentheses)
    word(")");
  layout.closeGroup();
  space();
  block(loop.body);
}

/// Parentheses stay, except around what is one word.
void Printer::condition(const Expr &expr) {
  bool isWord = expr.kind == ExprKind::Variable || expr.kind == ExprKind::Int ||
                expr.kind == ExprKind::Bool || expr.kind == ExprKind::Param ||
                expr.kind == ExprKind::ParamCount || expr.kind == ExprKind::String;
  bool hasParentheses = !isWord && next().is(TokenKind::LeftParen);
  if (hasParentheses)
    word("(");
  layout.openGroup();
  expression(expr);
  if (hasParentheses)
    word(")");
  layout.closeGroup();
}

} // namespace sonde
