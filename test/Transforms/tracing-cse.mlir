// RUN: sonde-opt %s --pass-pipeline='builtin.module(tracing.probe(tracing-cse))' | FileCheck %s
// Equal computations are merged unless something between may change what they read.

tracing.map @a : ui32 -> si64
tracing.map @b : ui32 -> si64
tracing.event @pair print fields [si64, si64]
tracing.event @names print fields [!tracing.str<16>, !tracing.str<16>]
tracing.event @clear_a clear_map map(@a)
tracing.c_func @unknown : () -> ()
tracing.c_func @pure : (si64) -> si64 {pure}

// CHECK-LABEL: tracing.probe @unrelated_writes
tracing.probe @unrelated_writes attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[PID:.*]] = tracing.builtin pid
  %pid = tracing.builtin pid : i32
  // CHECK-NEXT: %[[COMM:.*]] = tracing.builtin comm
  %c0 = tracing.builtin comm : !tracing.str<16>
  // CHECK-NEXT: %[[A:.*]] = tracing.map_get @a[%[[PID]] : i32]
  %a0 = tracing.map_get @a[%pid : i32] : i64
  // CHECK-NEXT: tracing.map_set @b
  tracing.map_set @b[%pid : i32] = %a0 : i64
  %pid1 = tracing.builtin pid : i32
  %c1 = tracing.builtin comm : !tracing.str<16>
  %a1 = tracing.map_get @a[%pid1 : i32] : i64
  // CHECK-NEXT: tracing.emit @pair(%[[A]], %[[A]]
  tracing.emit @pair(%a0, %a1 : i64, i64)
  // CHECK-NEXT: tracing.emit @names(%[[COMM]], %[[COMM]]
  tracing.emit @names(%c0, %c1 : !tracing.str<16>, !tracing.str<16>)
  tracing.return
}

// CHECK-LABEL: tracing.probe @same_map
tracing.probe @same_map attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %pid = tracing.builtin pid : i32
  // CHECK: %[[BEFORE:.*]] = tracing.map_get @a
  %a0 = tracing.map_get @a[%pid : i32] : i64
  tracing.map_set @a[%pid : i32] = %a0 : i64
  // CHECK: %[[AFTER:.*]] = tracing.map_get @a
  %a1 = tracing.map_get @a[%pid : i32] : i64
  // CHECK: tracing.emit @pair(%[[BEFORE]], %[[AFTER]]
  tracing.emit @pair(%a0, %a1 : i64, i64)
  // The event empties the map, and an unknown function may write it.
  // CHECK: tracing.emit @clear_a
  tracing.emit @clear_a()
  // CHECK: %[[CLEARED:.*]] = tracing.map_get @a
  %a2 = tracing.map_get @a[%pid : i32] : i64
  // CHECK: tracing.call @unknown
  tracing.call @unknown() : () -> ()
  // CHECK: %[[CALLED:.*]] = tracing.map_get @a
  %a3 = tracing.map_get @a[%pid : i32] : i64
  // CHECK: tracing.emit @pair(%[[CLEARED]], %[[CALLED]]
  tracing.emit @pair(%a2, %a3 : i64, i64)
  tracing.return
}

// Fresh values are never merged, unused ones go.
// CHECK-LABEL: tracing.probe @fresh
tracing.probe @fresh attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NEXT: %[[T0:.*]] = tracing.clock boot
  %t0 = tracing.clock boot : i64
  %unused = tracing.clock boot : i64
  // CHECK-NEXT: %[[T1:.*]] = tracing.clock boot
  %t1 = tracing.clock boot : i64
  // CHECK-NEXT: tracing.emit @pair(%[[T0]], %[[T1]]
  tracing.emit @pair(%t0, %t1 : i64, i64)
  tracing.return
}

// Two reads of outside memory may see the same state.
// CHECK-LABEL: tracing.probe @reads
tracing.probe @reads attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %p = tracing.ptr_cast %n : i64 -> !tracing.ptr<i64, user>
  // CHECK: %[[V:.*]] = tracing.read
  %v0 = tracing.read %p : !tracing.ptr<i64, user> -> i64
  // CHECK-NEXT: %[[P:.*]] = tracing.call @pure
  %x0 = tracing.call @pure(%v0) : (i64) -> i64
  %v1 = tracing.read %p : !tracing.ptr<i64, user> -> i64
  %x1 = tracing.call @pure(%v1) : (i64) -> i64
  // CHECK-NEXT: tracing.emit @pair(%[[P]], %[[P]]
  tracing.emit @pair(%x0, %x1 : i64, i64)
  tracing.return
}

// A write on one of two ways keeps the reads apart; without it they are merged.
// CHECK-LABEL: tracing.probe @diamond
tracing.probe @diamond attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[PID:.*]] = tracing.builtin pid
  %pid = tracing.builtin pid : i32
  %c7 = arith.constant 7 : i32
  %test = arith.cmpi eq, %pid, %c7 : i32
  // CHECK: %[[A:.*]] = tracing.map_get @a
  %a0 = tracing.map_get @a[%pid : i32] : i64
  // CHECK: %[[B:.*]] = tracing.map_get @b
  %b0 = tracing.map_get @b[%pid : i32] : i64
  cf.cond_br %test, ^write, ^join
^write:
  %pid1 = tracing.builtin pid : i32
  // CHECK: tracing.map_set @a[%[[PID]] : i32] = %[[B]]
  tracing.map_set @a[%pid1 : i32] = %b0 : i64
  cf.br ^join
^join:
  // CHECK: %[[A1:.*]] = tracing.map_get @a
  %a1 = tracing.map_get @a[%pid : i32] : i64
  // CHECK-NEXT: tracing.emit @pair(%[[A1]], %[[B]]
  %b1 = tracing.map_get @b[%pid : i32] : i64
  tracing.emit @pair(%a1, %b1 : i64, i64)
  // CHECK-NEXT: tracing.emit @pair(%[[A]], %[[B]]
  tracing.emit @pair(%a0, %b0 : i64, i64)
  tracing.return
}

// An iteration is an ordering point for reads, not for what cannot change.
// CHECK-LABEL: tracing.probe @iterations
tracing.probe @iterations attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[PID:.*]] = tracing.builtin pid
  %pid = tracing.builtin pid : i32
  // CHECK: %[[A:.*]] = tracing.map_get @a
  %a0 = tracing.map_get @a[%pid : i32] : i64
  cf.br ^loop
^loop:
  %pid1 = tracing.builtin pid : i32
  // CHECK: %[[A1:.*]] = tracing.map_get @a[%[[PID]] : i32]
  %a1 = tracing.map_get @a[%pid1 : i32] : i64
  tracing.emit @pair(%a0, %a1 : i64, i64)
  %again = arith.cmpi eq, %a0, %a1 : i64
  cf.cond_br %again, ^loop, ^end
^end:
  tracing.return
}

// Variables: a write to another one is no obstacle.
// CHECK-LABEL: tracing.probe @variables
tracing.probe @variables attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  // CHECK: %[[X:.*]] = tracing.local "x"
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  // CHECK: %[[Y:.*]] = tracing.local "y"
  %y = tracing.local "y" : !tracing.ptr<i64, local>
  // CHECK: %[[X0:.*]] = tracing.load_local %[[X]]
  %x0 = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  tracing.store_local %n, %y : i64, !tracing.ptr<i64, local>
  // CHECK-NOT: tracing.load_local
  %x1 = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  // CHECK: tracing.store_local %{{.*}}, %[[X]]
  tracing.store_local %n, %x : i64, !tracing.ptr<i64, local>
  // CHECK: %[[X2:.*]] = tracing.load_local %[[X]]
  %x2 = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  // CHECK: tracing.emit @pair(%[[X0]], %[[X2]]
  tracing.emit @pair(%x1, %x2 : i64, i64)
  tracing.return
}
