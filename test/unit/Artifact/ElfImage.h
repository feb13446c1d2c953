// Makes small ELF images to test with.
#ifndef SONDE_TEST_UNIT_ARTIFACT_ELFIMAGE_H
#define SONDE_TEST_UNIT_ARTIFACT_ELFIMAGE_H

#include <elf.h>

#include <cstring>
#include <string>

namespace sonde {

/// An object with the sections "", ".data" (`data`) and ".strtab".
inline std::string elfImage(uint16_t machine, const std::string &data) {
  std::string names = std::string("\0.data\0.strtab\0", 15);
  Elf64_Ehdr header = {};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_REL;
  header.e_machine = machine;
  header.e_version = EV_CURRENT;
  header.e_ehsize = sizeof(header);
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = 3;
  header.e_shstrndx = 2;
  std::string out(sizeof(header), '\0');
  Elf64_Shdr sections[3] = {};
  sections[1].sh_name = 1;
  sections[1].sh_type = SHT_PROGBITS;
  sections[1].sh_offset = out.size();
  sections[1].sh_size = data.size();
  out += data;
  sections[2].sh_name = 7;
  sections[2].sh_type = SHT_STRTAB;
  sections[2].sh_offset = out.size();
  sections[2].sh_size = names.size();
  out += names;
  header.e_shoff = out.size();
  out.append(reinterpret_cast<const char *>(sections), sizeof(sections));
  std::memcpy(out.data(), &header, sizeof(header));
  return out;
}

} // namespace sonde

#endif // SONDE_TEST_UNIT_ARTIFACT_ELFIMAGE_H
