//===- RecordTestKernel.cpp - Record what the tests ask of a kernel -------===//
//
// usage: record-test-kernel FOLDER, an empty folder, as root.
//
//===----------------------------------------------------------------------===//
#include "lib/Kernel/KernelView.h"

#include <cstdio>

using namespace sonde;

static RecordingRequest testRequest() {
  RecordingRequest request;
  request.tracepoints = {"raw_syscalls:*", "sched:sched_switch", "sched:sched_process_exec",
                         "sched:sched_wakeup", "irq:irq_handler_entry"};
  for (const char *call : {"openat", "read", "write", "close", "nanosleep"})
    for (const char *side : {"syscalls:sys_enter_", "syscalls:sys_exit_"})
      request.tracepoints.push_back(std::string(side) + call);
  request.structs = {"task_struct",
                     "file",
                     "path",
                     "dentry",
                     "qstr",
                     "sock",
                     "inode",
                     "cred",
                     "pid",
                     "nsproxy",
                     "sk_buff",
                     "pt_regs",
                     "bpf_perf_event_data",
                     "pid_type"};
  request.functions = {"vfs_open", "vfs_read", "do_sys_openat2", "ksys_read"};
  request.rawTracepoints = {"sys_enter", "sys_exit", "sched_switch", "sched_wakeup"};
  return request;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  std::unique_ptr<KernelView> kernel = liveKernel();
  Result<void> recorded = recordKernel(*kernel, testRequest(), argv[1]);
  if (!recorded) {
    fprintf(stderr, "error: %s\n", recorded.error().message.c_str());
    return 1;
  }
  return 0;
}
