//===- FunctionCollector.cpp - The functions that a C file offers ---------===//
#include "lib/CImport/FunctionCollector.h"

#include "lib/CImport/CTypes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

namespace sonde {
namespace {

/// A whole function that other files may call by its name.
bool isOffered(const clang::FunctionDecl &function) {
  return function.isThisDeclarationADefinition() && function.isExternallyVisible() &&
         !function.isInvalidDecl() &&
         (!function.isInlined() || function.isInlineDefinitionExternallyVisible());
}

/// A function in a section is a program of its own: the kernel does not let
/// others call it, and nothing here attaches it.
void warnOfProgram(const clang::FunctionDecl &function) {
  clang::DiagnosticsEngine &diagnostics = function.getASTContext().getDiagnostics();
  unsigned id = diagnostics.getCustomDiagID(
      clang::DiagnosticsEngine::Warning,
      "%0 is a program of its own: it is not attached, and cannot be called");
  diagnostics.Report(function.getLocation(), id) << &function;
}

CFunction describe(const clang::FunctionDecl &function, CTypes &types) {
  const clang::SourceManager &sources = function.getASTContext().getSourceManager();
  CFunction result;
  result.name = function.getNameAsString();
  result.result = types.convert(function.getReturnType());
  result.line = sources.getExpansionLineNumber(function.getLocation());
  for (const clang::ParmVarDecl *parameter : function.parameters())
    result.parameters.push_back(
        {parameter->getNameAsString(), types.convert(parameter->getType())});
  return result;
}

} // namespace

void FunctionCollector::HandleTranslationUnit(clang::ASTContext &context) {
  CTypes types(context);
  for (const clang::Decl *declaration : context.getTranslationUnitDecl()->decls())
    if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(declaration))
      if (isOffered(*function)) {
        if (function->hasAttr<clang::SectionAttr>())
          warnOfProgram(*function);
        else
          functions.push_back(describe(*function, types));
      }
}

} // namespace sonde
