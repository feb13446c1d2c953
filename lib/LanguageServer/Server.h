//===- Server.h - The language server for scripts -------------------------===//
//
// Speaks the language server protocol on standard input and output, with MLIR's
// library. Asks the kernel it is given; loads nothing, needs no privilege
// beyond reading what the kernel shows.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_LANGUAGESERVER_SERVER_H
#define SONDE_LANGUAGESERVER_SERVER_H

#include "lib/Frontend/Frontend.h"

namespace sonde {

/// Serves one editor until it ends. True if it ended as the protocol wants.
bool runLanguageServer(KernelView &kernel, const FrontendOptions &options);

} // namespace sonde

#endif // SONDE_LANGUAGESERVER_SERVER_H
