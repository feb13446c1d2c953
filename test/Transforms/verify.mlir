// RUN: sonde-opt %s --tracing-verify > %t
// RUN: sonde-opt %s > %t.before
// RUN: diff %t.before %t
// RUN: FileCheck %s < %t
// A valid module passes, and is not changed.

tracing.struct @sys_enter size 64 [#tracing.member<"id", si64, 8>]

// CHECK: tracing.probe @fields
tracing.probe @fields attach [#tracing.attach<tracepoint, "raw_syscalls:sys_enter">,
                              #tracing.attach<raw_tracepoint, "sys_enter">]
    (%ctx: !tracing.ptr<!tracing.struct<"sys_enter">, ctx>) {
  %id = tracing.ctx_field %ctx, "id" : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
  %name = tracing.probe_info : !tracing.str<64>
  tracing.return
}

// CHECK: tracing.probe @registers
tracing.probe @registers attach [#tracing.attach<kprobe, "vfs_open">, #tracing.attach<uprobe, "/bin/sh:main">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  %a = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.return
}

// CHECK: tracing.probe @result
tracing.probe @result attach [#tracing.attach<kretprobe, "vfs_open">, #tracing.attach<uretprobe, "/bin/sh:main">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  %a = tracing.retval %ctx : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.return
}
