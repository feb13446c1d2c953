// RUN: sonde-opt %s --bpf-assign-storage=in-registers=16 | FileCheck %s
// A buffer that LLVM is not trusted to keep in registers counts like any other; scratch memory
// beyond what an entry of a map may have is in a second map.

// CHECK: bpf.map @sonde_scratch_words percpu_array key i32 value !llvm.array<600 x i8>
// CHECK-LABEL: bpf.prog @words
bpf.prog @words type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  // CHECK: bpf.scratch %{{.*}}[0] size 600
  %c0 = arith.constant 0 : i32
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %words = bpf.buffer size 600 align 8 : !bpf.ptr<mem>
  bpf.store %n, %words[592] align 8 : i64, !bpf.ptr<mem>
  %m = bpf.load %words[592] align 8 : !bpf.ptr<mem> -> i64
  bpf.store %m, %words[0] align 8 : i64, !bpf.ptr<mem>
  bpf.return %c0 : i32
}

// CHECK-DAG: bpf.map @sonde_scratch_many percpu_array key i32 value !llvm.array<20000 x i8>
// CHECK-DAG: bpf.map @sonde_scratch_many_0 percpu_array key i32 value !llvm.array<20000 x i8>
// CHECK-LABEL: bpf.prog @many
bpf.prog @many type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %a = bpf.buffer size 20000 align 8 : !bpf.ptr<mem>
  %b = bpf.buffer size 20000 align 8 : !bpf.ptr<mem>
  %e0 = bpf.probe_read kernel %a[0] size 20000 from %n : !bpf.ptr<mem> -> i64
  %e1 = bpf.probe_read kernel %b[0] size 20000 from %n : !bpf.ptr<mem> -> i64
  %e2 = bpf.probe_read kernel %a[0] size 20000 from %n : !bpf.ptr<mem> -> i64
  bpf.return %c0 : i32
}
