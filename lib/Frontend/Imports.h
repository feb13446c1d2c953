//===- Imports.h - Files that a script imports ----------------------------===//
#ifndef SONDE_FRONTEND_IMPORTS_H
#define SONDE_FRONTEND_IMPORTS_H

#include "lib/Frontend/Frontend.h"
#include "lib/Frontend/Reporter.h"

namespace sonde {

/// Compiles the C files that the script imports into `program.imports`. A file is
/// looked for beside the script and taken once, however often it is named.
void loadImports(Program &program, const FrontendOptions &options, Reporter &reporter);

} // namespace sonde

#endif // SONDE_FRONTEND_IMPORTS_H
