//===- Parameters.h - The values of $1 and --name -------------------------===//
//
// A built program keeps its parameters as constants that are written before it
// is loaded, so that the kernel still sees constants.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_PARAMETERS_H
#define SONDE_RUNTIME_PARAMETERS_H

#include "lib/Artifact/Artifact.h"

#include <map>

namespace sonde {

struct Parameters {
  std::vector<std::string> positional;
  /// Without the `--`; an option may be given without a value.
  std::map<std::string, std::optional<std::string>> named;

  /// Words that begin with `--` are named: `--name=value`, or `--name`.
  static Parameters fromWords(const std::vector<std::string> &words);
};

/// Writes the given or default values into `data`, which begins at the symbol
/// Artifact::kParamsSymbol and has `size` bytes.
Result<void> writeParameters(const Artifact &artifact, const Parameters &given, uint8_t *data,
                             size_t size);

/// An integer as scripts write them (decimal, 0x, 0b, octal with a leading 0,
/// a leading minus, or a duration such as `5ms` in nanoseconds).
std::optional<uint64_t> parseInteger(std::string_view text);

} // namespace sonde

#endif // SONDE_RUNTIME_PARAMETERS_H
