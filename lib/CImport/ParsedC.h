//===- ParsedC.h - C text that Clang has parsed ---------------------------===//
#ifndef SONDE_CIMPORT_PARSEDC_H
#define SONDE_CIMPORT_PARSEDC_H

#include "lib/CImport/CDeclarations.h"
#include "lib/CImport/CTypes.h"
#include "lib/CImport/ClangDiagnostics.h"

#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"

#include <set>

namespace sonde {

/// What Clang is given. `kernelTypes` is C text that stands in front.
struct CInput {
  const std::vector<std::string> &headers;
  const std::vector<CSource> &texts;
  const CDeclareOptions &options;
  std::string kernelTypes;
};

/// Errors of one parse, and the types that were missing.
class DeclarationErrors final : public ClangDiagnostics {
public:
  DeclarationErrors(DiagnosticEngine &engine, const std::vector<CSource> &texts);
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &info) override;

  std::set<std::string> missing; ///< "struct page", "size_t".
  bool hasRedefinition = false;
  bool hasKernelTypes = false; ///< So that hints do not send the user elsewhere.
};

class ParsedC final : public CDeclarations {
public:
  ParsedC(SourceManager &sources, const std::vector<CSource> &texts)
      : said(sources), errors(said, texts) {}

  bool parse(const CInput &input);

  Type structure(const std::string &name, bool isUnion) override;
  Type enumeration(const std::string &name) override;
  Type named(const std::string &name) override;
  std::optional<CEnumerator> enumerator(const std::string &name) override;
  std::optional<CMacro> macro(const std::string &name) override;
  std::vector<std::string> structNames() override;
  std::vector<std::string> enumNames() override;
  std::vector<std::string> valueNames() override;

  DiagnosticEngine said;
  DeclarationErrors errors;

private:
  friend class KeepTree;
  clang::CompilerInstance instance;
  std::shared_ptr<clang::Preprocessor> preprocessor;
  llvm::IntrusiveRefCntPtr<clang::ASTContext> tree;
  std::optional<CTypes> types;

  template <typename Declaration> Declaration *find(const std::string &name) const;
  template <typename Declaration> std::vector<std::string> namesOf() const;
};

} // namespace sonde

#endif // SONDE_CIMPORT_PARSEDC_H
