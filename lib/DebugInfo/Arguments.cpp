//===- Arguments.cpp - Which register an argument is passed in ------------===//
#include "lib/DebugInfo/Arguments.h"

#include <algorithm>
#include <vector>

namespace sonde {

using namespace dwarf;

namespace {

/// What a struct consists of when structs and arrays in it are taken apart.
struct Scalar {
  uint64_t offset = 0, size = 0;
  bool isFloat = false;
};

/// More of them are in memory by both conventions.
constexpr size_t kMostScalars = 17;
constexpr unsigned kMaxNesting = 32;

void takeApart(Dwarf_Die type, uint64_t offset, std::vector<Scalar> &out, unsigned nesting = 0) {
  if (out.size() >= kMostScalars || nesting > kMaxNesting)
    return;
  if (isStruct(type))
    return forEachChild(type, [&](Dwarf_Die child) {
      bool isMember = tagOf(child) == DW_TAG_member || tagOf(child) == DW_TAG_inheritance;
      std::optional<Dwarf_Die> inner = typeOf(child);
      if (!isMember || isDeclaration(child) || !inner)
        return;
      uint64_t bit = number(child, DW_AT_data_bit_offset).value_or(0);
      takeApart(*inner, offset + memberOffset(child).value_or(0) + bit / 8, out, nesting + 1);
    });
  std::optional<Dwarf_Die> element = tagOf(type) == DW_TAG_array_type ? typeOf(type) : std::nullopt;
  if (!element) {
    bool isNumber = tagOf(type) == DW_TAG_base_type && isFloat(type);
    out.push_back({offset, sizeOf(type), isNumber});
    return;
  }
  uint64_t size = sizeOf(*element);
  for (uint64_t at = 0; size && at < sizeOf(type) && out.size() < kMostScalars; at += size)
    takeApart(*element, offset + at, out, nesting + 1);
}

std::vector<Scalar> scalarsOf(Dwarf_Die type) {
  std::vector<Scalar> scalars;
  takeApart(type, 0, scalars);
  return scalars;
}

/// Up to four numbers of one size travel in registers for such numbers (arm64).
bool isUniformFloats(const std::vector<Scalar> &scalars) {
  return !scalars.empty() && scalars.size() <= 4 &&
         std::all_of(scalars.begin(), scalars.end(), [&](const Scalar &scalar) {
           return scalar.isFloat && scalar.size == scalars.front().size;
         });
}

/// A class whose copies must be made by its own code is passed by its address.
bool isPassedByReference(Dwarf_Die type) {
  return number(type, DW_AT_calling_convention) == DW_CC_pass_by_reference;
}

/// Does a struct of this type stay in memory (x86-64)?
bool isMemory(Dwarf_Die type, const std::vector<Scalar> &scalars) {
  return sizeOf(type) > 16 || std::any_of(scalars.begin(), scalars.end(), [](const Scalar &scalar) {
           return scalar.isFloat && scalar.size > 8;
         });
}

} // namespace

ArgumentRegisters::ArgumentRegisters(Convention convention, std::optional<Dwarf_Die> result)
    : convention(convention) {
  if (!result || !isStruct(*result) || convention != Convention::X86_64)
    return; // On arm64, a register of its own says where a large result goes.
  if (isPassedByReference(*result) || isMemory(*result, scalarsOf(*result)))
    ++used;
}

ArgumentRegisters::Place ArgumentRegisters::take(unsigned registers, bool asPair) {
  const unsigned count = convention == Convention::X86_64 ? 6 : 8;
  if (asPair && convention == Convention::Arm64)
    used += used % 2;
  if (used + registers > count) {
    // arm64 puts all that follow on the stack, too.
    if (convention == Convention::Arm64)
      used = count;
    return {std::nullopt, true};
  }
  used += registers;
  return {used - registers, false};
}

ArgumentRegisters::Place ArgumentRegisters::nextStruct(Dwarf_Die type) {
  if (isPassedByReference(type))
    return take(1, false);
  uint64_t size = sizeOf(type);
  std::vector<Scalar> scalars = scalarsOf(type);
  if (size == 0)
    return {};
  if (convention == Convention::Arm64) {
    if (isUniformFloats(scalars))
      return {};
    return size > 16 ? take(1, false) : take(unsigned((size + 7) / 8), false);
  }
  if (isMemory(type, scalars))
    return {std::nullopt, true};
  bool hasInteger[2] = {};
  for (const Scalar &scalar : scalars)
    if (!scalar.isFloat && scalar.offset < 16)
      hasInteger[scalar.offset / 8] = true;
  unsigned registers = unsigned(hasInteger[0]) + unsigned(hasInteger[1]);
  return registers ? take(registers, false) : Place();
}

ArgumentRegisters::Place ArgumentRegisters::next(Dwarf_Die type) {
  if (isStruct(type))
    return nextStruct(type);
  bool isNumber = tagOf(type) == DW_TAG_base_type && isFloat(type);
  if (isNumber || has(type, DW_AT_GNU_vector))
    return {};
  return sizeOf(type) > 8 ? take(2, true) : take(1, false);
}

} // namespace sonde
