//===- Environment.h - What the process brings along ----------------------===//
#ifndef SONDE_TOOLS_SONDE_ENVIRONMENT_H
#define SONDE_TOOLS_SONDE_ENVIRONMENT_H

#include "lib/Support/Result.h"

#include <map>
#include <string>

namespace sonde {

/// Settings given as SONDE_KEY or BPFTRACE_KEY, by lower-case key; the own name
/// wins. Names that are no settings (colours, test hooks) are left out.
std::map<std::string, std::string> settingsFromEnvironment();

/// SONDE_DUMMY_TS_MAP or BPFTRACE_DUMMY_TS_MAP: for tests, the map of the script
/// that is read in place of the clock of `tseries`; empty: none.
std::string testClock();

/// Should output be coloured? SONDE_COLOR or BPFTRACE_COLOR (`always`, `never`,
/// `auto`); auto: when standard output and error are terminals.
Result<bool> wantsColour();

/// Fails with the name of the first capability that loading programs needs and
/// this process does not have.
Result<void> checkPrivileges();

} // namespace sonde

#endif // SONDE_TOOLS_SONDE_ENVIRONMENT_H
