//===- ClangDiagnostics.cpp - From Clang's diagnostics to ours ------------===//
#include "lib/CImport/ClangDiagnostics.h"

#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/LexDiagnostic.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"

namespace sonde {

/// Each file that a diagnostic points into becomes one of the engine's sources.
uint32_t ClangDiagnostics::fileNumber(const clang::SourceManager &sources, clang::FileID file) {
  clang::OptionalFileEntryRef entry = sources.getFileEntryRefForID(file);
  std::string name = entry ? entry->getName().str() : "<built in>";
  if (auto given = files.find(name); given != files.end())
    return given->second;
  SourceManager &known = engine.sourceManager();
  for (uint32_t number = 0; number < known.size(); ++number)
    if (known.name(number) == name)
      return number;
  return known.add(name, sources.getBufferData(file).str());
}

std::optional<Span> ClangDiagnostics::spanOf(const clang::Diagnostic &info) {
  if (!info.hasSourceManager() || info.getLocation().isInvalid())
    return std::nullopt;
  const clang::SourceManager &sources = info.getSourceManager();
  clang::LangOptions defaults;
  const clang::LangOptions &options = languageOptions ? *languageOptions : defaults;

  // Within a macro, the place of its use is what the user wrote.
  clang::SourceLocation at = sources.getExpansionLoc(info.getLocation());
  clang::FileID file = sources.getFileID(at);
  uint32_t offset = sources.getFileOffset(at);
  uint32_t length = clang::Lexer::MeasureTokenLength(at, sources, options);

  // The range may say more: from the place itself to the range's end.
  for (const clang::CharSourceRange &range : info.getRanges()) {
    clang::SourceLocation end = sources.getExpansionLoc(range.getEnd());
    if (range.isInvalid() || sources.getFileID(end) != file)
      continue;
    uint32_t behind = sources.getFileOffset(end);
    if (range.isTokenRange())
      behind += clang::Lexer::MeasureTokenLength(end, sources, options);
    if (sources.getExpansionLineNumber(end) == sources.getExpansionLineNumber(at))
      length = std::max(length, behind - std::min(offset, behind));
  }
  uint32_t number = fileNumber(sources, file);
  uint32_t begin = engine.sourceManager().offset(
      number, {sources.getLineNumber(file, offset), sources.getColumnNumber(file, offset)});
  return Span{number, begin, begin + length};
}

void ClangDiagnostics::HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                                        const clang::Diagnostic &info) {
  using Level = clang::DiagnosticsEngine;
  DiagnosticConsumer::HandleDiagnostic(level, info); // Counts.
  llvm::SmallString<128> text;
  info.FormatDiagnostic(text);
  std::string message = text.str().str();
  std::optional<Span> span = spanOf(info);

  switch (level) {
  case Level::Ignored:
  case Level::Remark:
    return;
  case Level::Note:
    if (last && span)
      last->note(*span, message);
    else if (last)
      last->note(message);
    return;
  case Level::Warning: {
    std::string name = clang::DiagnosticIDs::getWarningOptionForDiag(info.getID()).str();
    if (name.empty())
      name = "c";
    last = span ? &engine.warning(*span, name, message) : &engine.warning(name, message);
    return;
  }
  case Level::Error:
  case Level::Fatal:
    last = span ? &engine.error(*span, message) : &engine.error(message);
    if (info.getID() == clang::diag::err_pp_file_not_found && info.getArgStdStr(0) == "vmlinux.h")
      last->note("the kernel's types are not made into a header: declare the structs you use, with "
                 "the members you use, and '__attribute__((preserve_access_index))'");
    return;
  }
}

} // namespace sonde
