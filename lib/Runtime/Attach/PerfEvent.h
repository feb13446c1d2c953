//===- PerfEvent.h - Opening perf events ----------------------------------===//
#ifndef SONDE_RUNTIME_ATTACH_PERFEVENT_H
#define SONDE_RUNTIME_ATTACH_PERFEVENT_H

#include "lib/Runtime/Fd.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>

namespace sonde {

/// `pid` -1: all processes; `cpu` -1: all CPUs (not both).
inline Result<Fd> openPerfEvent(perf_event_attr attributes, int pid, int cpu) {
  attributes.size = sizeof(attributes);
  Fd event(static_cast<int>(
      syscall(SYS_perf_event_open, &attributes, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC)));
  if (!event)
    return failure(std::strerror(errno), errno);
  return event;
}

} // namespace sonde

#endif // SONDE_RUNTIME_ATTACH_PERFEVENT_H
