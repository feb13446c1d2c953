//===- LossMonitor.cpp - Watching what programs count ---------------------===//
#include "lib/Runtime/LossMonitor.h"

namespace sonde {

Result<LossMonitor> LossMonitor::open(const Artifact &artifact, const Object &object) {
  LossMonitor monitor(artifact);
  Result<CounterArray> lost = object.counters(Artifact::kLostSymbol, artifact.events.size());
  if (!lost)
    return lost.takeError();
  Result<CounterArray> errors =
      object.counters(Artifact::kErrorsSymbol, artifact.errorSites.size());
  if (!errors)
    return errors.takeError();
  monitor.lost = std::move(*lost);
  monitor.errors = std::move(*errors);
  monitor.lostSeen.resize(artifact.events.size());
  monitor.errorsSeen.resize(artifact.errorSites.size());
  return monitor;
}

void LossMonitor::check(Output &output, bool warnings) {
  checkLosses(output);
  checkErrors(output, warnings, /*last=*/false);
}

void LossMonitor::finish(Output &output, bool warnings) {
  checkLosses(output);
  checkErrors(output, warnings, /*last=*/true);
}

void LossMonitor::checkLosses(Output &output) {
  if (!lost.read(now) || now == lostSeen)
    return;
  std::vector<LostEvents> events;
  for (size_t i = 0; i < now.size(); ++i)
    if (now[i] != lostSeen[i]) {
      events.push_back({now[i] - lostSeen[i], &artifact->events[i]});
      lostInAll += now[i] - lostSeen[i];
    }
  lostSeen = now;
  output.lost(events);
}

void LossMonitor::checkErrors(Output &output, bool warnings, bool last) {
  if (!warnings || !errors.read(now) || now == errorsSeen)
    return;
  for (size_t i = 0; i < now.size(); ++i) {
    // In between only the first sighting is news: an error in a busy probe
    // would otherwise be repeated without end.
    if (now[i] == errorsSeen[i] || (errorsSeen[i] && !last))
      continue;
    output.error(describeError(artifact->errorSites[i], now[i], *artifact));
    errorsSeen[i] = now[i];
  }
}

} // namespace sonde
