// RUN: sonde-opt %s --convert-tracing-to-bpf -split-input-file -verify-diagnostics

// no storage
// expected-error @+1 {{the map has no storage; run 'tracing-select-maps' first}}
tracing.map @m : si64 -> si64

// -----

// an array with keys
// expected-error @+1 {{an array holds a map without keys, and nothing else}}
tracing.map @m : si64 -> si64 storage(<array, 4>)

// -----

// no layout
// expected-error @+1 {{the event has no layout; run 'tracing-layout-events' first}}
tracing.event @e printf "hi"

// -----

// numbers with gaps
// expected-error @+1 {{the event has number 3 of 1}}
tracing.event @e printf "hi" id(3) layout(<size = 8>)

// -----

// a value without memory
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error @+1 {{a value is not in memory; run 'tracing-place-values' first}}
  %c = tracing.builtin comm : !tracing.str<16>
  tracing.return
}

// -----

// an aggregation that was not expanded
tracing.map @m : si64 -> !tracing.agg<count> storage(<percpu_hash, 4>)
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error @+1 {{this operation cannot be part of a program}}
  tracing.aggregate count @m[%n : i64]
  tracing.return
}

// -----

// several targets for a program that has one
// expected-error @+1 {{a program of this kind has one attach point; run 'tracing-split-probes' first}}
tracing.probe @p attach [#tracing.attach<fentry, "f", {function = "f"}>, #tracing.attach<fentry, "g", {function = "g"}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}

// -----

// arguments that are not in registers
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  tracing.probe @p attach [#tracing.attach<kprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
    // expected-error @+1 {{'arg6' is not in a register on x86_64}}
    %a = tracing.ctx_arg %ctx, 6 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
    tracing.return
  }
}

// -----

// elements of local memory
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %a = tracing.buffer : !tracing.ptr<!tracing.array<4 x i64>, local>
  // expected-error @+1 {{elements of local memory cannot be chosen when the program runs}}
  %e = tracing.elem_ptr %a[%n] : !tracing.ptr<!tracing.array<4 x i64>, local> -> !tracing.ptr<i64, local>
  tracing.return
}

// -----

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
// Rule: names of registers are those of the architecture.
tracing.probe @registers attach [#tracing.attach<kprobe, "vfs_open">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  // expected-error@+1 {{there is no register 'r0' on x86_64}}
  %r = tracing.ctx_reg %ctx, "r0" : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.return
}
}
