//===- Comments.h - The comments of a script and where they belong --------===//
//
// Comments are not in the tree. The printer meets the script's tokens in the
// order of the text, so that a comment can be handed over with the token that
// it stands at. Where it stands decides how it is written again:
//
//   x = 1; // Behind: the rest of a line that has code
//   // Line: a line of its own
//   f(/* Inline: code follows on its line */ 1);
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FORMAT_COMMENTS_H
#define SONDE_FORMAT_COMMENTS_H

#include "lib/Frontend/Lexer.h"

#include <string>
#include <vector>

namespace sonde {

struct Comment {
  enum class Place : uint8_t { Behind, Line, Inline };
  std::string text; ///< As written.
  Place place = Place::Line;
  unsigned newlines = 0; ///< Between it and what stands before it.

  bool isLine() const { return text.compare(0, 2, "//") == 0; }
};

/// What stands between two tokens.
struct Gap {
  std::vector<Comment> comments;
  unsigned newlines = 0; ///< Between the last comment and the second token.
};

/// Reads the layout that begins at `offset`. At the start of a file no comment
/// stands behind anything.
Gap readGap(const Lexer &lexer, uint32_t offset, bool atStart);

/// A comment as lines of `//`, for the end of a line. One of several lines that
/// had a frame of `*` loses it.
std::vector<std::string> asLines(const Comment &comment);

} // namespace sonde

#endif // SONDE_FORMAT_COMMENTS_H
