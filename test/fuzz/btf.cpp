//===- btf.cpp - Any bytes as BTF -----------------------------------------===//
//
// Bytes that pass the reader's checks can be asked for every type by name.
//
//===----------------------------------------------------------------------===//
#include "lib/Kernel/BtfTypes.h"

using namespace sonde;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  auto image = BtfImage::fromBytes(std::string(reinterpret_cast<const char *>(data), size));
  if (!image)
    return 0;
  auto btf = Btf::read(*image);
  if (!btf)
    return 0;
  (void)(*btf)->checkReferences();
  BtfTypes types(*btf);
  for (uint32_t id = 1; id < (*btf)->endId(); ++id) {
    std::string name((*btf)->type(id)->name());
    (void)types.structure(name, (*btf)->type(id)->is(BtfKind::Union));
    (void)types.enumeration(name);
    (void)types.named(name);
    (void)types.function(name);
    (void)types.rawTracepoint(name);
  }
  (void)types.functionNames();
  (void)types.structNames();
  return 0;
}
