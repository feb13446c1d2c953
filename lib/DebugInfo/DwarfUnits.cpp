//===- DwarfUnits.cpp - The parts of a file's debug information -----------===//
#include "lib/DebugInfo/DwarfUnits.h"

#include <gelf.h>

namespace sonde {

using namespace dwarf;

Result<std::unique_ptr<DwarfUnits>> DwarfUnits::open(const std::string &path) {
  Result<ElfFile> file = ElfFile::open(path);
  if (!file)
    return file.takeError();
  // From the descriptor: then it knows in which folder to look for split files.
  ::Dwarf *dwarf = ::dwarf_begin(file->descriptor(), DWARF_C_READ);
  if (!dwarf)
    return failure("'" + path + "': " + ::dwarf_errmsg(-1));
  return std::unique_ptr<DwarfUnits>(new DwarfUnits(std::move(*file), dwarf));
}

DwarfUnits::~DwarfUnits() { ::dwarf_end(dwarf); }

int DwarfUnits::machine() const {
  GElf_Ehdr header;
  return ::gelf_getehdr(file.elf(), &header) ? header.e_machine : EM_NONE;
}

void DwarfUnits::addUnit(Dwarf_Die unit, uint8_t type, Dwarf_Die split) {
  bool isSplit = type == DW_UT_skeleton;
  if (!isSplit || split.addr)
    return units.push_back(isSplit ? split : unit);
  for (unsigned attribute : {DW_AT_dwo_name, DW_AT_GNU_dwo_name}) {
    Dwarf_Attribute value;
    const char *name = ::dwarf_formstring(::dwarf_attr(&unit, attribute, &value));
    if (name)
      return missing.push_back(name);
  }
}

const std::vector<Dwarf_Die> &DwarfUnits::roots() {
  if (isRead)
    return units;
  isRead = true;
  uint8_t type = 0;
  Dwarf_Die root, split;
  for (Dwarf_CU *unit = nullptr;
       ::dwarf_get_units(dwarf, unit, &unit, nullptr, &type, &root, &split) == 0;)
    addUnit(root, type, split);
  return units;
}

} // namespace sonde
