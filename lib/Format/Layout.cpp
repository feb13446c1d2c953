//===- Layout.cpp - Words to lines of limited width -----------------------===//
#include "lib/Format/Layout.h"

namespace sonde {

Layout::Word *Layout::lastWord() {
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece)
    if (piece->kind == Kind::Word || piece->kind == Kind::CloseBlock)
      return &piece->word;
  return nullptr;
}

class Layout::Writer {
public:
  Writer(const std::vector<Piece> &pieces, unsigned width) : pieces(pieces), width(width) {}
  std::string write();

private:
  const std::vector<Piece> &pieces;
  unsigned width;
  std::string out;
  unsigned column = 0;
  unsigned lineIndent = 0;
  std::vector<unsigned> indents = {0};
  bool mustBreak = false;   // The next word begins a line,
  unsigned breakIndent = 0; // with this indent.
  bool wantsBlank = false;
  bool inItem = false;  // At the start of an item, where empty lines are kept.
  bool isFresh = true;  // Nothing yet in this block, or in the file.
  bool follows = false; // A comment stands before: a blank, except before these marks.

  void append(std::string_view text);
  void endLine() {
    mustBreak = true;
    breakIndent = indents.back();
  }
  /// Goes to where the next text is to stand.
  void moveTo(unsigned newlines);
  void writeWord(const Word &word);
  void writeBefore(const Word &word);
  void writeBehind(const std::vector<Comment> &comments);
  void writeBreak(size_t index);
  /// Where a line would begin that the next piece begins.
  unsigned nextLineIndent() const { return mustBreak ? breakIndent : lineIndent; }
  /// Columns up to the next place, behind piece `index`, where a line may or
  /// must end: on this level, or on any.
  unsigned segment(size_t index, bool anyLevel) const;
};

void Layout::Writer::append(std::string_view text) {
  out += text;
  size_t newline = text.rfind('\n');
  column = newline == std::string_view::npos ? column + text.size() : text.size() - newline - 1;
}

void Layout::Writer::moveTo(unsigned newlines) {
  if (mustBreak && !out.empty()) {
    unsigned lines = inItem && !isFresh ? std::max(newlines, 1u) : 1;
    out.append(lines, '\n');
    column = 0;
  }
  if (mustBreak || out.empty()) {
    lineIndent = breakIndent;
    append(std::string(lineIndent, ' '));
  } else if (wantsBlank) {
    append(" ");
  }
  mustBreak = wantsBlank = isFresh = false;
}

void Layout::Writer::writeBefore(const Word &word) {
  for (size_t i = 0; i < word.before.size(); ++i) {
    const Comment &comment = word.before[i];
    if (comment.place == Comment::Place::Inline) {
      wantsBlank |= !out.empty() && out.back() != '(' && out.back() != '[';
      moveTo(comment.newlines);
      append(comment.text);
      wantsBlank = follows = true;
      continue;
    }
    bool first = i == 0 || comment.newlines > 0;
    bool last = i + 1 == word.before.size() || word.before[i + 1].newlines > 0 || comment.isLine();
    if (first && !mustBreak)
      endLine();
    wantsBlank = true;
    if (!last) {
      moveTo(comment.newlines);
      append(comment.text);
      continue;
    }
    unsigned newlines = comment.newlines;
    for (const std::string &line : asLines(comment)) {
      moveTo(newlines);
      append(line);
      endLine();
      newlines = 1;
    }
  }
}

void Layout::Writer::writeBehind(const std::vector<Comment> &comments) {
  for (size_t i = 0; i < comments.size(); ++i) {
    wantsBlank = true;
    bool last = i + 1 == comments.size() || comments[i + 1].newlines > 0;
    if (!last && !comments[i].isLine()) {
      moveTo(0);
      append(comments[i].text);
      continue;
    }
    for (const std::string &line : asLines(comments[i])) {
      moveTo(1);
      append(line);
      endLine();
    }
  }
}

void Layout::Writer::writeWord(const Word &word) {
  follows = false;
  writeBefore(word);
  if (word.text.empty()) // The end of the file.
    return;
  if (follows && (word.text == ")" || word.text == "]" || word.text == "." || word.text == "->"))
    wantsBlank = false;
  moveTo(word.newlines);
  append(word.text);
  inItem = false;
  writeBehind(word.behind);
}

unsigned Layout::Writer::segment(size_t index, bool anyLevel) const {
  unsigned columns = 0, depth = 0;
  bool left = false; // The group that the place belongs to.
  for (size_t i = index + 1; i < pieces.size(); ++i) {
    const Piece &piece = pieces[i];
    switch (piece.kind) {
    case Kind::Space:
      ++columns;
      break;
    case Kind::Break:
      if (depth == 0 || left || anyLevel)
        return columns;
      columns += piece.blank;
      break;
    case Kind::OpenGroup:
      ++depth;
      break;
    case Kind::CloseGroup:
      left |= depth == 0;
      depth -= depth > 0;
      break;
    case Kind::Word:
      for (const Comment &comment : piece.word.before) {
        if (comment.place != Comment::Place::Inline)
          return columns;
        columns += comment.text.size() + 1;
      }
      if (size_t newline = piece.word.text.find('\n'); newline != std::string::npos)
        return columns + newline;
      columns += piece.word.text.size();
      if (!piece.word.behind.empty())
        return columns;
      break;
    case Kind::Newline:
    case Kind::Item:
    case Kind::OpenBlock:
    case Kind::CloseBlock:
      return columns;
    }
  }
  return columns;
}

void Layout::Writer::writeBreak(size_t index) {
  if (mustBreak) // By a comment.
    return endLine();
  unsigned blank = pieces[index].blank;
  unsigned whole = segment(index, false);
  if (column + blank + whole > width) {
    unsigned head = segment(index, true), fresh = indents.back();
    // Either all of it fits on a new line, or at least its head, which does not
    // fit on this one.
    if (fresh + whole <= width || (column + blank + head > width && fresh + head <= width))
      endLine();
  }
  wantsBlank |= blank;
}

std::string Layout::Writer::write() {
  std::vector<unsigned> blockIndents; // Of the lines on which the blocks began.
  for (size_t i = 0; i < pieces.size(); ++i) {
    const Piece &piece = pieces[i];
    switch (piece.kind) {
    case Kind::Word:
      writeWord(piece.word);
      break;
    case Kind::Space:
      wantsBlank = true;
      break;
    case Kind::Break:
      writeBreak(i);
      break;
    case Kind::Newline:
      endLine();
      break;
    case Kind::Item:
      endLine();
      inItem = true;
      break;
    case Kind::OpenGroup:
      indents.push_back(nextLineIndent() + 4);
      break;
    case Kind::CloseGroup:
      indents.pop_back();
      break;
    case Kind::OpenBlock:
      blockIndents.push_back(nextLineIndent());
      indents.push_back(blockIndents.back() + 2);
      isFresh = true;
      break;
    case Kind::CloseBlock:
      endLine();
      inItem = true;
      writeBefore(piece.word);
      inItem = false;
      indents.back() = blockIndents.back(); // What stands behind the bracket, too.
      endLine();
      writeWord({piece.word.text, {}, piece.word.behind, 0});
      indents.pop_back();
      blockIndents.pop_back();
      break;
    }
  }
  if (!out.empty() && out.back() != '\n')
    out += '\n';
  return std::move(out);
}

std::string Layout::text(unsigned width) const { return Writer(pieces, width).write(); }

} // namespace sonde
