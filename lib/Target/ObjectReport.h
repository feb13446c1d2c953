//===- ObjectReport.h - What an object will cost the kernel ---------------===//
//
// Reads an emitted object again: sizes, frames, the cost of each line of the
// script and the helpers in use, with real numbers instead of estimates.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TARGET_OBJECTREPORT_H
#define SONDE_TARGET_OBJECTREPORT_H

#include "lib/Support/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sonde {

/// Instructions that come from one line.
struct LineCost {
  std::string file;
  uint32_t line = 0;
  uint32_t instructions = 0;
};

struct FunctionReport {
  std::string name;
  std::string section;
  uint32_t instructions = 0;     ///< 8-byte slots: a 64-bit immediate takes two.
  uint32_t frame = 0;            ///< Bytes of stack that its own accesses reach.
  std::vector<LineCost> lines;   ///< By file, then line.
  std::vector<uint32_t> helpers; ///< Sorted ids.
};

struct ObjectReport {
  std::vector<FunctionReport> functions; ///< In the order of the object.
  std::vector<uint32_t> helpers;         ///< Of all functions, sorted.

  const FunctionReport *find(std::string_view name) const;
};

Result<ObjectReport> inspectObject(std::string_view object);

} // namespace sonde

#endif // SONDE_TARGET_OBJECTREPORT_H
