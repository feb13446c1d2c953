//===- ClangDiagnostics.h - From Clang's diagnostics to ours --------------===//
#ifndef SONDE_CIMPORT_CLANGDIAGNOSTICS_H
#define SONDE_CIMPORT_CLANGDIAGNOSTICS_H

#include "lib/Support/Diagnostics.h"

#include "clang/Basic/Diagnostic.h"

#include "clang/Basic/SourceLocation.h"
#include <map>

#include <optional>

namespace clang {
class SourceManager;
} // namespace clang

namespace sonde {

class ClangDiagnostics : public clang::DiagnosticConsumer {
public:
  /// `files` are the numbers of files that Clang knows under another name, or with
  /// another text: only lines and columns are the same.
  explicit ClangDiagnostics(DiagnosticEngine &engine, std::map<std::string, uint32_t> files = {})
      : engine(engine), files(std::move(files)) {}

  void BeginSourceFile(const clang::LangOptions &options, const clang::Preprocessor *) override {
    languageOptions = &options;
  }
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &info) override;

protected:
  Diagnostic *last = nullptr; ///< What Clang's notes belong to.

private:
  DiagnosticEngine &engine;
  std::map<std::string, uint32_t> files;
  const clang::LangOptions *languageOptions = nullptr;

  std::optional<Span> spanOf(const clang::Diagnostic &info);
  uint32_t fileNumber(const clang::SourceManager &sources, clang::FileID file);
};

} // namespace sonde

#endif // SONDE_CIMPORT_CLANGDIAGNOSTICS_H
