//===- Printer.cpp - Tokens, comments, and what stands at file level ------===//
#include "lib/Format/Printer.h"

#include <algorithm>
#include <functional>

namespace sonde {

using namespace ast;

//===-- Tokens and comments -----------------------------------------------===//

/// What may stand in the source without being needed.
static bool mayBeLeftOut(const Token &token) {
  return token.is(TokenKind::LeftParen) || token.is(TokenKind::RightParen) ||
         token.is(TokenKind::Comma) || token.is(TokenKind::Semicolon);
}

Token Printer::nextNeeded() const {
  Token token = next();
  while (mayBeLeftOut(token))
    token = lexer.at(token.span.end);
  return token;
}

unsigned Printer::readComments(uint32_t end) {
  Gap gap = readGap(lexer, offset, !layout.lastWord() && pending.empty());
  for (Comment &comment : gap.comments)
    pending.push_back(std::move(comment));
  offset = end;
  return gap.newlines;
}

unsigned Printer::advanceTo(std::string_view text) {
  for (Token token = next(); token.text == text || mayBeLeftOut(token); token = next()) {
    unsigned newlines = readComments(token.span.end);
    if (token.text == text)
      return newlines;
  }
  return 0;
}

/// Comments that end the line of a word belong to it.
void Printer::putBehind(Layout::Word &word) {
  auto first = std::find_if(pending.begin(), pending.end(), [](const Comment &comment) {
    return comment.place != Comment::Place::Behind;
  });
  word.behind.insert(word.behind.end(), pending.begin(), first);
  pending.erase(pending.begin(), first);
}

void Printer::put(std::string text, unsigned newlines) {
  if (Layout::Word *last = layout.lastWord())
    putBehind(*last);
  layout.word({std::move(text), std::move(pending), {}, newlines});
  pending.clear();
}

void Printer::word(std::string_view text) { put(std::string(text), advanceTo(text)); }

void Printer::optional(std::string_view text) {
  put(std::string(text), readComments(next().span.begin));
}

void Printer::verbatim(TokenKind kind) {
  Token token = nextNeeded();
  if (token.is(kind))
    word(token.text);
}

void Printer::raw(Span span) {
  while (next().span.begin < span.begin)
    readComments(next().span.end);
  unsigned newlines = readComments(span.end);
  put(std::string(lexer.source().substr(span.begin, span.end - span.begin)), newlines);
}

void Printer::mark(std::string_view text) {
  Layout::Word mark{std::string(text), {}, {}, 0};
  while (next().is(TokenKind::RightParen)) // Of an expression that needs none.
    readComments(next().span.end);
  if (next().text == text)
    readComments(next().span.end);
  for (Comment &comment : pending)
    if (text == ";" || comment.place != Comment::Place::Inline)
      mark.behind.push_back(comment);
  pending.erase(std::remove_if(pending.begin(), pending.end(),
                               [&](const Comment &comment) {
                                 return text == ";" || comment.place != Comment::Place::Inline;
                               }),
                pending.end());
  layout.word(std::move(mark));
}

//===-- The file ----------------------------------------------------------===//

/// The longest line, where there is a choice.
constexpr unsigned kWidth = 80;

std::string Printer::print(const File &file) {
  struct Item {
    uint32_t begin;
    std::function<void()> print;
  };
  std::vector<Item> items;
  auto add = [&](uint32_t begin, std::function<void()> print) {
    items.push_back({begin, std::move(print)});
  };
  for (const CText &text : file.c)
    add(text.span.begin, [&] { cText(text); });
  if (file.configBlock)
    add(file.configBlock->begin, [&] { config(file); });
  for (const Import &node : file.imports)
    add(node.span.begin, [&] { import(node); });
  for (const MapDecl &decl : file.maps)
    add(decl.span.begin, [&] { mapDecl(decl); });
  for (const Macro &node : file.macros)
    add(node.span.begin, [&] { macro(node); });
  for (const Function &node : file.functions)
    add(node.span.begin, [&] { function(node); });
  for (const Probe &node : file.probes)
    add(node.span.begin, [&] { probe(node); });
  std::sort(items.begin(), items.end(),
            [](const Item &a, const Item &b) { return a.begin < b.begin; });

  shebang();
  for (const Item &item : items) {
    layout.newItem();
    item.print();
  }
  // What is left are comments.
  layout.newItem();
  while (!next().is(TokenKind::End))
    readComments(next().span.end);
  readComments(next().span.end);
  put("", 0);
  return layout.text(kWidth);
}

/// The `#!` line and the comments that may stand before it.
void Printer::shebang() {
  uint32_t end = lexer.skipShebang();
  if (end == 0)
    return;
  uint32_t begin = lexer.source().find_first_not_of(" \t\r\n");
  layout.word({std::string(lexer.source().substr(begin, end - begin)), {}, {}, 0});
  offset = end;
  layout.newItem();
}

void Printer::cText(const CText &text) {
  raw(text.span);
  if (text.text.front() != '#' && next().is(TokenKind::Semicolon))
    mark(";");
}

void Printer::config(const File &file) {
  word("config");
  space();
  word("=");
  space();
  uint32_t inside = next().span.end;
  word("{");
  if (holdsNothing(lexer.span(inside, file.configBlock->end)))
    return word("}");
  layout.openBlock();
  for (size_t i = 0; i < file.config.size(); ++i) {
    layout.newItem();
    verbatim(TokenKind::Identifier);
    space();
    word("=");
    space();
    verbatim(next().kind);
    mark(";");
  }
  closeBlock(file.config.empty());
}

void Printer::import(const Import &) {
  word("import");
  space();
  verbatim(TokenKind::String);
  mark(";");
}

void Printer::mapDecl(const MapDecl &decl) {
  word("let");
  space();
  word(decl.name);
  space();
  word("=");
  space();
  word(decl.storage);
  word("(");
  verbatim(TokenKind::Integer);
  word(")");
  mark(";");
}

void Printer::macro(const Macro &macro) {
  word("macro");
  space();
  word(macro.name);
  word("(");
  layout.openGroup();
  for (size_t i = 0; i < macro.parameters.size(); ++i) {
    if (i)
      mark(",");
    layout.mayBreak(i != 0);
    word(macro.parameters[i].name);
  }
  word(")");
  layout.closeGroup();
  body(macro.body);
}

void Printer::function(const Function &function) {
  word("fn");
  space();
  word(function.name);
  word("(");
  layout.openGroup();
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    if (i)
      mark(",");
    layout.mayBreak(i != 0);
    word(function.parameters[i].name);
    word(":");
    space();
    type(*function.parameters[i].type);
  }
  word(")");
  word(":");
  layout.mayBreak(true);
  type(*function.result);
  layout.closeGroup();
  body(function.body);
}

void Printer::probe(const Probe &probe) {
  for (size_t i = 0; i < probe.attach.size(); ++i) {
    if (i) {
      mark(",");
      layout.newline();
    }
    raw(probe.attach[i].span);
  }
  if (probe.predicate) {
    layout.newline();
    word("/");
    // `/*` would begin a comment.
    if (beginning(*probe.predicate).front() == '*')
      space();
    layout.openGroup();
    expression(*probe.predicate);
    word("/");
    layout.closeGroup();
  }
  body(probe.body);
}

/// The block of an item: its bracket begins a line.
void Printer::body(const Block &body) {
  layout.newline();
  block(body);
}

} // namespace sonde
