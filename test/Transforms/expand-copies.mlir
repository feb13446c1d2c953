// RUN: sonde-opt %s --pass-pipeline='builtin.module(bpf.prog(bpf-expand-copies{inline-limit=32}))' | FileCheck %s
// Copies become accesses as wide as the alignment allows, or one helper call.

bpf.map @m array key i32 value !llvm.array<64 x i8> max_entries 1
bpf.global @big bss : !llvm.array<64 x i8>

// CHECK-LABEL: bpf.prog @copies
// CHECK-SAME: (%[[CTX:.*]]: !bpf.ptr<ctx>)
bpf.prog @copies type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // CHECK: %[[S:.*]] = bpf.stack
  %s = bpf.stack size 64 align 8 : !bpf.ptr<stack>
  // CHECK: %[[G:.*]] = bpf.global_addr
  %g = bpf.global_addr @big : !bpf.ptr<map_value>
  // CHECK-NEXT: %[[X:.*]] = bpf.load %[[CTX]][8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK-NEXT: bpf.store %[[X]], %[[S]][16] align 8
  // CHECK-NEXT: %[[Y:.*]] = bpf.load %[[CTX]][16] align 4 : !bpf.ptr<ctx> -> i32
  // CHECK-NEXT: bpf.store %[[Y]], %[[S]][24] align 4
  // CHECK-NEXT: %[[Z:.*]] = bpf.load %[[CTX]][20] align 1 : !bpf.ptr<ctx> -> i8
  // CHECK-NEXT: bpf.store %[[Z]], %[[S]][28] align 1
  bpf.copy %s[16], %ctx[8] size 13 align 8 : !bpf.ptr<stack>, !bpf.ptr<ctx>
  // CHECK-NEXT: %[[H:.*]] = bpf.load %[[G]][2] align 2 : !bpf.ptr<map_value> -> i16
  // CHECK-NEXT: bpf.store %[[H]], %[[S]][0] align 2
  // CHECK-NEXT: bpf.load %[[G]][4] align 2 : !bpf.ptr<map_value> -> i16
  // CHECK-NEXT: bpf.store
  bpf.copy %s[0], %g[2] size 4 align 2 : !bpf.ptr<stack>, !bpf.ptr<map_value>
  // CHECK-NEXT: %[[A:.*]] = bpf.ptr_to_int %[[G]]
  // CHECK-NEXT: %[[OFF:.*]] = arith.constant 8 : i64
  // CHECK-NEXT: %[[FROM:.*]] = arith.addi %[[A]], %[[OFF]]
  // CHECK-NEXT: bpf.probe_read kernel %[[S]][0] size 40 from %[[FROM]] : !bpf.ptr<stack> -> i64
  bpf.copy %s[0], %g[8] size 40 align 8 : !bpf.ptr<stack>, !bpf.ptr<map_value>
  // CHECK-NEXT: %[[N:.*]] = arith.constant 0 : i64
  // CHECK-NEXT: bpf.store %[[N]], %[[S]][8] align 8
  // CHECK-NEXT: %[[N4:.*]] = arith.constant 0 : i32
  // CHECK-NEXT: bpf.store %[[N4]], %[[S]][16] align 4
  bpf.zero %s[8] size 12 align 8 : !bpf.ptr<stack>
  // CHECK-NEXT: %[[NULL:.*]] = arith.constant 0 : i64
  // CHECK-NEXT: bpf.probe_read kernel %[[S]][0] size 64 from %[[NULL]] : !bpf.ptr<stack> -> i64
  // CHECK-NEXT: bpf.return
  bpf.zero %s[0] size 64 align 8 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// Loads from kernel objects must not cross members, which a copy may.
// CHECK-LABEL: bpf.prog @object
bpf.prog @object type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  %t = bpf.load %ctx[0] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id>
  // CHECK: %[[A:.*]] = bpf.ptr_to_int
  // CHECK-NEXT: bpf.probe_read kernel %{{.*}}[0] size 16 from %[[A]]
  bpf.copy %s[0], %t[0] size 16 align 8 : !bpf.ptr<stack>, !bpf.ptr<btf_id>
  bpf.return %c0 : i32
}

// CHECK-LABEL: bpf.prog @nothing
// CHECK-NEXT: %[[C:.*]] = arith.constant 0 : i32
// CHECK-NEXT: bpf.return %[[C]]
bpf.prog @nothing type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  bpf.return %c0 : i32
}
