//===- CText.h - C in scripts ---------------------------------------------===//
//
// Hands the `#` lines and the definitions of structs, unions and enums of a
// script, and the headers that it imports, to a C compiler. A script without any never starts one.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_CTEXT_H
#define SONDE_FRONTEND_CTEXT_H

#include "lib/Frontend/Frontend.h"

namespace sonde {

/// Fills `program.c`.
void declareCText(Program &program, KernelView &kernel, const FrontendOptions &options,
                  DiagnosticEngine &diagnostics);

} // namespace sonde

#endif // SONDE_FRONTEND_CTEXT_H
