//===- artifact.cpp - Any bytes as an object or as its description --------===//
//
// What is accepted as a description is written and read again without a change.
//
//===----------------------------------------------------------------------===//
#include "lib/Artifact/Artifact.h"
#include "lib/Artifact/AppendedObject.h"
#include "lib/Artifact/ElfView.h"
#include "lib/Artifact/ObjectSection.h"
#include "lib/Runtime/LineTable.h"

#include <cstdlib>

using namespace sonde;

static void readAsObject(std::string_view bytes) {
  (void)findAppendedObject(bytes);
  (void)readArtifactSection(bytes);
  (void)addArtifactSection(bytes, "{}");
  Result<ElfView> elf = ElfView::open(bytes);
  if (!elf)
    return;
  (void)elf->symbol("sonde_lost");
  (void)elf->fileOffset(elf->header().e_entry);
  std::optional<ElfView::Section> btf = elf->section(".BTF"), ext = elf->section(".BTF.ext");
  if (btf && ext)
    (void)LineTable(btf->data, ext->data).lookup("raw_tp", 0);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char *>(data), size);
  readAsObject(bytes);
  Result<Artifact> artifact = readArtifact(bytes);
  if (!artifact)
    return 0;
  std::string written = writeArtifact(*artifact);
  Result<Artifact> again = readArtifact(written);
  if (!again || writeArtifact(*again) != written)
    std::abort();
  return 0;
}
