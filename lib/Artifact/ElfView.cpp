//===- ElfView.cpp - Reading an ELF file in memory ------------------------===//
#include "lib/Artifact/ElfView.h"

#include <cstring>

namespace sonde {
namespace {

/// The NUL-terminated text at `offset` of a string table.
std::string_view stringAt(std::string_view table, uint64_t offset) {
  if (offset >= table.size())
    return {};
  std::string_view rest = table.substr(offset);
  size_t end = rest.find('\0');
  return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

} // namespace

template <typename T> std::optional<T> ElfView::read(uint64_t offset) const {
  if (offset > image.size() || image.size() - offset < sizeof(T))
    return std::nullopt;
  T value;
  std::memcpy(&value, image.data() + offset, sizeof(T));
  return value;
}

std::string_view ElfView::bytes(uint64_t offset, uint64_t size) const {
  if (offset > image.size() || image.size() - offset < size)
    return {};
  return image.substr(offset, size);
}

Result<ElfView> ElfView::open(std::string_view image) {
  ElfView view;
  view.image = image;
  if (image.size() < SELFMAG || std::memcmp(image.data(), ELFMAG, SELFMAG) != 0)
    return failure("not an ELF file");
  std::optional<Elf64_Ehdr> header = view.read<Elf64_Ehdr>(0);
  if (!header)
    return failure("the ELF file is truncated");
  if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB)
    return failure("not a 64-bit little-endian ELF file");
  view.fileHeader = *header;
  if (header->e_shnum == 0)
    return view;
  if (header->e_shentsize != sizeof(Elf64_Shdr) || !view.sectionHeader(header->e_shnum - 1))
    return failure("the ELF file is truncated");
  if (std::optional<Elf64_Shdr> names = view.sectionHeader(header->e_shstrndx))
    view.sectionNames = view.bytes(names->sh_offset, names->sh_size);
  return view;
}

std::optional<Elf64_Shdr> ElfView::sectionHeader(size_t index) const {
  if (index >= fileHeader.e_shnum || fileHeader.e_shoff > image.size())
    return std::nullopt;
  return read<Elf64_Shdr>(fileHeader.e_shoff + index * sizeof(Elf64_Shdr));
}

std::optional<ElfView::Section> ElfView::section(size_t index) const {
  std::optional<Elf64_Shdr> header = sectionHeader(index);
  if (!header)
    return std::nullopt;
  std::string_view data;
  if (header->sh_type != SHT_NOBITS)
    data = bytes(header->sh_offset, header->sh_size);
  return Section{stringAt(sectionNames, header->sh_name), data, *header};
}

std::optional<ElfView::Section> ElfView::section(std::string_view name) const {
  for (size_t i = 0; i < sectionCount(); ++i)
    if (std::optional<Section> found = section(i); found && found->name == name)
      return found;
  return std::nullopt;
}

void ElfView::eachSymbol(uint32_t table, const std::function<bool(const Symbol &)> &visit) const {
  for (size_t i = 0; i < sectionCount(); ++i) {
    std::optional<Section> symbols = section(i);
    if (!symbols || symbols->header.sh_type != table)
      continue;
    std::optional<Section> names = section(symbols->header.sh_link);
    for (size_t at = 0; names && at + sizeof(Elf64_Sym) <= symbols->data.size();
         at += sizeof(Elf64_Sym)) {
      Symbol symbol;
      std::memcpy(&symbol.entry, symbols->data.data() + at, sizeof(Elf64_Sym));
      symbol.name = stringAt(names->data, symbol.entry.st_name);
      if (visit(symbol))
        return;
    }
  }
}

std::optional<ElfView::Symbol> ElfView::symbol(std::string_view name) const {
  std::optional<Symbol> found;
  for (uint32_t table : {SHT_SYMTAB, SHT_DYNSYM}) {
    eachSymbol(table, [&](const Symbol &symbol) {
      if (symbol.entry.st_shndx == SHN_UNDEF || symbol.name != name)
        return false;
      found = symbol;
      return true;
    });
    if (found)
      break;
  }
  return found;
}

std::optional<uint64_t> ElfView::fileOffset(uint64_t address) const {
  if (fileHeader.e_phentsize != sizeof(Elf64_Phdr) || fileHeader.e_phoff > image.size())
    return std::nullopt;
  for (size_t i = 0; i < fileHeader.e_phnum; ++i) {
    auto segment = read<Elf64_Phdr>(fileHeader.e_phoff + i * sizeof(Elf64_Phdr));
    if (segment && segment->p_type == PT_LOAD && address >= segment->p_vaddr &&
        address - segment->p_vaddr < segment->p_filesz)
      return address - segment->p_vaddr + segment->p_offset;
  }
  return std::nullopt;
}

} // namespace sonde
