// RUN: sonde-opt %s --tracing-split-probes | FileCheck %s
// Each kind of attach point gets a probe of its own, with the whole body.

// CHECK: tracing.event
tracing.event @exit_0 exit

// CHECK-NEXT: tracing.probe @mixed attach [#tracing.attach<kprobe, "f">, #tracing.attach<kprobe, "g">] ({{.*}}) {
// CHECK-NEXT:   tracing.emit @exit_0()
// CHECK-NEXT:   tracing.return
// CHECK-NEXT: }
// CHECK-NEXT: tracing.probe @mixed_0 attach [#tracing.attach<kretprobe, "f">] ({{.*}}) {
// CHECK-NEXT:   tracing.emit @exit_0()
// CHECK-NEXT:   tracing.return
// CHECK-NEXT: }
tracing.probe @mixed attach [#tracing.attach<kprobe, "f">, #tracing.attach<kretprobe, "f">, #tracing.attach<kprobe, "g">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  tracing.emit @exit_0()
  tracing.return
}

// The kernel binds such a program to one function when it loads it.
// CHECK-NEXT: tracing.probe @bound attach [#tracing.attach<fentry, "f">]
// CHECK:      tracing.probe @bound_1 attach [#tracing.attach<fentry, "g">]
tracing.probe @bound attach [#tracing.attach<fentry, "f">, #tracing.attach<fentry, "g">]
    (%ctx: !tracing.ptr<!tracing.struct<"args">, ctx>) {
  tracing.return
}

// Nothing to do: one kind, many points.
// CHECK:     tracing.probe @same attach [#tracing.attach<tracepoint, "a:b">, #tracing.attach<tracepoint, "a:c">]
// CHECK-NOT: tracing.probe
tracing.probe @same attach [#tracing.attach<tracepoint, "a:b">, #tracing.attach<tracepoint, "a:c">]
    (%ctx: !tracing.ptr<!tracing.struct<"args">, ctx>) {
  tracing.return
}
