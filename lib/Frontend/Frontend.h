//===- Frontend.h - From a script to a typed tree -------------------------===//
//
// The front end's door: read, analyse, show. Lowering to the tracing dialect is
// in Lower/Lower.h, because it alone needs MLIR.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_FRONTEND_H
#define SONDE_FRONTEND_FRONTEND_H

#include "lib/Frontend/Program.h"
#include "lib/Kernel/KernelView.h"
#include "lib/Support/Diagnostics.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sonde {

struct FrontendOptions {
  /// `$1`, `$2`, … as the user gave them.
  std::vector<std::string> parameters;
  /// Keep `$1` as a parameter of the program, instead of folding its value.
  bool keepParameters = false;
  /// Settings that win over the config block, by lower-case key.
  std::map<std::string, std::string> config;
  bool allowUnsafe = false; ///< What may change the system: `system()` and its like.
  /// Where debug symbols of programs are looked for before the system's folders.
  std::vector<std::string> debugFolders;
  /// For tests: a map that holds a number of ns, in place of the clock of `tseries`.
  std::string testClock;
  /// Compiles an imported C file (compileC of lib/CImport, with its options
  /// bound). Without it, C imports are refused.
  std::function<std::optional<CUnit>(const std::string &path, const std::string &text,
                                     DiagnosticEngine &diagnostics)>
      compileC;
  /// Looks at C text (declareC of lib/CImport). Without it, scripts have none.
  std::function<std::unique_ptr<CDeclarations>(
      const std::vector<std::string> &headers, const std::vector<CSource> &texts,
      const CDeclareOptions &options, DiagnosticEngine &diagnostics)>
      declareC;
};

/// Reads one file of the engine's sources. Always gives a program, of what could
/// be read; errors are in `diagnostics`.
std::unique_ptr<Program> parseProgram(uint32_t file, DiagnosticEngine &diagnostics);

/// Binds names, attaches probes to what `kernel` has, infers and checks types.
/// False if there was an error, here or in reading; all of them are reported.
bool analyse(Program &program, KernelView &kernel, const FrontendOptions &options,
             DiagnosticEngine &diagnostics);

/// `-d ast`: the tree as it was read. `-d types`: the analysed program, with the
/// types of maps, variables and expressions.
std::string dumpAst(const Program &program);
std::string dumpTypes(const Program &program);

} // namespace sonde

#endif // SONDE_FRONTEND_FRONTEND_H
