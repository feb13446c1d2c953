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

bool useUnstable(const Config &config, const std::string &key, Span where, Reporter &reporter) {
  const std::string mode = config.text(key);
  const std::string fix = "set '" + key + "' to 'enable' in the config block";
  if (mode == "error") {
    reporter.error(where, describe(key) + " may still change, and has to be enabled").note(fix);
    return false;
  }
  if (mode == "warn")
    reporter.warningOnce("unstable", describe(key) + " may still change in a later version")
        .note(fix);
  return true;
}

} // namespace sonde
