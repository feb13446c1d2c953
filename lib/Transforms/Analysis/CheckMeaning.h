//===- CheckMeaning.h - Do passes keep what a script does? ----------------===//
#ifndef SONDE_TRANSFORMS_ANALYSIS_CHECKMEANING_H
#define SONDE_TRANSFORMS_ANALYSIS_CHECKMEANING_H

#include "lib/Transforms/Analysis/Interpreter.h"

#include "mlir/Pass/PassInstrumentation.h"

#include <optional>
#include <set>

namespace sonde {

/// Interprets the module before and after each pass, as long as there are probes
/// in it, and reports the first pass that changes the outcome. The context must
/// not be multithreaded: a pass on one probe is seen through the whole module.
class CheckMeaning : public mlir::PassInstrumentation {
public:
  /// What the watched passes did to the meaning; outlives the instrumentation.
  struct Verdict {
    bool isChanged = false;     ///< A pass changed the outcome, or made it an error.
    unsigned passesChecked = 0; ///< Runs of passes that were looked at.
  };

  /// `structural` names passes that may change which probes there are and how
  /// failures are counted: behind them, the outcome is taken anew.
  CheckMeaning(Scenario scenario, std::set<std::string> structural, Verdict &verdict)
      : scenario(std::move(scenario)), structural(std::move(structural)), verdict(verdict) {}

  void runBeforePass(mlir::Pass *pass, mlir::Operation *op) override;
  void runAfterPass(mlir::Pass *pass, mlir::Operation *op) override;

private:
  Scenario scenario;
  std::set<std::string> structural;
  Verdict &verdict;
  std::optional<Outcome> before;
};

} // namespace sonde

#endif // SONDE_TRANSFORMS_ANALYSIS_CHECKMEANING_H
