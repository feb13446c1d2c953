//===- Dies.h - Entries of DWARF ------------------------------------------===//
//
// libdw's entries with values instead of out-parameters. An entry is a view into
// the file: valid as long as it is open.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DEBUGINFO_DIES_H
#define SONDE_DEBUGINFO_DIES_H

#include <cstdint>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <optional>
#include <string>

namespace sonde::dwarf {

/// "" if it has none. Declarations and abstract instances lend theirs.
std::string nameOf(Dwarf_Die die);
bool has(Dwarf_Die die, unsigned attribute);
std::optional<uint64_t> number(Dwarf_Die die, unsigned attribute);
/// The entry that an attribute refers to.
std::optional<Dwarf_Die> reference(Dwarf_Die die, unsigned attribute);
/// The type, without typedefs and qualifiers. None: void.
std::optional<Dwarf_Die> typeOf(Dwarf_Die die);
/// Bytes of a value of this type; 0 if that is not known.
uint64_t sizeOf(Dwarf_Die type);
/// Where a member is in its struct, in bytes; none if that is computed.
std::optional<uint64_t> memberOffset(Dwarf_Die member);
/// How many elements one dimension of an array has; 0 if that is not known.
uint64_t countOf(Dwarf_Die subrange);
/// Is it a number with a decimal point?
bool isFloat(Dwarf_Die baseType);

template <typename Visit> void forEachChild(Dwarf_Die parent, Visit visit) {
  Dwarf_Die child;
  if (dwarf_child(&parent, &child) != 0)
    return;
  do
    visit(child);
  while (dwarf_siblingof(&child, &child) == 0);
}

inline int tagOf(Dwarf_Die die) { return dwarf_tag(&die); }
inline bool isStruct(Dwarf_Die die) {
  int tag = tagOf(die);
  return tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type;
}
/// Only says that it exists: its members or its code are elsewhere.
inline bool isDeclaration(Dwarf_Die die) { return dwarf_hasattr(&die, DW_AT_declaration); }

} // namespace sonde::dwarf

#endif // SONDE_DEBUGINFO_DIES_H
