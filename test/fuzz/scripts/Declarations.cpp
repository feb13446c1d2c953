//===- Declarations.cpp - Probes, and types that have only a few values ---===//
#include "test/fuzz/scripts/Declarations.h"

namespace sonde::fuzz {

const std::vector<ArrayKind> &arrayKinds() {
  static const std::vector<ArrayKind> kKinds = {
      {"uint8[4]", "uint32", 4}, {"int16[4]", "int64", 4}, {"int8[2]", "uint16", 2}};
  return kKinds;
}

const std::vector<ShownKind> &shownKinds() {
  static const std::vector<ShownKind> kKinds = {
      {{"ksym(#)", "ksym(curtask)", "ksym(kaddr(\"vfs_read\"))"}, "%s"},
      {{"usym(#)"}, "%s"},
      {{"ntop(#)", "ntop(2, #)", "ntop(pton(\"127.0.0.1\"))", "ntop(pton(\"::1\"))"}, "%s"},
      {{"macaddr(curtask.comm)", "macaddr((uint8[8])(uint64)#)"}, "%s"},
      {{"strftime(\"%H:%M:%S\", nsecs)", "strftime(\"%s\", nsecs(tai))",
        "strftime(\"%D %f\", nsecs + #)"},
       "%s"},
      {{"username"}, "%s"},
      {{"cgroup_path(cgroup)", "cgroup_path(#)", "cgroup_path(cgroup, \"u*\")"}, "%s"},
      {{"buf(curtask.comm, 7)", "buf(comm, 3)", "buf((uint8[4])(uint32)#)", "buf(curtask, 16)",
        "buf(comm, # & 15)"},
       "%r"},
      {{"kstack"}, "%s"},
      {{"kstack(3)"}, "%s"},
      {{"kstack(perf, 5)"}, "%s"},
      {{"ustack"}, "%s"},
      {{"ustack(2)"}, "%s"},
      {{"ustack(raw, 6)"}, "%s"},
  };
  return kKinds;
}

const std::vector<Place> &probePlaces() {
  static const std::vector<Place> kPlaces = {
      {"begin", {}},
      {"end", {}},
      {"interval:ms:100", {}},
      {"interval:hz:3", {}},
      {"profile:hz:99", {{"reg(\"ip\")", Sort::Int}}},
      {"tracepoint:raw_syscalls:sys_enter",
       {{"args.id", Sort::Int},
        {"args.args[0]", Sort::Int},
        {"args.args[5]", Sort::Int},
        {"args.args[(uint64)cpu]", Sort::Int},
        {"args.args[(uint8)rand]", Sort::Int}}},
      {"tracepoint:raw_syscalls:sys_exit", {{"args.id", Sort::Int}, {"args.ret", Sort::Int}}},
      {"tracepoint:syscalls:sys_enter_openat",
       {{"args.dfd", Sort::Int}, {"args.flags", Sort::Int}, {"args.mode", Sort::Int}},
       {"args.filename"}},
      {"tracepoint:sched:sched_process_exec",
       {{"args.pid", Sort::Int}},
       {"args.filename", "(args.filename + 1)"}},
      {"tracepoint:syscalls:sys_exit_read", {{"args.ret", Sort::Int}}},
      {"tracepoint:syscalls:sys_enter_read, tracepoint:syscalls:sys_enter_write",
       {{"args.fd", Sort::Int}, {"args.count", Sort::Int}},
       {"args.buf"}},
      {"tracepoint:sched:sched_switch",
       {{"args.prev_pid", Sort::Int},
        {"args.next_prio", Sort::Int},
        {"args.prev_comm", Sort::Text},
        {"args.next_comm", Sort::Text}}},
      {"rawtracepoint:sys_enter", {{"arg1", Sort::Int}}},
      {"kprobe:vfs_read", {{"arg2", Sort::Int}, {"reg(\"sp\")", Sort::Int}}, {"uptr(arg1)"}},
      {"fentry:vfs_read",
       {{"args.count", Sort::Int}, {"args.file.f_flags", Sort::Int}},
       {"args.buf", "args.file.f_path.dentry.d_name.name"},
       /*isPrivileged=*/true},
      {"fexit:vfs_read",
       {{"args.count", Sort::Int}, {"retval", Sort::Int}},
       {"args.buf"},
       /*isPrivileged=*/true},
  };
  return kPlaces;
}

} // namespace sonde::fuzz
