//===- RuntimeError.h - What is said about an error while a script runs ---===//
#ifndef SONDE_RUNTIME_RUNTIMEERROR_H
#define SONDE_RUNTIME_RUNTIMEERROR_H

#include "lib/Artifact/Artifact.h"

namespace sonde {

/// An error site of the script, in words.
struct RuntimeError {
  std::string message;            ///< For a person, in the diagnostics' voice.
  std::vector<std::string> notes; ///< What can be done about it.
  /// For programs: fixed texts that they compare.
  std::string jsonMessage;
  std::string helper; ///< Empty: not the failure of a helper.
  int code = 0;       ///< What the helper returned, as a negative errno.
  SourcePlace where;
};

/// `count` is how often it happened so far.
RuntimeError describeError(const ErrorSite &site, uint64_t count, const Artifact &artifact);

} // namespace sonde

#endif // SONDE_RUNTIME_RUNTIMEERROR_H
