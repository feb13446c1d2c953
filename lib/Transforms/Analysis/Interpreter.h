//===- Interpreter.h - What a module in the tracing dialect does ----------===//
//
// Executes the probes of a module against a made-up world, without a kernel: the
// semantics of the dialect as code that can be run. Passes are tested with it:
// see CheckMeaning.h, and docs/Testing.md.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_ANALYSIS_INTERPRETER_H
#define SONDE_TRANSFORMS_ANALYSIS_INTERPRETER_H

#include "lib/Transforms/Analysis/Scenario.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>
#include <vector>

namespace sonde {

/// What can be seen of a run, in order, one fact a line: events with their fields,
/// results of probes, calls of C functions that may have effects; then failures
/// with their number, and what is in the maps at the end.
struct Outcome {
  std::vector<std::string> lines;

  std::string text() const;
  bool operator==(const Outcome &other) const { return lines == other.lines; }
};

/// Lets the scenario's events happen, in order. An operation that has no meaning
/// here, or whose result is undefined, is an error at its place.
mlir::FailureOr<Outcome> interpret(mlir::ModuleOp module, const Scenario &scenario);

/// Can the operation of this name be executed?
bool isInterpreted(llvm::StringRef operation);
/// Operations of the dialect that are never executed, each with the reason.
llvm::ArrayRef<std::pair<llvm::StringRef, llvm::StringRef>> notInterpreted();

} // namespace sonde

#endif // SONDE_TRANSFORMS_ANALYSIS_INTERPRETER_H
