// RUN: sonde-opt %s --pass-pipeline='builtin.module(tracing.probe(tracing-sink-past-filters))' | FileCheck %s
// Work that only one side of a branch needs moves below the branch.

tracing.map @m : ui32 -> si64
tracing.event @text print fields [!tracing.str<16>]
tracing.event @numbers print fields [si64, si64]

// CHECK-LABEL: tracing.probe @filter
tracing.probe @filter attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NEXT: %[[PID:.*]] = tracing.builtin pid
  // CHECK-NEXT: arith.constant
  // CHECK-NEXT: arith.cmpi
  // CHECK-NEXT: cf.cond_br
  %pid = tracing.builtin pid : i32
  %now = tracing.map_get @m[%pid : i32] : i64
  %p = tracing.ptr_cast %now : i64 -> !tracing.ptr<i8, user>
  %s = tracing.read_str %p : !tracing.ptr<i8, user> -> !tracing.str<16>
  %c7 = arith.constant 7 : i32
  %keep = arith.cmpi eq, %pid, %c7 : i32
  cf.cond_br %keep, ^body, ^exit
^body:
  // CHECK-NEXT: ^bb1:
  // CHECK-NEXT: %[[NOW:.*]] = tracing.map_get @m[%[[PID]] : i32]
  // CHECK-NEXT: %[[P:.*]] = tracing.ptr_cast %[[NOW]]
  // CHECK-NEXT: %[[S:.*]] = tracing.read_str %[[P]]
  // CHECK-NEXT: tracing.emit @text(%[[S]]
  tracing.emit @text(%s : !tracing.str<16>)
  cf.br ^exit
^exit:
  tracing.return
}

// Past two filters.
// CHECK-LABEL: tracing.probe @two_filters
tracing.probe @two_filters attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NOT: tracing.builtin comm
  // CHECK:     cf.cond_br
  // CHECK:     cf.cond_br
  // CHECK:     tracing.builtin comm
  %comm = tracing.builtin comm : !tracing.str<16>
  %pid = tracing.builtin pid : i32
  %c7 = arith.constant 7 : i32
  %a = arith.cmpi eq, %pid, %c7 : i32
  cf.cond_br %a, ^second, ^exit
^second:
  %tid = tracing.builtin tid : i32
  %b = arith.cmpi eq, %tid, %c7 : i32
  cf.cond_br %b, ^body, ^exit
^body:
  tracing.emit @text(%comm : !tracing.str<16>)
  cf.br ^exit
^exit:
  tracing.return
}

// Nothing moves: the time is fresh, @m is written, and %pid is used on both sides.
// CHECK-LABEL: tracing.probe @stays
tracing.probe @stays attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NEXT: tracing.clock
  // CHECK-NEXT: tracing.builtin pid
  // CHECK-NEXT: tracing.map_get
  // CHECK-NEXT: tracing.map_set
  // CHECK-NEXT: arith.constant
  // CHECK-NEXT: cf.cond_br
  %now = tracing.clock boot : i64
  %pid = tracing.builtin pid : i32
  %old = tracing.map_get @m[%pid : i32] : i64
  tracing.map_set @m[%pid : i32] = %now : i64
  %true = arith.constant true
  cf.cond_br %true, ^body, ^other
^body:
  tracing.emit @numbers(%old, %now : i64, i64)
  %a = tracing.map_has @m[%pid : i32] : i1
  tracing.return
^other:
  %b = tracing.map_has @m[%pid : i32] : i1
  tracing.return
}

// Nothing moves into a block that is also entered from elsewhere.
// CHECK-LABEL: tracing.probe @joined
tracing.probe @joined attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: tracing.builtin comm
  // CHECK: cf.cond_br
  %comm = tracing.builtin comm : !tracing.str<16>
  %true = arith.constant true
  cf.cond_br %true, ^side, ^join
^side:
  cf.br ^join
^join:
  tracing.emit @text(%comm : !tracing.str<16>)
  tracing.return
}
