//===- Literals.cpp - Values of integer and string literals ---------------===//
#include "lib/Frontend/Literals.h"

#include "lib/Frontend/Lexer.h"

#include <algorithm>
#include <cctype>

namespace sonde {

std::optional<Integer> Integer::fromWide(__int128 value) {
  if (value < INT64_MIN || value > static_cast<__int128>(UINT64_MAX))
    return std::nullopt;
  return value < 0 ? fromSigned(static_cast<int64_t>(value))
                   : Integer(static_cast<uint64_t>(value));
}

Type Integer::type() const {
  if (!fitsSigned())
    return Type::integer(64, false);
  int64_t value = static_cast<int64_t>(bits);
  for (unsigned width : {8u, 16u, 32u})
    if (value >= -(INT64_C(1) << (width - 1)) && value < (INT64_C(1) << (width - 1)))
      return Type::integer(width, true, !negative);
  return Type::integer(64, true, !negative);
}

bool Integer::fitsIn(const Type &integer) const {
  __int128 limit = static_cast<__int128>(1) << (integer.bits() - integer.isSigned());
  return wide() < limit && wide() >= (integer.isSigned() ? -limit : 0);
}

std::string Integer::str() const {
  return negative ? std::to_string(static_cast<int64_t>(bits)) : std::to_string(bits);
}

namespace {

struct Suffix {
  std::string_view text;
  uint64_t factor;
  uint64_t limit;
};

/// Longer suffixes come before their beginnings.
constexpr Suffix kSuffixes[] = {
    {"ull", 1, UINT64_MAX},
    {"ul", 1, UINT64_MAX},
    {"us", 1000, UINT64_MAX},
    {"u", 1, UINT32_MAX},
    {"ll", 1, INT64_MAX},
    {"l", 1, INT64_MAX},
    {"ns", 1, UINT64_MAX},
    {"ms", 1000000, UINT64_MAX},
    {"m", 60000000000, UINT64_MAX},
    {"s", 1000000000, UINT64_MAX},
    {"h", 3600000000000, UINT64_MAX},
    {"d", 86400000000000, UINT64_MAX},
};

/// Is `c` a digit of `base`? Otherwise -1.
int digitValue(char c, unsigned base) {
  int value = isDigit(c)               ? c - '0'
              : (c >= 'a' && c <= 'f') ? c - 'a' + 10
              : (c >= 'A' && c <= 'F') ? c - 'A' + 10
                                       : 99;
  return value < static_cast<int>(base) ? value : -1;
}

class IntegerParser {
public:
  IntegerParser(std::string_view text, LiteralError &error) : text(text), error(error) {}

  std::optional<Integer> parse(IntegerForm form) {
    if (form == IntegerForm::Text && text.substr(0, 1) == "-") {
      at = 1;
      std::optional<Integer> magnitude = parseMagnitude(form);
      if (!magnitude)
        return std::nullopt;
      std::optional<Integer> value = Integer::fromWide(-magnitude->wide());
      return value ? value : fail("number below -9223372036854775808", 0, text.size());
    }
    return parseMagnitude(form);
  }

private:
  std::string_view text;
  LiteralError &error;
  size_t at = 0;

  std::nullopt_t fail(std::string message, size_t begin, size_t end) {
    error = {std::move(message), static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    return std::nullopt;
  }
  std::nullopt_t failWhole(std::string message) { return fail(std::move(message), 0, text.size()); }
  std::nullopt_t tooLarge(uint64_t limit) {
    return failWhole("number too large: at most " + std::to_string(limit) + " here, got " +
                     quotedText());
  }
  std::string quotedText() const { return "'" + std::string(text) + "'"; }
  char peek(size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : '\0'; }

  std::optional<Integer> parseMagnitude(IntegerForm form) {
    if (!isDigit(peek()))
      return failWhole("expected a number, got " + quotedText());
    if (peek() == '0' && (peek(1) | 0x20) == 'x')
      return parseBase(16, 2);
    if (form == IntegerForm::Text && peek() == '0' && (peek(1) | 0x20) == 'b')
      return parseBase(2, 2);
    return parseDecimalOrOctal();
  }

  /// Digits of `base` behind a prefix, and C's suffixes: those of times begin with digits.
  std::optional<Integer> parseBase(unsigned base, size_t prefix) {
    size_t first = at += prefix;
    unsigned __int128 value = 0;
    bool fits = true;
    for (; peek() == '_' || digitValue(peek(), base) >= 0; ++at) {
      if (peek() == '_')
        continue;
      value = value * base + digitValue(peek(), base);
      fits = fits && value <= UINT64_MAX;
    }
    if (at == first)
      return failWhole("expected digits after '" + std::string(text.substr(0, first)) + "'");
    if (text[at - 1] == '_')
      return fail("a number cannot end with '_'", at - 1, at);
    if (text.find_first_not_of("uUlL", at) != std::string_view::npos)
      return wrongSuffix(at);
    return applySuffix(fits ? std::optional(static_cast<uint64_t>(value)) : std::nullopt);
  }

  /// The run of digits and underscores at the position.
  std::string_view takeDigits() {
    size_t begin = at;
    while (isDigit(peek()) || peek() == '_')
      ++at;
    return text.substr(begin, at - begin);
  }

  /// None on overflow.
  static std::optional<uint64_t> number(std::string_view digits, unsigned base) {
    unsigned __int128 value = 0;
    for (char c : digits) {
      if (c == '_')
        continue;
      value = value * base + (c - '0');
      if (value > UINT64_MAX)
        return std::nullopt;
    }
    return static_cast<uint64_t>(value);
  }

  std::optional<Integer> parseDecimalOrOctal() {
    size_t first = at;
    std::string_view digits = takeDigits();
    if (digits.back() == '_')
      return fail("a number cannot end with '_'", at - 1, at);
    std::optional<uint64_t> value;
    if ((peek() | 0x20) == 'e') {
      value = parseExponent(digits);
      if (!error.message.empty())
        return std::nullopt;
    } else {
      bool octal = digits.size() > 1 && digits[0] == '0';
      if (octal && digits.find_first_of("89") != std::string_view::npos)
        return fail("invalid octal digit in " + quotedText(), first, at);
      value = number(digits, octal ? 8 : 10);
    }
    return applySuffix(value);
  }

  /// `DeN`: one digit from 1 to 9, and an exponent that does not begin with 0.
  std::optional<uint64_t> parseExponent(std::string_view digits) {
    ++at;
    std::string_view exponent = takeDigits();
    if (exponent.empty() || exponent[0] == '0')
      return failWhole("expected an exponent from 1 upwards after 'e' in " + quotedText());
    if (exponent.back() == '_')
      return fail("a number cannot end with '_'", at - 1, at);
    if (digits.size() != 1 || digits[0] == '0')
      return failWhole("the part before 'e' must be one digit from 1 to 9 in " + quotedText());
    std::optional<uint64_t> power = number(exponent, 10);
    unsigned __int128 value = digits[0] - '0';
    for (uint64_t i = 0; power && i < *power && value <= UINT64_MAX; ++i)
      value *= 10;
    if (!power || value > UINT64_MAX)
      return std::nullopt; // Too large: the caller says so.
    return static_cast<uint64_t>(value);
  }

  std::optional<Integer> applySuffix(std::optional<uint64_t> value) {
    std::string suffix(text.substr(at));
    std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                   [](char c) { return c == 'U' || c == 'L' ? static_cast<char>(c | 0x20) : c; });
    if (suffix.empty())
      return value ? std::optional(Integer(*value)) : tooLarge(UINT64_MAX);
    for (const Suffix &known : kSuffixes) {
      if (suffix.compare(0, known.text.size(), known.text) != 0)
        continue;
      if (suffix.size() > known.text.size())
        return wrongSuffix(at + known.text.size());
      unsigned __int128 scaled =
          value ? static_cast<unsigned __int128>(*value) * known.factor : ~__int128(0);
      if (scaled > known.limit)
        return tooLarge(known.limit);
      return Integer(static_cast<uint64_t>(scaled));
    }
    return wrongSuffix(at);
  }

  std::nullopt_t wrongSuffix(size_t begin) {
    return fail("invalid integer suffix '" + std::string(text.substr(begin)) + "'", begin,
                text.size());
  }
};

} // namespace

std::optional<Integer> parseInteger(std::string_view text, IntegerForm form, LiteralError &error) {
  error = {};
  return IntegerParser(text, error).parse(form);
}

std::optional<std::string> parseString(std::string_view text, LiteralError &error) {
  auto fail = [&](std::string message, size_t begin, size_t end) {
    error = {std::move(message), static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    return std::nullopt;
  };
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    size_t begin = i++;
    if (digitValue(text[i], 8) >= 0) {
      unsigned value = 0;
      size_t end = std::min(text.size(), i + 3);
      for (; i < end && digitValue(text[i], 8) >= 0; ++i)
        value = value * 8 + digitValue(text[i], 8);
      if (value > 255)
        return fail("octal escape '" + std::string(text.substr(begin, i - begin)) +
                        "' is larger than a byte",
                    begin, i);
      out += static_cast<char>(value);
      --i;
    } else if (text[i] == 'x' || text[i] == 'X') {
      unsigned value = 0;
      size_t first = i + 1, end = std::min(text.size(), i + 3);
      for (++i; i < end && digitValue(text[i], 16) >= 0; ++i)
        value = value * 16 + digitValue(text[i], 16);
      if (i == first)
        return fail("expected hexadecimal digits after '\\x'", begin, i);
      out += static_cast<char>(value);
      --i;
    } else {
      static constexpr std::string_view kLetters = "ntr\"\\", kValues = "\n\t\r\"\\";
      size_t letter = kLetters.find(text[i]);
      if (letter == std::string_view::npos)
        return fail("invalid escape '\\" + std::string(1, text[i]) + "'", begin, i + 1);
      out += kValues[letter];
    }
  }
  return out;
}

std::string quoted(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (unsigned char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c == '"' || c == '\\')
      (out += '\\') += static_cast<char>(c);
    else if (c < 0x20 || c == 0x7f)
      ((out += "\\x") += kHex[c >> 4]) += kHex[c & 15];
    else
      out += static_cast<char>(c);
  }
  return out + "\"";
}

} // namespace sonde
