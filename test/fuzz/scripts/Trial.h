//===- Trial.h - One script through the compiler --------------------------===//
#ifndef SONDE_TEST_FUZZ_SCRIPTS_TRIAL_H
#define SONDE_TEST_FUZZ_SCRIPTS_TRIAL_H

#include "lib/Kernel/KernelView.h"
#include "test/fuzz/scripts/Random.h"

#include <optional>
#include <string>

namespace sonde::fuzz {

struct Verdict {
  /// What is wrong, with the compiler's words; nothing when all is well.
  std::optional<std::string> fault;
  bool isRefused = false;
};

/// A valid script must become an object.
Verdict compiles(const std::string &script, KernelView &kernel);
/// The object must be one that the kernel takes.
Verdict loads(const std::string &script, KernelView &kernel);
/// Any text may be refused, but at a place, and not as an error of the compiler.
Verdict isRefusedWell(const std::string &script, KernelView &kernel);
/// No subset of the optional passes, in whatever order, and no planning pass may
/// change what the script does. `isValid` says that it must compile.
Verdict keepsMeaning(const std::string &script, KernelView &kernel, Random &random, bool isValid);

} // namespace sonde::fuzz

#endif // SONDE_TEST_FUZZ_SCRIPTS_TRIAL_H
