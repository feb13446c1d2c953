// RUN: sonde-opt %s --tracing-bind-probe-info | FileCheck %s
// The name of the attach point becomes a constant; several names need several probes.

tracing.event @print_0 print fields [!tracing.str<32>]

// CHECK-LABEL: tracing.probe @one
// CHECK-NEXT:    %[[NAME:.*]] = tracing.const_str "interval:s:1" : !tracing.str<32>
// CHECK-NEXT:    tracing.emit @print_0(%[[NAME]]
tracing.probe @one attach [#tracing.attach<interval, "s:1">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.probe_info : !tracing.str<32>
  tracing.emit @print_0(%n : !tracing.str<32>)
  tracing.return
}

// CHECK-LABEL: tracing.probe @two attach [#tracing.attach<kprobe, "f">]
// CHECK-NEXT:    tracing.const_str "kprobe:f" : !tracing.str<32>
// CHECK:       tracing.probe @two_0 attach [#tracing.attach<kprobe, "g", {name = "kprobe:mod:g"}>]
// CHECK-NEXT:    tracing.const_str "kprobe:mod:g" : !tracing.str<32>
tracing.probe @two attach [#tracing.attach<kprobe, "f">, #tracing.attach<kprobe, "g", {name = "kprobe:mod:g"}>]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  %n = tracing.probe_info : !tracing.str<32>
  tracing.emit @print_0(%n : !tracing.str<32>)
  tracing.return
}

// The same name needs no copy.
// CHECK-LABEL: tracing.probe @alike attach [#tracing.attach<begin, "">, #tracing.attach<begin, "">]
// CHECK-NEXT:    tracing.const_str "begin" : !tracing.str<32>
tracing.probe @alike attach [#tracing.attach<begin, "">, #tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.probe_info : !tracing.str<32>
  tracing.emit @print_0(%n : !tracing.str<32>)
  tracing.return
}

// Nothing to do where the name is not asked for.
// CHECK-LABEL: tracing.probe @unasked attach [#tracing.attach<kprobe, "f">, #tracing.attach<kprobe, "g">]
// CHECK-NEXT:    tracing.return
// CHECK-NOT:   tracing.probe
tracing.probe @unasked attach [#tracing.attach<kprobe, "f">, #tracing.attach<kprobe, "g">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  tracing.return
}
