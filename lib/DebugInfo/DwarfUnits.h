//===- DwarfUnits.h - The parts of a file's debug information -------------===//
//
// One unit for each source file that was compiled. With split debug information,
// the program has only its address, and the unit itself is in a file beside the
// object (`.dwo`), or in a package beside the program (`.dwp`).
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DEBUGINFO_DWARFUNITS_H
#define SONDE_DEBUGINFO_DWARFUNITS_H

#include "lib/DebugInfo/DebugFiles.h"
#include "lib/DebugInfo/Dies.h"
#include "lib/DebugInfo/DwarfPackage.h"

#include <memory>
#include <vector>

namespace sonde {

class DwarfUnits {
public:
  /// A file with debug information.
  static Result<std::unique_ptr<DwarfUnits>> open(const std::string &path);
  ~DwarfUnits();
  DwarfUnits(const DwarfUnits &) = delete;
  DwarfUnits &operator=(const DwarfUnits &) = delete;

  /// What each unit contains. Read once, when it is first asked for.
  const std::vector<Dwarf_Die> &roots();
  /// Names of files that were split off and are not there.
  const std::vector<std::string> &missingFiles() const { return missing; }
  /// ELF's number of the processor, such as EM_X86_64.
  int machine() const;

private:
  DwarfUnits(std::string path, ElfFile file, ::Dwarf *dwarf)
      : path(std::move(path)), file(std::move(file)), dwarf(dwarf) {}
  void addSplitUnit(Dwarf_Die skeleton);

  std::string path;
  ElfFile file;
  ::Dwarf *dwarf;
  std::unique_ptr<DwarfPackage> package;
  bool isRead = false;
  std::vector<Dwarf_Die> units;
  std::vector<std::string> missing;
};

} // namespace sonde

#endif // SONDE_DEBUGINFO_DWARFUNITS_H
