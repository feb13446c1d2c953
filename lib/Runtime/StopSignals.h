//===- StopSignals.h - SIGINT and SIGTERM as a file descriptor ------------===//
//
// For tools: the library itself installs no handlers. The first signal makes the
// descriptor readable, for SessionOptions::stopFd; a second one finds the default
// action restored and kills.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_STOPSIGNALS_H
#define SONDE_RUNTIME_STOPSIGNALS_H

#include "lib/Runtime/Fd.h"

namespace sonde {

/// At most one may exist.
class StopSignals {
public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals &) = delete;
  StopSignals &operator=(const StopSignals &) = delete;

  int fd() const { return event.get(); }

private:
  Fd event;
};

} // namespace sonde

#endif // SONDE_RUNTIME_STOPSIGNALS_H
