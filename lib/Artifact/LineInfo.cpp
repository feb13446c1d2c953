//===- LineInfo.cpp - The lines of source in `.BTF.ext` -------------------===//
#include "lib/Artifact/LineInfo.h"

#include <cstring>

namespace sonde {
namespace {

constexpr uint16_t kBtfMagic = 0xeb9f;

/// The common beginning of the headers of `.BTF` and `.BTF.ext`.
struct SectionHeader {
  uint16_t magic;
  uint8_t version, flags;
  uint32_t headerSize;
};

struct BtfHeader {
  SectionHeader common;
  uint32_t typeOffset, typeSize, stringOffset, stringSize;
};

struct BtfExtHeader {
  SectionHeader common;
  uint32_t funcOffset, funcSize, lineOffset, lineSize;
};

struct LineRecord {
  uint32_t byteOffset, fileName, text, lineAndColumn;
};

template <typename T> bool load(std::string_view bytes, uint64_t offset, T &out) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T))
    return false;
  std::memcpy(&out, bytes.data() + offset, sizeof(T));
  return true;
}

/// Sets `out` to `size` bytes from `offset` behind the header, if they are there.
bool part(std::string_view section, const SectionHeader &header, uint32_t offset, uint32_t size,
          std::string_view &out) {
  uint64_t begin = uint64_t{header.headerSize} + offset;
  if (header.magic != kBtfMagic || begin > section.size() || section.size() - begin < size)
    return false;
  out = section.substr(begin, size);
  return true;
}

std::string_view stringAt(std::string_view strings, uint32_t offset) {
  if (offset >= strings.size())
    return {};
  std::string_view rest = strings.substr(offset);
  return rest.substr(0, rest.find('\0'));
}

} // namespace

bool eachLine(std::string_view btf, std::string_view btfExt,
              const std::function<void(std::string_view, const LineEntry &)> &visit) {
  BtfHeader header;
  BtfExtHeader extension;
  std::string_view strings, lines;
  if (!load(btf, 0, header) || !load(btfExt, 0, extension) ||
      !part(btf, header.common, header.stringOffset, header.stringSize, strings) ||
      !part(btfExt, extension.common, extension.lineOffset, extension.lineSize, lines))
    return false;
  if (lines.empty())
    return true;

  // A record size, then for each section: its name, a count, the records.
  uint32_t recordSize = 0;
  if (!load(lines, 0, recordSize) || recordSize < sizeof(LineRecord))
    return false;
  for (uint64_t at = sizeof recordSize; at < lines.size();) {
    uint32_t name, count;
    if (!load(lines, at, name) || !load(lines, at + 4, count))
      return false;
    at += 8;
    if (uint64_t{count} * recordSize > lines.size() - at)
      return false;
    std::string_view section = stringAt(strings, name);
    for (uint32_t i = 0; i < count; ++i, at += recordSize) {
      LineRecord record;
      load(lines, at, record);
      visit(section, {record.byteOffset, record.lineAndColumn >> 10, record.lineAndColumn & 0x3ff,
                      stringAt(strings, record.fileName), stringAt(strings, record.text)});
    }
  }
  return true;
}

} // namespace sonde
