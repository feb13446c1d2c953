//===- LineTable.h - From instructions to lines of the script -------------===//
//
// For what is said of a program that the kernel refuses: the line of an instruction.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_LINETABLE_H
#define SONDE_RUNTIME_LINETABLE_H

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sonde {

class LineTable {
public:
  struct Line {
    std::string_view file; ///< Views into the object.
    uint32_t line = 0;
    uint32_t column = 0; ///< 0: unknown.
  };

  LineTable() = default;
  /// What can be read of the two sections; empty where they make no sense.
  /// Both must outlive the table.
  LineTable(std::string_view btf, std::string_view btfExt);

  bool empty() const { return sections.empty(); }
  /// The line of the instruction `index`, counted from the section's start.
  std::optional<Line> lookup(std::string_view section, uint32_t index) const;

private:
  struct Entry {
    uint32_t instruction;
    Line line;
  };
  /// Sorted by instruction.
  std::map<std::string_view, std::vector<Entry>> sections;
};

} // namespace sonde

#endif // SONDE_RUNTIME_LINETABLE_H
