// RUN: sonde-opt %s --pass-pipeline='builtin.module(bpf.prog(bpf-share-lookups))' | FileCheck %s
// A second lookup of the same entry goes away unless the entry may have moved.

bpf.map @m hash key i64 value i64 max_entries 64
bpf.map @other hash key i64 value i64 max_entries 64
bpf.map @array percpu_array key i32 value i64 max_entries 1
bpf.map @names hash key !llvm.array<24 x i8> value i64 max_entries 64
bpf.map @r ringbuf max_entries 4096
bpf.global @out bss : !llvm.array<16 x i64>
bpf.extern @unknown "c" : () -> ()

// Stores, events, other maps and values in between do not matter.
// CHECK-LABEL: bpf.prog @same_key
bpf.prog @same_key type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %k = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %other = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  bpf.store %one, %k[0] align 8 : i64, !bpf.ptr<mem>
  // CHECK: %[[V:.*]] = bpf.lookup @m
  %v = bpf.lookup @m[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %p = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %p[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.store %one, %other[0] align 8 : i64, !bpf.ptr<mem>
  %e = bpf.update @other[%other], %other any : !bpf.ptr<mem>, !bpf.ptr<mem> -> i64
  cf.br ^next
^next:
  // CHECK-NOT: bpf.lookup
  // CHECK: bpf.require_nonnull %[[V]] else(zero)
  %w = bpf.lookup @m[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %q = bpf.require_nonnull %w else(zero) size 8 : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.atomic add %q[0], %one : !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// Keys in two buffers with the same bytes are the same key.
// CHECK-LABEL: bpf.prog @same_bytes
bpf.prog @same_bytes type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %k1 = bpf.buffer size 24 align 8 : !bpf.ptr<mem>
  bpf.store %n, %k1[0] align 8 : i64, !bpf.ptr<mem>
  bpf.zero %k1[8] size 16 align 8 : !bpf.ptr<mem>
  bpf.store %c0, %k1[8] align 4 : i32, !bpf.ptr<mem>
  // CHECK: %[[V:.*]] = bpf.lookup @names
  %v = bpf.lookup @names[%k1] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %p = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  %k2 = bpf.buffer size 24 align 8 : !bpf.ptr<mem>
  bpf.zero %k2[8] size 16 align 8 : !bpf.ptr<mem>
  bpf.store %n, %k2[0] align 8 : i64, !bpf.ptr<mem>
  // CHECK-NOT: bpf.lookup
  // CHECK: bpf.require_nonnull %[[V]] else(leave)
  %w = bpf.lookup @names[%k2] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %q = bpf.require_nonnull %w else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %q[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// Entries of an array never move.
// CHECK-LABEL: bpf.prog @array_entry
bpf.prog @array_entry type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %k = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %value = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  bpf.store %c0, %k[0] align 4 : i32, !bpf.ptr<mem>
  // CHECK: bpf.lookup @array
  %v = bpf.lookup @array[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %p = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.copy %value[0], %p[0] size 8 align 8 : !bpf.ptr<mem>, !bpf.ptr<map_value>
  %e = bpf.update @array[%k], %value any : !bpf.ptr<mem>, !bpf.ptr<mem> -> i64
  // CHECK-NOT: bpf.lookup
  %w = bpf.lookup @array[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %q = bpf.require_nonnull %w else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.zero %q[0] size 8 align 8 : !bpf.ptr<map_value>
  // CHECK: bpf.return
  bpf.return %c0 : i32
}

// Everything that may move the entry, or change the key, keeps the second one.
// CHECK-LABEL: bpf.prog @kept
bpf.prog @kept type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %k = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  bpf.store %one, %k[0] align 8 : i64, !bpf.ptr<mem>
  // CHECK: %[[V0:.*]] = bpf.lookup @m
  %v0 = bpf.lookup @m[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // On one of two paths the entry is updated.
  bpf.br_null %v0, ^miss, ^hit : !bpf.ptr<map_value, nullable>
^hit(%p: !bpf.ptr<map_value>):
  bpf.store %one, %p[0] align 8 : i64, !bpf.ptr<map_value>
  cf.br ^join
^miss:
  %e = bpf.update @m[%k], %k noexist : !bpf.ptr<mem>, !bpf.ptr<mem> -> i64
  cf.br ^join
^join:
  // CHECK: %[[V1:.*]] = bpf.lookup @m
  %v1 = bpf.lookup @m[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.require_nonnull %[[V1]]
  %p1 = bpf.require_nonnull %v1 else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %p1[0] align 8 : i64, !bpf.ptr<map_value>
  %e1 = bpf.delete @m[%k] : !bpf.ptr<mem> -> i64
  // CHECK: %[[V2:.*]] = bpf.lookup @m
  %v2 = bpf.lookup @m[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.require_nonnull %[[V2]]
  %p2 = bpf.require_nonnull %v2 else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %p2[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.call @unknown() : () -> ()
  // CHECK: %[[V3:.*]] = bpf.lookup @m
  %v3 = bpf.lookup @m[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.require_nonnull %[[V3]]
  %p3 = bpf.require_nonnull %v3 else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %p3[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.store %n, %k[0] align 8 : i64, !bpf.ptr<mem>
  // CHECK: %[[V4:.*]] = bpf.lookup @m
  %v4 = bpf.lookup @m[%k] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.require_nonnull %[[V4]]
  %p4 = bpf.require_nonnull %v4 else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %p4[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// Buffers with other bytes are other keys.
// CHECK-LABEL: bpf.prog @other_bytes
bpf.prog @other_bytes type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %two = arith.constant 2 : i64
  %k1 = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  bpf.store %one, %k1[0] align 8 : i64, !bpf.ptr<mem>
  %k2 = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  bpf.store %two, %k2[0] align 8 : i64, !bpf.ptr<mem>
  // CHECK: bpf.lookup @m
  %v = bpf.lookup @m[%k1] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %p = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %p[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.lookup @m
  %w = bpf.lookup @m[%k2] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %q = bpf.require_nonnull %w else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %q[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}
