//===- RuntimeError.cpp - What is said about an error while a script runs -===//
#include "lib/Runtime/RuntimeError.h"

#include <cerrno>
#include <cstring>

namespace sonde {
namespace {

/// The kernel counts failures by site only; each helper has one usual cause.
struct HelperFailure {
  const char *helper;
  int code;
  const char *message;
};

constexpr HelperFailure kHelperFailures[] = {
    {"map_lookup_elem", 0, "there is no element with this key"},
    {"map_delete_elem", -ENOENT, "there is no element with this key to delete"},
    {"map_update_elem", -E2BIG, "the element could not be stored"},
    {"get_stack", -EFAULT, "this stack could not be read, or its frames could not be kept"},
    {"probe_read_kernel", -EFAULT, "this kernel address could not be read"},
    {"probe_read_kernel_str", -EFAULT, "this kernel address could not be read"},
    {"probe_read_user", -EFAULT, "this user address could not be read"},
    {"probe_read_user_str", -EFAULT, "this user address could not be read"},
};

std::string timesText(uint64_t count) {
  return "this happened " + std::to_string(count) + " times";
}

void describeHelper(const ErrorSite &site, RuntimeError &error) {
  error.helper = site.helper;
  error.code = -EFAULT;
  error.message = "the kernel's helper '" + site.helper + "' failed";
  for (const HelperFailure &known : kHelperFailures)
    if (site.helper == known.helper) {
      error.code = known.code;
      error.message = known.message;
      error.notes.push_back("the kernel's helper '" + site.helper + "' said so");
    }
  error.jsonMessage = std::strerror(-error.code);
}

} // namespace

RuntimeError describeError(const ErrorSite &site, uint64_t count, const Artifact &artifact) {
  RuntimeError error;
  error.where = site.where;
  switch (site.kind) {
  case ErrorSite::Kind::DivideByZero:
    error.message = "division by zero; 1 was used as the result";
    // Compared by programs, word for word.
    error.jsonMessage = "Divide or modulo by 0 detected. This can lead to unexpected results. "
                        "1 is being used as the result.";
    break;
  case ErrorSite::Kind::MapFull: {
    const std::string &name = artifact.maps[site.map].name;
    error.message = "map '" + name + "' is full; the element was not stored";
    error.notes.push_back("raise 'max_map_keys', or declare the map with more room: 'let " + name +
                          " = hash(5000);'");
    error.helper = "map_update_elem";
    error.code = -E2BIG;
    error.jsonMessage = std::strerror(E2BIG);
    break;
  }
  case ErrorSite::Kind::OutOfRange:
    error.message = "an index is behind the end of its array; 0 was read";
    error.jsonMessage = "Array access out of bounds. This can lead to unexpected results.";
    break;
  case ErrorSite::Kind::LoopLimit:
    error.message = "the kernel stopped this loop before its end";
    error.notes.push_back("no loop runs more than 8388608 times, and a 'while' perhaps no longer "
                          "than a quarter of a second");
    error.jsonMessage = error.message;
    break;
  case ErrorSite::Kind::Helper:
    describeHelper(site, error);
    break;
  }
  if (count > 1)
    error.notes.push_back(timesText(count));
  return error;
}

} // namespace sonde
