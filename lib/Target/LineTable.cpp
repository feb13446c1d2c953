//===- LineTable.cpp - Instructions and lines of an emitted object --------===//
#include "lib/Target/LineTable.h"

#include "lib/Artifact/ElfView.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cstring>

namespace sonde {
namespace {

/// False if the line information is damaged.
bool readLines(std::string_view btf, std::string_view extension,
               std::vector<CodeSection> &sections) {
  return eachLine(btf, extension, [&](std::string_view name, const LineEntry &entry) {
    auto section = llvm::find_if(sections, [&](const CodeSection &s) { return s.name == name; });
    if (section != sections.end())
      section->lines.push_back(entry);
  });
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
  if (btf && extension && !readLines(btf->data, extension->data, result))
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
