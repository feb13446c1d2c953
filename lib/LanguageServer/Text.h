//===- Text.h - Places as editors count them ------------------------------===//
//
// The protocol counts lines from 0 and columns in units of UTF-16; we count bytes.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_LANGUAGESERVER_TEXT_H
#define SONDE_LANGUAGESERVER_TEXT_H

#include "lib/Support/Source.h"

#include "mlir/Tools/lsp-server-support/Protocol.h"

namespace sonde {

mlir::lsp::Position positionOf(std::string_view text, uint32_t offset);
/// A place behind the end of a line or of the text is that end.
uint32_t offsetOf(std::string_view text, mlir::lsp::Position position);
mlir::lsp::Range rangeOf(std::string_view text, Span span);

} // namespace sonde

#endif // SONDE_LANGUAGESERVER_TEXT_H
