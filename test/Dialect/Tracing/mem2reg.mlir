// RUN: sonde-opt %s --pass-pipeline='builtin.module(tracing.probe(mem2reg))' | FileCheck %s
// Small variables become SSA values, zero until they are written; text stays in memory.

tracing.map @out : none -> si64
tracing.event @show print fields [!tracing.str<16>]

// CHECK-LABEL: tracing.probe @branches
tracing.probe @branches attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NOT: tracing.local
  // CHECK: %[[ZERO:.*]] = arith.constant 0 : i64
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  %c = arith.constant true
  %now = tracing.clock boot : i64
  // CHECK: cf.cond_br %{{.*}}, ^[[WRITE:.*]], ^[[END:.*]](%[[ZERO]] : i64)
  cf.cond_br %c, ^write, ^end
^write:
  tracing.store_local %now, %x : i64, !tracing.ptr<i64, local>
  // CHECK: cf.br ^[[END]](%{{.*}} : i64)
  cf.br ^end
^end:
  // CHECK: ^[[END]](%[[X:.*]]: i64):
  %v = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  // CHECK: tracing.map_set @out[] = %[[X]] : i64
  tracing.map_set @out[] = %v : i64
  tracing.return
}

// CHECK-LABEL: tracing.probe @address
tracing.probe @address attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[ZERO:.*]] = arith.constant 0 : i64
  // CHECK: %[[NULL:.*]] = tracing.ptr_cast %[[ZERO]] : i64 -> !tracing.ptr<i8, user>
  %x = tracing.local "x" : !tracing.ptr<!tracing.ptr<i8, user>, local>
  %p = tracing.load_local %x : !tracing.ptr<!tracing.ptr<i8, user>, local> -> !tracing.ptr<i8, user>
  // CHECK: tracing.ptr_cast %[[NULL]] : !tracing.ptr<i8, user> -> i64
  %v = tracing.ptr_cast %p : !tracing.ptr<i8, user> -> i64
  tracing.map_set @out[] = %v : i64
  tracing.return
}

// Written before it is read: no zero is left behind.
// CHECK-LABEL: tracing.probe @written
tracing.probe @written attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NEXT: %[[NOW:.*]] = tracing.clock
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  %now = tracing.clock boot : i64
  tracing.store_local %now, %x : i64, !tracing.ptr<i64, local>
  %v = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  // CHECK-NEXT: tracing.map_set @out[] = %[[NOW]] : i64
  tracing.map_set @out[] = %v : i64
  tracing.return
}

// CHECK-LABEL: tracing.probe @text
tracing.probe @text attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: tracing.local "s"
  %s = tracing.local "s" : !tracing.ptr<!tracing.str<16>, local>
  %comm = tracing.builtin comm : !tracing.str<16>
  // CHECK: tracing.store_local
  tracing.store_local %comm, %s : !tracing.str<16>, !tracing.ptr<!tracing.str<16>, local>
  // CHECK: tracing.load_local
  %v = tracing.load_local %s : !tracing.ptr<!tracing.str<16>, local> -> !tracing.str<16>
  tracing.emit @show(%v : !tracing.str<16>)
  tracing.return
}

// An address that is used in another way keeps its variable.
// CHECK-LABEL: tracing.probe @escapes
tracing.probe @escapes attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[X:.*]] = tracing.local "x"
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  // CHECK: tracing.map_get @out[] into %[[X]]
  tracing.map_get @out[] into %x : !tracing.ptr<i64, local>
  %v = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  tracing.map_set @out[] = %v : i64
  tracing.return
}
