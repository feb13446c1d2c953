//===- Macros.h - Script macros -------------------------------------------===//
//
// Replaces each use of a script's macro by the macro's body. It
// works on the tree, before constants are folded and names are bound, so that
// the later stages see no macros.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_MACROS_H
#define SONDE_FRONTEND_MACROS_H

#include "lib/Frontend/Program.h"
#include "lib/Frontend/Reporter.h"

namespace sonde {

void expandMacros(Program &program, Reporter &reporter);

} // namespace sonde

#endif // SONDE_FRONTEND_MACROS_H
