//===- Completion.h - What could stand at a place of a script -------------===//
#ifndef SONDE_LANGUAGESERVER_COMPLETION_H
#define SONDE_LANGUAGESERVER_COMPLETION_H

#include "lib/Frontend/Frontend.h"

#include <string>
#include <vector>

namespace sonde {

struct Proposal {
  enum class Kind : uint8_t { Keyword, Function, Value, Variable, Map, Member, Probe, Setting };
  std::string text;
  Kind kind = Kind::Keyword;
  std::string detail; ///< A type, or what it means.
};

struct Proposals {
  std::vector<Proposal> items;
  uint32_t begin = 0;     ///< Where the text begins that a proposal replaces.
  bool isPartial = false; ///< There are more; ask again with more text.
};

/// What could stand at byte `offset` of the script at `path`.
Proposals complete(const std::string &path, const std::string &text, uint32_t offset,
                   KernelView &kernel, const FrontendOptions &options);

} // namespace sonde

#endif // SONDE_LANGUAGESERVER_COMPLETION_H
