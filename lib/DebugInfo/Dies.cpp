//===- Dies.cpp - Entries of DWARF ----------------------------------------===//
#include "lib/DebugInfo/Dies.h"

namespace sonde::dwarf {

std::string nameOf(Dwarf_Die die) {
  const char *name = dwarf_diename(&die);
  return name ? name : "";
}

bool has(Dwarf_Die die, unsigned attribute) { return dwarf_hasattr_integrate(&die, attribute); }

std::optional<uint64_t> number(Dwarf_Die die, unsigned attribute) {
  Dwarf_Attribute value;
  Dwarf_Word word = 0;
  if (dwarf_attr_integrate(&die, attribute, &value) && dwarf_formudata(&value, &word) == 0)
    return word;
  return std::nullopt;
}

std::optional<Dwarf_Die> reference(Dwarf_Die die, unsigned attribute) {
  Dwarf_Attribute value;
  Dwarf_Die target;
  if (dwarf_attr_integrate(&die, attribute, &value) && dwarf_formref_die(&value, &target))
    return target;
  return std::nullopt;
}

std::optional<Dwarf_Die> typeOf(Dwarf_Die die) {
  std::optional<Dwarf_Die> type = reference(die, DW_AT_type);
  Dwarf_Die peeled;
  // Fails for `const void`, too.
  if (!type || dwarf_peel_type(&*type, &peeled) != 0)
    return std::nullopt;
  return peeled;
}

uint64_t sizeOf(Dwarf_Die type) {
  Dwarf_Word size = 0;
  return dwarf_aggregate_size(&type, &size) == 0 ? size : 0;
}

std::optional<uint64_t> memberOffset(Dwarf_Die member) {
  Dwarf_Attribute value;
  if (!dwarf_attr_integrate(&member, DW_AT_data_member_location, &value))
    return 0; // Of a union, or the first.
  Dwarf_Word word = 0;
  if (dwarf_formudata(&value, &word) == 0)
    return word;
  // Old compilers wrote the same as a program of one step.
  Dwarf_Op *steps = nullptr;
  size_t count = 0;
  if (dwarf_getlocation(&value, &steps, &count) == 0 && count == 1 &&
      steps[0].atom == DW_OP_plus_uconst)
    return steps[0].number;
  return std::nullopt;
}

uint64_t countOf(Dwarf_Die subrange) {
  if (std::optional<uint64_t> count = number(subrange, DW_AT_count))
    return *count;
  // Of `x[0]` some compilers say that the last element is number -1.
  std::optional<uint64_t> last = number(subrange, DW_AT_upper_bound);
  return last && *last < UINT32_MAX ? *last + 1 : 0;
}

bool isFloat(Dwarf_Die baseType) {
  std::optional<uint64_t> encoding = number(baseType, DW_AT_encoding);
  return encoding == DW_ATE_float || encoding == DW_ATE_complex_float ||
         encoding == DW_ATE_imaginary_float || encoding == DW_ATE_decimal_float;
}

} // namespace sonde::dwarf
