//===- BtfWriter.cpp - Raw BTF from a list of types -----------------------===//
#include "lib/Kernel/BtfWriter.h"

namespace sonde {

namespace {

void append(std::string &bytes, uint32_t value) {
  bytes.append(reinterpret_cast<const char *>(&value), sizeof(value));
}

} // namespace

void BtfWriter::continueAfter(uint32_t endId, uint32_t stringBytes) {
  nextId = endId;
  firstString = stringBytes;
}

uint32_t BtfWriter::string(const std::string &text) {
  if (text.empty())
    return 0;
  auto [entry, isNew] = known.try_emplace(text, firstString + uint32_t(strings.size()));
  if (isNew)
    strings.append(text).push_back('\0');
  return entry->second;
}

void BtfWriter::word(uint32_t value) { append(types, value); }

uint32_t BtfWriter::begin(BtfKind kind, const std::string &name, size_t vlen, bool flag,
                          uint32_t last) {
  word(string(name));
  word(uint32_t(flag) << 31 | uint32_t(kind) << 24 | uint32_t(vlen));
  word(last);
  return nextId++;
}

uint32_t BtfWriter::integer(const std::string &name, uint32_t size, Encoding encoding) {
  uint32_t id = begin(BtfKind::Int, name, 0, false, size);
  word(uint32_t(encoding) << 24 | size * 8);
  return id;
}

uint32_t BtfWriter::floating(const std::string &name, uint32_t size) {
  return begin(BtfKind::Float, name, 0, false, size);
}

uint32_t BtfWriter::array(uint32_t element, uint32_t count, uint32_t index) {
  uint32_t id = begin(BtfKind::Array, "", 0, false, 0);
  word(element);
  word(index);
  word(count);
  return id;
}

uint32_t BtfWriter::structure(BtfKind kind, const std::string &name, uint32_t size,
                              const std::vector<Member> &members) {
  bool hasBitFields = false;
  for (const Member &member : members)
    hasBitFields |= member.bitSize != 0;
  uint32_t id = begin(kind, name, members.size(), hasBitFields, size);
  for (const Member &member : members) {
    word(string(member.name));
    word(member.type);
    word(uint32_t(member.bitSize) << 24 | member.bitOffset);
  }
  return id;
}

uint32_t BtfWriter::enumeration(BtfKind kind, const std::string &name, uint32_t size, bool isSigned,
                                const std::vector<std::pair<std::string, int64_t>> &values) {
  uint32_t id = begin(kind, name, values.size(), isSigned, size);
  for (const auto &[valueName, value] : values) {
    word(string(valueName));
    word(uint32_t(value));
    if (kind == BtfKind::Enum64)
      word(uint32_t(uint64_t(value) >> 32));
  }
  return id;
}

uint32_t BtfWriter::forward(const std::string &name, bool isUnion) {
  return begin(BtfKind::Fwd, name, 0, isUnion, 0);
}

uint32_t BtfWriter::prototype(uint32_t result, const std::vector<Parameter> &parameters) {
  uint32_t id = begin(BtfKind::FuncProto, "", parameters.size(), false, result);
  for (const Parameter &parameter : parameters) {
    word(string(parameter.name));
    word(parameter.type);
  }
  return id;
}

uint32_t BtfWriter::reference(BtfKind kind, const std::string &name, uint32_t type) {
  return begin(kind, name, 0, false, type);
}

std::string BtfWriter::bytes() const {
  std::string result;
  append(result, 0x0001eb9f); // Magic, version 1, no flags.
  append(result, 24);
  append(result, 0);
  append(result, uint32_t(types.size()));
  append(result, uint32_t(types.size()));
  append(result, uint32_t(strings.size()));
  return result + types + strings;
}

} // namespace sonde
