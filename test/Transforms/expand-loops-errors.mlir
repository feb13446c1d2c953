// RUN: sonde-opt %s -split-input-file --tracing-expand-loops -verify-diagnostics

tracing.probe @unplanned attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error @+1 {{the loop has no plan; run 'tracing-select-loops' first}}
  %a = tracing.while {
    tracing.leave
  }
  tracing.return
}

// -----

tracing.map @m : ui32 -> ui64
tracing.probe @map attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error @+1 {{a loop over a map cannot be carried out by 'iter_num'}}
  %a = tracing.for_each @m (%k: i32, %v: i64) plan <iter_num, 5> {
    tracing.next
  }
  tracing.return
}

// -----

tracing.probe @unknown attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error @+1 {{only a loop with a constant number of iterations can be unrolled}}
  %a = tracing.while plan <unroll, 5> {
    tracing.leave
  }
  tracing.return
}
