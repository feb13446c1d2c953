// RUN: sonde-opt %s --tracing-bind-probe-info=strategy=refuse -split-input-file -verify-diagnostics
// What cannot be bound is an error.

// Rule: copies are refused when they are not wanted.
// expected-note@+1 {{attached to 'kprobe:f' and 'kprobe:g'}}
tracing.probe @two attach [#tracing.attach<kprobe, "f">, #tracing.attach<kprobe, "g">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  // expected-error@+1 {{'probe' has several values here, which needs a copy of the probe for each}}
  %n = tracing.probe_info : !tracing.str<32>
  tracing.return
}

// -----

// Rule: the name fits.
tracing.probe @one attach [#tracing.attach<kprobe, "f">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  // expected-error@+1 {{'kprobe:f' has 8 bytes, but 'probe' has room for 7}}
  %n = tracing.probe_info : !tracing.str<8>
  tracing.return
}
