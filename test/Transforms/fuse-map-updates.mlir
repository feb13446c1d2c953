// RUN: sonde-opt %s --pass-pipeline='builtin.module(tracing.probe(tracing-fuse-map-updates))' | FileCheck %s
// Several accesses under one key become one.

tracing.map @m : ui32 -> si64
tracing.map @n : none -> si64
tracing.map @avg : none -> !tracing.agg<avg>
tracing.map @sum : none -> !tracing.agg<sum>
tracing.map @series : none -> !tracing.agg<tseries, 1000, 10, sum>
tracing.event @number print fields [si64]
tracing.event @show_m print_map map(@m)
tracing.error_site @err_0 map_full "map_update_elem" map(@m)

// CHECK-LABEL: tracing.probe @add
tracing.probe @add attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.builtin pid : i32
  // CHECK: %[[D:.*]] = tracing.clock
  %d = tracing.clock boot : i64
  // CHECK-NEXT: tracing.map_update @m[%{{.*}} : i32] add(%[[D]]) on_error(@err_0)
  %o = tracing.map_get @m[%k : i32] : i64
  %n = arith.addi %d, %o : i64
  tracing.map_set @m[%k : i32] = %n on_error(@err_0) : i64
  // CHECK-NEXT: tracing.return
  tracing.return
}

// CHECK-LABEL: tracing.probe @subtract
tracing.probe @subtract attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[D:.*]] = tracing.clock
  %d = tracing.clock boot : i64
  // CHECK: %[[ZERO:.*]] = arith.constant 0 : i64
  // CHECK: %[[NEG:.*]] = arith.subi %[[ZERO]], %[[D]] : i64
  // CHECK: tracing.map_update @n[] add(%[[NEG]])
  // CHECK-NOT: tracing.map_set
  %o = tracing.map_get @n[] : i64
  %n = arith.subi %o, %d : i64
  tracing.map_set @n[] = %n : i64
  tracing.return
}

// CHECK-LABEL: tracing.probe @yields
tracing.probe @yields attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[C1:.*]] = arith.constant 1 : i64
  %c1 = arith.constant 1 : i64
  // CHECK-NEXT: %[[OLD:.*]] = tracing.map_update @n[] add(%[[C1]]) yield old : i64
  // CHECK-NEXT: tracing.emit @number(%[[OLD]]
  %o = tracing.map_get @n[] : i64
  %n = arith.addi %o, %c1 : i64
  tracing.map_set @n[] = %n : i64
  tracing.emit @number(%o : i64)
  // CHECK-NEXT: %[[NEW:.*]] = tracing.map_update @n[] add(%[[C1]]) yield new : i64
  // CHECK-NEXT: tracing.emit @number(%[[NEW]]
  %o2 = tracing.map_get @n[] : i64
  %n2 = arith.addi %o2, %c1 : i64
  tracing.map_set @n[] = %n2 : i64
  tracing.emit @number(%n2 : i64)
  tracing.return
}

// CHECK-LABEL: tracing.probe @added
tracing.probe @added attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[A:.*]] = tracing.clock boot
  %a = tracing.clock boot : i64
  // CHECK: %[[B:.*]] = tracing.clock tai
  %b = tracing.clock tai : i64
  // CHECK-NEXT: %[[AB:.*]] = arith.addi %[[A]], %[[B]]
  // CHECK-NEXT: %[[BA:.*]] = arith.addi %[[B]], %[[A]]
  // CHECK-NEXT: tracing.map_update @avg[] add(%[[AB]]), add(%[[BA]])
  tracing.map_update @avg[] add(%a), add(%b)
  tracing.map_update @avg[] add(%b), add(%a)
  // CHECK-NEXT: %[[S:.*]] = arith.addi %[[A]], %[[B]]
  // CHECK-NEXT: tracing.aggregate sum @sum[](%[[S]])
  tracing.aggregate sum @sum[](%a)
  tracing.aggregate sum @sum[](%b)
  // CHECK-NEXT: tracing.return
  tracing.return
}

// Sums of one epoch are one addition, those of two are not.
// CHECK-LABEL: tracing.probe @epochs
tracing.probe @epochs attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[A:.*]] = tracing.clock boot
  %a = tracing.clock boot : i64
  // CHECK: %[[B:.*]] = tracing.clock tai
  %b = tracing.clock tai : i64
  // CHECK-NEXT: %[[S:.*]] = arith.addi %[[A]], %[[B]]
  // CHECK-NEXT: tracing.map_update @series[] at %[[A]] epoch %[[A]] add(%[[S]])
  tracing.map_update @series[] at %a epoch %a add(%a)
  tracing.map_update @series[] at %a epoch %a add(%b)
  // CHECK-NEXT: tracing.map_update @series[] at %[[A]] epoch %[[B]] add(%[[B]])
  tracing.map_update @series[] at %a epoch %b add(%b)
  // CHECK-NEXT: tracing.return
  tracing.return
}

// CHECK-LABEL: tracing.probe @overwritten
tracing.probe @overwritten attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.clock boot : i64
  // CHECK: %[[B:.*]] = tracing.clock tai
  %b = tracing.clock tai : i64
  // CHECK-NEXT: tracing.emit @number
  tracing.map_set @n[] = %a : i64
  tracing.emit @number(%a : i64)
  // CHECK-NEXT: tracing.map_set @n[] = %[[B]]
  tracing.map_set @n[] = %b : i64
  // CHECK-NEXT: tracing.return
  tracing.return
}

// Nothing to do: other keys, a map that is read or shown in between, other kinds of update.
// CHECK-LABEL: tracing.probe @apart
tracing.probe @apart attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.builtin pid : i32
  %k2 = tracing.builtin tid : i32
  %a = tracing.clock boot : i64
  // CHECK: tracing.map_get @m
  // CHECK: tracing.map_set @m
  %o = tracing.map_get @m[%k : i32] : i64
  %n = arith.addi %o, %a : i64
  tracing.map_set @m[%k2 : i32] = %n : i64
  // CHECK: tracing.emit @show_m
  tracing.emit @show_m()
  // CHECK: tracing.map_set @m
  tracing.map_set @m[%k2 : i32] = %a : i64
  // CHECK: tracing.map_has @m
  %h = tracing.map_has @m[%k : i32] : i1
  // CHECK: tracing.map_set @m
  tracing.map_set @m[%k2 : i32] = %a : i64
  // CHECK: tracing.map_update @n[] umax
  tracing.map_update @n[] umax(%a)
  // CHECK: tracing.map_update @n[] add
  tracing.map_update @n[] add(%a)
  // CHECK: tracing.map_get @n
  // CHECK: tracing.map_set @n
  %x = tracing.map_get @n[] : i64
  %y = arith.addi %x, %x : i64
  tracing.map_set @n[] = %y : i64
  // Both the old and the new value are used: an update yields only one.
  // CHECK: tracing.map_get @n
  // CHECK: tracing.map_set @n
  %v = tracing.map_get @n[] : i64
  %w = arith.addi %v, %a : i64
  tracing.map_set @n[] = %w : i64
  tracing.emit @number(%v : i64)
  tracing.emit @number(%w : i64)
  // The old value is used before the update is done.
  // CHECK: tracing.map_get @n
  // CHECK: tracing.map_set @n
  %q = tracing.map_get @n[] : i64
  tracing.emit @number(%q : i64)
  %r = arith.addi %q, %a : i64
  tracing.map_set @n[] = %r : i64
  tracing.return
}
