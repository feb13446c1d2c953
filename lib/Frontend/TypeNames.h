//===- TypeNames.h - What a written type means ----------------------------===//
#ifndef SONDE_FRONTEND_TYPENAMES_H
#define SONDE_FRONTEND_TYPENAMES_H

#include "lib/CImport/CDeclarations.h"
#include "lib/DebugInfo/DebugInfo.h"
#include "lib/Frontend/Ast.h"
#include "lib/Kernel/KernelView.h"
#include "lib/Support/Result.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace sonde {

/// Finds types by name: the language's own, C's, those of traced programs, and the
/// kernel's. Each is only asked for what those before it do not know.
class TypeNames {
public:
  explicit TypeNames(KernelView &kernel) : kernel(kernel) {}
  /// The script's own C. May be null.
  void useC(CDeclarations *declarations) { c = declarations; }
  /// Names kernel modules that are asked after the kernel, in this order. Called
  /// when the first type is not found there.
  void useModules(std::function<std::vector<std::string>()> find) { findModules = std::move(find); }

  /// Where debug symbols of programs are looked for before the system's folders.
  void useDebugFolders(std::vector<std::string> folders) { debugFolders = std::move(folders); }

  /// Not for `typeof`. `program` is the file that the probe is in, if it is in one.
  Result<Type> resolve(const ast::TypeName &name, const std::string &program = "");
  /// The struct or union with its members, if its origin knows them.
  Type complete(const Type &structure);
  /// Why the members of a struct are not known.
  std::string whyUnknown(const Type &structure);
  /// Names close to that of an unknown struct.
  std::vector<std::string> structNames(const std::string &program = "");
  /// The script's own enumerations.
  std::vector<std::string> enumNames() { return c ? c->enumNames() : std::vector<std::string>(); }
  /// Is there a function or variable of this name? Yes where that is not known.
  bool kernelHas(const std::string &symbol) { return kernel.hasSymbol(symbol); }
  std::vector<std::string> kernelSymbols() { return kernel.symbolNames(); }
  /// What a program or library says about its source. Opened once.
  const Result<std::unique_ptr<DebugInfo>> &debugInfo(const std::string &program);
  /// Split-off files of this program that were looked for, and not found.
  std::vector<std::string> missingFiles(const std::string &program) const;

private:
  KernelView &kernel;
  CDeclarations *c = nullptr;
  std::vector<std::string> debugFolders;
  std::function<std::vector<std::string>()> findModules;
  std::optional<std::vector<std::string>> modules;
  std::map<std::string, Type> kernelStructs; ///< By "struct NAME" or "union NAME".
  std::map<std::string, Result<std::unique_ptr<DebugInfo>>> programs; ///< By absolute path.

  Result<Type> base(const ast::TypeName &name, const std::string &program, size_t &suffix);
  Result<Type> structure(const std::string &name, bool isUnion, const std::string &program);
  Type ownStructure(const std::string &name, bool isUnion);
  Result<Type> kernelStructure(const std::string &name, bool isUnion);
  template <typename Ask> Result<Type> askKernel(Ask ask);
};

/// The language's own names of types, for suggestions.
std::vector<std::string> builtinTypeNames();

} // namespace sonde

#endif // SONDE_FRONTEND_TYPENAMES_H
