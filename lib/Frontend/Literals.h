//===- Literals.h - Values of integer and string literals -----------------===//
//
// The forms of numbers and texts. The same integers stand in attach
// points, positional parameters and configuration values.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_LITERALS_H
#define SONDE_FRONTEND_LITERALS_H

#include "lib/Types/Type.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sonde {

/// A number from -2^63 to 2^64-1, as literals are folded.
class Integer {
public:
  Integer() = default;
  Integer(uint64_t value) : bits(value) {}
  static Integer fromSigned(int64_t value) {
    Integer out(static_cast<uint64_t>(value));
    out.negative = value < 0;
    return out;
  }
  /// None when the number is out of range.
  static std::optional<Integer> fromWide(__int128 value);

  __int128 wide() const {
    return negative ? static_cast<__int128>(static_cast<int64_t>(bits)) : bits;
  }
  bool isNegative() const { return negative; }
  bool isZero() const { return bits == 0; }
  /// The number in two's complement.
  uint64_t raw() const { return bits; }
  bool fitsSigned() const { return negative || bits <= INT64_MAX; }
  /// The smallest signed type that holds it, flexible unless it is negative;
  /// above int64, uint64.
  Type type() const;
  bool fitsIn(const Type &integer) const;
  std::string str() const;

  friend bool operator==(Integer a, Integer b) {
    return a.bits == b.bits && a.negative == b.negative;
  }

private:
  uint64_t bits = 0;
  bool negative = false;
};

/// What is wrong with a literal, and where: bytes [begin, end) of its text.
struct LiteralError {
  std::string message;
  uint32_t begin = 0;
  uint32_t end = 0;
};

enum class IntegerForm : uint8_t {
  Source, ///< As in a script.
  Text,   ///< Converted text: `0b…` and a leading `-` as well.
};

/// The value of an integer; on failure `error` is filled.
std::optional<Integer> parseInteger(std::string_view text, IntegerForm form, LiteralError &error);

/// Replaces the escapes of the text between the quotes of a string.
std::optional<std::string> parseString(std::string_view text, LiteralError &error);

/// A string as it would be written in a script, for dumps and messages.
std::string quoted(std::string_view text);

} // namespace sonde

#endif // SONDE_FRONTEND_LITERALS_H
