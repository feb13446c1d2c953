// RUN: sonde-opt %s -split-input-file --tracing-select-loops -verify-diagnostics
// RUN: not sonde-opt --tracing-select-loops=prefer=magic < /dev/null 2>&1 | FileCheck %s

// CHECK: error: there is no loop strategy 'magic'

tracing.probe @p attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %zero = arith.constant 0 : i64
  %unknown = tracing.clock boot : i64
  // expected-error @+2 {{this loop needs Linux 5.17 (loops whose body is a function), but the script is compiled for 5.10}}
  // expected-note @+1 {{a range of at most 64 numbers that are known at compile time works on every kernel}}
  %a = tracing.for %i = %zero to %unknown {
    tracing.next
  }
  tracing.return
}

// -----

tracing.map @m : ui32 -> ui64
tracing.probe @p attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error @+1 {{this loop needs Linux 5.13 (loops over maps), but the script is compiled for 5.10}}
  %a = tracing.for_each @m (%k: i32, %v: i64) {
    tracing.next
  }
  tracing.return
}
