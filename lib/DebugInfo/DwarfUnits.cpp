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
  return std::unique_ptr<DwarfUnits>(new DwarfUnits(path, std::move(*file), dwarf));
}

DwarfUnits::~DwarfUnits() { ::dwarf_end(dwarf); }

int DwarfUnits::machine() const {
  GElf_Ehdr header;
  return ::gelf_getehdr(file.elf(), &header) ? header.e_machine : EM_NONE;
}

/// libdw has not found it beside the object.
void DwarfUnits::addSplitUnit(Dwarf_Die skeleton) {
  uint64_t id = 0;
  ::dwarf_cu_info(skeleton.cu, nullptr, nullptr, nullptr, nullptr, &id, nullptr, nullptr);
  if (!package)
    package = DwarfPackage::open(path + ".dwp");
  if (std::optional<Dwarf_Die> unit = package ? package->unit(id) : std::nullopt)
    return units.push_back(*unit);
  for (unsigned attribute : {DW_AT_dwo_name, DW_AT_GNU_dwo_name}) {
    Dwarf_Attribute value;
    const char *name = ::dwarf_formstring(::dwarf_attr(&skeleton, attribute, &value));
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
       ::dwarf_get_units(dwarf, unit, &unit, nullptr, &type, &root, &split) == 0;) {
    if (type != DW_UT_skeleton)
      units.push_back(root);
    else if (split.addr)
      units.push_back(split);
    else
      addSplitUnit(root);
  }
  return units;
}

} // namespace sonde
