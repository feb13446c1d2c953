//===- CheckMeaning.cpp - Do passes keep what a script does? --------------===//
#include "lib/Transforms/Analysis/CheckMeaning.h"

#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/Pass/Pass.h"

using namespace mlir;

namespace sonde {

static ModuleOp moduleAround(Operation *op) {
  auto module = dyn_cast<ModuleOp>(op);
  return module ? module : op->getParentOfType<ModuleOp>();
}

static bool hasProbes(ModuleOp module) { return module && !module.getOps<tr::ProbeOp>().empty(); }

/// The first line in which the two differ.
static std::pair<std::string, std::string> firstDifference(const Outcome &before,
                                                           const Outcome &after) {
  auto line = [](const Outcome &outcome, size_t i) {
    return i < outcome.lines.size() ? outcome.lines[i] : std::string("nothing more");
  };
  size_t i = 0;
  while (line(before, i) == line(after, i))
    ++i;
  return {line(before, i), line(after, i)};
}

void CheckMeaning::runBeforePass(Pass *, Operation *op) {
  ModuleOp module = moduleAround(op);
  if (before || verdict.isChanged || !hasProbes(module))
    return;
  FailureOr<Outcome> outcome = interpret(module, scenario);
  if (failed(outcome)) {
    verdict.isChanged = true; // There is nothing to compare with.
    return;
  }
  before = std::move(*outcome);
}

void CheckMeaning::runAfterPass(Pass *pass, Operation *op) {
  ModuleOp module = moduleAround(op);
  // Pipelines of passes are passes to MLIR, without a name of their own.
  if (!before || pass->getArgument().empty())
    return;
  if (!hasProbes(module) || structural.count(pass->getArgument().str())) {
    before.reset();
    return;
  }
  ++verdict.passesChecked;
  FailureOr<Outcome> after = interpret(module, scenario);
  if (succeeded(after) && *after == *before)
    return;
  verdict.isChanged = true;
  InFlightDiagnostic error = module.emitError()
                             << "'" << pass->getArgument() << "' changes what the script does";
  if (succeeded(after)) {
    auto [was, is] = firstDifference(*before, *after);
    error.attachNote() << "before: " << was;
    error.attachNote() << "after: " << is;
  }
  before.reset();
}

} // namespace sonde
