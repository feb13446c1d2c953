//===- Printer.h - The tree in one style ----------------------------------===//
//
// Private to the formatter. Walks the tree in the order of the text and beside
// it, token by token, the text itself: from there come the comments, and what
// the tree does not keep (the digits of a number, `->` or `.`).
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FORMAT_PRINTER_H
#define SONDE_FORMAT_PRINTER_H

#include "lib/Format/Layout.h"
#include "lib/Frontend/Ast.h"

namespace sonde {

class Printer {
public:
  explicit Printer(const Lexer &lexer) : lexer(lexer) {}
  std::string print(const ast::File &file);

private:
  const Lexer &lexer;
  Layout layout;
  uint32_t offset = 0;          // Behind the token used last.
  std::vector<Comment> pending; // Read, and not yet given to a word.

  //===-- Printer.cpp: tokens and comments --------------------------------===//
  /// The next token of the source.
  Token next() const { return lexer.at(offset); }
  /// The same, behind brackets and marks that may be left out.
  Token nextNeeded() const;
  /// Reads the comments before the next token and goes to `end`. Returns the
  /// newlines before the token.
  unsigned readComments(uint32_t end);
  /// Goes behind the next token with this text; leaves out brackets and marks.
  unsigned advanceTo(std::string_view text);
  /// A token of the source.
  void word(std::string_view text);
  /// A parenthesis that the source may have or not.
  void optional(std::string_view text);
  /// The next token of a kind that has many forms, as it is written.
  void verbatim(TokenKind kind);
  /// Text that is not made of tokens.
  void raw(Span span);
  /// A `;` or `,`: comments before it go behind it.
  void mark(std::string_view text);
  void put(std::string text, unsigned newlines);
  void putBehind(Layout::Word &word);
  void space() { layout.space(); }

  //===-- Printer.cpp: the file -------------------------------------------===//
  void shebang();
  void cText(const ast::CText &text);
  void config(const ast::File &file);
  void import(const ast::Import &import);
  void mapDecl(const ast::MapDecl &decl);
  void macro(const ast::Macro &macro);
  void function(const ast::Function &function);
  void probe(const ast::Probe &probe);
  void body(const ast::Block &block);

  //===-- PrintStatement.cpp ----------------------------------------------===//
  void block(const ast::Block &block);
  bool holdsNothing(Span inside) const;
  void closeBlock(bool isEmpty);
  void statement(const ast::Stmt &stmt, char following);
  void expressionStatement(const ast::Expr &expr);
  void letStatement(const ast::Let &let);
  void assignment(const ast::Expr &value);
  void rangeLoop(const ast::ForRange &loop);
  void condition(const ast::Expr &expr);

  //===-- PrintExpression.cpp ---------------------------------------------===//
  void expression(const ast::Expr &expr);
  void parenthesised(const ast::Expr &expr, bool needed);
  void list(const std::vector<ast::ExprPtr> &exprs);
  void map(const ast::Map &map);
  void call(const ast::Call &call);
  void binary(const ast::Binary &binary, bool inGroup = false);
  void conditional(const ast::Conditional &conditional);
  void postfixBase(const ast::Expr &base);
  void tuple(const ast::Tuple &tuple);
  void record(const ast::Record &record);
  void ifExpression(const ast::If &branch);
  void typeQuery(const ast::TypeQuery &query);
  void subject(const ast::Expr *expr, const ast::TypeName *type);
  void type(const ast::TypeName &type);
};

/// How an expression begins when it is printed: its first characters.
std::string_view beginning(const ast::Expr &expr);
/// May an expression stand without parentheses as an operand of `op`?
bool needsParentheses(const ast::Expr &operand, ast::BinaryOp op, bool isRight);

} // namespace sonde

#endif // SONDE_FORMAT_PRINTER_H
