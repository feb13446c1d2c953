//===- Format.cpp - Scripts in one style ----------------------------------===//
#include "lib/Format/Format.h"

#include "lib/Format/Printer.h"
#include "lib/Frontend/AstDump.h"
#include "lib/Frontend/Parser.h"

namespace sonde {

std::optional<std::string> formatScript(uint32_t file, DiagnosticEngine &diagnostics) {
  SourceManager &sources = diagnostics.sourceManager();
  size_t errors = diagnostics.errorCount();
  ast::File tree = parseFile(file, diagnostics);
  if (diagnostics.errorCount() != errors)
    return std::nullopt;
  Lexer lexer(file, sources.text(file));
  std::string text = Printer(lexer).print(tree);

  // A formatter that changes a program is worse than none: what was written must
  // be read as the same tree.
  SourceManager again;
  DiagnosticEngine problems(again);
  ast::File written = parseFile(again.add(sources.name(file), text), problems);
  if (problems.hasErrors() || fileText(written) != fileText(tree)) {
    diagnostics.error("'" + sources.name(file) +
                      "' was not formatted: the result would not mean the "
                      "same, which is a fault of sonde; please report it with the script");
    return std::nullopt;
  }
  return text;
}

} // namespace sonde
