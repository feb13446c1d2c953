// RUN: sonde-opt %s -split-input-file --convert-bpf-to-llvm | FileCheck %s
// Helpers are called through constant pointers; functions by their names.

// CHECK-LABEL: llvm.func @helper
// CHECK: %[[ID:.*]] = llvm.mlir.constant(125 : i64)
// CHECK: %[[F:.*]] = llvm.inttoptr %[[ID]] : i64 to !llvm.ptr
// CHECK: llvm.call %[[F]]() {bpf.helper_call = 125 : i32} : !llvm.ptr, () -> i64
bpf.prog @helper type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %t = bpf.helper ktime_get_boot_ns() : () -> i64
  bpf.return %c0 : i32
}

// -----

// CHECK-LABEL: llvm.func @maps
bpf.map @AT_m hash key i64 value i64 max_entries 64
bpf.prog @maps type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %k = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  bpf.store %one, %k[0] align 8 : i64, !bpf.ptr<stack>
  // CHECK: %[[M:.*]] = llvm.mlir.addressof @AT_m
  // CHECK: %[[NOEXIST:.*]] = llvm.mlir.constant(1 : i64)
  // CHECK: llvm.call %{{.*}}(%[[M]], %{{.*}}, %{{.*}}, %[[NOEXIST]]) {bpf.helper_call = 2 : i32} : !llvm.ptr, (!llvm.ptr, !llvm.ptr, !llvm.ptr, i64) -> i64
  %e = bpf.update @AT_m[%k], %k noexist : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64
  // CHECK: llvm.call %{{.*}}(%{{.*}}, %{{.*}}) {bpf.helper_call = 3 : i32} : !llvm.ptr, (!llvm.ptr, !llvm.ptr) -> i64
  %d = bpf.delete @AT_m[%k] : !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// CHECK-LABEL: llvm.func @reads
bpf.prog @reads type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // CHECK: %[[B:.*]] = llvm.alloca
  %b = bpf.stack size 64 align 8 : !bpf.ptr<stack>
  // CHECK: %[[A:.*]] = llvm.load
  %a = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %n = bpf.load %ctx[16] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[FOUR:.*]] = llvm.mlir.constant(4 : i64)
  // CHECK: llvm.call %{{.*}}(%[[B]], %[[FOUR]], %[[A]]) {bpf.helper_call = 113 : i32} : !llvm.ptr, (!llvm.ptr, i64, i64) -> i64
  %e = bpf.probe_read kernel %b[0] size 4 from %a : !bpf.ptr<stack> -> i64
  // CHECK: bpf.helper_call = 112
  %u = bpf.probe_read user %b[0] size 4 from %a : !bpf.ptr<stack> -> i64
  // CHECK: bpf.helper_call = 115
  %s = bpf.probe_read_str kernel %b[0] size 64 from %a : !bpf.ptr<stack> -> i64
  // A length that is only known at run time is bounded first.
  // CHECK: %[[LESS:.*]] = llvm.select
  // CHECK: %[[L:.*]] = bpf.opaque %[[LESS]] : i64
  // CHECK: %[[TO:.*]] = llvm.getelementptr inbounds %{{.*}}[8]
  // CHECK: llvm.call %{{.*}}(%[[TO]], %[[L]], %[[A]]) {bpf.helper_call = 114 : i32}
  %l = bpf.clamp %n, 56 : i64
  %t = bpf.probe_read_str user %b[8] size 56 length %l from %a : !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// CHECK-LABEL: llvm.func @records
bpf.map @sonde_events ringbuf max_entries 262144
bpf.prog @records type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // CHECK: %[[SIZE:.*]] = llvm.mlir.constant(24 : i64)
  // CHECK: %[[R:.*]] = llvm.call %{{.*}}(%{{.*}}, %[[SIZE]], %{{.*}}) {bpf.helper_call = 131 : i32} : !llvm.ptr, (!llvm.ptr, i64, i64) -> !llvm.ptr
  %r = bpf.ringbuf_reserve @sonde_events size 24 : !bpf.ptr<ringbuf, nullable>
  bpf.br_null %r, ^exit, ^fill : !bpf.ptr<ringbuf, nullable>
^fill(%p: !bpf.ptr<ringbuf>):
  %w = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i8
  %x = arith.trunci %w : i8 to i1
  cf.cond_br %x, ^send, ^drop
^send:
  // CHECK: llvm.call %{{.*}}(%{{.*}}, %{{.*}}) {bpf.helper_call = 132 : i32} : !llvm.ptr, (!llvm.ptr, i64) -> ()
  bpf.ringbuf_submit %p : !bpf.ptr<ringbuf>
  cf.br ^exit
^drop:
  // CHECK: bpf.helper_call = 133
  bpf.ringbuf_discard %p : !bpf.ptr<ringbuf>
  cf.br ^exit
^exit:
  bpf.return %c0 : i32
}

// -----

// A script computes with 64 bits and with addresses that are numbers; the
// function has its own types.
// CHECK-LABEL: llvm.func @functions
bpf.extern @f "c" : (si32, ui8, !tracing.ptr<i8, kernel>) -> si16
bpf.extern @g "c" : () -> ()
bpf.prog @functions type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // CHECK: %[[A:.*]] = llvm.load
  %a = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[INT:.*]] = llvm.trunc %[[A]] : i64 to i32
  // CHECK: %[[BYTE:.*]] = llvm.trunc %[[A]] : i64 to i8
  // CHECK: %[[PTR:.*]] = llvm.inttoptr %[[A]] : i64 to !llvm.ptr
  // CHECK: %[[R:.*]] = llvm.call @f(%[[INT]], %[[BYTE]], %[[PTR]]) : (i32, i8, !llvm.ptr) -> i16
  // CHECK: llvm.sext %[[R]] : i16 to i64
  %r = bpf.call @f(%a, %a, %a) : (i64, i64, i64) -> i64
  // CHECK: llvm.call @g() : () -> ()
  bpf.call @g() : () -> ()
  bpf.return %c0 : i32
}

// -----

// CHECK-LABEL: llvm.func @other_cpu
bpf.map @m percpu_hash key i64 value i64 max_entries 1
bpf.prog @other_cpu type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %cpu = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %key = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // CHECK: llvm.call %{{.*}}(%{{.*}}, %{{.*}}, %{{.*}}) {bpf.helper_call = 195 : i32} : !llvm.ptr, (!llvm.ptr, !llvm.ptr, i64) -> !llvm.ptr
  %v = bpf.lookup_percpu @m[%key] cpu %cpu : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  bpf.return %c0 : i32
}
