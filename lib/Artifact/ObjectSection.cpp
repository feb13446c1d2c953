//===- ObjectSection.cpp - The artifact inside a BPF object ---------------===//
#include "lib/Artifact/ObjectSection.h"
#include "lib/Artifact/Artifact.h"
#include "lib/Artifact/ElfView.h"

#include <cstring>
#include <vector>

namespace sonde {
namespace {

Result<ElfView> openBpfObject(std::string_view image) {
  Result<ElfView> elf = ElfView::open(image);
  if (elf && (elf->header().e_type != ET_REL || elf->header().e_machine != EM_BPF))
    return failure("not a BPF object");
  return elf;
}

template <typename T> void append(std::string &out, const T &value) {
  out.append(reinterpret_cast<const char *>(&value), sizeof(T));
}

void alignTo(std::string &out, size_t alignment) {
  out.resize((out.size() + alignment - 1) / alignment * alignment);
}

} // namespace

Result<std::string> readArtifactSection(std::string_view image) {
  Result<ElfView> elf = openBpfObject(image);
  if (!elf)
    return elf.takeError();
  std::optional<ElfView::Section> section = elf->section(Artifact::kSection);
  if (!section)
    return failure("the object was not made by sonde: it has no section '" +
                   std::string(Artifact::kSection) + "'");
  if (section->data.size() != section->header.sh_size)
    return failure("the object is truncated");
  return std::string(section->data);
}

Result<std::string> addArtifactSection(std::string_view image, std::string_view json) {
  Result<ElfView> elf = openBpfObject(image);
  if (!elf)
    return elf.takeError();
  if (elf->section(Artifact::kSection))
    return failure("the object has an artifact already");

  // Everything new goes behind the old file: the text, a longer table of names
  // (the section headers point to it wherever it is), and a longer table of
  // section headers.
  std::vector<Elf64_Shdr> headers;
  for (size_t i = 0; i < elf->sectionCount(); ++i)
    headers.push_back(elf->section(i)->header);
  Elf64_Ehdr file = elf->header();
  if (file.e_shstrndx >= headers.size())
    return failure("the object has no section names");
  std::string_view names = elf->section(file.e_shstrndx)->data;

  Elf64_Shdr added = {};
  added.sh_name = names.size();
  added.sh_type = SHT_PROGBITS;
  added.sh_addralign = 1;
  added.sh_size = json.size();

  std::string out(image);
  alignTo(out, 8);
  added.sh_offset = out.size();
  out.append(json);

  headers[file.e_shstrndx].sh_offset = out.size();
  headers[file.e_shstrndx].sh_size = names.size() + std::strlen(Artifact::kSection) + 1;
  out.append(names).append(Artifact::kSection).push_back('\0');

  alignTo(out, 8);
  headers.push_back(added);
  file.e_shoff = out.size();
  file.e_shnum = headers.size();
  for (const Elf64_Shdr &header : headers)
    append(out, header);
  std::memcpy(out.data(), &file, sizeof(file));
  return out;
}

} // namespace sonde
