//===- LineTable.cpp - From instructions to lines of the script -----------===//
#include "lib/Runtime/LineTable.h"

#include <algorithm>
#include <cstring>

namespace sonde {
namespace {

constexpr uint16_t kBtfMagic = 0xeb9f;
constexpr uint32_t kInstructionSize = 8;

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

/// `size` bytes from `offset` behind the header; empty where they do not fit.
std::string_view part(std::string_view section, const SectionHeader &header, uint32_t offset,
                      uint32_t size) {
  uint64_t begin = uint64_t{header.headerSize} + offset;
  if (header.magic != kBtfMagic || begin > section.size() || section.size() - begin < size)
    return {};
  return section.substr(begin, size);
}

std::string_view stringAt(std::string_view strings, uint32_t offset) {
  if (offset >= strings.size())
    return {};
  std::string_view rest = strings.substr(offset);
  return rest.substr(0, rest.find('\0'));
}

} // namespace

LineTable::LineTable(std::string_view btf, std::string_view btfExt) {
  BtfHeader header;
  BtfExtHeader extension;
  if (!load(btf, 0, header) || !load(btfExt, 0, extension))
    return;
  std::string_view strings = part(btf, header.common, header.stringOffset, header.stringSize);
  std::string_view lines = part(btfExt, extension.common, extension.lineOffset, extension.lineSize);

  // A record size, then for each section: its name, a count, the records.
  uint32_t recordSize = 0;
  if (!load(lines, 0, recordSize) || recordSize < sizeof(LineRecord))
    return;
  for (uint64_t at = sizeof(recordSize); at < lines.size();) {
    uint32_t name, count;
    if (!load(lines, at, name) || !load(lines, at + 4, count))
      return;
    at += 8;
    if (uint64_t{count} * recordSize > lines.size() - at)
      return;
    std::vector<Entry> &entries = sections[stringAt(strings, name)];
    for (uint32_t i = 0; i < count; ++i, at += recordSize) {
      LineRecord record;
      load(lines, at, record);
      entries.push_back({record.byteOffset / kInstructionSize,
                         {stringAt(strings, record.fileName), record.lineAndColumn >> 10,
                          record.lineAndColumn & 0x3ff}});
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry &a, const Entry &b) { return a.instruction < b.instruction; });
  }
}

std::optional<LineTable::Line> LineTable::lookup(std::string_view section, uint32_t index) const {
  auto found = sections.find(section);
  if (found == sections.end())
    return std::nullopt;
  // The last entry that begins at or before the instruction.
  const std::vector<Entry> &entries = found->second;
  auto next =
      std::upper_bound(entries.begin(), entries.end(), index,
                       [](uint32_t i, const Entry &entry) { return i < entry.instruction; });
  if (next == entries.begin())
    return std::nullopt;
  return std::prev(next)->line;
}

} // namespace sonde
