//===- LineTable.cpp - Instructions and lines of an emitted object --------===//
#include "lib/Target/LineTable.h"

#include "lib/Artifact/ElfView.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cstring>

namespace sonde {
namespace {

/// A part of a section, read field by field; reading behind the end yields 0
/// and `bad`.
class Reader {
public:
  explicit Reader(std::string_view bytes) : bytes(bytes) {}

  uint32_t u32(uint64_t offset) {
    if (offset + 4 > bytes.size()) {
      bad = true;
      return 0;
    }
    uint32_t value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
  }
  bool bad = false;

private:
  std::string_view bytes;
};

/// The string section of `.BTF`.
std::string_view stringsOf(std::string_view btf) {
  Reader header(btf);
  uint64_t begin = uint64_t(header.u32(4)) + header.u32(16), size = header.u32(20);
  return header.bad || begin > btf.size() ? std::string_view() : btf.substr(begin, size);
}

std::string_view stringAt(std::string_view strings, uint32_t offset) {
  if (offset >= strings.size())
    return {};
  strings.remove_prefix(offset);
  return strings.substr(0, strings.find('\0'));
}

/// The line records: a record size, then per section its name, a count, and the
/// records {offset, file, text, line << 10 | column}.
bool readLines(std::string_view extension, std::string_view strings,
               std::vector<CodeSection> &sections) {
  Reader reader(extension);
  uint64_t headerSize = reader.u32(4);
  uint64_t offset = headerSize + reader.u32(16), end = offset + reader.u32(20);
  if (offset == end)
    return !reader.bad;
  uint32_t recordSize = reader.u32(offset);
  if (recordSize < 16)
    return false;
  for (offset += 4; offset < end && !reader.bad;) {
    std::string_view name = stringAt(strings, reader.u32(offset));
    uint32_t count = reader.u32(offset + 4);
    offset += 8;
    auto section = llvm::find_if(sections, [&](const CodeSection &s) { return s.name == name; });
    for (uint32_t i = 0; i < count && !reader.bad; ++i, offset += recordSize) {
      uint32_t place = reader.u32(offset + 12);
      if (section != sections.end())
        section->lines.push_back({reader.u32(offset), place >> 10, place & 1023,
                                  stringAt(strings, reader.u32(offset + 4)),
                                  stringAt(strings, reader.u32(offset + 8))});
    }
  }
  return !reader.bad;
}

/// Functions stand in the sections with their index; the names of symbols are
/// also what relocations refer to.
std::vector<std::string_view> readSymbols(const ElfView &elf, std::map<size_t, CodeSection> &code) {
  std::vector<std::string_view> names;
  elf.eachSymbol(SHT_SYMTAB, [&](const ElfView::Symbol &symbol) {
    names.push_back(symbol.name);
    auto section = code.find(symbol.entry.st_shndx);
    if (section == code.end() || ELF64_ST_TYPE(symbol.entry.st_info) != STT_FUNC)
      return false;
    uint64_t size = section->second.bytes.size();
    uint64_t begin = std::min<uint64_t>(symbol.entry.st_value, size);
    uint64_t end = begin + std::min<uint64_t>(symbol.entry.st_size, size - begin);
    section->second.functions.push_back({symbol.name, uint32_t(begin), uint32_t(end)});
    return false;
  });
  return names;
}

void readReferences(std::string_view relocations, const std::vector<std::string_view> &names,
                    CodeSection &code) {
  for (size_t at = 0; at + sizeof(Elf64_Rel) <= relocations.size(); at += sizeof(Elf64_Rel)) {
    Elf64_Rel relocation;
    std::memcpy(&relocation, relocations.data() + at, sizeof relocation);
    size_t symbol = ELF64_R_SYM(relocation.r_info);
    if (symbol < names.size() && !names[symbol].empty())
      code.references[relocation.r_offset] = names[symbol];
  }
}

} // namespace

const LineEntry *CodeSection::lineAt(uint32_t offset) const {
  auto after = std::upper_bound(
      lines.begin(), lines.end(), offset,
      [](uint32_t wanted, const LineEntry &entry) { return wanted < entry.offset; });
  return after == lines.begin() ? nullptr : &*std::prev(after);
}

Result<std::vector<CodeSection>> readCode(std::string_view object) {
  Result<ElfView> elf = ElfView::open(object);
  if (!elf)
    return failure("not a BPF object: " + elf.error().message);
  if (elf->header().e_machine != EM_BPF)
    return failure("not a BPF object: it is for another machine");

  std::map<size_t, CodeSection> code;
  for (size_t i = 0; i < elf->sectionCount(); ++i)
    if (std::optional<ElfView::Section> section = elf->section(i);
        section && section->header.sh_type == SHT_PROGBITS &&
        (section->header.sh_flags & SHF_EXECINSTR) && !section->data.empty())
      code[i] = {section->name, section->data, {}, {}, {}};

  std::vector<std::string_view> names = readSymbols(*elf, code);
  for (size_t i = 0; i < elf->sectionCount(); ++i)
    if (std::optional<ElfView::Section> section = elf->section(i);
        section && section->header.sh_type == SHT_REL)
      if (auto target = code.find(section->header.sh_info); target != code.end())
        readReferences(section->data, names, target->second);

  std::vector<CodeSection> result;
  for (auto &[index, section] : code)
    result.push_back(std::move(section));
  std::optional<ElfView::Section> btf = elf->section(".BTF"), extension = elf->section(".BTF.ext");
  if (btf && extension && !readLines(extension->data, stringsOf(btf->data), result))
    return failure("the line information of the object is damaged");
  for (CodeSection &section : result) {
    llvm::sort(section.functions,
               [](const CodeFunction &a, const CodeFunction &b) { return a.begin < b.begin; });
    llvm::sort(section.lines,
               [](const LineEntry &a, const LineEntry &b) { return a.offset < b.offset; });
  }
  return result;
}

} // namespace sonde
