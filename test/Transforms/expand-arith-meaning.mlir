// RUN: sonde-opt %s -split-input-file --pass-pipeline='builtin.module(bpf.prog(bpf-expand-arith,sccp,canonicalize))' | FileCheck %s
// The expanded operations compute what the operations mean, also where LLVM's
// would be undefined: operands are hidden from the expansion in block arguments,
// and constants are propagated afterwards.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
bpf.global @out bss : !llvm.array<16 x i64>

// CHECK-LABEL: bpf.prog @magnitudes
bpf.prog @magnitudes type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  // CHECK-DAG: %[[LEAST:.*]] = arith.constant -9223372036854775808 : i64
  // CHECK-DAG: %[[M3:.*]] = arith.constant -3 : i64
  // CHECK-DAG: %[[M1:.*]] = arith.constant -1 : i64
  // CHECK-DAG: %[[C0:.*]] = arith.constant 0 : i64
  // CHECK-DAG: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK-DAG: %[[C3:.*]] = arith.constant 3 : i64
  %r0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %zero = arith.constant 0 : i64
  %minus1 = arith.constant -1 : i64
  %minus3 = arith.constant -3 : i64
  %minus10 = arith.constant -10 : i64
  %three = arith.constant 3 : i64
  %least = arith.constant -9223372036854775808 : i64
  cf.br ^run(%zero, %minus1, %minus3, %minus10, %three, %least : i64, i64, i64, i64, i64, i64)
^run(%z: i64, %m1: i64, %m3: i64, %m10: i64, %t: i64, %l: i64):
  // CHECK: bpf.store %[[M3]], %{{.*}}[0]
  %a = bpf.div signed %m10, %t : i64
  bpf.store %a, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[M1]], %{{.*}}[8]
  %b = bpf.rem signed %m10, %t : i64
  bpf.store %b, %g[8] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C3]], %{{.*}}[16]
  %c = bpf.div signed %m10, %m3 : i64
  bpf.store %c, %g[16] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C1]], %{{.*}}[24]
  %d = bpf.div signed %m10, %z : i64
  bpf.store %d, %g[24] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C1]], %{{.*}}[32]
  %e = bpf.rem %t, %z : i64
  bpf.store %e, %g[32] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[LEAST]], %{{.*}}[40]
  %f = bpf.div signed %l, %m1 : i64
  bpf.store %f, %g[40] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C0]], %{{.*}}[48]
  %h = bpf.rem signed %l, %m1 : i64
  bpf.store %h, %g[48] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C0]], %{{.*}}[56]
  %i = bpf.shift left %t, %m1 : i64
  bpf.store %i, %g[56] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[M1]], %{{.*}}[64]
  %j = bpf.shift signed_right %m10, %m1 : i64
  bpf.store %j, %g[64] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C1]], %{{.*}}[72]
  %k = bpf.div %m10, %m10 : i64
  bpf.store %k, %g[72] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %r0 : i32
}
}

// -----

module attributes {bpf.target = #bpf.target<kernel = "6.6", arch = "x86_64">} {
bpf.global @out bss : !llvm.array<16 x i64>

// CHECK-LABEL: bpf.prog @instructions
bpf.prog @instructions type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  // CHECK-DAG: %[[LEAST:.*]] = arith.constant -9223372036854775808 : i64
  // CHECK-DAG: %[[C0:.*]] = arith.constant 0 : i64
  // CHECK-DAG: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK-DAG: %[[M3:.*]] = arith.constant -3 : i64
  %r0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %zero = arith.constant 0 : i64
  %minus1 = arith.constant -1 : i64
  %minus10 = arith.constant -10 : i64
  %three = arith.constant 3 : i64
  %least = arith.constant -9223372036854775808 : i64
  cf.br ^run(%zero, %minus1, %minus10, %three, %least : i64, i64, i64, i64, i64)
^run(%z: i64, %m1: i64, %m10: i64, %t: i64, %l: i64):
  // CHECK: bpf.store %[[LEAST]], %{{.*}}[0]
  %a = bpf.div signed %l, %m1 : i64
  bpf.store %a, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C0]], %{{.*}}[8]
  %b = bpf.rem signed %l, %m1 : i64
  bpf.store %b, %g[8] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C1]], %{{.*}}[16]
  %c = bpf.div signed %m10, %z : i64
  bpf.store %c, %g[16] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C1]], %{{.*}}[24]
  %d = bpf.rem signed %m10, %z : i64
  bpf.store %d, %g[24] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[M3]], %{{.*}}[32]
  %e = bpf.div signed %m10, %t : i64
  bpf.store %e, %g[32] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %r0 : i32
}
}
