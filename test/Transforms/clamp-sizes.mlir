// RUN: sonde-opt %s --pass-pipeline='builtin.module(bpf.prog(bpf-clamp-sizes))' | FileCheck %s
// Sizes and offsets that are not known to fit are bounded; others are left alone.

bpf.global @table bss : !llvm.array<32 x i64>

// CHECK-LABEL: bpf.prog @bounded
bpf.prog @bounded type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // CHECK: %[[N:.*]] = bpf.load %{{.*}}[8]
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %s = bpf.buffer size 64 align 8 : !bpf.ptr<mem>
  // CHECK: %[[L0:.*]] = bpf.clamp %[[N]], 64 : i64
  // CHECK-NEXT: bpf.probe_read_str user %{{.*}}[0] size 64 length %[[L0]]
  %e0 = bpf.probe_read_str user %s[0] size 64 length %n from %n : !bpf.ptr<mem> -> i64
  // CHECK: %[[L1:.*]] = bpf.clamp %[[N]], 32 : i64
  // CHECK-NEXT: bpf.probe_read kernel %{{.*}}[32] size 32 length %[[L1]]
  %e1 = bpf.probe_read kernel %s[32] size 32 length %n from %n : !bpf.ptr<mem> -> i64
  // CHECK: %[[L2:.*]] = bpf.clamp %[[N]], 64 : i64
  // CHECK-NEXT: bpf.helper get_current_comm(%{{.*}}, %[[L2]])
  %e2 = bpf.helper get_current_comm(%s, %n) : (!bpf.ptr<mem>, i64) -> i64
  %g = bpf.global_addr @table : !bpf.ptr<map_value>
  // Eight bytes are accessed: the last offset is 248.
  // CHECK: %[[O:.*]] = bpf.clamp %[[N]], 248 : i64
  // CHECK-NEXT: bpf.ptr_add %{{.*}}, %[[O]] access 8 bound 256
  %p = bpf.ptr_add %g, %n access 8 bound 256 : !bpf.ptr<map_value>
  bpf.store %n, %p[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// CHECK-LABEL: bpf.prog @proved
bpf.prog @proved type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %c31 = arith.constant 31 : i64
  %c8 = arith.constant 8 : i64
  %c64 = arith.constant 64 : i64
  %c58 = arith.constant 58 : i64
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %s = bpf.buffer size 64 align 8 : !bpf.ptr<mem>
  // CHECK-NOT: bpf.clamp
  // CHECK: bpf.probe_read_str user %{{.*}}[0] size 64 length %{{.*}} from
  %e0 = bpf.probe_read_str user %s[0] size 64 length %c64 from %n : !bpf.ptr<mem> -> i64
  %index = arith.andi %n, %c31 : i64
  %offset = arith.muli %index, %c8 : i64
  %g = bpf.global_addr @table : !bpf.ptr<map_value>
  %p = bpf.ptr_add %g, %offset access 8 bound 256 : !bpf.ptr<map_value>
  bpf.store %n, %p[0] align 8 : i64, !bpf.ptr<map_value>
  %top = bpf.shift right %n, %c58 : i64
  %e1 = bpf.probe_read kernel %s[0] size 64 length %top from %n : !bpf.ptr<mem> -> i64
  // CHECK: bpf.return
  bpf.return %c0 : i32
}

// The kernel does not follow the range of a remainder, so that it proves nothing.
// CHECK-LABEL: bpf.prog @remainder
bpf.prog @remainder type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %c100 = arith.constant 100 : i64
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %r = bpf.rem %n, %c100 : i64
  %g = bpf.global_addr @table : !bpf.ptr<map_value>
  // CHECK: bpf.clamp %{{.*}}, 248
  %p = bpf.ptr_add %g, %r access 8 bound 256 : !bpf.ptr<map_value>
  bpf.store %n, %p[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}
