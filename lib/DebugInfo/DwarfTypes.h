//===- DwarfTypes.h - DWARF as types of the script language ---------------===//
//
// Base types by their encoding, enumerations as unsigned integers, arrays of
// characters as strings, the struct behind a pointer only by name and origin. What
// has no counterpart is `None`: the member exists, but cannot be used. Circular
// definitions, which no compiler writes, are cut.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DEBUGINFO_DWARFTYPES_H
#define SONDE_DEBUGINFO_DWARFTYPES_H

#include "lib/DebugInfo/Dies.h"
#include "lib/Types/Type.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace sonde {

class DwarfTypes {
public:
  /// `source` is the origin of all structs.
  explicit DwarfTypes(std::string source) : source(std::move(source)) {}

  /// A type entry; with the members of structs that are there by value.
  Type convert(Dwarf_Die type, unsigned nesting = 0);
  /// A struct that is only declared has no members.
  Type convertStruct(Dwarf_Die type, unsigned nesting = 0);
  /// The entry that a type's origin calls `id`.
  std::optional<Dwarf_Die> entry(uint32_t id) const;

private:
  Type convertBase(Dwarf_Die type);
  Type convertPointer(Dwarf_Die type, unsigned nesting);
  Type convertArray(Dwarf_Die type, unsigned nesting);
  std::shared_ptr<const StructDef> define(Dwarf_Die type, unsigned nesting);
  void addMember(Dwarf_Die member, unsigned nesting, StructDef &structure);
  /// The struct behind a pointer.
  Type named(Dwarf_Die type, unsigned nesting);
  uint32_t idOf(Dwarf_Die type);

  std::string source;
  std::vector<Dwarf_Die> entries;                 ///< By id - 1.
  std::unordered_map<const void *, uint32_t> ids; ///< By where the entry lies.
  /// Null while a definition is being read.
  std::unordered_map<const void *, std::shared_ptr<const StructDef>> definitions;
};

} // namespace sonde

#endif // SONDE_DEBUGINFO_DWARFTYPES_H
