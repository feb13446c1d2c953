//===- Unstable.cpp - Parts of the language that may still change ---------===//
#include "lib/Frontend/Unstable.h"

namespace sonde {

static std::string describe(const std::string &key) {
  if (key == "unstable_dw_ustack")
    return "'dw_ustack' (stacks by debug information)";
  if (key == "unstable_import_statement")
    return "importing in a block";
  return "'" + key.substr(std::string("unstable_").size()) + "'";
}

bool useUnstable(Program &program, const std::string &key, Span where, Reporter &reporter) {
  std::string mode = program.config.text(key);
  if (mode == "error") {
    reporter.error(where, describe(key) + " may still change, and is switched off")
        .note("to use it, set '" + key + " = enable' in the config block");
    return false;
  }
  if (mode == "warn" && program.unstableUsed.insert(key).second)
    reporter.diagnostics()
        .warning("unstable", "the script uses something that may still change: " + describe(key))
        .note("set '" + key + " = enable' in the config block to silence this");
  return true;
}

} // namespace sonde
