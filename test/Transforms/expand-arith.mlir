// RUN: sonde-opt %s -split-input-file --pass-pipeline='builtin.module(bpf.prog(bpf-expand-arith))' | FileCheck %s
// Division and shifts become operations that are never undefined.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
bpf.global @out bss : !llvm.array<16 x i64>

// CHECK-LABEL: bpf.prog @unsigned
bpf.prog @unsigned type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  // CHECK: %[[A:.*]] = bpf.load %{{.*}}[8]
  %a = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[B:.*]] = bpf.load %{{.*}}[16]
  %b = bpf.load %ctx[16] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK-DAG: %[[C0:.*]] = arith.constant 0 : i64
  // CHECK-DAG: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK: %[[Z:.*]] = arith.cmpi eq, %[[B]], %[[C0]]
  // CHECK: %[[D:.*]] = arith.select %[[Z]], %[[C1]], %[[B]]
  // CHECK: %[[U:.*]] = arith.divui %[[A]], %[[D]]
  // CHECK: %[[Q:.*]] = arith.select %[[Z]], %[[C1]], %[[U]]
  // CHECK: bpf.store %[[Q]]
  %q = bpf.div %a, %b : i64
  bpf.store %q, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: %[[V:.*]] = arith.remui %[[A]], %{{.*}}
  // CHECK: %[[R:.*]] = arith.select %{{.*}}, %{{.*}}, %[[V]]
  // CHECK: bpf.store %[[R]]
  %r = bpf.rem %a, %b : i64
  bpf.store %r, %g[8] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// A divisor that is not zero needs no test.
// CHECK-LABEL: bpf.prog @constant
bpf.prog @constant type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %c1000 = arith.constant 1000 : i64
  %zero = arith.constant 0 : i64
  %a = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK-NOT: arith.cmpi
  // CHECK: %[[Q:.*]] = arith.divui %{{.*}}, %{{.*}} : i64
  // CHECK-NEXT: bpf.store %[[Q]]
  %q = bpf.div %a, %c1000 : i64
  bpf.store %q, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // Division by zero is 1.
  // CHECK: %[[ONE:.*]] = arith.constant 1 : i64
  // CHECK: bpf.store %[[ONE]]
  %w = bpf.rem %a, %zero : i64
  bpf.store %w, %g[8] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// Without signed instructions: magnitudes, and the sign put back.
// CHECK-LABEL: bpf.prog @signed
bpf.prog @signed type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %c10 = arith.constant 10 : i64
  // CHECK: %[[A:.*]] = bpf.load %{{.*}}[8]
  %a = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK-NOT: divsi
  // CHECK: %[[S:.*]] = arith.shrsi %[[A]], %{{.*}}
  // CHECK: %[[X:.*]] = arith.xori %[[A]], %[[S]]
  // CHECK: %[[M:.*]] = arith.subi %[[X]], %[[S]]
  // CHECK: %[[U:.*]] = arith.divui %[[M]], %{{.*}}
  // CHECK: %[[Y:.*]] = arith.xori %[[U]], %[[S]]
  // CHECK: %[[Q:.*]] = arith.subi %[[Y]], %[[S]]
  // CHECK: bpf.store %[[Q]]
  %q = bpf.div signed %a, %c10 : i64
  bpf.store %q, %g[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// Numbers that are never negative are divided without their signs.
// CHECK-LABEL: bpf.prog @never_negative
bpf.prog @never_negative type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %c10 = arith.constant 10 : i64
  %narrow = bpf.load %ctx[8] align 4 : !bpf.ptr<ctx> -> i32
  // CHECK: %[[A:.*]] = arith.extui
  %a = arith.extui %narrow : i32 to i64
  // CHECK-NEXT: %[[R:.*]] = arith.remui %[[A]], %{{.*}}
  // CHECK-NEXT: bpf.store %[[R]]
  %r = bpf.rem signed %a, %c10 : i64
  bpf.store %r, %g[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// CHECK-LABEL: bpf.prog @shifts
bpf.prog @shifts type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %c3 = arith.constant 3 : i64
  %c64 = arith.constant 64 : i64
  // CHECK: %[[A:.*]] = bpf.load %{{.*}}[8]
  %a = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[N:.*]] = bpf.load %{{.*}}[16]
  %n = bpf.load %ctx[16] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[IN:.*]] = arith.cmpi ult, %[[N]], %{{.*}}
  // CHECK: %[[K:.*]] = arith.andi %[[N]], %{{.*}}
  // CHECK: %[[L:.*]] = arith.shli %[[A]], %[[K]]
  // CHECK: arith.select %[[IN]], %[[L]], %{{.*}}
  %x = bpf.shift left %a, %n : i64
  bpf.store %x, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: %[[IN2:.*]] = arith.cmpi ult, %[[N]], %{{.*}}
  // CHECK: %[[K2:.*]] = arith.select %[[IN2]], %[[N]], %{{.*}}
  // CHECK: arith.shrsi %[[A]], %[[K2]]
  %y = bpf.shift signed_right %a, %n : i64
  bpf.store %y, %g[8] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: %[[Z:.*]] = arith.shrui %[[A]], %{{.*}}
  // CHECK-NEXT: bpf.store %[[Z]]
  %z = bpf.shift right %a, %c3 : i64
  bpf.store %z, %g[16] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: %[[NOTHING:.*]] = arith.constant 0 : i64
  // CHECK-NEXT: bpf.store %[[NOTHING]]
  %far = bpf.shift left %a, %c64 : i64
  bpf.store %far, %g[24] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// CHECK-LABEL: bpf.prog @nothing
// CHECK: arith.shli
// CHECK-NEXT: bpf.return
bpf.prog @nothing type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %x = arith.shli %c0, %c0 : i32
  bpf.return %x : i32
}
}

// -----

module attributes {bpf.target = #bpf.target<kernel = "6.6", arch = "x86_64">} {
bpf.global @out bss : !llvm.array<16 x i64>

// With signed instructions; dividing by -1 would still overflow.
// CHECK-LABEL: bpf.prog @signed_v4
bpf.prog @signed_v4 type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %c10 = arith.constant 10 : i64
  %minus = arith.constant -1 : i64
  // CHECK: %[[A:.*]] = bpf.load %{{.*}}[8]
  %a = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[B:.*]] = bpf.load %{{.*}}[16]
  %b = bpf.load %ctx[16] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[ISZERO:.*]] = arith.cmpi eq, %[[B]], %{{.*}}
  // CHECK: %[[D1:.*]] = arith.select %[[ISZERO]], %{{.*}}, %[[B]]
  // CHECK: %[[ISMINUS:.*]] = arith.cmpi eq, %[[B]], %{{.*}}
  // CHECK: %[[D2:.*]] = arith.select %[[ISMINUS]], %{{.*}}, %[[D1]]
  // CHECK: %[[Q0:.*]] = arith.divsi %[[A]], %[[D2]]
  // CHECK: %[[NEG:.*]] = arith.subi %{{.*}}, %[[A]]
  // CHECK: %[[Q1:.*]] = arith.select %[[ISMINUS]], %[[NEG]], %[[Q0]]
  // CHECK: arith.select %[[ISZERO]], %{{.*}}, %[[Q1]]
  %q = bpf.div signed %a, %b : i64
  bpf.store %q, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: %[[R:.*]] = arith.remsi %[[A]], %{{.*}}
  // CHECK-NEXT: bpf.store %[[R]]
  %r = bpf.rem signed %a, %c10 : i64
  bpf.store %r, %g[8] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: %[[N:.*]] = arith.subi %{{.*}}, %[[A]]
  // CHECK-NEXT: bpf.store %[[N]]
  %n = bpf.div signed %a, %minus : i64
  bpf.store %n, %g[16] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}
}
