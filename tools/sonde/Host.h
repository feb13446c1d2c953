//===- Host.h - The driver's two forms ------------------------------------===//
//
// `sonde` links LLVM statically, which halves its time to `main`. Plugins need
// the dialects as shared symbols: for them the same code exists a second time,
// linked against the shared libraries, and `sonde` hands over to it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TOOLS_SONDE_HOST_H
#define SONDE_TOOLS_SONDE_HOST_H

#include "lib/Support/Result.h"

#include <string>
#include <vector>

namespace sonde {

/// The folder that this program is in.
Result<std::string> ownFolder();

/// Loads pass plugins. The static form replaces itself by the shared one, which
/// starts again with the same arguments, and returns only if that fails.
Result<void> loadPlugins(const std::vector<std::string> &plugins, char **argv);

} // namespace sonde

#endif // SONDE_TOOLS_SONDE_HOST_H
