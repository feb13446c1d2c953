//===- btf-text.cpp - Any text as what the kernel or a recording says -----===//
#include "lib/Kernel/BtfText.h"
#include "lib/Kernel/BtfTypes.h"
#include "lib/Kernel/FunctionList.h"
#include "lib/Kernel/Tracefs.h"

#include <cstdlib>

using namespace sonde;

/// A text that is accepted is written back as itself, up to the order of keys.
static void roundTrip(std::string_view text) {
  Result<std::string> bytes = readBtfText(text);
  if (!bytes)
    return;
  auto image = BtfImage::fromBytes(*bytes);
  auto btf = image ? Btf::read(*image) : Result<std::shared_ptr<const Btf>>(image.error());
  if (!btf || !(*btf)->checkReferences())
    return;
  std::set<uint32_t> all;
  for (uint32_t id = 1; id < (*btf)->endId(); ++id)
    all.insert(id);
  Result<std::string> again = readBtfText(writeBtfText(**btf, all));
  if (!again || *again != *bytes)
    abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string_view text(reinterpret_cast<const char *>(data), size);
  roundTrip(text);
  (void)parseTracepointFormat(text, "syscalls", nullptr);
  for (auto format : {FunctionList::Format::FilterFunctions, FunctionList::Format::Kallsyms}) {
    FunctionList list{std::string(text), format};
    for (const std::string &function : list.all())
      if (!list.contains(function.substr(0, function.find(' '))))
        abort();
  }
  (void)parseBlacklist(text);
  return 0;
}
