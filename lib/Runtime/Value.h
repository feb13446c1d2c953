//===- Value.h - A value where it lies ------------------------------------===//
//
// Values are shown from the bytes the kernel delivered: an event's record, or a
// key or element of a map. Nothing is copied into a structure of our own.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_VALUE_H
#define SONDE_RUNTIME_VALUE_H

#include "lib/Types/Type.h"

#include <cstdint>
#include <cstring>

namespace sonde {

/// `bytes` holds type->size() bytes in host order, not necessarily aligned.
struct ValueView {
  const Type *type = nullptr;
  const uint8_t *bytes = nullptr;
};

/// An integer with the sign it is to be read with.
struct Number {
  uint64_t bits = 0;
  bool isSigned = false;

  /// Truncates toward zero. `divisor` 0 counts as 1.
  Number dividedBy(uint64_t divisor) const {
    if (divisor <= 1)
      return *this;
    int64_t value = static_cast<int64_t>(bits);
    if (!isSigned || value >= 0)
      return {bits / divisor, isSigned};
    return {-((0 - bits) / divisor), true};
  }
  friend bool operator<(Number a, Number b) {
    return a.isSigned ? static_cast<int64_t>(a.bits) < static_cast<int64_t>(b.bits)
                      : a.bits < b.bits;
  }
};

/// `size` bytes (1 to 8), zero-extended.
inline uint64_t loadUnsigned(const uint8_t *bytes, unsigned size) {
  uint64_t value = 0;
  std::memcpy(&value, bytes, size < 8 ? size : 8); // Little-endian hosts only.
  return value;
}

inline uint64_t signExtend(uint64_t value, unsigned bits) {
  if (bits == 0 || bits >= 64)
    return value;
  uint64_t sign = uint64_t{1} << (bits - 1);
  value &= (sign << 1) - 1;
  return (value ^ sign) - sign;
}

/// The value of an integer, enumeration, bool or pointer, extended to 64 bits.
inline Number loadNumber(const Type &type, const uint8_t *bytes) {
  uint64_t value = loadUnsigned(bytes, type.size());
  // Enumerators are kept signed; a narrow one is extended as C would read it.
  bool isSigned = type.isSigned() || type.is(TypeKind::Enum);
  return {isSigned ? signExtend(value, type.size() * 8) : value, isSigned};
}

} // namespace sonde

#endif // SONDE_RUNTIME_VALUE_H
