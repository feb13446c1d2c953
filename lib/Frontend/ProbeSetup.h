//===- ProbeSetup.h - From probes to what the kernel has ------------------===//
//
// Parses the attach points of the script's probes, expands wildcards, asks the
// kernel whether the targets exist, and finds out what the bodies will see of
// them: the types of `args` and `retval`. Kernel types are only read when a body
// needs them, because opening them costs time.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_PROBESETUP_H
#define SONDE_FRONTEND_PROBESETUP_H

#include "lib/Frontend/Program.h"
#include "lib/Frontend/Reporter.h"
#include "lib/Frontend/TypeNames.h"
#include "lib/Kernel/KernelView.h"

namespace sonde {

/// Moves the probes of `program.tree` into `program.probes`.
void setUpProbes(Program &program, KernelView &kernel, TypeNames &types, Reporter &reporter);

/// The kernel modules that the program's probes are in, each once.
std::vector<std::string> modulesOfProbes(const Program &program, KernelView &kernel);

/// After analysis: warns about debug information that was needed, is split off
/// from its program, and not there.
void warnOfMissingFiles(const Program &program, const TypeNames &types, Reporter &reporter);

/// Does the text match a pattern in which `*` stands for any text?
bool matchesWildcard(std::string_view pattern, std::string_view text);

/// The file that a uprobe's name means: itself, a program on the PATH, or a
/// shared library. Empty if there is none.
std::string findBinary(const std::string &name);

} // namespace sonde

#endif // SONDE_FRONTEND_PROBESETUP_H
