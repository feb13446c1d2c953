//===- Kprobe.cpp - Entries and returns of kernel functions ---------------===//
#include "lib/Runtime/Attach/Attacher.h"
#include "lib/Runtime/LibbpfLog.h"

#include <bpf/libbpf.h>

namespace sonde {
namespace {

class KprobeAttacher : public Attacher {
public:
  Result<void> prepare(bpf_program *program, const AttachInfo &) const override {
    bpf_program__set_type(program, BPF_PROG_TYPE_KPROBE);
    return {};
  }

  Result<std::vector<Link>> attach(bpf_program *program, const AttachInfo &point,
                                   const AttachContext &) const override {
    if (access("/sys/bus/event_source/devices/kprobe", F_OK) != 0 &&
        access("/sys/kernel/tracing/kprobe_events", F_OK) != 0)
      return failure("this kernel has no kprobes", ENOENT);
    LibbpfLog log;
    bpf_kprobe_opts options = {};
    options.sz = sizeof(options);
    options.offset = point.offset;
    options.retprobe = point.kind == AttachKind::Kretprobe;
    bpf_link *link = bpf_program__attach_kprobe_opts(program, name(point).c_str(), &options);
    if (!link && (errno == ENOENT || errno == EINVAL))
      return failure("this kernel has no function '" + point.function +
                         "' that a kprobe can be put on",
                     errno);
    if (!link)
      return failure(std::strerror(errno), errno);
    std::vector<Link> links;
    links.push_back(Link(link).markSlow());
    return links;
  }

private:
  static std::string name(const AttachInfo &point) {
    bool inModule = !point.target.empty() && point.target != "vmlinux";
    return inModule ? point.target + ":" + point.function : point.function;
  }
};

} // namespace

const Attacher &kprobeAttacher() {
  static const KprobeAttacher attacher;
  return attacher;
}

} // namespace sonde
