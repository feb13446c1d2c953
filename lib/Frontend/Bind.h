//===- Bind.h - What the names mean ---------------------------------------===//
//
// Gives every variable its scope and symbol, every map its symbol and whether it
// has keys, every call its builtin or C function, and every written type its
// meaning. Constructs that this version does not have are refused here, each at
// its place.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_BIND_H
#define SONDE_FRONTEND_BIND_H

#include "lib/Frontend/Program.h"
#include "lib/Frontend/Reporter.h"
#include "lib/Frontend/TypeNames.h"

namespace sonde {

void bindNames(Program &program, TypeNames &types, Reporter &reporter);

} // namespace sonde

#endif // SONDE_FRONTEND_BIND_H
