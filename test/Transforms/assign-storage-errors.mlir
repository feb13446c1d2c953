// RUN: sonde-opt %s -split-input-file -verify-diagnostics --bpf-assign-storage
// RUN: not sonde-opt %s --bpf-assign-storage=scratch=maybe 2>&1 | FileCheck %s
// What cannot be placed.

// CHECK: error: 'scratch' is 'never', 'auto' or 'always', not 'maybe'

// one pointer, two places
bpf.prog @joined type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %zero = arith.constant 0 : i64
  // expected-error @below {{internal: two buffers become one pointer, but only one fits on the stack}}
  %a = bpf.buffer size 600 align 8 : !bpf.ptr<mem>
  // expected-note @below {{the other buffer}}
  %b = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %is = arith.cmpi eq, %n, %zero : i64
  cf.cond_br %is, ^join(%a : !bpf.ptr<mem>), ^join(%b : !bpf.ptr<mem>)
^join(%p: !bpf.ptr<mem>):
  %e = bpf.probe_read kernel %p[0] size 8 from %n : !bpf.ptr<mem> -> i64
  bpf.return %c0 : i32
}
