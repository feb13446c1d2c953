//===- Exits.h - Functions that may end the script ------------------------===//
#ifndef SONDE_FRONTEND_EXITS_H
#define SONDE_FRONTEND_EXITS_H

namespace sonde {

struct Program;

/// Finds the functions that call `exit()`, themselves or through others, and sets
/// their `mayExit`: what calls them has to end, too.
void findExits(Program &program);

} // namespace sonde

#endif // SONDE_FRONTEND_EXITS_H
