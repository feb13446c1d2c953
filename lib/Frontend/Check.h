//===- Check.h - Is the typed program right? ------------------------------===//
//
// Goes through the program once inference has settled, and reports everything
// that does not fit together. What follows from an error elsewhere (an expression
// without a type) is not reported again.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_CHECK_H
#define SONDE_FRONTEND_CHECK_H

#include "lib/Frontend/Program.h"
#include "lib/Frontend/Reporter.h"
#include "lib/Frontend/TypeNames.h"

namespace sonde {

void checkProgram(Program &program, TypeNames &types, Reporter &reporter);

} // namespace sonde

#endif // SONDE_FRONTEND_CHECK_H
