//===- LossMonitor.h - Watching what programs count -----------------------===//
//
// Programs count lost events and errors in globals; this notices when a count
// has grown, and says so once.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_LOSSMONITOR_H
#define SONDE_RUNTIME_LOSSMONITOR_H

#include "lib/Runtime/Object.h"
#include "lib/Runtime/Output.h"

namespace sonde {

class LossMonitor {
public:
  static Result<LossMonitor> open(const Artifact &artifact, const Object &object);

  /// Is there anything that could be counted?
  bool isNeeded() const { return !artifact->errorSites.empty() || !artifact->events.empty(); }
  /// Reports losses since the last time, and errors seen for the first time.
  void check(Output &output, bool warnings);
  /// The last check: also gives the totals of errors that happened again.
  void finish(Output &output, bool warnings);
  uint64_t totalLost() const { return lostInAll; }

private:
  explicit LossMonitor(const Artifact &artifact) : artifact(&artifact) {}
  void checkLosses(Output &output);
  void checkErrors(Output &output, bool warnings, bool last);

  const Artifact *artifact;
  CounterArray lost, errors;
  std::vector<uint64_t> lostSeen, errorsSeen, now;
  uint64_t lostInAll = 0;
};

} // namespace sonde

#endif // SONDE_RUNTIME_LOSSMONITOR_H
