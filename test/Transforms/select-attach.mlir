// RUN: sonde-opt %s --tracing-select-attach | FileCheck %s
// RUN: sonde-opt %s --tracing-select-attach=raw=false | FileCheck %s --check-prefix=OFF
// Probes are attached in the cheapest way that means the same.

tracing.struct @enter size 64 [#tracing.member<"id", si64, 8, raw = 1>, #tracing.member<"args", ui64, 16>]
tracing.struct @task_struct size 64 [#tracing.member<"tgid", si32, 4>]
tracing.struct @switch size 32 [#tracing.member<"preempt", i1, 0>,
    #tracing.member<"prev", !tracing.ptr<!tracing.struct<"task_struct">, btf>, 8>]
tracing.event @number print fields [si64]

// The arguments that are read get a struct of their own.
// CHECK: tracing.struct @enter.raw size 16 [#tracing.member<"id", si64, 8, raw = 1>]
// CHECK-LABEL: tracing.probe @argument
// CHECK-SAME: [#tracing.attach<raw_tracepoint, "sys_enter", {event = "sys_enter", name = "tracepoint:raw_syscalls:sys_enter"}>]
// CHECK-SAME: !tracing.ptr<!tracing.struct<"enter.raw">, ctx>
// CHECK:         tracing.ctx_field %{{.*}}, "id" : !tracing.ptr<!tracing.struct<"enter.raw">, ctx> -> i64
// OFF-LABEL: tracing.probe @argument
// OFF-SAME: #tracing.attach<tracepoint, "raw_syscalls:sys_enter"
tracing.probe @argument attach [#tracing.attach<tracepoint, "raw_syscalls:sys_enter", {event = "sys_enter", raw}>]
    (%ctx: !tracing.ptr<!tracing.struct<"enter">, ctx>) {
  %id = tracing.ctx_field %ctx, "id" : !tracing.ptr<!tracing.struct<"enter">, ctx> -> i64
  tracing.emit @number(%id : i64)
  tracing.return
}

// The kernel's stack begins elsewhere in a raw tracepoint; a process's does not.
// CHECK-LABEL: tracing.probe @kernel_stack
// CHECK-SAME: #tracing.attach<tracepoint, "x:a", {event = "a", raw}>
tracing.probe @kernel_stack attach [#tracing.attach<tracepoint, "x:a", {event = "a", raw}>]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.capture_stack : !tracing.stack<kernel, 127, bpftrace>
  tracing.return
}
// CHECK-LABEL: tracing.probe @user_stack
// CHECK-SAME: #tracing.attach<raw_tracepoint, "a"
tracing.probe @user_stack attach [#tracing.attach<tracepoint, "x:a", {event = "a", raw}>]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.capture_stack : !tracing.stack<user, 127, bpftrace>
  tracing.return
}

// No field is read: the context stays as it is.
// CHECK-LABEL: tracing.probe @nothing_read
// CHECK-SAME: #tracing.attach<raw_tracepoint, "a", {event = "a", name = "tracepoint:x:a"}>, #tracing.attach<raw_tracepoint, "b", {event = "b", name = "tracepoint:x:b"}>
// CHECK-SAME: !tracing.struct<"none">
tracing.probe @nothing_read
    attach [#tracing.attach<tracepoint, "x:a", {event = "a", raw}>, #tracing.attach<tracepoint, "x:b", {event = "b", raw}>]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}

// A field that is no argument keeps the tracepoint.
// CHECK-LABEL: tracing.probe @computed
// CHECK-SAME: #tracing.attach<tracepoint, "raw_syscalls:sys_enter"
tracing.probe @computed attach [#tracing.attach<tracepoint, "raw_syscalls:sys_enter", {event = "sys_enter", raw}>]
    (%ctx: !tracing.ptr<!tracing.struct<"enter">, ctx>) {
  %a = tracing.ctx_field %ctx, "args" : !tracing.ptr<!tracing.struct<"enter">, ctx> -> i64
  tracing.emit @number(%a : i64)
  tracing.return
}

// One attach point without a raw tracepoint keeps all.
// CHECK-LABEL: tracing.probe @mixed
// CHECK-SAME: #tracing.attach<tracepoint, "x:a", {event = "a", raw}>, #tracing.attach<tracepoint, "x:c">
tracing.probe @mixed
    attach [#tracing.attach<tracepoint, "x:a", {event = "a", raw}>, #tracing.attach<tracepoint, "x:c">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}

// What a perf tracepoint returns decides whether perf sees the event.
// CHECK-LABEL: tracing.probe @returns
// CHECK-SAME: #tracing.attach<tracepoint, "x:a"
tracing.probe @returns attach [#tracing.attach<tracepoint, "x:a", {event = "a", raw}>]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %zero = arith.constant 0 : i64
  tracing.return %zero : i64
}

// Arguments without typed pointers need no typed program.
// CHECK-LABEL: tracing.probe @untyped
// CHECK-SAME: #tracing.attach<raw_tracepoint, "sched_switch", {event = "sched_switch", name = "rawtracepoint:sched_switch"}>
tracing.probe @untyped attach [#tracing.attach<btf_tracepoint, "sched_switch">]
    (%ctx: !tracing.ptr<!tracing.struct<"switch">, ctx>) {
  %p = tracing.ctx_field %ctx, "preempt" : !tracing.ptr<!tracing.struct<"switch">, ctx> -> i1
  %n = arith.extui %p : i1 to i64
  tracing.emit @number(%n : i64)
  tracing.return
}

// A typed program is bound to one tracepoint.
// CHECK-LABEL: tracing.probe @typed
// CHECK-SAME: [#tracing.attach<btf_tracepoint, "sched_switch", {event = "sched_switch", name = "rawtracepoint:sched_switch"}>]
// CHECK-LABEL: tracing.probe @typed_0
// CHECK-SAME: [#tracing.attach<btf_tracepoint, "other", {event = "other", name = "rawtracepoint:other"}>]
tracing.probe @typed
    attach [#tracing.attach<raw_tracepoint, "sched_switch">, #tracing.attach<raw_tracepoint, "other">]
    (%ctx: !tracing.ptr<!tracing.struct<"switch">, ctx>) {
  %prev = tracing.ctx_field %ctx, "prev" : !tracing.ptr<!tracing.struct<"switch">, ctx>
      -> !tracing.ptr<!tracing.struct<"task_struct">, btf>
  %p = tracing.field_ptr %prev, "tgid" : !tracing.ptr<!tracing.struct<"task_struct">, btf> -> !tracing.ptr<i32, btf>
  %v = tracing.read %p : !tracing.ptr<i32, btf> -> i32
  %n = arith.extsi %v : i32 to i64
  tracing.emit @number(%n : i64)
  tracing.return
}

// CHECK-LABEL: tracing.probe @other_kind
// CHECK-SAME: [#tracing.attach<kprobe, "vfs_read", {function = "vfs_read"}>]
tracing.probe @other_kind attach [#tracing.attach<kprobe, "vfs_read", {function = "vfs_read"}>]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  tracing.return
}
