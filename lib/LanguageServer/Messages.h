//===- Messages.h - What an editor sends ----------------------------------===//
//
// Reads messages and hands them to MLIR's handler. The loop of MLIR's transport
// ends at the first message that is none; this one answers it with an error and
// goes on with the next, as editors expect of a server.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_LANGUAGESERVER_MESSAGES_H
#define SONDE_LANGUAGESERVER_MESSAGES_H

#include <istream>

namespace mlir::lsp {
class JSONTransport;
class MessageHandler;
} // namespace mlir::lsp

namespace sonde {

/// Serves until the editor says that it ends, or is gone. Errors are answered through
/// `transport`, whose own input is not read.
void serveMessages(std::istream &in, mlir::lsp::JSONTransport &transport,
                   mlir::lsp::MessageHandler &handler);

} // namespace sonde

#endif // SONDE_LANGUAGESERVER_MESSAGES_H
