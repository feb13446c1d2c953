//===- ParseStatement.cpp - Blocks and statements -------------------------===//
#include "lib/Frontend/ParserImpl.h"

namespace sonde {

using namespace ast;

static std::optional<BinaryOp> compoundOp(TokenKind kind) {
  switch (kind) {
  case TokenKind::PlusAssign:
    return BinaryOp::Add;
  case TokenKind::MinusAssign:
    return BinaryOp::Subtract;
  case TokenKind::StarAssign:
    return BinaryOp::Multiply;
  case TokenKind::SlashAssign:
    return BinaryOp::Divide;
  case TokenKind::PercentAssign:
    return BinaryOp::Modulo;
  case TokenKind::AmpersandAssign:
    return BinaryOp::And;
  case TokenKind::PipeAssign:
    return BinaryOp::Or;
  case TokenKind::CaretAssign:
    return BinaryOp::Xor;
  case TokenKind::ShiftLeftAssign:
    return BinaryOp::ShiftLeft;
  case TokenKind::ShiftRightAssign:
    return BinaryOp::ShiftRight;
  default:
    return std::nullopt;
  }
}

bool Parser::parseBlock(Block &block) {
  uint32_t begin = token.span.begin;
  Nesting nesting(*this);
  if (tooDeep() || !expect(TokenKind::LeftBrace))
    return false;
  while (!token.is(TokenKind::RightBrace)) {
    if (token.is(TokenKind::End)) {
      if (!braceMayBeMissing)
        errorExpected("'}'");
      return false;
    }
    uint32_t before = token.span.begin;
    if (!parseStatement(block)) {
      skipStatement();
      if (token.span.begin == before && !token.is(TokenKind::RightBrace))
        take(); // Always forward.
    }
  }
  take();
  block.span = from(begin);
  return true;
}

bool Parser::parseStatement(Block &block) {
  uint32_t begin = token.span.begin;
  auto push = [&](StmtPtr stmt) {
    if (!stmt)
      return false;
    block.statements.push_back(std::move(stmt));
    return true;
  };

  if (token.isWord("import") && peek().is(TokenKind::String)) {
    take();
    std::string path;
    if (!parseStringText(path))
      return false;
    push(std::make_unique<Import>(from(begin), std::move(path)));
    return expectEnd("after this import");
  }
  if (token.isWord("let"))
    return push(parseLet());
  if (token.isWord("for") && (peek().is(TokenKind::LeftParen) || peek().is(TokenKind::Variable) ||
                              peek().is(TokenKind::Map)))
    return push(parseFor());
  if (token.isWord("while") || token.isWord("unroll"))
    return push(parseLoop());
  if (token.isWord("break"))
    return push(parseJump(JumpKind::Break));
  if (token.isWord("continue"))
    return push(parseJump(JumpKind::Continue));
  if (token.isWord("return"))
    return push(parseJump(JumpKind::Return));
  if (token.isWord("_") && peek().is(TokenKind::Assign)) {
    take();
    take();
    ExprPtr value = parseExpression();
    if (!value)
      return false;
    push(std::make_unique<Discard>(from(begin), std::move(value)));
    return expectEnd();
  }
  return parseAssignmentOrExpression(block);
}

/// `if` and a block may stand without `;`: what follows continues them only if
/// it is an operator.
static bool isBlockLike(const Expr &expr) {
  return expr.kind == ExprKind::If || expr.kind == ExprKind::Block;
}

bool Parser::parseAssignmentOrExpression(Block &block) {
  uint32_t begin = token.span.begin;
  bool startsWithTarget = token.is(TokenKind::Variable) || token.is(TokenKind::Map);
  ExprPtr expr = startsWithTarget ? parseUnary() : parseExpression();
  if (!expr)
    return false;
  if (token.is(TokenKind::Assign) || compoundOp(token.kind)) {
    StmtPtr assign = finishAssignment(std::move(expr), begin);
    if (!assign)
      return false;
    block.statements.push_back(std::move(assign));
    return expectEnd();
  }
  if (startsWithTarget && !keep(expr, parseBinary(1, std::move(expr))))
    return false;
  if (token.is(TokenKind::Question)) {
    errorExpected("';'", "a choice that begins with a variable or a map stands in parentheses, or "
                         "behind '_ ='");
    return false;
  }
  if (token.is(TokenKind::RightBrace)) {
    block.value = std::move(expr);
    return true;
  }
  // `$x: int8 = 1` is meant to declare: that there is no '$x' yet is not the mistake.
  bool isDeclaration = token.is(TokenKind::Colon) && expr->kind == ExprKind::Variable;
  if (isDeclaration) {
    errorExpected("';'", "a variable with a type is declared with 'let'");
    return false;
  }
  bool blockLike = isBlockLike(*expr);
  Span span = expr->span;
  block.statements.push_back(std::make_unique<ExprStmt>(span, std::move(expr)));
  if (blockLike)
    return accept(TokenKind::Semicolon), true;
  return expectEnd();
}

/// Assignment needs a variable or a map.
bool Parser::checkTarget(const Expr &target, uint32_t begin) {
  if (target.kind == ExprKind::Variable || target.kind == ExprKind::Map)
    return true;
  if (target.kind == ExprKind::Element || target.kind == ExprKind::Field) {
    error(from(begin), "tuples, records and structs cannot be changed; "
                       "assign a new value instead");
    return false;
  }
  error(target.span, "only variables and maps can be assigned to");
  return false;
}

StmtPtr Parser::finishAssignment(ExprPtr target, uint32_t begin) {
  auto assign = std::make_unique<Assign>(Span{});
  assign->op = compoundOp(token.kind);
  take();
  assign->value = parseExpression();
  if (!assign->value || !checkTarget(*target, begin))
    return nullptr;
  assign->target = std::move(target);
  assign->span = from(begin);
  return assign;
}

StmtPtr Parser::parseLet() {
  uint32_t begin = token.span.begin;
  take();
  if (!token.is(TokenKind::Variable))
    return errorExpected("a variable after 'let'");
  auto let = std::make_unique<Let>(Span{});
  let->name = token.text;
  take();
  let->nameSpan = from(begin);
  if (accept(TokenKind::Colon) && !keep(let->typeName, parseType()))
    return nullptr;
  if (accept(TokenKind::Assign) && !keep(let->value, parseExpression()))
    return nullptr;
  let->span = from(begin);
  if (!expectEnd())
    return nullptr;
  return let;
}

StmtPtr Parser::parseFor() {
  uint32_t begin = token.span.begin;
  take();
  bool parenthesised = accept(TokenKind::LeftParen);
  if (!token.is(TokenKind::Variable))
    return errorExpected("a variable in this 'for'");
  std::string variable(token.text);
  Span variableSpan = token.span;
  take();
  if (!expect(TokenKind::Colon))
    return nullptr;
  ExprPtr first = parsePrimary();
  if (!first)
    return nullptr;
  StmtPtr stmt;
  Block *body;
  if (accept(TokenKind::DotDot)) {
    auto loop = std::make_unique<ForRange>(Span{});
    loop->variable = std::move(variable);
    loop->variableSpan = variableSpan;
    loop->from = std::move(first);
    if (!keep(loop->to, parsePrimary()))
      return nullptr;
    body = &loop->body;
    stmt = std::move(loop);
  } else {
    if (first->kind != ExprKind::Map && parenthesised && !token.is(TokenKind::RightParen))
      return errorExpected("')'");
    if (first->kind != ExprKind::Map)
      return error(first->span, "expected a map or a range 'a..b' to loop over");
    auto loop = std::make_unique<ForMap>(Span{});
    loop->variable = std::move(variable);
    loop->variableSpan = variableSpan;
    loop->map = std::move(first);
    body = &loop->body;
    stmt = std::move(loop);
  }
  if ((parenthesised && !expect(TokenKind::RightParen)) || !parseBlock(*body))
    return nullptr;
  stmt->span = from(begin);
  return stmt;
}

StmtPtr Parser::parseLoop() {
  uint32_t begin = token.span.begin;
  auto loop = std::make_unique<Loop>(Span{});
  loop->isUnroll = token.isWord("unroll");
  take();
  loop->condition = parseCondition();
  if (!loop->condition || !parseBlock(loop->body))
    return nullptr;
  loop->span = from(begin);
  return loop;
}

StmtPtr Parser::parseJump(JumpKind kind) {
  uint32_t begin = token.span.begin;
  take();
  auto jump = std::make_unique<Jump>(Span{}, kind);
  if (kind == JumpKind::Return && !token.is(TokenKind::Semicolon) &&
      !token.is(TokenKind::RightBrace) && !keep(jump->value, parseExpression()))
    return nullptr;
  if (!expectEnd())
    return nullptr;
  jump->span = from(begin);
  return jump;
}

} // namespace sonde
