//===- Lexer.h - Text to tokens -------------------------------------------===//
//
// The lexer has no state: a token is a function of a position. The parser can
// therefore look ahead and go back for the price of lexing again, and can read
// what is not made of tokens (attach points, C text) in between.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_LEXER_H
#define SONDE_FRONTEND_LEXER_H

#include "lib/Frontend/Token.h"

namespace sonde {

class Lexer {
public:
  Lexer(uint32_t file, std::string_view text) : file(file), text(text) {}

  /// The first token at or behind `offset`.
  Token at(uint32_t offset) const;
  /// The end of the layout (blanks and comments) that begins at `offset`.
  uint32_t skipLayout(uint32_t offset) const;
  /// The end of the line that `offset` lies in.
  uint32_t skipLine(uint32_t offset) const;
  /// The first byte behind a `#!` line, if the text begins with one.
  uint32_t skipShebang() const;

  std::string_view source() const { return text; }
  Span span(uint32_t begin, uint32_t end) const { return {file, begin, end}; }

private:
  uint32_t file;
  std::string_view text;

  char byte(uint32_t offset) const { return offset < text.size() ? text[offset] : '\0'; }
  Token make(TokenKind kind, uint32_t begin, uint32_t end, const char *error = nullptr) const;
  Token string(uint32_t begin) const;
  Token sigil(uint32_t begin) const;
  Token punctuation(uint32_t begin) const;
  uint32_t skipName(uint32_t offset) const;
  uint32_t skipInteger(uint32_t offset) const;
};

bool isNameStart(char c);
bool isNamePart(char c);
bool isDigit(char c);

} // namespace sonde

#endif // SONDE_FRONTEND_LEXER_H
