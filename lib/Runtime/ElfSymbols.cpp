//===- ElfSymbols.cpp - The functions of an ELF file ----------------------===//
#include "lib/Runtime/ElfSymbols.h"

#include "lib/Runtime/Fd.h"

#include <algorithm>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <memory>
#include <string_view>
#include <tuple>

namespace sonde {

/// Reads one file. libelf checks what it returns against the file's size.
class ElfReader {
public:
  static Result<ElfReader> open(const std::string &path) {
    elf_version(EV_CURRENT);
    ElfReader reader;
    reader.file = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!reader.file)
      return failure("'" + path + "' cannot be read", errno);
    reader.elf.reset(elf_begin(reader.file.get(), ELF_C_READ_MMAP, nullptr));
    if (!reader.elf || elf_kind(reader.elf.get()) != ELF_K_ELF)
      return failure("'" + path + "' is not an ELF file");
    return reader;
  }

  void readSegments(ElfSymbols &out) {
    GElf_Ehdr header;
    out.fixed = gelf_getehdr(elf.get(), &header) && header.e_type == ET_EXEC;
    size_t count = 0;
    if (elf_getphdrnum(elf.get(), &count) != 0)
      return;
    for (size_t i = 0; i < count; ++i) {
      GElf_Phdr segment;
      if (gelf_getphdr(elf.get(), static_cast<int>(i), &segment) && segment.p_type == PT_LOAD &&
          (segment.p_flags & PF_X))
        out.segments.push_back({segment.p_offset, segment.p_vaddr, segment.p_filesz});
    }
  }

  /// Does the file hold more symbols than linking needs?
  bool readFunctions(ElfSymbols &out) {
    bool hasTable = false;
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf.get(), section));) {
      GElf_Shdr header;
      if (!gelf_getshdr(section, &header))
        continue;
      if (header.sh_type == SHT_SYMTAB || header.sh_type == SHT_DYNSYM)
        readTable(section, header, out);
      hasTable |= header.sh_type == SHT_SYMTAB;
    }
    return hasTable;
  }

  /// Where the distribution puts the debug information of this file; empty if
  /// the file has no identifier.
  std::string debugFile() {
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf.get(), section));) {
      GElf_Shdr header;
      if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
        continue;
      Elf_Data *data = elf_getdata(section, nullptr);
      if (!data)
        continue;
      GElf_Nhdr note;
      size_t name, description;
      for (size_t at = 0; (at = gelf_getnote(data, at, &note, &name, &description)) > 0;)
        if (note.n_type == NT_GNU_BUILD_ID && note.n_descsz > 1)
          return debugPath(static_cast<const uint8_t *>(data->d_buf) + description, note.n_descsz);
    }
    return "";
  }

private:
  struct EndElf {
    void operator()(Elf *elf) const { elf_end(elf); }
  };
  Fd file;
  std::unique_ptr<Elf, EndElf> elf;

  void readTable(Elf_Scn *section, const GElf_Shdr &header, ElfSymbols &out) {
    Elf_Data *data = elf_getdata(section, nullptr);
    if (!data || header.sh_entsize == 0)
      return;
    size_t count = data->d_size / header.sh_entsize;
    for (size_t i = 0; i < count; ++i) {
      GElf_Sym symbol;
      if (!gelf_getsym(data, static_cast<int>(i), &symbol) || symbol.st_shndx == SHN_UNDEF)
        continue;
      unsigned type = GELF_ST_TYPE(symbol.st_info);
      const char *name = elf_strptr(elf.get(), header.sh_link, symbol.st_name);
      if ((type == STT_FUNC || type == STT_GNU_IFUNC) && name && *name)
        out.functions.push_back({symbol.st_value, symbol.st_size, name});
    }
  }

  static std::string debugPath(const uint8_t *id, size_t size) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string path = "/usr/lib/debug/.build-id/";
    for (size_t i = 0; i < size; ++i) {
      path += kDigits[id[i] >> 4];
      path += kDigits[id[i] & 15];
      if (i == 0)
        path += '/';
    }
    return path + ".debug";
  }
};

Result<ElfSymbols> ElfSymbols::read(const std::string &path) {
  Result<ElfReader> reader = ElfReader::open(path);
  if (!reader)
    return reader.takeError();
  ElfSymbols symbols;
  reader->readSegments(symbols);
  if (!reader->readFunctions(symbols))
    if (std::string debug = reader->debugFile(); !debug.empty())
      if (Result<ElfReader> other = ElfReader::open(debug))
        other->readFunctions(symbols);
  // Of several names in one place the shortest counts: others are for the linker.
  std::sort(symbols.functions.begin(), symbols.functions.end(),
            [](const Function &a, const Function &b) {
              return std::tuple(a.address, a.name.size(), std::string_view(a.name)) <
                     std::tuple(b.address, b.name.size(), std::string_view(b.name));
            });
  return symbols;
}

std::optional<uint64_t> ElfSymbols::addressOf(uint64_t fileOffset) const {
  for (const Segment &segment : segments)
    if (fileOffset >= segment.offset && fileOffset - segment.offset < segment.size)
      return segment.address + (fileOffset - segment.offset);
  return std::nullopt;
}

const ElfSymbols::Function *ElfSymbols::atFileOffset(uint64_t offset) const {
  std::optional<uint64_t> address = addressOf(offset);
  return address ? atAddress(*address) : nullptr;
}

const ElfSymbols::Function *ElfSymbols::atAddress(uint64_t address) const {
  auto behind = std::upper_bound(
      functions.begin(), functions.end(), address,
      [](uint64_t value, const Function &function) { return value < function.address; });
  if (behind == functions.begin())
    return nullptr;
  auto first = std::lower_bound(
      functions.begin(), behind, std::prev(behind)->address,
      [](const Function &function, uint64_t value) { return function.address < value; });
  for (auto candidate = first; candidate != behind; ++candidate)
    if (candidate->size == 0 || address - candidate->address < candidate->size)
      return &*candidate;
  return nullptr;
}

} // namespace sonde
