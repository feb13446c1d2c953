//===- Ordered.h - How the extreme of a min or max is kept in a map -------===//
//
// A map value of `min` and `max` is {ordered, set}: both grow with what is kept,
// so that zeroed memory means "nothing seen", an update is an unsigned maximum
// of each word, and so is adding up the values of all CPUs. The code that the
// compiler emits, the constant folder and the runtime share these functions.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TYPES_ORDERED_H
#define SONDE_TYPES_ORDERED_H

#include <cstdint>

namespace sonde {

/// Flips the bit that makes signed values compare like unsigned ones.
constexpr uint64_t kSignFlip = uint64_t{1} << 63;

/// The word that grows as `value` comes closer to the extreme that is kept.
constexpr uint64_t orderedFromValue(uint64_t value, bool isSigned, bool isMin) {
  uint64_t ascending = isSigned ? value ^ kSignFlip : value;
  return isMin ? ~ascending : ascending;
}

constexpr uint64_t valueFromOrdered(uint64_t ordered, bool isSigned, bool isMin) {
  uint64_t ascending = isMin ? ~ordered : ordered;
  return isSigned ? ascending ^ kSignFlip : ascending;
}

} // namespace sonde

#endif // SONDE_TYPES_ORDERED_H
