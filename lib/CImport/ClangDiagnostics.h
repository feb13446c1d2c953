//===- ClangDiagnostics.h - From Clang's diagnostics to ours --------------===//
#ifndef SONDE_CIMPORT_CLANGDIAGNOSTICS_H
#define SONDE_CIMPORT_CLANGDIAGNOSTICS_H

#include "lib/Support/Diagnostics.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceLocation.h"

#include <optional>

namespace clang {
class SourceManager;
} // namespace clang

namespace sonde {

class ClangDiagnostics : public clang::DiagnosticConsumer {
public:
  explicit ClangDiagnostics(DiagnosticEngine &engine) : engine(engine) {}

  void BeginSourceFile(const clang::LangOptions &options, const clang::Preprocessor *) override {
    languageOptions = &options;
  }
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &info) override;

private:
  DiagnosticEngine &engine;
  const clang::LangOptions *languageOptions = nullptr;
  Diagnostic *last = nullptr; ///< What Clang's notes belong to.

  std::optional<Span> spanOf(const clang::Diagnostic &info);
  uint32_t fileNumber(const clang::SourceManager &sources, clang::FileID file);
};

} // namespace sonde

#endif // SONDE_CIMPORT_CLANGDIAGNOSTICS_H
