//===- Compiler.h - From a script to a program ----------------------------===//
//
// The whole way from text to a BPF object and its description, as a library. It
// reads no option of any command line, keeps no global state, and asks the
// kernel only through the KernelView it is given.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_COMPILER_COMPILER_H
#define SONDE_COMPILER_COMPILER_H

#include "lib/Artifact/Artifact.h"
#include "lib/Compiler/Stages.h"
#include "lib/Kernel/KernelView.h"
#include "lib/Support/Diagnostics.h"
#include "lib/Transforms/Pipelines/Pipelines.h"

#include "mlir/IR/OwningOpRef.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mlir {
class DialectRegistry;
class MLIRContext;
class ModuleOp;
} // namespace mlir

namespace sonde {

struct FrontendOptions;

/// What a program for later may rely on, unless told otherwise: the oldest
/// long-term kernel with all that the runtime prefers (cookies, fetching atomics).
inline constexpr const char *kPortableRelease = "5.15";

struct CompileOptions {
  /// `$1`, `$2`, … as the user gave them.
  std::vector<std::string> parameters;
  /// Settings that win over the script's config block: lower-case keys.
  std::map<std::string, std::string> config;
  std::string testClock; ///< FrontendOptions::testClock.
  /// Keep parameters open, and places in kernel types relocatable, so that the
  /// program can be started later, with other parameters, on another kernel.
  bool aheadOfTime = false;
  /// Oldest kernel release that the program must run on: "6.1". Empty: the
  /// kernel that is compiled for or, ahead of time, kPortableRelease if that is
  /// older.
  std::string targetRelease;
  bool allowUnsafe = false;
  /// Where debug symbols of programs are looked for before the system's folders.
  std::vector<std::string> debugFolders;
  /// Report failed reads and missing map keys at run time, too (`-k`).
  bool reportReads = false;
  PipelineOptions pipeline;
  /// Replaces all passes: the text of a pass pipeline on the module.
  std::string wholePipeline;
  /// Nothing behind this stage is done.
  std::optional<Stage> stopAfter;
};

/// What a compilation yields, for the runtime or for a file.
struct CompiledProgram {
  std::string object; ///< ELF with the artifact section.
  Artifact artifact;
};

/// What the front end gets of these options, for those who need only that.
FrontendOptions frontendOptions(const CompileOptions &options, const TargetFacts &target);

/// The dialects and interfaces that a compilation needs.
void registerCompilerDialects(mlir::DialectRegistry &registry);

/// Compiles the file `file` of the engine's sources. Everything found wrong is in
/// `diagnostics`; the result is empty if there was an error or the compilation
/// was told to stop earlier.
std::optional<CompiledProgram> compile(uint32_t file, const CompileOptions &options,
                                       KernelView &kernel, DiagnosticEngine &diagnostics,
                                       StageSink &sink);

/// The front end alone: a module in the tracing dialect, or null.
mlir::OwningOpRef<mlir::ModuleOp> compileToTracing(uint32_t file, const CompileOptions &options,
                                                   KernelView &kernel,
                                                   DiagnosticEngine &diagnostics,
                                                   mlir::MLIRContext &context, StageSink &sink);

/// The rest: from a module in the tracing dialect.
std::optional<CompiledProgram> compileModule(mlir::ModuleOp module, const CompileOptions &options,
                                             DiagnosticEngine &diagnostics, StageSink &sink);

} // namespace sonde

#endif // SONDE_COMPILER_COMPILER_H
