#!/bin/sh
# usage: record-kernel.sh FOLDER: records in an empty folder what the tests ask of this kernel.
# As root, with sonde in PATH; docs/Kernel.md says when.
syscalls=
for call in openat read write close nanosleep; do
  syscalls="$syscalls tracepoint:syscalls:sys_enter_$call tracepoint:syscalls:sys_exit_$call"
done
exec sonde --record-kernel "$1" $syscalls \
  'tracepoint:raw_syscalls:*' tracepoint:sched:sched_switch tracepoint:sched:sched_process_exec \
  tracepoint:sched:sched_wakeup tracepoint:irq:irq_handler_entry \
  struct:task_struct struct:file struct:path struct:dentry struct:qstr struct:sock struct:inode \
  struct:cred struct:pid struct:nsproxy struct:sk_buff struct:pt_regs \
  struct:bpf_perf_event_data struct:pid_type \
  function:vfs_open function:vfs_read function:do_sys_openat2 function:ksys_read \
  rawtracepoint:sys_enter rawtracepoint:sys_exit rawtracepoint:sched_switch \
  rawtracepoint:sched_wakeup
