// RUN: sonde-opt %s -split-input-file --bpf-assign-storage | FileCheck %s
// RUN: sonde-opt %s -split-input-file --bpf-assign-storage=budget=64 | FileCheck %s --check-prefix=SMALL
// A buffer that a callback captures has one place in both functions, whichever it is; callbacks share the
// stack with who runs them.

// CHECK-LABEL: bpf.callback @inner type(kprobe) (%{{.*}}: i64, %{{.*}}: !bpf.ptr<stack>)
// SMALL-LABEL: bpf.callback @inner type(kprobe) (%{{.*}}: i64, %{{.*}}: !bpf.ptr<map_value>)
bpf.callback @inner type(kprobe) (%i: i64, %p: !bpf.ptr<mem>) {
  %x = bpf.load %p[8] align 8 : !bpf.ptr<mem> -> i64
  bpf.return %x : i64
}

// CHECK-LABEL: bpf.callback @outer type(kprobe) (%{{.*}}: i64, %{{.*}}: !bpf.ptr<stack>)
// CHECK:         bpf.run_loop @inner {{.*}} captures(%{{.*}} : !bpf.ptr<stack>)
// SMALL-LABEL: bpf.callback @outer type(kprobe) (%{{.*}}: i64, %{{.*}}: !bpf.ptr<map_value>)
bpf.callback @outer type(kprobe) (%i: i64, %p: !bpf.ptr<mem>) {
  bpf.run_loop @inner times %i captures(%p : !bpf.ptr<mem>)
  %go_on = arith.constant 0 : i64
  bpf.return %go_on : i64
}

// CHECK-LABEL: bpf.prog @p
// CHECK:         bpf.stack size 64
// CHECK:         bpf.run_loop @outer {{.*}} captures(%{{.*}} : !bpf.ptr<stack>)
// SMALL-LABEL: bpf.prog @p
// SMALL:         bpf.lookup @sonde_scratch_p
// SMALL:         bpf.run_loop @outer {{.*}} captures(%{{.*}} : !bpf.ptr<map_value>)
bpf.prog @p type(kprobe) section("kprobe") attach [] (%ctx: !bpf.ptr<ctx>) {
  %n = arith.constant 5 : i64
  %b = bpf.buffer size 64 align 8 : !bpf.ptr<mem>
  bpf.zero %b[0] size 64 align 8 : !bpf.ptr<mem>
  bpf.run_loop @outer times %n captures(%b : !bpf.ptr<mem>)
  %r = arith.constant 0 : i32
  bpf.return %r : i32
}

// -----

// Alone, 300 bytes fit; twice in a chain of calls they do not, and one callback takes its memory from a map.
// CHECK-LABEL: bpf.callback @large
// CHECK:         bpf.stack size 300
// CHECK-LABEL: bpf.prog @runs_large
// CHECK:         bpf.lookup @sonde_scratch_runs_large
bpf.callback @large type(kprobe) (%i: i64) {
  %b = bpf.buffer size 300 align 8 : !bpf.ptr<mem>
  bpf.zero %b[0] size 300 align 4 : !bpf.ptr<mem>
  %go_on = arith.constant 0 : i64
  bpf.return %go_on : i64
}
bpf.prog @runs_large type(kprobe) section("kprobe") attach [] (%ctx: !bpf.ptr<ctx>) {
  %n = arith.constant 5 : i64
  %b = bpf.buffer size 300 align 8 : !bpf.ptr<mem>
  bpf.zero %b[0] size 300 align 4 : !bpf.ptr<mem>
  bpf.run_loop @large times %n
  %r = arith.constant 0 : i32
  bpf.return %r : i32
}
