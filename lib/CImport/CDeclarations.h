//===- CDeclarations.h - C text that is only looked at --------------------===//
//
// Parses C text with Clang, in process and without generating code, and answers
// questions about what it declares: types, enumerators, macros. Nothing is
// converted before it is asked for, because headers declare thousands of things.
// No header of LLVM or Clang is needed to use it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_CIMPORT_CDECLARATIONS_H
#define SONDE_CIMPORT_CDECLARATIONS_H

#include "lib/Support/Diagnostics.h"
#include "lib/Types/Type.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sonde {

struct CEnumerator {
  Type type; ///< The enumeration, as wide as expressions are.
  int64_t value = 0;
};

struct CMacro {
  bool takesArguments = false;
  std::vector<std::string> parameters; ///< A last "..." for a variadic macro.
  std::string text;                    ///< What it stands for; blanks as one blank.
};

class CDeclarations {
public:
  virtual ~CDeclarations();
  /// None if it is not declared; without definition if it is not defined.
  virtual Type structure(const std::string &name, bool isUnion) = 0;
  virtual Type enumeration(const std::string &name) = 0;
  /// What a typedef stands for, or None.
  virtual Type named(const std::string &name) = 0;
  virtual std::optional<CEnumerator> enumerator(const std::string &name) = 0;
  virtual std::optional<CMacro> macro(const std::string &name) = 0;
  /// Names for suggestions: of structs and unions, of enumerations, of macros and
  /// enumerators.
  virtual std::vector<std::string> structNames() = 0;
  virtual std::vector<std::string> enumNames() = 0;
  virtual std::vector<std::string> valueNames() = 0;
};

struct CSource {
  std::string path;  ///< Where includes are searched, and under which name Clang knows it.
  uint32_t file = 0; ///< Its number in the engine's sources.
  std::string text;  ///< Line and column of each thing are those of the source.
};

struct CDeclareOptions {
  std::string arch = "x86_64";
  bool hasKernelTypes = false; ///< BPFTRACE_HAVE_BTF is defined.
  /// C definitions of these of the kernel's types ("struct page", "size_t") and of
  /// all that they need; for what the text uses and does not define.
  std::function<std::string(const std::vector<std::string> &names)> kernelTypes;
};

/// Parses headers and texts, in this order, as one; the last text is the script's
/// own. Null if there was an error, which is reported at its place.
std::unique_ptr<CDeclarations> declareC(const std::vector<std::string> &headers,
                                        const std::vector<CSource> &texts,
                                        const CDeclareOptions &options,
                                        DiagnosticEngine &diagnostics);

} // namespace sonde

#endif // SONDE_CIMPORT_CDECLARATIONS_H
