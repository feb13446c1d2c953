//===- Typed.cpp - Tracepoints and functions with arguments typed by BTF ---===//
//
// The kernel checks these programs against the type of their target, so that the
// target is part of loading; attaching only switches it on.
//
//===----------------------------------------------------------------------===//
#include "lib/Runtime/Attach/Attacher.h"
#include "lib/Runtime/LibbpfLog.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

namespace sonde {
namespace {

bpf_attach_type attachType(AttachKind kind) {
  switch (kind) {
  case AttachKind::Fentry:
    return BPF_TRACE_FENTRY;
  case AttachKind::Fexit:
    return BPF_TRACE_FEXIT;
  default:
    return BPF_TRACE_RAW_TP;
  }
}

class TypedAttacher : public Attacher {
public:
  Result<void> prepare(bpf_program *program, const AttachInfo &point) const override {
    bpf_program__set_type(program, BPF_PROG_TYPE_TRACING);
    bpf_program__set_expected_attach_type(program, attachType(point.kind));
    // Reads the kernel's BTF, which only typed programs pay for.
    LibbpfLog log;
    int status = bpf_program__set_attach_target(program, 0, point.function.c_str());
    if (status == 0)
      return {};
    if (access("/sys/kernel/btf/vmlinux", R_OK) != 0)
      return failure("this kernel does not describe its types (/sys/kernel/btf/vmlinux)", ENOENT);
    if (status == -ENOENT || status == -ESRCH)
      return failure(point.kind == AttachKind::BtfTracepoint
                         ? "this kernel has no tracepoint '" + point.function + "'"
                         : "this kernel has no function '" + point.function + "' with known types",
                     ENOENT);
    return failure(std::strerror(-status), -status);
  }

  Result<std::vector<Link>> attach(bpf_program *program, const AttachInfo &,
                                   const AttachContext &) const override {
    return openRawTracepoint(program, nullptr);
  }
};

} // namespace

const Attacher &typedAttacher() {
  static const TypedAttacher attacher;
  return attacher;
}

} // namespace sonde
