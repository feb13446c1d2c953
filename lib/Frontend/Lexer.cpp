//===- Lexer.cpp - Text to tokens -----------------------------------------===//
#include "lib/Frontend/Lexer.h"

#include <algorithm>

namespace sonde {
namespace {

struct Mark {
  const char *text;
  TokenKind kind;
};

/// Longer marks come before their beginnings.
constexpr Mark kMarks[] = {
    {"<<=", TokenKind::ShiftLeftAssign},
    {">>=", TokenKind::ShiftRightAssign},
    {"..", TokenKind::DotDot},
    {"->", TokenKind::Arrow},
    {"++", TokenKind::PlusPlus},
    {"--", TokenKind::MinusMinus},
    {"<<", TokenKind::ShiftLeft},
    {">>", TokenKind::ShiftRight},
    {"==", TokenKind::Equal},
    {"!=", TokenKind::NotEqual},
    {"<=", TokenKind::LessEqual},
    {">=", TokenKind::GreaterEqual},
    {"&&", TokenKind::AndAnd},
    {"||", TokenKind::OrOr},
    {"+=", TokenKind::PlusAssign},
    {"-=", TokenKind::MinusAssign},
    {"*=", TokenKind::StarAssign},
    {"/=", TokenKind::SlashAssign},
    {"%=", TokenKind::PercentAssign},
    {"&=", TokenKind::AmpersandAssign},
    {"|=", TokenKind::PipeAssign},
    {"^=", TokenKind::CaretAssign},
    {"(", TokenKind::LeftParen},
    {")", TokenKind::RightParen},
    {"{", TokenKind::LeftBrace},
    {"}", TokenKind::RightBrace},
    {"[", TokenKind::LeftBracket},
    {"]", TokenKind::RightBracket},
    {",", TokenKind::Comma},
    {";", TokenKind::Semicolon},
    {":", TokenKind::Colon},
    {"?", TokenKind::Question},
    {".", TokenKind::Dot},
    {"=", TokenKind::Assign},
    {"+", TokenKind::Plus},
    {"-", TokenKind::Minus},
    {"*", TokenKind::Star},
    {"/", TokenKind::Slash},
    {"%", TokenKind::Percent},
    {"&", TokenKind::Ampersand},
    {"|", TokenKind::Pipe},
    {"^", TokenKind::Caret},
    {"~", TokenKind::Tilde},
    {"!", TokenKind::Not},
    {"<", TokenKind::Less},
    {">", TokenKind::Greater},
};

bool isHexDigit(char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

} // namespace

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isNamePart(char c) { return isNameStart(c) || isDigit(c); }

const char *spelling(TokenKind kind) {
  for (const Mark &mark : kMarks)
    if (mark.kind == kind)
      return mark.text;
  return "";
}

Token Lexer::make(TokenKind kind, uint32_t begin, uint32_t end, const char *error) const {
  return {kind, span(begin, end), text.substr(begin, end - begin), error};
}

uint32_t Lexer::skipLine(uint32_t offset) const {
  return std::min(text.find('\n', offset), text.size());
}

uint32_t Lexer::skipShebang() const {
  uint32_t at = skipLayout(0);
  return byte(at) == '#' && byte(at + 1) == '!' ? skipLine(at) : 0;
}

uint32_t Lexer::skipLayout(uint32_t offset) const {
  uint32_t at = offset;
  const uint32_t size = text.size();
  while (at < size) {
    char c = text[at];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++at;
    } else if (c == '/' && byte(at + 1) == '/') {
      at = skipLine(at);
    } else if (c == '/' && byte(at + 1) == '*') {
      size_t end = text.find("*/", at + 2);
      at = end == std::string_view::npos ? size : end + 2;
    } else {
      break;
    }
  }
  return at;
}

uint32_t Lexer::skipName(uint32_t offset) const {
  while (isNamePart(byte(offset)))
    ++offset;
  return offset;
}

uint32_t Lexer::skipInteger(uint32_t offset) const {
  auto skipDigits = [&](uint32_t at) {
    while (isDigit(byte(at)) || byte(at) == '_')
      ++at;
    return at;
  };
  if (byte(offset) == '0' && (byte(offset + 1) | 0x20) == 'x') {
    uint32_t at = offset + 2;
    while (isHexDigit(byte(at)) || byte(at) == '_')
      ++at;
    return skipName(at); // A suffix, right or wrong.
  }
  uint32_t at = skipDigits(offset);
  if ((byte(at) | 0x20) == 'e')
    at = skipDigits(at + 1);
  return skipName(at);
}

Token Lexer::string(uint32_t begin) const {
  uint32_t at = begin + 1;
  while (at < text.size() && text[at] != '"' && text[at] != '\n')
    at += text[at] == '\\' && byte(at + 1) != '\n' ? 2 : 1;
  if (byte(at) != '"' || at >= text.size()) {
    uint32_t end = at < text.size() ? at : text.size();
    return make(TokenKind::String, begin, end, "this string has no closing '\"' on its line");
  }
  return make(TokenKind::String, begin, at + 1);
}

Token Lexer::sigil(uint32_t begin) const {
  char next = byte(begin + 1);
  if (text[begin] == '@')
    return make(TokenKind::Map, begin, isNameStart(next) ? skipName(begin + 1) : begin + 1);
  if (isNameStart(next))
    return make(TokenKind::Variable, begin, skipName(begin + 1));
  if (next == '#')
    return make(TokenKind::ParamCount, begin, begin + 2);
  if (!isDigit(next))
    return make(TokenKind::Unknown, begin, begin + 1, "expected a name right after '$'");
  uint32_t at = begin + 1;
  while (isDigit(byte(at)))
    ++at;
  return make(TokenKind::Param, begin, at);
}

Token Lexer::punctuation(uint32_t begin) const {
  std::string_view rest = text.substr(begin);
  for (const Mark &mark : kMarks) {
    std::string_view spelled = mark.text;
    if (rest.substr(0, spelled.size()) == spelled)
      return make(mark.kind, begin, begin + spelled.size());
  }
  return make(TokenKind::Unknown, begin, begin + 1);
}

Token Lexer::at(uint32_t offset) const {
  uint32_t begin = skipLayout(offset);
  if (begin >= text.size())
    return make(TokenKind::End, text.size(), text.size());
  char c = text[begin];
  if (isNameStart(c))
    return make(TokenKind::Identifier, begin, skipName(begin));
  if (isDigit(c))
    return make(TokenKind::Integer, begin, skipInteger(begin));
  if (c == '"')
    return string(begin);
  if (c == '$' || c == '@')
    return sigil(begin);
  return punctuation(begin);
}

} // namespace sonde
