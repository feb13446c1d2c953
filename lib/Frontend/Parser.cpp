//===- Parser.cpp - Tokens, errors, and what stands at file level ---------===//
#include "lib/Frontend/ParserImpl.h"

#include "lib/Frontend/Literals.h"

namespace sonde {

using namespace ast;

ast::File parseFile(uint32_t file, DiagnosticEngine &diagnostics) {
  return Parser(file, diagnostics).parse();
}

ExprPtr parseExpressionText(uint32_t file, const std::vector<std::string> &values,
                            DiagnosticEngine &diagnostics) {
  return Parser(file, diagnostics).parseWhole(values);
}

ExprPtr Parser::parseWhole(const std::vector<std::string> &values) {
  valueNames = values;
  ExprPtr expr = parseExpression();
  if (expr && !token.is(TokenKind::End))
    return errorExpected("the end of the expression");
  return out.incomplete ? nullptr : std::move(expr);
}

Parser::Parser(uint32_t file, DiagnosticEngine &diagnostics)
    : diagnostics(diagnostics), lexer(file, diagnostics.sourceManager().text(file)) {
  moveTo(lexer.skipShebang());
}

//===-- Tokens ------------------------------------------------------------===//

void Parser::take() {
  lastEnd = token.span.end;
  moveTo(lastEnd);
}

bool Parser::accept(TokenKind kind) {
  if (!token.is(kind))
    return false;
  take();
  return true;
}

bool Parser::acceptWord(std::string_view word) {
  if (!token.isWord(word))
    return false;
  take();
  return true;
}

bool Parser::expect(TokenKind kind) {
  if (accept(kind))
    return true;
  errorExpected("'" + std::string(spelling(kind)) + "'");
  return false;
}

/// The `;` behind a statement, which may be left out before a `}`. When it is
/// missing but a statement could begin in another line, reading goes on as if it were
/// there. What stands in the line of the statement is more likely a part of it.
bool Parser::expectEnd(std::string_view after) {
  if (accept(TokenKind::Semicolon) || token.is(TokenKind::RightBrace))
    return true;
  if (token.is(TokenKind::End))
    return true; // Its block says what is missing.
  errorExpected("';'" + (after.empty() ? "" : " " + std::string(after)));
  std::string_view between = lexer.source().substr(lastEnd, token.span.begin - lastEnd);
  if (between.find('\n') == std::string_view::npos)
    return false;
  return token.is(TokenKind::Identifier) || token.is(TokenKind::Variable) ||
         token.is(TokenKind::Map);
}

//===-- Errors ------------------------------------------------------------===//

Span Parser::unexpected() const {
  switch (token.kind) {
  case TokenKind::End:
  case TokenKind::Identifier:
  case TokenKind::Integer:
  case TokenKind::Variable:
  case TokenKind::Map:
  case TokenKind::Param:
  case TokenKind::ParamCount:
    return token.span;
  default:
    return lexer.span(token.span.begin, token.span.begin + 1);
  }
}

std::nullptr_t Parser::error(Span where, std::string message, const char *fix) {
  // A second error at one place follows from the first.
  if (!out.incomplete || where.begin != lastError) {
    Diagnostic &error = diagnostics.error(where, std::move(message));
    if (fix)
      error.note(fix);
  }
  out.incomplete = true;
  lastError = where.begin;
  return nullptr;
}

std::nullptr_t Parser::errorExpected(std::string what, const char *fix) {
  // A string without an end may have taken the brace with it.
  braceMayBeMissing |= token.error && token.is(TokenKind::String);
  if (token.error)
    return error(token.span, token.error);
  return error(unexpected(), "expected " + what, fix);
}

bool Parser::tooDeep() {
  constexpr unsigned kLimit = 512;
  if (depth < kLimit)
    return false;
  if (!saidTooDeep)
    error(unexpected(), "this is nested more than " + std::to_string(kLimit) + " levels deep");
  saidTooDeep = true;
  return true;
}

bool Parser::tooLong(unsigned &links) {
  constexpr unsigned kLimit = 1000;
  if (++links <= kLimit)
    return false;
  error(unexpected(), "more than " + std::to_string(kLimit) + " operators follow one another here");
  return true;
}

/// To the `;` that ends this statement, or before the `}` of its block. The branches
/// behind an `else` belong to it.
void Parser::skipStatement() {
  unsigned open = 0;
  while (!token.is(TokenKind::End)) {
    if (!open && (token.is(TokenKind::RightBrace) || token.is(TokenKind::Semicolon)))
      break;
    if (token.is(TokenKind::LeftBrace))
      ++open;
    bool closes = token.is(TokenKind::RightBrace) && !--open;
    take();
    if (closes && !token.isWord("else"))
      break;
  }
  accept(TokenKind::Semicolon);
}

/// Behind the next block, or behind what closes the block we are in.
void Parser::skipItem() {
  unsigned open = 0;
  while (!token.is(TokenKind::End)) {
    bool closes = token.is(TokenKind::RightBrace);
    if (token.is(TokenKind::LeftBrace))
      ++open;
    take();
    if (!closes)
      continue;
    open -= open > 0;
    if (open == 0)
      return;
  }
}

//===-- The file level ----------------------------------------------------===//

ast::File Parser::parse() {
  parseCPart();
  while (token.isWord("config") || token.isWord("import")) {
    bool isImport = token.isWord("import");
    if (isImport ? parseImport() : parseConfig())
      continue;
    out.namesMayBeMissing |= isImport;
    skipItem();
  }
  while (!token.is(TokenKind::End))
    if (!parseItem())
      skipItem();
  return std::move(out);
}

void Parser::parseCPart() {
  while (true) {
    if (token.is(TokenKind::Unknown) && token.text == "#") {
      if (!parseCDirective())
        return;
    } else if (atCDefinition()) {
      if (!parseCDefinition()) {
        out.namesMayBeMissing = true;
        return skipItem();
      }
    } else {
      return;
    }
  }
}

bool Parser::parseCDirective() {
  uint32_t begin = token.span.begin;
  uint32_t end = lexer.skipLine(begin);
  Span span = lexer.span(begin, end);
  out.c.push_back({span, std::string(lexer.source().substr(begin, end - begin))});
  moveTo(end);
  return true;
}

/// `struct`, `union` or `enum` with a `{` before any of `: / , ;`.
bool Parser::atCDefinition() const {
  if (!token.isWord("struct") && !token.isWord("union") && !token.isWord("enum"))
    return false;
  for (Token next = peek(); !next.is(TokenKind::End); next = lexer.at(next.span.end)) {
    if (next.is(TokenKind::LeftBrace))
      return true;
    if (next.is(TokenKind::Colon) || next.is(TokenKind::Slash) || next.is(TokenKind::Comma) ||
        next.is(TokenKind::Semicolon))
      return false;
  }
  return false;
}

/// Moves `at` behind the bracket that closes the one it stands on.
bool Parser::skipBalanced(char open, char close, uint32_t &at) const {
  unsigned depth = 0;
  std::string_view text = lexer.source();
  while ((at = lexer.skipLayout(at)) < text.size()) {
    char c = text[at++];
    depth += c == open;
    if (c == close && --depth == 0)
      return true;
  }
  return false;
}

bool Parser::parseCDefinition() {
  uint32_t begin = token.span.begin;
  uint32_t at = lexer.source().find('{', begin);
  if (!skipBalanced('{', '}', at)) {
    error(token.span, "this definition has no closing '}'");
    return false;
  }
  moveTo(at);
  while (token.isWord("__attribute__")) {
    Span word = token.span;
    take();
    Token second = peek();
    if (!token.is(TokenKind::LeftParen) || !second.is(TokenKind::LeftParen) ||
        second.span.begin != token.span.end) {
      error(unexpected(), "expected '((' after '__attribute__'");
      return false;
    }
    at = token.span.begin;
    if (!skipBalanced('(', ')', at)) {
      error(word, "the parentheses of this attribute do not match");
      return false;
    }
    moveTo(at);
  }
  Span span = lexer.span(begin, at);
  out.c.push_back({span, std::string(lexer.source().substr(begin, at - begin))});
  accept(TokenKind::Semicolon);
  return true;
}

bool Parser::parseConfig() {
  if (out.configBlock)
    error(token.span, "there is a second config block here");
  uint32_t begin = token.span.begin;
  out.configBlock = token.span;
  take();
  if (!expect(TokenKind::Assign) || !expect(TokenKind::LeftBrace))
    return false;
  while (!token.is(TokenKind::RightBrace)) {
    if (!parseConfigEntry()) {
      skipStatement();
      if (token.is(TokenKind::End))
        return false;
      continue;
    }
    if (!accept(TokenKind::Semicolon) && !token.is(TokenKind::RightBrace)) {
      errorExpected("';'");
      skipStatement();
    }
  }
  take();
  out.configBlock = from(begin);
  return true;
}

bool Parser::parseConfigEntry() {
  uint32_t begin = token.span.begin;
  if (!token.is(TokenKind::Identifier)) {
    errorExpected("the name of a setting");
    return false;
  }
  ConfigEntry entry{{}, std::string(token.text), {}};
  take();
  if (!expect(TokenKind::Assign))
    return false;
  if (token.is(TokenKind::String)) {
    std::string text;
    if (!parseStringText(text))
      return false;
    entry.value = std::move(text);
  } else if (token.is(TokenKind::Integer)) {
    const size_t before = diagnostics.errorCount();
    entry.value = as<IntLiteral>(parseInteger())->value;
    if (diagnostics.errorCount() != before)
      return true; // A number, but none that can be a setting.
  } else if (token.isWord("true") || token.isWord("false")) {
    entry.value = token.isWord("true");
    take();
  } else if (token.is(TokenKind::Identifier)) {
    entry.value = std::string(token.text);
    take();
  } else {
    errorExpected("a string, a number, 'true', 'false' or a word");
    return false;
  }
  entry.span = from(begin);
  out.config.push_back(std::move(entry));
  return true;
}

bool Parser::parseImport() {
  uint32_t begin = token.span.begin;
  take();
  if (!token.is(TokenKind::String)) {
    errorExpected("a file name in quotes after 'import'");
    return false;
  }
  std::string path;
  if (!parseStringText(path))
    return false;
  out.imports.emplace_back(from(begin), std::move(path));
  return accept(TokenKind::Semicolon) || (errorExpected("';' after this import"), true);
}

bool Parser::parseItem() {
  if (token.isWord("config") && peek().is(TokenKind::Assign)) {
    error(token.span, out.configBlock ? "there is a second config block here"
                                      : "a config block must come before probes and functions");
    return false;
  }
  if (token.isWord("import") && peek().is(TokenKind::String)) {
    error(token.span, "imports must come before probes and functions");
    take();
    take();
    accept(TokenKind::Semicolon);
    return true;
  }
  bool isDirective = token.is(TokenKind::Unknown) && token.text == "#";
  if (isDirective && peek().is(TokenKind::Not)) {
    error(token.span, "a line for the shell, '#!…', can only be the first one of the file");
    moveTo(lexer.skipLine(token.span.begin));
    return true;
  }
  if (isDirective || atCDefinition()) {
    error(token.span, "C definitions must come before everything else in the file");
    return isDirective && parseCDirective();
  }
  if (token.is(TokenKind::Semicolon)) {
    // `};` is a common slip: say what is too much rather than what is missing.
    error(token.span, "expected an attach point; no ';' stands behind a probe");
    take();
    return true;
  }
  if (token.isWord("let"))
    return parseMapDecl();
  bool isMacro = token.isWord("macro") && peek().is(TokenKind::Identifier);
  if (isMacro || (token.isWord("fn") && peek().is(TokenKind::Identifier))) {
    bool isRead = isMacro ? parseMacro() : parseFunction();
    out.namesMayBeMissing |= !isRead;
    return isRead;
  }
  return parseProbe();
}

bool Parser::parseMapDecl() {
  uint32_t begin = token.span.begin;
  take();
  if (!token.is(TokenKind::Map)) {
    errorExpected("a map: only maps are declared outside of probes, as in 'let @a = hash(2);'");
    return false;
  }
  MapDecl decl;
  decl.name = token.text;
  take();
  if (!expect(TokenKind::Assign))
    return false;
  if (!token.is(TokenKind::Identifier)) {
    errorExpected("a kind of map");
    return false;
  }
  decl.storage = token.text;
  decl.storageSpan = token.span;
  take();
  if (!expect(TokenKind::LeftParen))
    return false;
  if (!token.is(TokenKind::Integer)) {
    errorExpected("the greatest number of entries");
    return false;
  }
  ExprPtr size = parseInteger();
  if (!size || !expect(TokenKind::RightParen))
    return false;
  decl.maxEntries = as<IntLiteral>(size)->value.raw();
  decl.maxEntriesSpan = size->span;
  decl.span = from(begin);
  accept(TokenKind::Semicolon);
  out.maps.push_back(std::move(decl));
  return true;
}

bool Parser::parseMacro() {
  uint32_t begin = token.span.begin;
  take();
  Macro macro;
  macro.name = token.text;
  take();
  macro.span = from(begin);
  if (!expect(TokenKind::LeftParen))
    return false;
  bool hasMore = !token.is(TokenKind::RightParen);
  while (hasMore) {
    if (!token.is(TokenKind::Variable) && !token.is(TokenKind::Map) &&
        !token.is(TokenKind::Identifier)) {
      errorExpected("a parameter: '$x', '@x' or 'x'");
      return false;
    }
    if (isReservedValue(token.text)) {
      error(token.span, "builtin '" + std::string(token.text) + "' cannot be a parameter");
      return false;
    }
    macro.parameters.push_back({token.span, std::string(token.text)});
    take();
    hasMore = accept(TokenKind::Comma);
  }
  if (!expect(TokenKind::RightParen) || !parseBlock(macro.body))
    return false;
  out.macros.push_back(std::move(macro));
  return true;
}

bool Parser::parseFunction() {
  uint32_t begin = token.span.begin;
  take();
  Function function;
  function.name = token.text;
  take();
  function.span = from(begin);
  if (!expect(TokenKind::LeftParen))
    return false;
  bool hasMore = !token.is(TokenKind::RightParen);
  while (hasMore) {
    if (!token.is(TokenKind::Variable)) {
      errorExpected("a parameter '$name: type'");
      return false;
    }
    Function::Parameter parameter{token.span, std::string(token.text), nullptr};
    take();
    if (!expect(TokenKind::Colon) || !keep(parameter.type, parseType()))
      return false;
    function.parameters.push_back(std::move(parameter));
    hasMore = accept(TokenKind::Comma);
  }
  if (!expect(TokenKind::RightParen) || !expect(TokenKind::Colon) ||
      !keep(function.result, parseType()) || !parseBlock(function.body))
    return false;
  out.functions.push_back(std::move(function));
  return true;
}

/// Raw text up to white space, `{` or `,` outside quotes; a `/` ends it only
/// while there has been no `:`.
bool Parser::parseAttachText(Probe &probe) {
  std::string_view text = lexer.source();
  uint32_t begin = lexer.skipLayout(lastEnd), at = begin;
  bool inQuotes = false, seenColon = false;
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (inQuotes && c == '\\' && at + 1 < text.size()) {
      ++at;
    } else if (c == '"') {
      inQuotes = !inQuotes;
    } else if (!inQuotes) {
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '{' || c == ',' ||
          (c == '/' && !seenColon))
        break;
      seenColon |= c == ':';
    }
  }
  if (inQuotes) {
    error(lexer.span(begin, at), "this attach point has no closing '\"'");
    return false;
  }
  if (at == begin) {
    moveTo(begin);
    errorExpected("an attach point, as in 'interval:s:1 { … }'");
    return false;
  }
  probe.attach.push_back({lexer.span(begin, at), std::string(text.substr(begin, at - begin))});
  lastEnd = at;
  moveTo(at);
  return true;
}

bool Parser::parseProbe() {
  lastEnd = token.span.begin;
  Probe probe;
  do {
    if (!probe.attach.empty() && (token.is(TokenKind::LeftBrace) || token.is(TokenKind::Slash)))
      break; // A comma may stand behind the last one.
    if (!parseAttachText(probe))
      return false;
  } while (accept(TokenKind::Comma));
  probe.span = probe.attach.front().span.to(probe.attach.back().span);
  if (token.is(TokenKind::Slash)) {
    uint32_t begin = token.span.begin;
    take();
    probe.predicate = parseExpression();
    if (!probe.predicate)
      return false;
    if (!token.is(TokenKind::Slash)) {
      errorExpected("'/' to close the predicate");
      return false;
    }
    take();
    probe.predicateSpan = from(begin);
  }
  if (!parseBlock(probe.body))
    return false;
  out.probes.push_back(std::move(probe));
  return true;
}

} // namespace sonde
