//===- Environment.cpp - What the process brings along --------------------===//
#include "tools/sonde/Environment.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <linux/capability.h>
#include <string_view>
#include <unistd.h>

extern char **environ;

namespace sonde {
namespace {

constexpr std::string_view kOwnPrefix = "SONDE_", kCompatiblePrefix = "BPFTRACE_";

/// Variables with our prefixes that are not settings of a script.
bool isSetting(const std::string &key) {
  for (const char *other : {"color", "btf", "vmlinux", "kernel_source", "kernel_build",
                            "dummy_ts_map", "kconfig_test", "objcopy", "build"})
    if (key == other)
      return false;
  return true;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char &c : out)
    c = std::tolower(static_cast<unsigned char>(c));
  return out;
}

/// The effective capabilities; none if they cannot be read.
uint64_t effectiveCapabilities() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.compare(0, 7, "CapEff:") == 0)
      return std::strtoull(line.c_str() + 7, nullptr, 16);
  return 0;
}

} // namespace

std::map<std::string, std::string> settingsFromEnvironment() {
  std::map<std::string, std::string> settings;
  // The compatible names first: the own ones then overwrite them.
  for (std::string_view prefix : {kCompatiblePrefix, kOwnPrefix}) {
    for (char **entry = environ; *entry; ++entry) {
      std::string_view text = *entry;
      size_t equals = text.find('=');
      if (text.substr(0, prefix.size()) != prefix || equals == std::string_view::npos)
        continue;
      std::string key = lower(text.substr(prefix.size(), equals - prefix.size()));
      if (isSetting(key))
        settings[key] = text.substr(equals + 1);
    }
  }
  return settings;
}

/// The own name wins; null if there is neither.
static const char *variable(const char *own, const char *compatible) {
  const char *value = std::getenv(own);
  return value ? value : std::getenv(compatible);
}

std::string testClock() {
  const char *map = variable("SONDE_DUMMY_TS_MAP", "BPFTRACE_DUMMY_TS_MAP");
  return map ? map : "";
}

Result<bool> wantsColour() {
  const char *value = variable("SONDE_COLOR", "BPFTRACE_COLOR");
  std::string_view mode = value ? value : "auto";
  if (mode == "always")
    return true;
  if (mode == "never")
    return false;
  bool terminals = isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
  if (mode == "auto")
    return terminals;
  return failure("'" + std::string(mode) +
                 "' is not a colour mode: use 'always', 'never' or 'auto'");
}

Result<void> checkPrivileges() {
  struct Needed {
    unsigned bit;
    const char *name;
    bool rootHasIt, adminHasIt;
  };
  // CAP_SYS_ADMIN contains CAP_BPF and CAP_PERFMON (Linux 5.8, capabilities(7)).
  constexpr Needed needed[] = {
      {CAP_DAC_READ_SEARCH, "CAP_DAC_READ_SEARCH", true, false},
      {CAP_DAC_OVERRIDE, "CAP_DAC_OVERRIDE", true, false},
      {CAP_BPF, "CAP_BPF", false, true},
      {CAP_PERFMON, "CAP_PERFMON", false, true},
  };
  uint64_t capabilities = effectiveCapabilities();
  bool isAdmin = capabilities >> CAP_SYS_ADMIN & 1, isRoot = geteuid() == 0;
  for (const Needed &capability : needed) {
    bool implied = (capability.adminHasIt && isAdmin) || (capability.rootHasIt && isRoot);
    if (!implied && !(capabilities >> capability.bit & 1))
      return failure(std::string("tracing needs the capability ") + capability.name +
                     ": run sonde as root");
  }
  return {};
}

} // namespace sonde
