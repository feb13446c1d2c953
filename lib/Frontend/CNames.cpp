//===- CNames.cpp - What a script's names may mean in C -------------------===//
#include "lib/Frontend/CNames.h"

#include "lib/Frontend/Parser.h"

namespace sonde {

using namespace ast;

/// Where the script itself defines it; the last `#define` counts.
std::optional<Span> CNames::definition(const std::string &name) const {
  std::optional<Span> found;
  for (const CText &text : texts) {
    Lexer lexer(text.span.file, text.text);
    Token hash = lexer.at(0), word = lexer.at(hash.span.end), defined = lexer.at(word.span.end);
    if (hash.text == "#" && word.isWord("define") && defined.isWord(name))
      found = text.span;
  }
  return found;
}

/// A macro's text is read once, as a file of the macro's name.
CNames::Entry &CNames::lookUp(const std::string &name) {
  auto [found, isNew] = known.try_emplace(name);
  Entry &entry = found->second;
  if (!isNew || !c)
    return entry;
  entry.macro = c->macro(name);
  if (!entry.macro)
    return entry;
  SourceManager &sources = reporter.diagnostics().sourceManager();
  uint32_t file = sources.add(name, entry.macro->text);
  DiagnosticEngine ignored(sources); // The text may be no expression at all.
  ExprPtr value = parseExpressionText(file, entry.macro->parameters, ignored);
  if (!value)
    return entry;
  entry.tree = std::make_unique<Macro>();
  entry.tree->name = name;
  entry.tree->span = definition(name).value_or(value->span);
  for (const std::string &parameter : entry.macro->parameters)
    entry.tree->parameters.push_back({value->span, parameter});
  entry.tree->body.span = value->span;
  entry.tree->body.value = std::move(value);
  return entry;
}

CNames::Found CNames::macro(const std::string &name, bool hasArguments, Span use) {
  Entry &entry = lookUp(name);
  if (!entry.macro || entry.macro->takesArguments != hasArguments)
    return {};
  if (entry.tree && (entry.macro->parameters.empty() || entry.macro->parameters.back() != "..."))
    return {entry.tree.get(), false};
  reporter.error(
      use, entry.tree
               ? "the C macro '" + name + "' cannot be used here: it takes any number of arguments"
               : "the C macro '" + name +
                     "' cannot be used here: its text is no expression: " + entry.macro->text);
  return {nullptr, true};
}

ExprPtr CNames::enumerator(const std::string &name, Span use) {
  std::optional<CEnumerator> found = c ? c->enumerator(name) : std::nullopt;
  if (!found)
    return nullptr;
  auto type = std::make_unique<TypeName>();
  type->span = use;
  type->tag = Tag::Enum;
  type->name = found->type.name();
  type->resolved = found->type;
  return std::make_unique<Cast>(
      use, std::move(type), std::make_unique<IntLiteral>(use, Integer::fromSigned(found->value)));
}

} // namespace sonde
