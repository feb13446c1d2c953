//===- LineTable.h - Instructions and lines of an emitted object ----------===//
//
// What the tools here want together: sections of code, functions, lines, and what
// instructions refer to.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TARGET_LINETABLE_H
#define SONDE_TARGET_LINETABLE_H

#include "lib/Artifact/LineInfo.h"
#include "lib/Support/Result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sonde {

struct CodeFunction {
  std::string_view name;
  uint32_t begin = 0, end = 0; ///< Bytes within the section.
};

/// A section of code, with functions and lines sorted by place. All views are
/// into the object.
struct CodeSection {
  std::string_view name;
  std::string_view bytes;
  std::vector<CodeFunction> functions;
  std::vector<LineEntry> lines;
  /// What the instruction at an offset refers to: a map, a global, a function.
  std::map<uint32_t, std::string_view> references;

  /// The line that the instruction at `offset` belongs to, or null.
  const LineEntry *lineAt(uint32_t offset) const;
};

/// The code of a little-endian BPF object. Without BTF, no lines.
Result<std::vector<CodeSection>> readCode(std::string_view object);

} // namespace sonde

#endif // SONDE_TARGET_LINETABLE_H
