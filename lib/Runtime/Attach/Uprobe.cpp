//===- Uprobe.cpp - Entries and returns of functions in programs ----------===//
#include "lib/Artifact/ElfView.h"
#include "lib/Runtime/Attach/Attacher.h"
#include "lib/Runtime/LibbpfLog.h"

#include <bpf/libbpf.h>

namespace sonde {
namespace {

/// Where in the file the instruction is that the probe is put on.
Result<uint64_t> probeOffset(const AttachInfo &point) {
  Result<Mapping> file = Mapping::ofFile(point.target);
  if (!file)
    return file.takeError();
  Result<ElfView> elf = ElfView::open(file->bytes());
  if (!elf)
    return failure("'" + point.target + "': " + elf.error().message);
  uint64_t address = point.offset;
  if (!point.function.empty()) {
    std::optional<ElfView::Symbol> symbol = elf->symbol(point.function);
    if (!symbol)
      return failure("'" + point.target + "' has no symbol '" + point.function + "'", ENOENT);
    address += symbol->entry.st_value;
  }
  std::optional<uint64_t> offset = elf->fileOffset(address);
  if (!offset)
    return failure("address " + std::to_string(address) + " is not in the code of '" +
                   point.target + "'");
  return *offset;
}

class UprobeAttacher : public Attacher {
public:
  Result<void> prepare(bpf_program *program, const AttachInfo &point) const override {
    bpf_program__set_type(program, BPF_PROG_TYPE_KPROBE);
    Result<uint64_t> offset = probeOffset(point);
    return offset ? Result<void>() : offset.takeError();
  }

  Result<std::vector<Link>> attach(bpf_program *program, const AttachInfo &point,
                                   const AttachContext &context) const override {
    Result<uint64_t> offset = probeOffset(point);
    if (!offset)
      return offset.takeError();
    LibbpfLog log;
    bpf_uprobe_opts options = {};
    options.sz = sizeof(options);
    options.retprobe = point.kind == AttachKind::Uretprobe;
    bpf_link *link = bpf_program__attach_uprobe_opts(program, context.pid, point.target.c_str(),
                                                     *offset, &options);
    if (!link)
      return failure(std::strerror(errno), errno);
    std::vector<Link> links;
    links.push_back(Link(link).markSlow());
    return links;
  }
};

} // namespace

const Attacher &uprobeAttacher() {
  static const UprobeAttacher attacher;
  return attacher;
}

} // namespace sonde
