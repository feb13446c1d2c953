//===- DwarfPackage.cpp - Split-off units that were packed together -------===//
#include "lib/DebugInfo/DwarfPackage.h"

#include <cstring>
#include <gelf.h>

namespace sonde {

using namespace dwarf;

namespace {

/// The index begins with its version, and the numbers of columns, units and slots.
constexpr uint64_t kHeaderSize = 16;

/// Sections of one unit, and what the index calls their columns.
struct PackedSection {
  const char *name;
  uint32_t column; ///< 0: shared by all units.
};
constexpr PackedSection kSections[] = {{".debug_info.dwo", 1},
                                       {".debug_abbrev.dwo", 3},
                                       {".debug_str_offsets.dwo", 6},
                                       {".debug_str.dwo", 0}};

/// An object file of these sections and nothing else.
std::string objectFile(const std::vector<std::pair<std::string, std::string>> &sections) {
  std::string out(sizeof(Elf64_Ehdr), '\0'), names(1, '\0');
  std::vector<Elf64_Shdr> headers(1, Elf64_Shdr{});
  auto add = [&](const std::string &name, uint32_t type, const std::string &bytes) {
    Elf64_Shdr header = {};
    header.sh_name = uint32_t(names.size());
    header.sh_type = type;
    header.sh_offset = out.size();
    header.sh_size = bytes.size();
    header.sh_addralign = 1;
    headers.push_back(header);
    names.append(name).push_back('\0');
    out += bytes;
  };
  for (const auto &[name, bytes] : sections)
    add(name, SHT_PROGBITS, bytes);
  add(".shstrtab", SHT_STRTAB, names + ".shstrtab" + '\0');
  out.resize((out.size() + 7) / 8 * 8);
  Elf64_Ehdr start = {};
  std::memcpy(start.e_ident, ELFMAG, SELFMAG);
  start.e_ident[EI_CLASS] = ELFCLASS64;
  start.e_ident[EI_DATA] = ELFDATA2LSB;
  start.e_ident[EI_VERSION] = EV_CURRENT;
  start.e_type = ET_REL;
  start.e_version = EV_CURRENT;
  start.e_ehsize = sizeof(Elf64_Ehdr);
  start.e_shoff = out.size();
  start.e_shentsize = sizeof(Elf64_Shdr);
  start.e_shnum = uint16_t(headers.size());
  start.e_shstrndx = uint16_t(headers.size() - 1);
  std::memcpy(out.data(), &start, sizeof(start));
  out.append(reinterpret_cast<const char *>(headers.data()), headers.size() * sizeof(Elf64_Shdr));
  return out;
}

} // namespace

std::unique_ptr<DwarfPackage> DwarfPackage::open(const std::string &path) {
  Result<ElfFile> file = ElfFile::open(path);
  if (!file)
    return nullptr;
  std::unique_ptr<DwarfPackage> package(new DwarfPackage(std::move(*file)));
  return package->units ? std::move(package) : nullptr;
}

DwarfPackage::DwarfPackage(ElfFile opened)
    : file(std::move(opened)), index(file.bytes(".debug_cu_index")) {
  columns = word(4);
  slots = word(12);
  // Behind it a table of the units' ids and one of their rows, one of the columns'
  // names, and two with offsets and sizes.
  uint64_t rows = word(8);
  uint64_t size = kHeaderSize + uint64_t(slots) * 12 + (1 + rows * 2) * columns * uint64_t(4);
  if (columns && columns <= 16 && rows <= index.size() && size <= index.size())
    units = uint32_t(rows);
}

DwarfPackage::~DwarfPackage() {
  for (Unpacked &each : unpacked) {
    ::dwarf_end(each.dwarf);
    ::elf_end(each.elf);
  }
}

uint32_t DwarfPackage::word(uint64_t offset) const {
  uint32_t value = 0;
  if (offset + sizeof(value) <= index.size())
    std::memcpy(&value, index.data() + offset, sizeof(value));
  return value;
}

std::optional<uint32_t> DwarfPackage::rowOf(uint64_t id) const {
  for (uint64_t slot = 0; slot < slots; ++slot) {
    uint64_t at = kHeaderSize + slot * 8;
    if ((word(at) | uint64_t(word(at + 4)) << 32) != id)
      continue;
    uint32_t row = word(kHeaderSize + uint64_t(slots) * 8 + slot * 4);
    if (row && row <= units) // Rows count from 1; 0 is a free slot.
      return row - 1;
  }
  return std::nullopt;
}

std::string DwarfPackage::part(uint32_t row, const char *section, uint32_t column) const {
  std::string bytes = file.bytes(section);
  if (!column)
    return bytes;
  uint64_t names = kHeaderSize + uint64_t(slots) * 12;
  for (uint64_t i = 0; i < columns; ++i) {
    if (word(names + i * 4) != column)
      continue;
    uint64_t cell = (uint64_t(row) * columns + i) * 4, table = uint64_t(units) * columns * 4;
    uint64_t offsets = names + uint64_t(columns) * 4;
    uint32_t offset = word(offsets + cell);
    uint32_t size = word(offsets + table + cell);
    return offset <= bytes.size() ? bytes.substr(offset, size) : "";
  }
  return "";
}

std::optional<Dwarf_Die> DwarfPackage::unit(uint64_t id) {
  std::optional<uint32_t> row = rowOf(id);
  if (!row)
    return std::nullopt;
  std::vector<std::pair<std::string, std::string>> sections;
  for (const PackedSection &section : kSections)
    sections.emplace_back(section.name, part(*row, section.name, section.column));
  Unpacked &unit = unpacked.emplace_back();
  unit.image = objectFile(sections);
  unit.elf = ::elf_memory(unit.image.data(), unit.image.size());
  unit.dwarf = ::dwarf_begin_elf(unit.elf, DWARF_C_READ, nullptr);
  Dwarf_Die root;
  Dwarf_CU *first = nullptr;
  if (unit.dwarf &&
      ::dwarf_get_units(unit.dwarf, nullptr, &first, nullptr, nullptr, &root, nullptr) == 0)
    return root;
  return std::nullopt;
}

} // namespace sonde
