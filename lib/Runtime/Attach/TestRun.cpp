//===- TestRun.cpp - Running a program without an event -------------------===//
#include "lib/Runtime/Attach/TestRun.h"

#include <cerrno>
#include <cstring>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

namespace sonde {

void prepareTestRun(bpf_program *program) {
  bpf_program__set_type(program, BPF_PROG_TYPE_RAW_TRACEPOINT);
}

Result<void> testRun(int program) {
  // Raw tracepoints can be run since Linux 5.10.
  bpf_test_run_opts options = {};
  options.sz = sizeof(options);
  if (bpf_prog_test_run_opts(program, &options) != 0)
    return failure(std::strerror(errno), errno);
  return {};
}

} // namespace sonde
