//===- ParserImpl.h - The recursive descent parser ------------------------===//
//
// Private to the parser's files: Parser.cpp (the file level), ParseStatement.cpp,
// ParseExpression.cpp, ParseType.cpp. A function that cannot read what it
// should reports an error and returns null or false; the caller passes that on
// until a statement or an item knows where to go on.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_PARSERIMPL_H
#define SONDE_FRONTEND_PARSERIMPL_H

#include "lib/Frontend/Lexer.h"
#include "lib/Frontend/Parser.h"

namespace sonde {

class Parser {
public:
  Parser(uint32_t file, DiagnosticEngine &diagnostics);
  ast::File parse();
  ast::ExprPtr parseWhole(const std::vector<std::string> &values);

private:
  DiagnosticEngine &diagnostics;
  Lexer lexer;
  Token token;              // The next one.
  uint32_t lastEnd = 0;     // Of the token taken last.
  unsigned depth = 0;       // Of nesting, so that no script exhausts our stack.
  uint32_t lastError = 0;   // Where the last error was.
  bool saidTooDeep = false; // What is around it is too deep, too.
  bool braceMayBeMissing = false;
  ast::File out;
  std::vector<std::string> valueNames; // Never types.

  //===-- Tokens ----------------------------------------------------------===//
  void moveTo(uint32_t offset) { token = lexer.at(offset); }
  Token peek() const { return lexer.at(token.span.end); }
  void take();
  bool accept(TokenKind kind);
  bool acceptWord(std::string_view word);
  bool expect(TokenKind kind);
  bool expectEnd(std::string_view after = {});
  Span from(uint32_t begin) const { return lexer.span(begin, lastEnd); }

  //===-- Errors ----------------------------------------------------------===//
  /// Where "expected …" points: a word, a sigil with its name, or one byte.
  Span unexpected() const;
  /// `fix` is said below the error.
  std::nullptr_t error(Span where, std::string message, const char *fix = nullptr);
  std::nullptr_t errorExpected(std::string what, const char *fix = nullptr);
  void skipStatement();
  void skipItem();

  /// Keeps what was read; was there anything?
  template <typename Node>
  static bool keep(std::unique_ptr<Node> &place, std::unique_ptr<Node> node) {
    place = std::move(node);
    return place != nullptr;
  }

  //===-- Parser.cpp ------------------------------------------------------===//
  void parseCPart();
  bool atCDefinition() const;
  bool parseCDirective();
  bool parseCDefinition();
  bool skipBalanced(char open, char close, uint32_t &at) const;
  bool parseConfig();
  bool parseConfigEntry();
  bool parseImport();
  bool parseItem();
  bool parseMapDecl();
  bool parseMacro();
  bool parseFunction();
  bool parseProbe();
  bool parseAttachText(ast::Probe &probe);

  //===-- ParseStatement.cpp ----------------------------------------------===//
  /// With the braces. Errors inside are dealt with inside; false only when the
  /// block has no beginning or no end.
  bool parseBlock(ast::Block &block);
  /// One statement, or the block's value when no `;` follows it.
  bool parseStatement(ast::Block &block);
  ast::StmtPtr parseLet();
  ast::StmtPtr parseFor();
  ast::StmtPtr parseLoop();
  ast::StmtPtr parseJump(ast::JumpKind kind);
  bool parseAssignmentOrExpression(ast::Block &block);
  ast::StmtPtr finishAssignment(ast::ExprPtr target, uint32_t begin);
  bool checkTarget(const ast::Expr &target, uint32_t begin);

  //===-- ParseExpression.cpp ---------------------------------------------===//
  ast::ExprPtr parseExpression();
  ast::ExprPtr parseBinary(unsigned lowest, ast::ExprPtr left = nullptr);
  ast::ExprPtr parseUnary();
  ast::ExprPtr parsePostfix();
  ast::ExprPtr parsePostfixOf(ast::ExprPtr base);
  ast::ExprPtr parsePrimary();
  ast::ExprPtr parseWord();
  ast::ExprPtr parseParenthesis();
  ast::ExprPtr parseRecord(uint32_t begin);
  ast::ExprPtr parseCast(uint32_t begin);
  ast::ExprPtr parseIf(bool isElseIf = false);
  ast::ExprPtr parseCondition();
  ast::ExprPtr parseCallOrName();
  ast::ExprPtr parseInteger();
  ast::ExprPtr parseString();
  ast::ExprPtr parseParam();
  ast::ExprPtr parseMap();
  bool parseStringText(std::string &text);
  bool parseKeys(std::vector<ast::ExprPtr> &keys);
  bool atRecord() const;
  bool atCast() const;

  //===-- ParseType.cpp ---------------------------------------------------===//
  /// The token behind a type that begins at `first`; None if there is no type.
  std::optional<Token> skipType(Token first) const;
  std::unique_ptr<ast::TypeName> parseType();
  bool parseTypeOrExpr(ast::TypeOrExpr &subject);
  ast::ExprPtr parseTypeQuery(ast::ExprKind kind);

  struct Nesting {
    Parser &parser;
    explicit Nesting(Parser &parser) : parser(parser) { ++parser.depth; }
    ~Nesting() { --parser.depth; }
  };
  bool tooDeep();
  /// `a + b + c …` and `a.b.c …` nest without brackets: counts one more link.
  bool tooLong(unsigned &links);
};

} // namespace sonde

#endif // SONDE_FRONTEND_PARSERIMPL_H
