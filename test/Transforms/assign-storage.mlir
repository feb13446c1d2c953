// RUN: sonde-opt %s --bpf-assign-storage | FileCheck %s --check-prefixes=CHECK,AUTO
// RUN: sonde-opt %s --bpf-assign-storage=scratch=never | FileCheck %s --check-prefix=NEVER
// RUN: sonde-opt %s --bpf-assign-storage=scratch=always | FileCheck %s --check-prefix=ALWAYS
// RUN: sonde-opt %s --bpf-assign-storage=budget=32 | FileCheck %s --check-prefix=TIGHT
// RUN: sonde-opt %s --mlir-disable-threading --pass-pipeline='builtin.module(bpf.prog(bpf-print-stack))' -o /dev/null | FileCheck %s --check-prefix=BEFORE
// RUN: sonde-opt %s --mlir-disable-threading --pass-pipeline='builtin.module(bpf-assign-storage,bpf.prog(bpf-print-stack))' -o /dev/null | FileCheck %s --check-prefix=AFTER
// Buffers get places: shared where lifetimes allow it, in a map where the stack is full.

// AUTO-NOT:   @sonde_scratch_shared
// AUTO:       bpf.map @sonde_scratch_large percpu_array key i32 value !llvm.array<600 x i8> max_entries 1
// AUTO-LABEL: bpf.prog @large
// NEVER-NOT:  sonde_scratch
// ALWAYS:     bpf.map @sonde_scratch_shared percpu_array key i32 value !llvm.array<32 x i8> max_entries 1
// TIGHT:      bpf.map @sonde_scratch_large percpu_array key i32 value !llvm.array<600 x i8> max_entries 1

bpf.map @names hash key !llvm.array<16 x i8> value i64 max_entries 64
bpf.map @r ringbuf max_entries 4096
bpf.global @out bss : !llvm.array<16 x i64>

// BEFORE:      @large: 0 bytes of stack
// BEFORE-NEXT:   buffer 0: 600 bytes, alive with: 1
// BEFORE-NEXT:   buffer 1: 8 bytes, alive with: 0
// AFTER:       @large: 16 bytes of stack
// AFTER-NEXT:    slot: 8 bytes
// AFTER-NEXT:    slot: 8 bytes

// The lookup is made where the memory is first needed, but not while a record
// is open, because the way out would lose the record.
bpf.prog @large type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %b = bpf.buffer size 600 align 8 : !bpf.ptr<mem>
  %small = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  // AUTO-COUNT-2: bpf.stack size 8 align 8
  // AUTO: cf.cond_br %{{.*}}, ^[[EXIT:.*]], ^[[BODY:.*]]
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %zero = arith.constant 0 : i64
  %skip = arith.cmpi eq, %n, %zero : i64
  cf.cond_br %skip, ^exit, ^body
// AUTO: ^[[BODY]]:
^body:
  // AUTO-NEXT: %[[INDEX:.*]] = arith.constant 0 : i32
  // AUTO-NEXT: bpf.store %[[INDEX]], %[[KEY:.*]][0] align 4
  // AUTO-NEXT: %[[V:.*]] = bpf.lookup @sonde_scratch_large[%[[KEY]]]
  // AUTO-NEXT: bpf.br_null %[[V]], ^[[LEAVE:.*]], ^[[FOUND:.*]] :
  // AUTO-NEXT: ^[[FOUND]](%[[BASE:.*]]: !bpf.ptr<map_value>):
  // AUTO-NEXT: %[[B:.*]] = bpf.scratch %[[BASE]][0] size 600
  // AUTO-NEXT: bpf.ringbuf_reserve
  %r = bpf.ringbuf_reserve @r size 1024 : !bpf.ptr<ringbuf, nullable>
  bpf.br_null %r, ^exit, ^fill : !bpf.ptr<ringbuf, nullable>
^fill(%record: !bpf.ptr<ringbuf>):
  // AUTO: bpf.probe_read_str user %[[B]][0] size 600
  %e = bpf.probe_read_str user %b[0] size 600 from %n : !bpf.ptr<mem> -> i64
  %e2 = bpf.probe_read kernel %small[0] size 8 from %n : !bpf.ptr<mem> -> i64
  bpf.copy %record[0], %b[0] size 600 align 8 : !bpf.ptr<ringbuf>, !bpf.ptr<mem>
  bpf.copy %record[600], %small[0] size 8 align 8 : !bpf.ptr<ringbuf>, !bpf.ptr<mem>
  bpf.ringbuf_submit %record : !bpf.ptr<ringbuf>
  cf.br ^exit
^exit:
  bpf.return %c0 : i32
  // AUTO: ^[[LEAVE]]:
  // AUTO: bpf.return
}

// BEFORE:      @shared: 0 bytes of stack
// BEFORE-NEXT:   buffer 0: 16 bytes, alive with: 2 3{{$}}
// BEFORE-NEXT:   buffer 1: 16 bytes, alive with: 3{{$}}
// BEFORE-NEXT:   buffer 2: 16 bytes, alive with: 0 3{{$}}
// BEFORE-NEXT:   buffer 3: 8 bytes, in registers, alive with: 0 1 2{{$}}
// AFTER:       @shared: 32 bytes of stack

// Two keys that are never alive at once share a slot; a third is alive with the
// first; what LLVM keeps in registers stays apart.
// CHECK-LABEL: bpf.prog @shared
// NEVER-LABEL: bpf.prog @shared
bpf.prog @shared type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  // CHECK-NEXT: bpf.stack size 8 align 8
  // CHECK-NEXT: bpf.stack size 16 align 8
  // CHECK-NEXT: bpf.stack size 16 align 8
  // NEVER: bpf.stack
  // CHECK-NOT: bpf.stack
  %c0 = arith.constant 0 : i32
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %c16 = arith.constant 16 : i32
  %k1 = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  %k2 = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  %k3 = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  %word = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  bpf.store %n, %word[0] align 8 : i64, !bpf.ptr<mem>
  // CHECK: bpf.helper get_current_comm(%[[K1:.*]], %{{.*}})
  %e0 = bpf.helper get_current_comm(%k1, %c16) : (!bpf.ptr<mem>, i32) -> i64
  bpf.zero %k3[0] size 16 align 8 : !bpf.ptr<mem>
  // CHECK: bpf.update @names[%[[K1]]], %[[K3:.*]] any
  %e1 = bpf.update @names[%k1], %k3 any : !bpf.ptr<mem>, !bpf.ptr<mem> -> i64
  // CHECK: bpf.probe_read kernel %[[K2:.*]][0]
  %e2 = bpf.probe_read kernel %k2[0] size 16 from %n : !bpf.ptr<mem> -> i64
  // CHECK: bpf.delete @names[%[[K2]]]
  %e3 = bpf.delete @names[%k2] : !bpf.ptr<mem> -> i64
  %m = bpf.load %word[0] align 8 : !bpf.ptr<mem> -> i64
  %e4 = bpf.probe_read kernel %k2[0] size 16 from %m : !bpf.ptr<mem> -> i64
  bpf.return %c0 : i32
}

// Pointers that are computed from a buffer get its new type.
// CHECK-LABEL: bpf.prog @derived
bpf.prog @derived type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %c8 = arith.constant 8 : i64
  %b = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  // CHECK: %[[P:.*]] = bpf.ptr_add %{{.*}} access 8 bound 16 : !bpf.ptr<stack>
  %p = bpf.ptr_add %b, %c8 access 8 bound 16 : !bpf.ptr<mem>
  // CHECK: cf.br ^[[NEXT:.*]](%[[P]] : !bpf.ptr<stack>)
  cf.br ^next(%p : !bpf.ptr<mem>)
// CHECK: ^[[NEXT]](%{{.*}}: !bpf.ptr<stack>):
^next(%q: !bpf.ptr<mem>):
  bpf.store %c8, %q[0] align 8 : i64, !bpf.ptr<mem>
  bpf.return %c0 : i32
}

// A small buffer stays on the stack, although it could share a large one's place
// in the map.
// CHECK-LABEL: bpf.prog @small
bpf.prog @small type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  // AUTO: %[[SMALL:.*]] = bpf.stack size 16 align 8
  %c0 = arith.constant 0 : i32
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %large = bpf.buffer size 600 align 8 : !bpf.ptr<mem>
  %key = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  // AUTO: bpf.scratch %{{.*}}[0] size 600
  // AUTO-NOT: bpf.scratch
  %e0 = bpf.probe_read kernel %large[0] size 600 from %n : !bpf.ptr<mem> -> i64
  // AUTO: bpf.probe_read kernel %[[SMALL]][0] size 16
  %e1 = bpf.probe_read kernel %key[0] size 16 from %n : !bpf.ptr<mem> -> i64
  %e2 = bpf.delete @names[%key] : !bpf.ptr<mem> -> i64
  bpf.return %c0 : i32
}

// Memory that only unreachable code uses needs no lookup.
// CHECK-LABEL: bpf.prog @unreachable
bpf.prog @unreachable type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  // AUTO-NOT: bpf.lookup
  // AUTO: bpf.stack size 600
  %c0 = arith.constant 0 : i32
  %large = bpf.buffer size 600 align 8 : !bpf.ptr<mem>
  bpf.return %c0 : i32
^dead:
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %e = bpf.probe_read kernel %large[0] size 600 from %n : !bpf.ptr<mem> -> i64
  bpf.return %c0 : i32
}

// CHECK-LABEL: bpf.prog @nothing
// CHECK-NEXT: %[[C:.*]] = arith.constant 0 : i32
// CHECK-NEXT: bpf.return %[[C]]
bpf.prog @nothing type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  bpf.return %c0 : i32
}
