//===- Options.h - Named parameters of a script ---------------------------===//
//
// `getopt("name", default, "description")` is a parameter that the user may give
// as `--name=value` behind a `--`.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_OPTIONS_H
#define SONDE_FRONTEND_OPTIONS_H

#include "lib/Frontend/Fold.h"
#include "lib/Frontend/Program.h"
#include "lib/Frontend/Reporter.h"

namespace sonde {

/// Replaces each `getopt(…)` by a parameter of the program; fills
/// `program.params`. Works on folded trees; `folder` folds the arguments of those in branches
/// that `comptime` has not chosen from yet.
void findOptions(Program &program, Folder &folder, Reporter &reporter);

} // namespace sonde

#endif // SONDE_FRONTEND_OPTIONS_H
