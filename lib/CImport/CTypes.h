//===- CTypes.h - From Clang's types to the script's ----------------------===//
#ifndef SONDE_CIMPORT_CTYPES_H
#define SONDE_CIMPORT_CTYPES_H

#include "lib/Types/Type.h"

#include "clang/AST/Type.h"
#include "llvm/ADT/DenseMap.h"

namespace clang {
class ASTContext;
class EnumDecl;
class RecordDecl;
} // namespace clang

namespace sonde {

/// One converter per file: a struct is described once.
class CTypes {
public:
  /// In a script's own C text, truth values are integers.
  explicit CTypes(const clang::ASTContext &context, bool isScript = false)
      : context(context), isScript(isScript) {}

  /// `None` for what a script cannot have: floating point, vectors, integers of
  /// more than 64 bits.
  Type convert(clang::QualType type);

private:
  const clang::ASTContext &context;
  bool isScript;
  llvm::DenseMap<const clang::RecordDecl *, Type> records;

  Type convertInteger(clang::QualType type);
  Type convertEnum(const clang::EnumDecl *declaration);
  Type convertArray(clang::QualType element, uint64_t count);
  Type convertRecord(const clang::RecordDecl *declaration);
  std::shared_ptr<const StructDef> describe(const clang::RecordDecl *declaration,
                                            const std::string &name);
};

} // namespace sonde

#endif // SONDE_CIMPORT_CTYPES_H
