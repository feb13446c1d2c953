//===- JsonReader.cpp - Reading JSON that nobody can be trusted to have made =//
#include "lib/Artifact/JsonReader.h"

namespace sonde {
namespace {

const nlohmann::json &nothing() {
  static const nlohmann::json null;
  return null;
}

/// Length of the UTF-8 sequence at `at`, 0 if there is none.
size_t utf8Length(const std::string &text, size_t at) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(at);
  if (lead < 0x80)
    return 1;
  size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > text.size())
    return 0;
  for (size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xc0) != 0x80)
      return 0;
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  unsigned char second = byte(at + 1);
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
      (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
    return 0;
  return length;
}

bool isUtf8(const std::string &text) {
  for (size_t at = 0; at < text.size();) {
    size_t length = utf8Length(text, at);
    if (length == 0)
      return false;
    at += length;
  }
  return true;
}

int hexDigit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

} // namespace

nlohmann::json jsonFromBytes(const std::string &text) {
  if (isUtf8(text))
    return text;
  std::string hex;
  hex.reserve(text.size() * 2);
  for (unsigned char c : text) {
    hex += "0123456789abcdef"[c >> 4];
    hex += "0123456789abcdef"[c & 15];
  }
  return {{"hex", hex}};
}

void JsonReader::fail(const std::string &message) const {
  if (!failed())
    *fault = failure(path.empty() ? message : "'" + path + "': " + message);
}

bool JsonReader::has(const char *key) const {
  return value->is_object() && value->find(key) != value->end();
}

JsonReader JsonReader::at(const char *key) const {
  JsonReader member(nothing(), *fault);
  member.path = path.empty() ? key : path + "." + key;
  if (!value->is_object()) {
    fail("an object is expected");
    return member;
  }
  auto found = value->find(key);
  if (found == value->end())
    member.fail("missing");
  else
    member.value = &*found;
  return member;
}

size_t JsonReader::size(size_t limit) const {
  if (!value->is_array()) {
    fail("a list is expected");
    return 0;
  }
  if (value->size() > limit) {
    fail("has " + std::to_string(value->size()) + " elements, more than " + std::to_string(limit));
    return 0;
  }
  return value->size();
}

JsonReader JsonReader::at(size_t index) const {
  JsonReader element((*value)[index], *fault);
  element.path = path + "[" + std::to_string(index) + "]";
  return element;
}

std::string JsonReader::string() const {
  if (const auto *text = value->get_ptr<const std::string *>())
    return *text;
  fail("text is expected");
  return "";
}

std::string JsonReader::bytes() const {
  if (!value->is_object())
    return string();
  std::string hex = at("hex").string(), out;
  for (size_t i = 0; i < hex.size(); i += 2) {
    int high = hexDigit(hex[i]), low = i + 1 < hex.size() ? hexDigit(hex[i + 1]) : -1;
    if (high < 0 || low < 0) {
      fail("pairs of hexadecimal digits are expected");
      return "";
    }
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

bool JsonReader::boolean() const {
  if (const auto *truth = value->get_ptr<const bool *>())
    return *truth;
  fail("true or false is expected");
  return false;
}

uint64_t JsonReader::number(uint64_t limit) const {
  if (!value->is_number_unsigned()) {
    fail("a number that is not negative is expected");
    return 0;
  }
  uint64_t number = value->get<uint64_t>();
  if (number > limit) {
    fail(std::to_string(number) + " is more than " + std::to_string(limit));
    return 0;
  }
  return number;
}

int64_t JsonReader::integer() const {
  if (value->is_number_unsigned())
    return static_cast<int64_t>(number(INT64_MAX));
  if (const auto *number = value->get_ptr<const nlohmann::json::number_integer_t *>())
    return *number;
  fail("an integer is expected");
  return 0;
}

} // namespace sonde
