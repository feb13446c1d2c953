//===- ElfView.h - Reading an ELF file in memory --------------------------===//
//
// Sections, symbols and segments of a 64-bit ELF image in this machine's byte
// order. The image may be anything: each access is checked against its size, and
// what does not fit is absent. Copies nothing; the image must outlive the view.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_ARTIFACT_ELFVIEW_H
#define SONDE_ARTIFACT_ELFVIEW_H

#include "lib/Support/Result.h"

#include <elf.h>

#include <functional>
#include <optional>
#include <string_view>

namespace sonde {

class ElfView {
public:
  struct Section {
    std::string_view name;
    std::string_view data; ///< Empty for .bss and for what lies outside.
    Elf64_Shdr header;
  };
  struct Symbol {
    std::string_view name;
    Elf64_Sym entry;
  };

  static Result<ElfView> open(std::string_view image);

  const Elf64_Ehdr &header() const { return fileHeader; }
  size_t sectionCount() const { return fileHeader.e_shnum; }
  std::optional<Section> section(size_t index) const;
  std::optional<Section> section(std::string_view name) const;

  /// Calls `visit` for the symbols of the tables of type `table` (SHT_SYMTAB or
  /// SHT_DYNSYM) until it returns true.
  void eachSymbol(uint32_t table, const std::function<bool(const Symbol &)> &visit) const;
  /// A defined symbol, looked for in both tables.
  std::optional<Symbol> symbol(std::string_view name) const;

  /// Where the byte at a virtual address of a loadable segment is in the file.
  std::optional<uint64_t> fileOffset(uint64_t address) const;

private:
  std::string_view image;
  Elf64_Ehdr fileHeader = {};
  std::string_view sectionNames;

  template <typename T> std::optional<T> read(uint64_t offset) const;
  std::optional<Elf64_Shdr> sectionHeader(size_t index) const;
  std::string_view bytes(uint64_t offset, uint64_t size) const;
};

} // namespace sonde

#endif // SONDE_ARTIFACT_ELFVIEW_H
