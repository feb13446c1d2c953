//===- Token.h - The words of a script ------------------------------------===//
#ifndef SONDE_FRONTEND_TOKEN_H
#define SONDE_FRONTEND_TOKEN_H

#include "lib/Support/Source.h"

#include <string>
#include <string_view>

namespace sonde {

enum class TokenKind : uint8_t {
  End,
  Identifier, ///< Keywords too: none is reserved everywhere.
  Integer,    ///< Value and errors: Literals.h.
  String,     ///< Between quotes; escapes are not replaced yet.
  Variable,   ///< `$name`
  Map,        ///< `@name` or `@`
  Param,      ///< `$` and digits.
  ParamCount, ///< `$#`
  Unknown,    ///< A byte that begins nothing; `error` may say more.
  // Punctuation.
  LeftParen,
  RightParen,
  LeftBrace,
  RightBrace,
  LeftBracket,
  RightBracket,
  Comma,
  Semicolon,
  Colon,
  Question,
  Dot,
  DotDot,
  Arrow,
  Assign,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Ampersand,
  Pipe,
  Caret,
  Tilde,
  Not,
  ShiftLeft,
  ShiftRight,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  AndAnd,
  OrOr,
  PlusPlus,
  MinusMinus,
  PlusAssign,
  MinusAssign,
  StarAssign,
  SlashAssign,
  PercentAssign,
  AmpersandAssign,
  PipeAssign,
  CaretAssign,
  ShiftLeftAssign,
  ShiftRightAssign,
};

struct Token {
  TokenKind kind = TokenKind::End;
  Span span;
  std::string_view text;
  /// What is wrong with the token itself; reported when the parser takes it.
  const char *error = nullptr;

  bool is(TokenKind k) const { return kind == k; }
  /// Is this the contextual keyword `word`?
  bool isWord(std::string_view word) const { return is(TokenKind::Identifier) && text == word; }
};

/// The spelling of a punctuation mark.
const char *spelling(TokenKind kind);

} // namespace sonde

#endif // SONDE_FRONTEND_TOKEN_H
