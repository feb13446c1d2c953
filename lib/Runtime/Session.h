//===- Session.h - Running a compiled script ------------------------------===//
//
// The runtime's entry point: load, attach, show what the script sends, detach,
// print the maps. A session has no global state and leaves nothing attached,
// whatever way it ends. Signals and child processes are the caller's: it hands in
// file descriptors that become readable when the run should end.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_SESSION_H
#define SONDE_RUNTIME_SESSION_H

#include "lib/Artifact/Artifact.h"
#include "lib/Runtime/OutputStream.h"
#include "lib/Runtime/Parameters.h"
#include "lib/Support/Diagnostics.h"

#include <functional>

namespace sonde {

struct SessionOptions {
  std::string output; ///< A file for the script's output; empty: standard output.
  bool json = false;  ///< JSON lines instead of text.
  Buffering buffering = Buffering::Line;
  bool quiet = false;   ///< No line about attached probes.
  bool verbose = false; ///< Name every step on standard error.
  bool warnings = true; ///< About errors while the script runs.
  bool colour = false;  ///< Of messages on standard error.
  bool dryRun = false;  ///< Attach everything, then leave.
  Parameters parameters;

  int pid = -1;     ///< Attach to this process only, where a probe can.
  int stopFd = -1;  ///< Readable: end as after a signal (StopSignals).
  int leaveFd = -1; ///< Readable: the process that the run waits for has ended (a pidfd).
  /// Called when everything is attached: the time to start a child.
  std::function<void()> onAttached;
};

/// Exit codes that do not come from the script.
inline constexpr int kExitNotRun = 1;
inline constexpr int kExitFailed = 255;

/// Runs an object and returns the exit code for the process: the script's own
/// `exit(n)`, else 0; 255 when it could not be loaded or attached, with the
/// reasons in `diagnostics`, which the caller shows. What was reported before the
/// run is shown on standard error when it begins.
int runProgram(std::string_view elf, const Artifact &artifact, const SessionOptions &options,
               DiagnosticEngine &diagnostics);

/// The artifact that an object carries.
Result<Artifact> artifactOf(std::string_view elf);

} // namespace sonde

#endif // SONDE_RUNTIME_SESSION_H
