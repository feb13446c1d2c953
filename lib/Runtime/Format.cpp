//===- Format.cpp - The format strings of printf --------------------------===//
#include "lib/Runtime/Format.h"

#include <algorithm>
#include <charconv>

namespace sonde {
namespace {

/// Wider fields would only be a way to fill memory.
constexpr unsigned kMaxWidth = 4096;

bool isOneOf(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isNumeric(const Type &type) {
  return type.isIntegral() || type.is(TypeKind::Bool) || type.is(TypeKind::Pointer);
}

void appendUnsigned(std::string &out, uint64_t value, int base) {
  char buffer[64];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof(buffer), value, base).ptr);
}

} // namespace

FormatString::FormatString(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    Conversion conversion;
    if (text[at] != '%') {
      literal += text[at++];
    } else if (text.substr(at, 2) == "%%") {
      literal += '%';
      at += 2;
    } else if (parse(text, at, conversion)) {
      conversion.literalEnd = literal.size();
      conversions.push_back(conversion);
    } else {
      literal += text[at++]; // A `%` that begins nothing stands for itself.
    }
  }
}

/// `at` stands on a `%`; moves behind the conversion if there is one.
bool FormatString::parse(std::string_view text, size_t &at, Conversion &out) {
  size_t i = at + 1;
  auto peek = [&](size_t ahead = 0) { return i + ahead < text.size() ? text[i + ahead] : '\0'; };
  for (; peek() && isOneOf(peek(), "-+ #0"); ++i) {
    out.left |= peek() == '-';
    out.plus |= peek() == '+';
    out.alternate |= peek() == '#';
    out.zero |= peek() == '0';
  }
  for (; isDigit(peek()); ++i)
    out.width = std::min(out.width * 10 + (peek() - '0'), kMaxWidth);
  if (peek() == '*')
    ++i; // Accepted, and takes no argument.
  if (peek() == '.')
    for (++i; isDigit(peek()); ++i) {
      // A precision changes nothing.
    }
  size_t length = i;
  while (peek() && isOneOf(peek(), "hlLjzt"))
    ++i;
  if (std::string_view modifier = text.substr(length, i - length); !modifier.empty())
    out.bits = modifier == "hh" ? 8 : modifier == "h" ? 16 : 64;
  if (!peek() || !isOneOf(peek(), "diuoxXcpsr"))
    return false;
  out.letter = text[i++];
  if (out.letter == 'r' && isOneOf(peek(), "xh") && peek())
    out.form = text[i++] == 'x' ? BufferForm::Escaped : BufferForm::Spaced;
  at = i;
  return true;
}

Result<void> FormatString::check(const std::vector<EventInfo::Field> &fields) const {
  if (fields.size() != conversions.size())
    return failure("the format shows " + std::to_string(conversions.size()) +
                   " values, but the record holds " + std::to_string(fields.size()));
  for (size_t i = 0; i < fields.size(); ++i) {
    const Type &type = fields[i].type;
    char letter = conversions[i].letter;
    bool fits = letter == 's' ? true : letter == 'r' ? type.is(TypeKind::Buffer) : isNumeric(type);
    if (!fits)
      return failure("'%" + std::string(1, letter) + "' cannot show a value of type '" +
                     type.str() + "'");
  }
  return {};
}

void FormatString::convert(std::string &out, const Conversion &conversion, ValueView value,
                           const Renderer &renderer) {
  if (conversion.letter == 's')
    return renderer.text(out, value);
  if (conversion.letter == 'r')
    return appendBuffer(out, bufferBytes(value), conversion.form);

  uint64_t number = loadNumber(*value.type, value.bytes).bits;
  uint64_t cut = conversion.bits == 64 ? number : number & ((uint64_t{1} << conversion.bits) - 1);
  switch (conversion.letter) {
  case 'd':
  case 'i': {
    Number extended = {signExtend(cut, conversion.bits), true};
    if (conversion.plus && static_cast<int64_t>(extended.bits) >= 0)
      out += '+';
    return appendNumber(out, extended);
  }
  case 'u':
    return appendUnsigned(out, cut, 10);
  case 'o':
    if (conversion.alternate && cut)
      out += '0';
    return appendUnsigned(out, cut, 8);
  case 'x':
  case 'X': {
    size_t begin = out.size();
    if (conversion.alternate)
      out += "0x";
    appendUnsigned(out, cut, 16);
    if (conversion.letter == 'X')
      for (size_t i = begin; i < out.size(); ++i)
        out[i] = out[i] >= 'a' && out[i] <= 'z' ? out[i] - 'a' + 'A' : out[i];
    return;
  }
  case 'c':
    out += static_cast<char>(number);
    return;
  case 'p':
    if (number)
      out += "0x";
    return appendUnsigned(out, number, 16);
  }
}

void FormatString::render(std::string &out, const std::vector<ValueView> &values,
                          const Renderer &renderer) const {
  size_t literalBegin = 0;
  for (size_t i = 0; i < conversions.size(); ++i) {
    const Conversion &conversion = conversions[i];
    out.append(literal, literalBegin, conversion.literalEnd - literalBegin);
    literalBegin = conversion.literalEnd;
    size_t begin = out.size();
    convert(out, conversion, values[i], renderer);
    size_t width = out.size() - begin;
    if (width < conversion.width)
      out.insert(conversion.left ? out.size() : begin, conversion.width - width,
                 conversion.zero ? '0' : ' ');
  }
  out.append(literal, literalBegin, std::string::npos);
}

} // namespace sonde
