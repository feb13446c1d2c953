// RUN: sonde-opt %s -split-input-file --bpf-insert-null-checks | FileCheck %s
// Demands for a pointer become branches, one per pointer on a path.

bpf.map @m hash key i64 value i64 max_entries 1
bpf.map @r ringbuf max_entries 4096

// CHECK-LABEL: bpf.prog @leave
bpf.prog @leave type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  // CHECK: %[[R:.*]] = bpf.ringbuf_reserve
  %r = bpf.ringbuf_reserve @r size 8 : !bpf.ptr<ringbuf, nullable>
  // CHECK-NEXT: bpf.br_null %[[R]], ^[[LEAVE:.*]], ^[[OK:.*]] : !bpf.ptr<ringbuf, nullable>
  %p = bpf.require_nonnull %r else(leave) : !bpf.ptr<ringbuf, nullable> -> !bpf.ptr<ringbuf>
  // CHECK-NEXT: ^[[OK]](%[[P:.*]]: !bpf.ptr<ringbuf>):
  // CHECK-NEXT: bpf.store %{{.*}}, %[[P]][0]
  bpf.store %one, %p[0] align 8 : i64, !bpf.ptr<ringbuf>
  bpf.ringbuf_submit %p : !bpf.ptr<ringbuf>
  // A second demand leaves through the same block.
  // CHECK: bpf.br_null %{{.*}}, ^[[LEAVE]], ^
  %r2 = bpf.ringbuf_reserve @r size 8 : !bpf.ptr<ringbuf, nullable>
  %p2 = bpf.require_nonnull %r2 else(leave) : !bpf.ptr<ringbuf, nullable> -> !bpf.ptr<ringbuf>
  bpf.ringbuf_discard %p2 : !bpf.ptr<ringbuf>
  bpf.return %c0 : i32
  // CHECK: ^[[LEAVE]]:
  // CHECK-NEXT: %[[ZERO:.*]] = arith.constant 0 : i32
  // CHECK-NEXT: bpf.return %[[ZERO]]
  // CHECK-NEXT: }
}

// -----

// CHECK: bpf.global @sonde_zero rodata : !llvm.array<16 x i8>
bpf.map @m hash key i64 value i64 max_entries 1
bpf.map @wide hash key i64 value !llvm.array<16 x i8> max_entries 1

// CHECK-LABEL: bpf.prog @zero
bpf.prog @zero type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %key = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %v = bpf.lookup @m[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.br_null %{{.*}}, ^[[MISSING:.*]], ^[[REST:.*]] : !bpf.ptr<map_value, nullable>
  %p = bpf.require_nonnull %v else(zero) size 8 : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  // CHECK-NEXT: ^[[MISSING]]:
  // CHECK-NEXT: %[[G:.*]] = bpf.global_addr @sonde_zero : !bpf.ptr<map_value>
  // CHECK-NEXT: cf.br ^[[REST]](%[[G]] : !bpf.ptr<map_value>)
  // CHECK-NEXT: ^[[REST]](%[[P:.*]]: !bpf.ptr<map_value>):
  // CHECK-NEXT: bpf.load %[[P]][0]
  %x = bpf.load %p[0] align 8 : !bpf.ptr<map_value> -> i64
  bpf.store %x, %key[0] align 8 : i64, !bpf.ptr<mem>
  %w = bpf.lookup @wide[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  %q = bpf.require_nonnull %w else(zero) size 16 : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  %y = bpf.load %q[8] align 8 : !bpf.ptr<map_value> -> i64
  bpf.store %y, %key[0] align 8 : i64, !bpf.ptr<mem>
  bpf.return %c0 : i32
}

// -----

bpf.map @m hash key i64 value i64 max_entries 1

// A pointer that is known not to be null is not checked again, whether the
// second check is a demand or a branch.
// CHECK-LABEL: bpf.prog @once
bpf.prog @once type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %key = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %v = bpf.lookup @m[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.br_null %{{.*}}, ^[[OUT:.*]], ^[[HIT:.*]] :
  bpf.br_null %v, ^out, ^hit : !bpf.ptr<map_value, nullable>
// CHECK: ^[[HIT]](%[[P:.*]]: !bpf.ptr<map_value>):
^hit(%p: !bpf.ptr<map_value>):
  // CHECK-NEXT: bpf.store %[[ONE:.*]], %[[P]][0]
  %q = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %q[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK-NEXT: cf.br ^[[AGAIN:.*]](%[[P]], %[[ONE]] : !bpf.ptr<map_value>, i64)
  bpf.br_null %v, ^never, ^again(%one : i64) : !bpf.ptr<map_value, nullable>
^never:
  %e = bpf.delete @m[%key] : !bpf.ptr<mem> -> i64
  cf.br ^out
// CHECK-NOT: bpf.delete
// CHECK: ^[[AGAIN]](%[[P2:.*]]: !bpf.ptr<map_value>, %[[N:.*]]: i64):
^again(%p2: !bpf.ptr<map_value>, %n: i64):
  // CHECK-NEXT: bpf.store %[[N]], %[[P2]][0]
  bpf.store %n, %p2[0] align 8 : i64, !bpf.ptr<map_value>
  cf.br ^out
^out:
  bpf.return %c0 : i32
}

// -----

bpf.map @m hash key i64 value i64 max_entries 1

// A check on one path says nothing on the other.
// CHECK-LABEL: bpf.prog @other_path
bpf.prog @other_path type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %key = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %v = bpf.lookup @m[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.br_null
  bpf.br_null %v, ^join, ^hit : !bpf.ptr<map_value, nullable>
^hit(%p: !bpf.ptr<map_value>):
  bpf.store %one, %p[0] align 8 : i64, !bpf.ptr<map_value>
  cf.br ^join
^join:
  // CHECK: bpf.br_null
  %q = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.store %one, %q[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

bpf.map @m hash key i64 value i64 max_entries 1
bpf.core_type @bpf_iter_num size 8 []
bpf.extern @bpf_iter_num_new "kfunc" : (!tracing.ptr<!tracing.struct<"bpf_iter_num">, kernel>, si32, si32) -> si32
bpf.extern @bpf_iter_num_next "kfunc" : (!tracing.ptr<!tracing.struct<"bpf_iter_num">, kernel>) -> !tracing.ptr<si32, kernel>
bpf.extern @bpf_iter_num_destroy "kfunc" : (!tracing.ptr<!tracing.struct<"bpf_iter_num">, kernel>) -> ()

// What the program leaves between the making of an iterator and its end gives it back; before and
// behind it does not.
// CHECK-LABEL: bpf.prog @iterators
bpf.prog @iterators type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // CHECK: bpf.buffer size 8
  %key = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  // CHECK-NEXT: %[[OUTER:.*]] = bpf.buffer size 8
  %outer = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  // CHECK-NEXT: %[[INNER:.*]] = bpf.buffer size 8
  %inner = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %v = bpf.lookup @m[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.lookup
  // CHECK-NEXT: bpf.br_null %{{.*}}, ^[[NONE:bb[0-9]+]], ^
  %a = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  %n1 = bpf.call @bpf_iter_num_new(%outer, %c0, %c0) : (!bpf.ptr<mem>, i32, i32) -> i32
  cf.br ^head
^head:
  %next1 = bpf.call @bpf_iter_num_next(%outer) : (!bpf.ptr<mem>) -> !bpf.ptr<map_value, nullable>
  bpf.br_null %next1, ^out, ^body : !bpf.ptr<map_value, nullable>
^body(%i: !bpf.ptr<map_value>):
  %w = bpf.lookup @m[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.lookup
  // CHECK-NEXT: bpf.br_null %{{.*}}, ^[[ONE:bb[0-9]+]], ^
  %b = bpf.require_nonnull %w else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  %n2 = bpf.call @bpf_iter_num_new(%inner, %c0, %c0) : (!bpf.ptr<mem>, i32, i32) -> i32
  cf.br ^inner
^inner:
  %next2 = bpf.call @bpf_iter_num_next(%inner) : (!bpf.ptr<mem>) -> !bpf.ptr<map_value, nullable>
  bpf.br_null %next2, ^innerOut, ^innerBody : !bpf.ptr<map_value, nullable>
^innerBody(%j: !bpf.ptr<map_value>):
  %x = bpf.lookup @m[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.lookup
  // CHECK-NEXT: bpf.br_null %{{.*}}, ^[[BOTH:bb[0-9]+]], ^
  %c = bpf.require_nonnull %x else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  cf.br ^inner
^innerOut:
  bpf.call @bpf_iter_num_destroy(%inner) : (!bpf.ptr<mem>) -> ()
  %y = bpf.lookup @m[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.lookup
  // CHECK-NEXT: bpf.br_null %{{.*}}, ^[[ONE]], ^
  %d = bpf.require_nonnull %y else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  cf.br ^head
^out:
  bpf.call @bpf_iter_num_destroy(%outer) : (!bpf.ptr<mem>) -> ()
  %z = bpf.lookup @m[%key] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.lookup
  // CHECK-NEXT: bpf.br_null %{{.*}}, ^[[NONE]], ^
  %e = bpf.require_nonnull %z else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.return %c0 : i32
// CHECK: ^[[NONE]]:
// CHECK-NEXT: %[[R1:.*]] = arith.constant 0
// CHECK-NEXT: bpf.return %[[R1]]
// CHECK: ^[[ONE]]:
// CHECK-NEXT: bpf.call @bpf_iter_num_destroy(%[[OUTER]])
// CHECK-NEXT: %[[R2:.*]] = arith.constant 0
// CHECK-NEXT: bpf.return %[[R2]]
// CHECK: ^[[BOTH]]:
// CHECK-NEXT: bpf.call @bpf_iter_num_destroy(%[[INNER]])
// CHECK-NEXT: bpf.call @bpf_iter_num_destroy(%[[OUTER]])
// CHECK-NEXT: %[[R3:.*]] = arith.constant 0
// CHECK-NEXT: bpf.return %[[R3]]
}

// -----

// Without demands nothing changes.
// CHECK-NOT: sonde_zero
// CHECK-LABEL: bpf.prog @nothing
// CHECK-NEXT: %[[ZERO:.*]] = arith.constant 0 : i32
// CHECK-NEXT: bpf.return %[[ZERO]] : i32
// CHECK-NEXT: }
bpf.prog @nothing type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  bpf.return %c0 : i32
}
