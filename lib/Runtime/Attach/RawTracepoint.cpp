//===- RawTracepoint.cpp - Tracepoints with their plain arguments ---------===//
#include "lib/Runtime/Attach/Attacher.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

namespace sonde {
namespace {

class RawTracepointAttacher : public Attacher {
public:
  Result<void> prepare(bpf_program *program, const AttachInfo &) const override {
    bpf_program__set_type(program, BPF_PROG_TYPE_RAW_TRACEPOINT);
    return {};
  }

  Result<std::vector<Link>> attach(bpf_program *program, const AttachInfo &point,
                                   const AttachContext &) const override {
    Result<std::vector<Link>> links = openRawTracepoint(program, point.function.c_str());
    if (!links && links.error().code == ENOENT)
      return failure("this kernel has no raw tracepoint '" + point.function + "'", ENOENT);
    return links;
  }
};

} // namespace

Result<std::vector<Link>> openRawTracepoint(bpf_program *program, const char *name) {
  Fd link(bpf_raw_tracepoint_open(name, bpf_program__fd(program)));
  if (!link)
    return failure(std::strerror(errno), errno);
  std::vector<Link> links;
  links.emplace_back(std::move(link));
  return links;
}

const Attacher &rawTracepointAttacher() {
  static const RawTracepointAttacher attacher;
  return attacher;
}

} // namespace sonde
