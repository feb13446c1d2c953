// Builds the bytes of values to test with.
#ifndef SONDE_TEST_UNIT_RUNTIME_BYTES_H
#define SONDE_TEST_UNIT_RUNTIME_BYTES_H

#include "lib/Runtime/Value.h"

#include <string>
#include <vector>

namespace sonde {

class Bytes {
public:
  explicit Bytes(const Type &type) : type(type), data(type.size() ? type.size() : 1) {}

  Bytes &number(size_t at, uint64_t value, size_t size = 8) {
    std::memcpy(data.data() + at, &value, size);
    return *this;
  }
  Bytes &text(size_t at, const std::string &value) {
    std::memcpy(data.data() + at, value.data(), value.size());
    return *this;
  }
  ValueView view() const { return {&type, data.data()}; }
  operator ValueView() const { return view(); }

  Type type;
  std::vector<uint8_t> data;
};

inline Bytes integer(unsigned bits, bool isSigned, uint64_t value) {
  return Bytes(Type::integer(bits, isSigned)).number(0, value, bits / 8);
}
inline Bytes text(uint32_t capacity, const std::string &value) {
  return Bytes(Type::string(capacity)).text(0, value);
}
inline Bytes buffer(const std::string &value) {
  return Bytes(Type::buffer(value.size())).number(0, value.size(), 4).text(4, value);
}

} // namespace sonde

#endif // SONDE_TEST_UNIT_RUNTIME_BYTES_H
