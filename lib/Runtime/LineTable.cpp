//===- LineTable.cpp - From instructions to lines of the script -----------===//
#include "lib/Runtime/LineTable.h"

#include "lib/Artifact/LineInfo.h"

#include <algorithm>

namespace sonde {

static constexpr uint32_t kInstructionSize = 8;

LineTable::LineTable(std::string_view btf, std::string_view btfExt) {
  // Of a damaged object, what can be read.
  (void)eachLine(btf, btfExt, [this](std::string_view section, const LineEntry &entry) {
    sections[section].push_back(
        {entry.offset / kInstructionSize, {entry.file, entry.line, entry.column}});
  });
  for (auto &[name, entries] : sections)
    std::sort(entries.begin(), entries.end(),
              [](const Entry &a, const Entry &b) { return a.instruction < b.instruction; });
}

std::optional<LineTable::Line> LineTable::lookup(std::string_view section, uint32_t index) const {
  auto found = sections.find(section);
  if (found == sections.end())
    return std::nullopt;
  // The last entry that begins at or before the instruction.
  const std::vector<Entry> &entries = found->second;
  auto next =
      std::upper_bound(entries.begin(), entries.end(), index,
                       [](uint32_t i, const Entry &entry) { return i < entry.instruction; });
  if (next == entries.begin())
    return std::nullopt;
  return std::prev(next)->line;
}

} // namespace sonde
