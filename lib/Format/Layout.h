//===- Layout.h - Words to lines of limited width -------------------------===//
//
// The printer says what comes after what, and where a line may end; the layout
// decides where it does. Inside a group a line is filled: it ends only where
// what comes next does not fit, and where that helps. A new line in a group is
// indented by four, one in a block by two, from the line on which it began.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FORMAT_LAYOUT_H
#define SONDE_FORMAT_LAYOUT_H

#include "lib/Format/Comments.h"

namespace sonde {

class Layout {
public:
  struct Word {
    std::string text; ///< May have lines of its own, which stay as they are.
    std::vector<Comment> before, behind;
    unsigned newlines = 0; ///< In the source, between `before` and the word.
  };

  void word(Word word) { pieces.push_back({Kind::Word, false, std::move(word)}); }
  /// A blank that stays with what is on its left.
  void space() { pieces.push_back({Kind::Space, false, {}}); }
  /// Where a line may end; otherwise nothing, or a blank.
  void mayBreak(bool blank) { pieces.push_back({Kind::Break, blank, {}}); }
  /// Where a line ends.
  void newline() { pieces.push_back({Kind::Newline, false, {}}); }
  /// Where a statement or an item begins: a new line, with the empty lines that
  /// the source has there.
  void newItem() { pieces.push_back({Kind::Item, false, {}}); }
  void openGroup() { pieces.push_back({Kind::OpenGroup, false, {}}); }
  void closeGroup() { pieces.push_back({Kind::CloseGroup, false, {}}); }
  void openBlock() { pieces.push_back({Kind::OpenBlock, false, {}}); }
  /// `word` closes it.
  void closeBlock(Word word) { pieces.push_back({Kind::CloseBlock, false, std::move(word)}); }

  /// The last word, to hang comments on; null if there is none yet.
  Word *lastWord();

  /// The whole text, in lines of at most `width` columns where that is possible.
  std::string text(unsigned width) const;

private:
  enum class Kind : uint8_t {
    Word,
    Space,
    Break,
    Newline,
    Item,
    OpenGroup,
    CloseGroup,
    OpenBlock,
    CloseBlock,
  };
  struct Piece {
    Kind kind;
    bool blank;
    Word word;
  };
  std::vector<Piece> pieces;

  class Writer;
};

} // namespace sonde

#endif // SONDE_FORMAT_LAYOUT_H
