//===- Format.h - Scripts in one style ------------------------------------===//
//
// `sonde --fmt` and the language server's formatting. The style is described in
// docs/Tools/Format.md. Only layout, redundant parentheses and semicolons
// change: comments stay, numbers and text stay as they are written, C text and
// the `#!` line stay byte for byte.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FORMAT_FORMAT_H
#define SONDE_FORMAT_FORMAT_H

#include "lib/Support/Diagnostics.h"

#include <optional>
#include <string>

namespace sonde {

/// The text of a file of the engine's sources in the one style. None if it cannot
/// be read as a script; the errors are in `diagnostics`.
std::optional<std::string> formatScript(uint32_t file, DiagnosticEngine &diagnostics);

} // namespace sonde

#endif // SONDE_FORMAT_FORMAT_H
