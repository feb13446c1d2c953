//===- ParseExpression.cpp - Expressions and types ------------------------===//
#include "lib/Frontend/ParserImpl.h"

#include "lib/Frontend/Literals.h"

#include <algorithm>

namespace sonde {

using namespace ast;

bool isReservedValue(std::string_view name) {
  for (std::string_view value : {"args", "ctx", "kstack", "nsecs", "pid", "tid", "ustack"})
    if (name == value)
      return true;
  if (name.substr(0, 4) == "sarg")
    name.remove_prefix(1);
  return name.size() > 3 && name.substr(0, 3) == "arg" &&
         std::all_of(name.begin() + 3, name.end(), isDigit);
}

namespace {

struct Operator {
  BinaryOp op;
  unsigned level; ///< 1 binds loosest.
};

std::optional<Operator> binaryOperator(TokenKind kind) {
  switch (kind) {
  case TokenKind::OrOr:
    return Operator{BinaryOp::LogicalOr, 1};
  case TokenKind::AndAnd:
    return Operator{BinaryOp::LogicalAnd, 2};
  case TokenKind::Pipe:
    return Operator{BinaryOp::Or, 3};
  case TokenKind::Caret:
    return Operator{BinaryOp::Xor, 4};
  case TokenKind::Ampersand:
    return Operator{BinaryOp::And, 5};
  case TokenKind::Equal:
    return Operator{BinaryOp::Equal, 6};
  case TokenKind::NotEqual:
    return Operator{BinaryOp::NotEqual, 6};
  case TokenKind::Less:
    return Operator{BinaryOp::Less, 7};
  case TokenKind::Greater:
    return Operator{BinaryOp::Greater, 7};
  case TokenKind::LessEqual:
    return Operator{BinaryOp::LessEqual, 7};
  case TokenKind::GreaterEqual:
    return Operator{BinaryOp::GreaterEqual, 7};
  case TokenKind::ShiftLeft:
    return Operator{BinaryOp::ShiftLeft, 8};
  case TokenKind::ShiftRight:
    return Operator{BinaryOp::ShiftRight, 8};
  case TokenKind::Plus:
    return Operator{BinaryOp::Add, 9};
  case TokenKind::Minus:
    return Operator{BinaryOp::Subtract, 9};
  case TokenKind::Star:
    return Operator{BinaryOp::Multiply, 10};
  case TokenKind::Slash:
    return Operator{BinaryOp::Divide, 10};
  case TokenKind::Percent:
    return Operator{BinaryOp::Modulo, 10};
  default:
    return std::nullopt;
  }
}

bool isLvalue(const Expr &expr) {
  return expr.kind == ExprKind::Variable || expr.kind == ExprKind::Map;
}

} // namespace

//===-- Operators ---------------------------------------------------------===//

ExprPtr Parser::parseExpression() {
  Nesting nesting(*this);
  if (tooDeep())
    return nullptr;
  uint32_t begin = token.span.begin;
  ExprPtr condition = parseBinary(1);
  if (!condition || !accept(TokenKind::Question))
    return condition;
  ExprPtr yes;
  if (!token.is(TokenKind::Colon) && !keep(yes, parseExpression()))
    return nullptr;
  if (!expect(TokenKind::Colon))
    return nullptr;
  ExprPtr no = parseExpression();
  if (!no)
    return nullptr;
  return std::make_unique<Conditional>(from(begin), std::move(condition), std::move(yes),
                                       std::move(no));
}

ExprPtr Parser::parseBinary(unsigned lowest, ExprPtr left) {
  if (!left && !keep(left, parseUnary()))
    return nullptr;
  uint32_t begin = left->span.begin;
  unsigned links = 0;
  while (std::optional<Operator> found = binaryOperator(token.kind)) {
    if (found->level < lowest)
      break;
    if (token.is(TokenKind::Slash) && peek().is(TokenKind::LeftBrace))
      break; // Closes a predicate.
    if (tooLong(links))
      return nullptr;
    Span opSpan = token.span;
    take();
    ExprPtr right = parseBinary(found->level + 1);
    if (!right)
      return nullptr;
    left =
        std::make_unique<Binary>(from(begin), found->op, opSpan, std::move(left), std::move(right));
  }
  return left;
}

ExprPtr Parser::parseUnary() {
  Nesting nesting(*this);
  if (tooDeep())
    return nullptr;
  uint32_t begin = token.span.begin;
  if (token.is(TokenKind::PlusPlus) || token.is(TokenKind::MinusMinus)) {
    bool isIncrement = token.is(TokenKind::PlusPlus);
    take();
    ExprPtr operand = parseUnary();
    if (!operand)
      return nullptr;
    if (!isLvalue(*operand))
      return error(operand->span, "'++' and '--' need a variable or a map");
    return std::make_unique<Step>(from(begin), isIncrement, true, std::move(operand));
  }
  std::optional<UnaryOp> op;
  switch (token.kind) {
  case TokenKind::Ampersand:
    op = UnaryOp::AddressOf;
    break;
  case TokenKind::Star:
    op = UnaryOp::Dereference;
    break;
  case TokenKind::Not:
    op = UnaryOp::Not;
    break;
  case TokenKind::Tilde:
    op = UnaryOp::Complement;
    break;
  case TokenKind::Minus:
    op = UnaryOp::Minus;
    break;
  default:
    return parsePostfix();
  }
  take();
  if (op == UnaryOp::AddressOf) {
    if (!token.is(TokenKind::Variable) && !token.is(TokenKind::Map))
      return error(unexpected(), "'&' needs a map or a variable");
    ExprPtr operand;
    if (token.is(TokenKind::Variable)) {
      operand = std::make_unique<Variable>(token.span, std::string(token.text));
    } else {
      operand = std::make_unique<Map>(token.span, std::string(token.text));
    }
    take();
    return parsePostfixOf(std::make_unique<Unary>(from(begin), *op, std::move(operand)));
  }
  ExprPtr operand = parseUnary();
  if (!operand)
    return nullptr;
  return std::make_unique<Unary>(from(begin), *op, std::move(operand));
}

ExprPtr Parser::parsePostfix() {
  ExprPtr base = parsePrimary();
  return base ? parsePostfixOf(std::move(base)) : nullptr;
}

ExprPtr Parser::parsePostfixOf(ExprPtr base) {
  uint32_t begin = base->span.begin;
  unsigned links = 0;
  while (true) {
    if (tooLong(links))
      return nullptr;
    if (token.is(TokenKind::Dot) || token.is(TokenKind::Arrow)) {
      bool isArrow = token.is(TokenKind::Arrow);
      take();
      if (token.is(TokenKind::Integer) && !isArrow) {
        ExprPtr index = parseInteger();
        if (!index)
          return nullptr;
        base = std::make_unique<Element>(from(begin), std::move(base),
                                         as<IntLiteral>(index)->value.raw());
        continue;
      }
      if (!token.is(TokenKind::Identifier))
        return errorExpected(isArrow ? "the name of a field" : "a field or an index");
      std::string field(token.text);
      Span fieldSpan = token.span;
      take();
      base = std::make_unique<Field>(from(begin), std::move(base), std::move(field), fieldSpan);
    } else if (accept(TokenKind::LeftBracket)) {
      ExprPtr index = parseExpression();
      if (!index || !expect(TokenKind::RightBracket))
        return nullptr;
      base = std::make_unique<Index>(from(begin), std::move(base), std::move(index));
    } else if (token.is(TokenKind::PlusPlus) || token.is(TokenKind::MinusMinus)) {
      if (!isLvalue(*base))
        return error(token.span, "'" + std::string(token.text) + "' needs a variable or a map");
      bool isIncrement = token.is(TokenKind::PlusPlus);
      take();
      base = std::make_unique<Step>(from(begin), isIncrement, false, std::move(base));
    } else {
      return base;
    }
  }
}

//===-- Primaries ---------------------------------------------------------===//

ExprPtr Parser::parsePrimary() {
  switch (token.kind) {
  case TokenKind::LeftParen:
    return parseParenthesis();
  case TokenKind::LeftBrace: {
    uint32_t begin = token.span.begin;
    Block block;
    if (!parseBlock(block))
      return nullptr;
    return std::make_unique<BlockExpr>(from(begin), std::move(block));
  }
  case TokenKind::Identifier:
    return parseWord();
  case TokenKind::Integer:
    return parseInteger();
  case TokenKind::String:
    return parseString();
  case TokenKind::Variable: {
    auto variable = std::make_unique<Variable>(token.span, std::string(token.text));
    take();
    return variable;
  }
  case TokenKind::Map:
    return parseMap();
  case TokenKind::Param:
    return parseParam();
  case TokenKind::ParamCount: {
    auto count = std::make_unique<ParamCount>(token.span);
    take();
    return count;
  }
  default:
    return errorExpected("an expression");
  }
}

ExprPtr Parser::parseWord() {
  if (token.isWord("if"))
    return parseIf();
  Token next = peek();
  bool called = next.is(TokenKind::LeftParen);
  if (called && token.isWord("sizeof"))
    return parseTypeQuery(ExprKind::SizeOf);
  if (called && token.isWord("typeinfo"))
    return parseTypeQuery(ExprKind::TypeInfo);
  if (called && token.isWord("offsetof"))
    return parseTypeQuery(ExprKind::OffsetOf);
  if (token.isWord("comptime")) {
    uint32_t begin = token.span.begin;
    take();
    ExprPtr operand = parseUnary();
    if (!operand)
      return nullptr;
    return std::make_unique<Comptime>(from(begin), std::move(operand));
  }
  if (token.isWord("true") || token.isWord("false")) {
    auto literal = std::make_unique<BoolLiteral>(token.span, token.isWord("true"));
    take();
    return literal;
  }
  return parseCallOrName();
}

ExprPtr Parser::parseCallOrName() {
  Span nameSpan = token.span;
  std::string name(token.text);
  take();
  if (!accept(TokenKind::LeftParen))
    return std::make_unique<Name>(nameSpan, std::move(name));
  auto call = std::make_unique<Call>(Span{}, std::move(name), nameSpan);
  if (!token.is(TokenKind::RightParen)) {
    do {
      ExprPtr arg = token.isWord("typeof") && peek().is(TokenKind::LeftParen)
                        ? parseTypeQuery(ExprKind::TypeOf)
                        : parseExpression();
      if (!arg)
        return nullptr;
      call->args.push_back(std::move(arg));
    } while (accept(TokenKind::Comma));
  }
  if (!expect(TokenKind::RightParen))
    return nullptr;
  call->span = from(nameSpan.begin);
  return call;
}

ExprPtr Parser::parseInteger() {
  LiteralError wrong;
  std::optional<Integer> value = sonde::parseInteger(token.text, IntegerForm::Source, wrong);
  if (!value) {
    uint32_t begin = token.span.begin;
    error(lexer.span(begin + wrong.begin, begin + wrong.end), wrong.message);
    value = Integer(); // A wrong number is still a number: the rest can be read.
  }
  auto literal = std::make_unique<IntLiteral>(token.span, *value);
  take();
  return literal;
}

bool Parser::parseStringText(std::string &text) {
  if (token.error) {
    errorExpected("a string");
    // Read on behind the quote: the line may hold the end of our block.
    moveTo(lastEnd = token.span.begin + 1);
    return false;
  }
  LiteralError wrong;
  std::optional<std::string> value =
      sonde::parseString(token.text.substr(1, token.text.size() - 2), wrong);
  if (value) {
    text = std::move(*value);
  } else {
    uint32_t begin = token.span.begin + 1;
    error(lexer.span(begin + wrong.begin, begin + wrong.end), wrong.message);
  }
  take();
  return true;
}

ExprPtr Parser::parseString() {
  uint32_t begin = token.span.begin;
  std::string text;
  if (!parseStringText(text))
    return nullptr;
  return std::make_unique<StringLiteral>(from(begin), std::move(text));
}

ExprPtr Parser::parseParam() {
  LiteralError wrong;
  std::string digits(token.text.substr(1));
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  std::optional<Integer> index = sonde::parseInteger(digits, IntegerForm::Source, wrong);
  if (!index || !index->fitsSigned() || index->isZero()) {
    error(token.span, "positional parameters are counted from $1 to $9223372036854775807");
    auto literal = std::make_unique<IntLiteral>(token.span, Integer());
    take();
    return literal; // As for a wrong number: the rest can be read.
  }
  auto param = std::make_unique<Param>(token.span, index->raw());
  take();
  return param;
}

bool Parser::parseKeys(std::vector<ExprPtr> &keys) {
  do {
    ExprPtr key = parseExpression();
    if (!key)
      return false;
    keys.push_back(std::move(key));
  } while (accept(TokenKind::Comma));
  return expect(TokenKind::RightBracket);
}

ExprPtr Parser::parseMap() {
  uint32_t begin = token.span.begin;
  auto map = std::make_unique<Map>(Span{}, std::string(token.text));
  take();
  if (accept(TokenKind::LeftBracket)) {
    map->hasKey = true;
    if (!parseKeys(map->keys))
      return nullptr;
  }
  map->span = from(begin);
  return map;
}

//===-- Parentheses: records, casts, tuples, groups -----------------------===//

bool Parser::atRecord() const {
  Token name = peek();
  return name.is(TokenKind::Identifier) && !isReservedValue(name.text) &&
         lexer.at(name.span.end).is(TokenKind::Assign);
}

/// `( type-shaped ) X`, where X could begin an expression.
bool Parser::atCast() const {
  Token first = peek();
  if (isReservedValue(first.text))
    return false;
  std::optional<Token> closing = skipType(first);
  if (!closing || !closing->is(TokenKind::RightParen))
    return false;
  bool isBare = closing->span.begin == lexer.at(first.span.end).span.begin;
  if (isBare && std::find(valueNames.begin(), valueNames.end(), first.text) != valueNames.end())
    return false;
  switch (lexer.at(closing->span.end).kind) {
  case TokenKind::Integer:
  case TokenKind::Identifier:
  case TokenKind::Variable:
  case TokenKind::Map:
  case TokenKind::Param:
  case TokenKind::ParamCount:
  case TokenKind::String:
  case TokenKind::LeftParen:
  case TokenKind::Minus:
  case TokenKind::MinusMinus:
  case TokenKind::Not:
  case TokenKind::Tilde:
  case TokenKind::Star:
  case TokenKind::Ampersand:
    return true;
  default:
    return false;
  }
}

ExprPtr Parser::parseParenthesis() {
  uint32_t begin = token.span.begin;
  if (atRecord())
    return parseRecord(begin);
  if (atCast())
    return parseCast(begin);
  take();
  auto tuple = std::make_unique<Tuple>(Span{});
  bool isTuple = token.is(TokenKind::RightParen);
  while (!token.is(TokenKind::RightParen)) {
    ExprPtr element = parseExpression();
    if (!element)
      return nullptr;
    tuple->elements.push_back(std::move(element));
    if (!accept(TokenKind::Comma))
      break;
    isTuple = true;
  }
  if (!expect(TokenKind::RightParen))
    return nullptr;
  if (!isTuple) {
    ExprPtr group = std::move(tuple->elements.front());
    group->span = from(begin);
    return group;
  }
  tuple->span = from(begin);
  return tuple;
}

ExprPtr Parser::parseRecord(uint32_t begin) {
  take();
  auto record = std::make_unique<Record>(Span{});
  do {
    uint32_t elementBegin = token.span.begin;
    if (!token.is(TokenKind::Identifier))
      return errorExpected("the name of a field");
    std::string name(token.text);
    take();
    if (!expect(TokenKind::Assign))
      return nullptr;
    ExprPtr value = parseExpression();
    if (!value)
      return nullptr;
    for (const Record::Element &element : record->elements)
      if (element.name == name)
        error(from(elementBegin), "this record already has a field '" + name + "'");
    record->elements.push_back({std::move(name), std::move(value)});
  } while (accept(TokenKind::Comma));
  if (!expect(TokenKind::RightParen))
    return nullptr;
  record->span = from(begin);
  return record;
}

ExprPtr Parser::parseCast(uint32_t begin) {
  take();
  std::unique_ptr<TypeName> target = parseType();
  if (!target || !expect(TokenKind::RightParen))
    return nullptr;
  ExprPtr operand = parseUnary();
  if (!operand)
    return nullptr;
  return std::make_unique<Cast>(from(begin), std::move(target), std::move(operand));
}

//===-- Conditions --------------------------------------------------------===//

/// `(expr)` or a unary expression; what stands behind it belongs to neither.
ExprPtr Parser::parseCondition() {
  if (!token.is(TokenKind::LeftParen))
    return parseUnary();
  take();
  ExprPtr condition = parseExpression();
  return condition && expect(TokenKind::RightParen) ? std::move(condition) : nullptr;
}

ExprPtr Parser::parseIf(bool isElseIf) {
  uint32_t begin = token.span.begin;
  Nesting nesting(*this);
  if (tooDeep())
    return nullptr;
  take();
  auto branch = std::make_unique<If>(Span{});
  if (token.isWord("comptime")) {
    uint32_t comptimeBegin = token.span.begin;
    take();
    ExprPtr operand = parseCondition();
    if (!operand)
      return nullptr;
    branch->condition = std::make_unique<Comptime>(from(comptimeBegin), std::move(operand));
  } else if (!keep(branch->condition, parseCondition())) {
    return nullptr;
  }
  if (!parseBlock(branch->yes))
    return nullptr;
  if (acceptWord("else")) {
    branch->no.emplace();
    if (token.isWord("if")) {
      ExprPtr nested = parseIf(true);
      if (!nested)
        return nullptr;
      branch->no->span = nested->span;
      branch->no->value = std::move(nested);
    } else if (!token.is(TokenKind::LeftBrace)) {
      return errorExpected("'{' or 'if' after 'else'");
    } else if (!parseBlock(*branch->no)) {
      return nullptr;
    }
  }
  branch->isElseIf = isElseIf;
  branch->span = from(begin);
  return branch;
}

} // namespace sonde
