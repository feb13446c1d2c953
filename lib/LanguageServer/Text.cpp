//===- Text.cpp - Places as editors count them ----------------------------===//
#include "lib/LanguageServer/Text.h"

#include <algorithm>

namespace sonde {

/// How much the byte adds to a column: characters beyond 16 bits count twice, the
/// bytes that continue a character not at all.
static int units(char c) {
  auto byte = static_cast<unsigned char>(c);
  return (byte & 0xc0) == 0x80 ? 0 : byte >= 0xf0 ? 2 : 1;
}

mlir::lsp::Position positionOf(std::string_view text, uint32_t offset) {
  mlir::lsp::Position position(0, 0);
  offset = std::min<size_t>(offset, text.size());
  for (uint32_t i = 0; i < offset; ++i) {
    position.character += units(text[i]);
    if (text[i] == '\n') {
      ++position.line;
      position.character = 0;
    }
  }
  return position;
}

uint32_t offsetOf(std::string_view text, mlir::lsp::Position position) {
  size_t at = 0;
  for (int line = 0; line < position.line; ++line) {
    size_t newline = text.find('\n', at);
    if (newline == std::string_view::npos)
      return text.size();
    at = newline + 1;
  }
  int column = 0;
  while (at < text.size() && text[at] != '\n' && column + units(text[at]) <= position.character)
    column += units(text[at++]);
  return at;
}

mlir::lsp::Range rangeOf(std::string_view text, Span span) {
  return mlir::lsp::Range(positionOf(text, span.begin), positionOf(text, span.end));
}

} // namespace sonde
