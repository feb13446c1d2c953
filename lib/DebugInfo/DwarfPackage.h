//===- DwarfPackage.h - Split-off units that were packed together ---------===//
//
// A `.dwp` file holds the `.dwo` files of a whole program. An index says which parts
// of its sections belong to one unit. libdw 0.188 does not read it: here the parts
// are put together to the file that was packed, which it reads.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DEBUGINFO_DWARFPACKAGE_H
#define SONDE_DEBUGINFO_DWARFPACKAGE_H

#include "lib/DebugInfo/DebugFiles.h"
#include "lib/DebugInfo/Dies.h"

#include <deque>
#include <memory>
#include <vector>

namespace sonde {

class DwarfPackage {
public:
  /// Null if there is no such file, or nothing in it.
  static std::unique_ptr<DwarfPackage> open(const std::string &path);
  ~DwarfPackage();
  DwarfPackage(const DwarfPackage &) = delete;
  DwarfPackage &operator=(const DwarfPackage &) = delete;

  /// The unit that the program calls `id`; valid as long as the package.
  std::optional<Dwarf_Die> unit(uint64_t id);

private:
  explicit DwarfPackage(ElfFile file);
  /// The part of a section that belongs to the unit in a row of the index.
  std::string part(uint32_t row, const char *section, uint32_t column) const;
  std::optional<uint32_t> rowOf(uint64_t id) const;
  uint32_t word(uint64_t offset) const;

  struct Unpacked {
    std::string image;
    ::Elf *elf = nullptr;
    ::Dwarf *dwarf = nullptr;
  };
  ElfFile file;
  std::string index; ///< The section `.debug_cu_index`.
  uint32_t columns = 0, units = 0, slots = 0;
  std::deque<Unpacked> unpacked;
};

} // namespace sonde

#endif // SONDE_DEBUGINFO_DWARFPACKAGE_H
