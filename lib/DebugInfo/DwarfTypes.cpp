//===- DwarfTypes.cpp - DWARF as types of the script language -------------===//
#include "lib/DebugInfo/DwarfTypes.h"

namespace sonde {

using namespace dwarf;

namespace {

constexpr unsigned kMaxNesting = 48;

bool fitsInteger(uint64_t size) { return size == 1 || size == 2 || size == 4 || size == 8; }

bool isCharacter(Dwarf_Die type) {
  if (tagOf(type) != DW_TAG_base_type || sizeOf(type) != 1)
    return false;
  std::optional<uint64_t> encoding = number(type, DW_AT_encoding);
  return encoding == DW_ATE_signed_char || encoding == DW_ATE_unsigned_char ||
         encoding == DW_ATE_UTF;
}

/// The bit at which a bit-field begins, counted from the struct's beginning.
std::optional<uint64_t> firstBit(Dwarf_Die member, uint64_t bits) {
  if (std::optional<uint64_t> bit = number(member, DW_AT_data_bit_offset))
    return bit;
  // Before DWARF 4: from the most significant bit of a storage unit.
  std::optional<uint64_t> fromTop = number(member, DW_AT_bit_offset), at = memberOffset(member);
  std::optional<Dwarf_Die> type = typeOf(member);
  uint64_t unit = number(member, DW_AT_byte_size).value_or(type ? sizeOf(*type) : 0);
  if (!fromTop || !at || *fromTop + bits > unit * 8)
    return std::nullopt;
  return *at * 8 + unit * 8 - *fromTop - bits;
}

} // namespace

Type DwarfTypes::convert(Dwarf_Die type, unsigned nesting) {
  if (nesting > kMaxNesting)
    return Type::none();
  switch (tagOf(type)) {
  case DW_TAG_base_type:
    return convertBase(type);
  case DW_TAG_enumeration_type:
    return fitsInteger(sizeOf(type)) ? Type::integer(sizeOf(type) * 8, false) : Type::none();
  case DW_TAG_pointer_type:
  case DW_TAG_reference_type:
  case DW_TAG_rvalue_reference_type:
    return convertPointer(type, nesting + 1);
  case DW_TAG_array_type:
    return convertArray(type, nesting + 1);
  case DW_TAG_structure_type:
  case DW_TAG_class_type:
  case DW_TAG_union_type:
    return convertStruct(type, nesting + 1);
  default:
    return Type::none();
  }
}

Type DwarfTypes::convertBase(Dwarf_Die type) {
  uint64_t size = sizeOf(type);
  if (!fitsInteger(size))
    return Type::none();
  switch (number(type, DW_AT_encoding).value_or(0)) {
  case DW_ATE_boolean:
    return size == 1 ? Type::boolean() : Type::integer(size * 8, false);
  case DW_ATE_signed:
  case DW_ATE_signed_char:
    return Type::integer(size * 8, true);
  case DW_ATE_unsigned:
  case DW_ATE_unsigned_char:
  case DW_ATE_UTF:
  case DW_ATE_address:
    return Type::integer(size * 8, false);
  default:
    return Type::none();
  }
}

Type DwarfTypes::convertPointer(Dwarf_Die type, unsigned nesting) {
  std::optional<Dwarf_Die> pointee = typeOf(type);
  Type to = !pointee             ? Type::voidType()
            : isStruct(*pointee) ? named(*pointee, nesting)
                                 : convert(*pointee, nesting);
  return Type::pointer(to ? to : Type::voidType(), AddressSpace::User);
}

Type DwarfTypes::convertArray(Dwarf_Die type, unsigned nesting) {
  std::optional<Dwarf_Die> element = typeOf(type);
  std::vector<uint64_t> counts; // From the outermost dimension.
  forEachChild(type, [&](Dwarf_Die child) {
    if (tagOf(child) == DW_TAG_subrange_type)
      counts.push_back(countOf(child));
  });
  if (!element || counts.empty() || has(type, DW_AT_GNU_vector))
    return Type::none();
  Type result;
  if (!isCharacter(*element)) {
    result = convert(*element, nesting);
  } else if (counts.back() <= UINT32_MAX) {
    result = Type::string(counts.back());
    counts.pop_back();
  }
  for (auto count = counts.rbegin(); result && count != counts.rend(); ++count) {
    if (*count > UINT32_MAX || result.size() * *count > UINT32_MAX)
      return Type::none();
    result = Type::array(result, *count);
  }
  return result;
}

//===-- Structs and unions ------------------------------------------------===//

uint32_t DwarfTypes::idOf(Dwarf_Die type) {
  auto [known, isNew] = ids.try_emplace(type.addr, uint32_t(entries.size() + 1));
  if (isNew)
    entries.push_back(type);
  return known->second;
}

std::optional<Dwarf_Die> DwarfTypes::entry(uint32_t id) const {
  return id && id <= entries.size() ? std::optional(entries[id - 1]) : std::nullopt;
}

Type DwarfTypes::named(Dwarf_Die type, unsigned nesting) {
  std::string name = nameOf(type);
  if (name.empty()) // Nobody could ask for it later.
    return convert(type, nesting);
  return Type::structure(name, tagOf(type) == DW_TAG_union_type, nullptr,
                         {source, isDeclaration(type) ? 0 : idOf(type)});
}

Type DwarfTypes::convertStruct(Dwarf_Die type, unsigned nesting) {
  if (isDeclaration(type))
    return named(type, nesting);
  std::shared_ptr<const StructDef> definition = define(type, nesting);
  if (!definition)
    return Type::none();
  return Type::structure(definition->name, definition->isUnion, definition, {source, idOf(type)});
}

std::shared_ptr<const StructDef> DwarfTypes::define(Dwarf_Die type, unsigned nesting) {
  auto [known, isNew] = definitions.try_emplace(type.addr, nullptr);
  if (!isNew)
    return known->second; // Null: a struct that contains itself.
  uint64_t size = sizeOf(type);
  if (size > UINT32_MAX)
    return nullptr;
  auto definition = std::make_shared<StructDef>();
  definition->name = nameOf(type);
  definition->isUnion = tagOf(type) == DW_TAG_union_type;
  definition->isFixed = true;
  definition->size = uint32_t(size);
  forEachChild(type, [&](Dwarf_Die child) {
    // What a class inherits is reached like an anonymous member.
    bool isMember = tagOf(child) == DW_TAG_member || tagOf(child) == DW_TAG_inheritance;
    if (isMember && !isDeclaration(child)) // Those are shared by all objects.
      addMember(child, nesting, *definition);
  });
  definitions[type.addr] = definition;
  return definition;
}

void DwarfTypes::addMember(Dwarf_Die entry, unsigned nesting, StructDef &structure) {
  StructMember member;
  if (tagOf(entry) == DW_TAG_member)
    member.name = nameOf(entry);
  if (std::optional<Dwarf_Die> type = typeOf(entry))
    member.type = convert(*type, nesting);
  std::optional<uint64_t> offset = memberOffset(entry), bits = number(entry, DW_AT_bit_size);
  if (!bits) {
    if (!offset || *offset > structure.size) // Of a virtual base it is not known.
      return;
    member.offset = uint32_t(*offset);
    structure.members.push_back(std::move(member));
    return;
  }
  std::optional<uint64_t> bit = firstBit(entry, *bits);
  bool canRead = (member.type.isIntegral() || member.type.is(TypeKind::Bool)) && *bits > 0 &&
                 *bits <= uint64_t(member.type.size()) * 8 && bit && *bit / 8 < structure.size;
  if (canRead) {
    member.bitSize = uint8_t(*bits);
    placeBitField(member, *bit, structure.size);
  } else {
    member.type = Type::none();
  }
  if (!member.name.empty()) // Else it is padding.
    structure.members.push_back(std::move(member));
}

} // namespace sonde
