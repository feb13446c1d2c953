//===- ParseType.cpp - Types, and what takes a type or an expression ------===//
#include "lib/Frontend/ParserImpl.h"

#include <algorithm>

namespace sonde {

using namespace ast;

namespace {

constexpr const char *kBuiltinTypes[] = {
    "bool",       "int8",          "int16",     "int32",   "int64",  "uint8",     "uint16",
    "uint32",     "uint64",        "string",    "buffer",  "inet",   "macaddr_t", "void",
    "username_t", "cgroup_path_t", "timestamp", "count_t", "sum_t",  "usum_t",    "min_t",
    "umin_t",     "max_t",         "umax_t",    "avg_t",   "uavg_t", "stats_t",   "ustats_t"};

bool isBuiltinType(std::string_view name) {
  return std::any_of(std::begin(kBuiltinTypes), std::end(kBuiltinTypes),
                     [&](const char *type) { return name == type; });
}

bool isTag(const Token &token) {
  return token.isWord("struct") || token.isWord("union") || token.isWord("enum");
}

/// Words of which C makes integer types: `unsigned long long`.
bool isCTypeWord(const Token &token) {
  for (std::string_view word : {"unsigned", "signed", "long", "short", "int", "char"})
    if (token.isWord(word))
      return true;
  return false;
}

} // namespace

std::optional<Token> Parser::skipType(Token first) const {
  Token next = first;
  if (next.isWord("const"))
    next = lexer.at(next.span.end);
  if (next.isWord("typeof") && lexer.at(next.span.end).is(TokenKind::LeftParen)) {
    uint32_t at = lexer.at(next.span.end).span.begin;
    return skipBalanced('(', ')', at) ? std::optional(lexer.at(at)) : std::nullopt;
  }
  if (isTag(next))
    next = lexer.at(next.span.end);
  if (!next.is(TokenKind::Identifier))
    return std::nullopt;
  bool cWords = isCTypeWord(next);
  next = lexer.at(next.span.end);
  while (cWords && isCTypeWord(next))
    next = lexer.at(next.span.end);
  while (true) {
    if (next.is(TokenKind::Star)) {
      next = lexer.at(next.span.end);
    } else if (next.is(TokenKind::LeftBracket)) {
      next = lexer.at(next.span.end);
      if (next.is(TokenKind::Integer))
        next = lexer.at(next.span.end);
      if (!next.is(TokenKind::RightBracket))
        return std::nullopt;
      next = lexer.at(next.span.end);
    } else {
      return next;
    }
  }
}

std::unique_ptr<TypeName> Parser::parseType() {
  auto type = std::make_unique<TypeName>();
  uint32_t begin = token.span.begin;
  acceptWord("const");
  if (token.isWord("typeof") && peek().is(TokenKind::LeftParen)) {
    take();
    take();
    TypeOrExpr subject;
    if (!parseTypeOrExpr(subject) || !expect(TokenKind::RightParen))
      return nullptr;
    type->typeOf = std::move(subject.expr);
    type->typeOfType = std::move(subject.type);
    type->span = from(begin);
    return type;
  }
  if (isTag(token)) {
    type->tag = token.isWord("struct")  ? Tag::Struct
                : token.isWord("union") ? Tag::Union
                                        : Tag::Enum;
    take();
  }
  if (!token.is(TokenKind::Identifier))
    return errorExpected("a type");
  bool cWords = type->tag == Tag::None && isCTypeWord(token);
  type->name = token.text;
  take();
  while (cWords && isCTypeWord(token)) {
    type->name += " " + std::string(token.text);
    take();
  }
  unsigned links = 0;
  while (true) {
    if (tooLong(links))
      return nullptr;
    if (accept(TokenKind::Star)) {
      type->suffixes.push_back({true, 0});
    } else if (accept(TokenKind::LeftBracket)) {
      uint32_t count = 0;
      if (token.is(TokenKind::Integer)) {
        Span where = token.span;
        ExprPtr number = parseInteger();
        uint64_t value = as<IntLiteral>(number)->value.raw();
        if (value > UINT32_MAX)
          error(where, "an array cannot have that many elements");
        count = value;
      }
      if (!expect(TokenKind::RightBracket))
        return nullptr;
      type->suffixes.push_back({false, count});
    } else {
      break;
    }
  }
  type->span = from(begin);
  return type;
}

/// A plain builtin type, anything with a tag, and a name with suffixes are
/// types. A bare other name is left open. The rest are expressions.
bool Parser::parseTypeOrExpr(TypeOrExpr &subject) {
  Nesting nesting(*this);
  if (tooDeep())
    return false;
  Token first = token;
  std::optional<Token> behind = skipType(token);
  bool ends = behind && (behind->is(TokenKind::RightParen) || behind->is(TokenKind::Comma));
  if (!ends || isReservedValue(first.text) || first.isWord("true") || first.isWord("false"))
    return (subject.expr = parseExpression()) != nullptr;
  bool isBare = first.is(TokenKind::Identifier) && behind->span.begin == peek().span.begin;
  if (isBare && !isBuiltinType(first.text))
    subject.expr = std::make_unique<Name>(first.span, std::string(first.text));
  return (subject.type = parseType()) != nullptr;
}

ExprPtr Parser::parseTypeQuery(ExprKind kind) {
  uint32_t begin = token.span.begin;
  auto query = std::make_unique<TypeQuery>(kind, Span{});
  take();
  take();
  if (!parseTypeOrExpr(query->subject))
    return nullptr;
  if (kind == ExprKind::OffsetOf) {
    if (!expect(TokenKind::Comma))
      return nullptr;
    do {
      if (!token.is(TokenKind::Identifier))
        return errorExpected("the name of a field");
      query->fields.emplace_back(token.text);
      take();
    } while (accept(TokenKind::Dot));
  }
  if (!expect(TokenKind::RightParen))
    return nullptr;
  query->span = from(begin);
  return query;
}

} // namespace sonde
