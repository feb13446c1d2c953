//===- FunctionCollector.h - The functions that a C file offers -----------===//
#ifndef SONDE_CIMPORT_FUNCTIONCOLLECTOR_H
#define SONDE_CIMPORT_FUNCTIONCOLLECTOR_H

#include "lib/CImport/CImport.h"

#include "clang/AST/ASTConsumer.h"

#include <vector>

namespace sonde {

/// Fills `functions` once the file has been parsed, in the order of the file.
class FunctionCollector : public clang::ASTConsumer {
public:
  explicit FunctionCollector(std::vector<CFunction> &functions) : functions(functions) {}

  void HandleTranslationUnit(clang::ASTContext &context) override;

private:
  std::vector<CFunction> &functions;
};

} // namespace sonde

#endif // SONDE_CIMPORT_FUNCTIONCOLLECTOR_H
