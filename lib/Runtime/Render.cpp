//===- Render.cpp - Values as text and as JSON ----------------------------===//
#include "lib/Runtime/Render.h"

#include "lib/Types/Ordered.h"

#include <charconv>

namespace sonde {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

void appendHex(std::string &out, uint64_t value) {
  char buffer[16];
  char *end = std::to_chars(buffer, buffer + sizeof(buffer), value, 16).ptr;
  out.append("0x").append(buffer, end);
}

void appendHexByte(std::string &out, unsigned char byte) {
  out += kHexDigits[byte >> 4];
  out += kHexDigits[byte & 15];
}

uint64_t word(const uint8_t *bytes, size_t index) { return loadUnsigned(bytes + index * 8, 8); }

/// total / count, truncated toward zero.
Number average(bool isSigned, const uint8_t *bytes) {
  return Number{word(bytes, 0), isSigned}.dividedBy(word(bytes, 1));
}

const std::string *enumeratorName(const Type &type, uint64_t value) {
  for (const auto &[number, name] : type.enumerators())
    if (static_cast<uint64_t>(number) == value)
      return &name;
  return nullptr;
}

enum class Bracket { Array, Tuple, Record };

/// Writes the pieces of a value as bpftrace's users know them.
struct TextStyle {
  std::string &out;

  void number(Number value) { appendNumber(out, value); }
  void boolean(bool value) { out += value ? "true" : "false"; }
  void string(std::string_view text) { out += text; }
  void pointer(uint64_t address) { appendHex(out, address); }
  void buffer(std::string_view bytes) { appendBuffer(out, bytes, BufferForm::Printable); }
  void null() { out += "null"; }
  void enumerator(const Type &type, Number value) {
    if (const std::string *name = enumeratorName(type, value.bits))
      out += *name;
    else
      number(value);
  }
  void open(Bracket bracket, bool empty) {
    out += bracket == Bracket::Array ? "[" : bracket == Bracket::Tuple ? "(" : empty ? "{" : "{ ";
  }
  void separate(Bracket bracket) { out += bracket == Bracket::Array ? "," : ", "; }
  void name(std::string_view name) { out.append(".").append(name).append(" = "); }
  void close(Bracket bracket, bool empty) {
    out += bracket == Bracket::Array ? "]" : bracket == Bracket::Tuple ? ")" : empty ? "}" : " }";
  }
};

struct JsonStyle {
  std::string &out;

  void number(Number value) { appendJsonNumber(out, value); }
  void boolean(bool value) { out += value ? "true" : "false"; }
  void string(std::string_view text) { appendJsonString(out, text); }
  void pointer(uint64_t address) { appendJsonNumber(out, {address, false}); }
  void buffer(std::string_view bytes) {
    out += '[';
    for (size_t i = 0; i < bytes.size(); ++i) {
      if (i)
        out += ',';
      appendNumber(out, {signExtend(static_cast<unsigned char>(bytes[i]), 8), true});
    }
    out += ']';
  }
  void null() { out += "null"; }
  void enumerator(const Type &type, Number value) { number(value); }
  void open(Bracket bracket, bool empty) { out += bracket == Bracket::Record ? '{' : '['; }
  void separate(Bracket bracket) { out += bracket == Bracket::Record ? ", " : ","; }
  void name(std::string_view name) {
    appendJsonString(out, name);
    out += ": ";
  }
  void close(Bracket bracket, bool empty) { out += bracket == Bracket::Record ? '}' : ']'; }
};

template <typename Style> class Walk {
public:
  Walk(const Renderer &renderer, Style style, uint64_t div = 1)
      : renderer(renderer), style(style), div(div) {}

  void value(const Type &type, const uint8_t *bytes) {
    switch (type.kind()) {
    case TypeKind::Bool:
      return style.boolean(bytes[0] != 0);
    case TypeKind::Int:
      return style.number(loadNumber(type, bytes).dividedBy(div));
    case TypeKind::Enum:
      if (div > 1)
        return style.number(loadNumber(type, bytes).dividedBy(div));
      return style.enumerator(type, loadNumber(type, bytes));
    case TypeKind::String:
      return string(type, bytes);
    case TypeKind::Buffer:
      return style.buffer(bufferBytes({&type, bytes}));
    case TypeKind::Pointer:
      return style.pointer(loadUnsigned(bytes, 8));
    case TypeKind::Array:
      return array(type, bytes);
    case TypeKind::Struct:
      return structure(type, bytes);
    case TypeKind::Tuple:
    case TypeKind::Record:
      return elements(type, bytes);
    case TypeKind::Stats:
      return stats(type, bytes);
    case TypeKind::Count:
    case TypeKind::Sum:
    case TypeKind::Min:
    case TypeKind::Max:
    case TypeKind::Avg:
      return style.number(mapNumber({&type, bytes})->dividedBy(div));
    default:
      if (Presentation::shows(type.kind()))
        return style.string(renderer.presented({&type, bytes}));
      return style.null();
    }
  }

private:
  const Renderer &renderer;
  Style style;
  uint64_t div;

  void string(const Type &type, const uint8_t *bytes) {
    const char *text = reinterpret_cast<const char *>(bytes);
    size_t length = strnlen(text, type.count());
    if (length < type.count() || !type.mayBeCut())
      return style.string({text, length});
    std::string cut(text, length);
    style.string(cut + renderer.truncationTrailer());
  }

  void array(const Type &type, const uint8_t *bytes) {
    Type element = type.element();
    style.open(Bracket::Array, type.count() == 0);
    for (uint32_t i = 0; i < type.count(); ++i) {
      if (i)
        style.separate(Bracket::Array);
      value(element, bytes + size_t{i} * element.size());
    }
    style.close(Bracket::Array, type.count() == 0);
  }

  void elements(const Type &type, const uint8_t *bytes) {
    Bracket bracket = type.is(TypeKind::Tuple) ? Bracket::Tuple : Bracket::Record;
    bool first = true;
    style.open(bracket, type.elements().empty());
    for (const Type::Element &element : type.elements()) {
      if (!first)
        style.separate(bracket);
      first = false;
      if (bracket == Bracket::Record)
        style.name(element.name);
      value(element.type(), bytes + element.offset);
    }
    style.close(bracket, type.elements().empty());
  }

  void structure(const Type &type, const uint8_t *bytes) {
    const StructDef *definition = type.definition().get();
    bool empty = !definition || definition->members.empty();
    style.open(Bracket::Record, empty);
    bool first = true;
    if (definition)
      members(*definition, bytes, first);
    style.close(Bracket::Record, empty);
  }

  /// Members of anonymous structs and unions appear among those of the outer.
  void members(const StructDef &definition, const uint8_t *bytes, bool &first) {
    for (const StructMember &member : definition.members) {
      if (member.name.empty() && member.type.is(TypeKind::Struct) && member.type.definition()) {
        members(*member.type.definition(), bytes + member.offset, first);
        continue;
      }
      if (!first)
        style.separate(Bracket::Record);
      first = false;
      style.name(member.name);
      if (member.bitSize)
        style.number(bitField(member, bytes + member.offset));
      else
        value(member.type, bytes + member.offset);
    }
  }

  static Number bitField(const StructMember &member, const uint8_t *unit) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < member.bitSize; ++i) {
      unsigned at = member.bitOffset + i;
      bits |= uint64_t{(unit[at / 8] >> at % 8) & 1u} << i;
    }
    bool isSigned = member.type.isSigned();
    return {isSigned ? signExtend(bits, member.bitSize) : bits, isSigned};
  }

  void stats(const Type &type, const uint8_t *bytes) {
    style.open(Bracket::Record, false);
    style.name("count");
    style.number({word(bytes, 1), false});
    style.separate(Bracket::Record);
    style.name("average");
    style.number(average(type.isSigned(), bytes).dividedBy(div));
    style.separate(Bracket::Record);
    style.name("total");
    style.number({word(bytes, 0), type.isSigned()});
    style.close(Bracket::Record, false);
  }
};

/// 2^53 is the last integer before the first one that a double skips, but larger
/// ones that happen to be representable stay numbers too.
bool isExactDouble(Number number) {
  bool negative = number.isSigned && static_cast<int64_t>(number.bits) < 0;
  uint64_t magnitude = negative ? 0 - number.bits : number.bits;
  while (magnitude && (magnitude & 1) == 0)
    magnitude >>= 1;
  return magnitude < uint64_t{1} << 53;
}

} // namespace

void appendNumber(std::string &out, Number number) {
  char buffer[24];
  char *end =
      number.isSigned
          ? std::to_chars(buffer, buffer + sizeof(buffer), static_cast<int64_t>(number.bits)).ptr
          : std::to_chars(buffer, buffer + sizeof(buffer), number.bits).ptr;
  out.append(buffer, end);
}

void appendJsonNumber(std::string &out, Number number) {
  bool exact = isExactDouble(number);
  if (!exact)
    out += '"';
  appendNumber(out, number);
  if (!exact)
    out += '"';
}

void appendJsonString(std::string &out, std::string_view text) {
  out += '"';
  for (char c : text) {
    switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      if (static_cast<unsigned char>(c) < 0x20) {
        out += "\\u00";
        appendHexByte(out, c);
      } else {
        out += c;
      }
    }
  }
  out += '"';
}

void appendBuffer(std::string &out, std::string_view bytes, BufferForm form) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    unsigned char byte = bytes[i];
    if (form == BufferForm::Printable && byte >= 0x20 && byte <= 0x7e) {
      out += static_cast<char>(byte);
      continue;
    }
    if (form == BufferForm::Spaced)
      out += i ? " " : "";
    else
      out += "\\x";
    appendHexByte(out, byte);
  }
}

std::string_view bufferBytes(ValueView value) {
  uint64_t length = loadUnsigned(value.bytes, 4);
  if (length > value.type->count())
    length = value.type->count();
  return {reinterpret_cast<const char *>(value.bytes) + 4, length};
}

std::optional<Number> mapNumber(ValueView value) {
  const Type &type = *value.type;
  switch (type.kind()) {
  case TypeKind::Int:
  case TypeKind::Enum:
    return loadNumber(type, value.bytes);
  case TypeKind::Count:
    return Number{word(value.bytes, 0), false};
  case TypeKind::Sum:
    return Number{word(value.bytes, 0), type.isSigned()};
  case TypeKind::Min:
  case TypeKind::Max:
    if (word(value.bytes, 1) == 0)
      return Number{0, type.isSigned()};
    return Number{valueFromOrdered(word(value.bytes, 0), type.isSigned(), type.is(TypeKind::Min)),
                  type.isSigned()};
  case TypeKind::Avg:
  case TypeKind::Stats:
    return average(type.isSigned(), value.bytes);
  default:
    return std::nullopt;
  }
}

void Renderer::text(std::string &out, ValueView value) const { mapText(out, value, 1); }
void Renderer::json(std::string &out, ValueView value) const { mapJson(out, value, 1); }

void Renderer::mapText(std::string &out, ValueView value, uint64_t div) const {
  Walk<TextStyle>(*this, {out}, mapNumber(value) ? div : 1).value(*value.type, value.bytes);
}

void Renderer::mapJson(std::string &out, ValueView value, uint64_t div) const {
  Walk<JsonStyle>(*this, {out}, mapNumber(value) ? div : 1).value(*value.type, value.bytes);
}

} // namespace sonde
