//===- TypeNames.h - What a written type means ----------------------------===//
#ifndef SONDE_FRONTEND_TYPENAMES_H
#define SONDE_FRONTEND_TYPENAMES_H

#include "lib/CImport/CDeclarations.h"
#include "lib/Frontend/Ast.h"
#include "lib/Kernel/KernelView.h"
#include "lib/Support/Result.h"

#include <map>
#include <string>

namespace sonde {

/// Finds types by name: the language's own, C's, and the kernel's. The kernel is
/// only asked for what the others do not know, and once per name.
class TypeNames {
public:
  explicit TypeNames(KernelView &kernel) : kernel(kernel) {}
  /// The script's own C, which is asked before the kernel. May be null.
  void useC(CDeclarations *declarations) { c = declarations; }

  /// Not for `typeof`.
  Result<Type> resolve(const ast::TypeName &name);
  /// The struct or union with its definition, if it can be found.
  Type complete(const Type &structure);
  /// `struct NAME` or `union NAME` of the kernel.
  Result<Type> structure(const std::string &name, bool isUnion);
  /// Names close to that of an unknown struct.
  std::vector<std::string> structNames();
  /// Is there a function or variable of this name? Yes where that is not known.
  bool kernelHas(const std::string &symbol) { return kernel.hasSymbol(symbol); }

private:
  KernelView &kernel;
  CDeclarations *c = nullptr;
  std::map<std::string, Type> structures; ///< By "struct NAME" or "union NAME".

  Result<Type> base(const ast::TypeName &name, size_t &suffix);
};

/// The language's own names of types, for suggestions.
std::vector<std::string> builtinTypeNames();

} // namespace sonde

#endif // SONDE_FRONTEND_TYPENAMES_H
