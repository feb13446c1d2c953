// RUN: sonde-opt %s -split-input-file --tracing-prune | FileCheck %s
// Symbols that nothing needs go.

// CHECK:     tracing.map @used
// CHECK-NOT: tracing.map
// CHECK:     tracing.event @sent
// CHECK-NOT: tracing.event
// CHECK:     tracing.error_site @named
// CHECK-NOT: tracing.error_site
// CHECK:     tracing.param @asked
// CHECK-NOT: tracing.param
// CHECK:     tracing.c_func @called
// CHECK-NOT: tracing.c_func
// CHECK:     tracing.struct @context size 16 [#tracing.member<"next", !tracing.ptr<!tracing.struct<"other">, kernel>, 8>]
// CHECK:     tracing.struct @other size 32 []
// CHECK-NOT: tracing.struct
tracing.map @used : none -> si64
tracing.map @unused : none -> si64
tracing.event @sent print fields [si64]
tracing.event @unsent print_map map(@unused)
tracing.error_site @named divide_by_zero
tracing.error_site @unnamed map_full map(@unused)
tracing.param @asked "$1" : si64 = 1
tracing.param @unasked "$2" : si64 = 1
tracing.c_func @called : (si64) -> ()
tracing.c_func @uncalled : (si64) -> ()
tracing.struct @context size 16 [#tracing.member<"id", si64, 0>, #tracing.member<"next", !tracing.ptr<!tracing.struct<"other">, kernel>, 8>]
tracing.struct @other size 32 [#tracing.member<"deep", !tracing.ptr<!tracing.struct<"third">, kernel>, 8>]
tracing.struct @third size 8 []
// CHECK: tracing.probe @p
tracing.probe @p attach [#tracing.attach<tracepoint, "a:b">] (%ctx: !tracing.ptr<!tracing.struct<"context">, ctx>) {
  %n = tracing.param_value @asked : i64
  tracing.map_set @used[] = %n : i64
  tracing.emit @sent(%n : i64)
  tracing.report @named
  tracing.call @called(%n) : (i64) -> ()
  %next = tracing.ctx_field %ctx, "next" : !tracing.ptr<!tracing.struct<"context">, ctx> -> !tracing.ptr<!tracing.struct<"other">, kernel>
  %address = tracing.ptr_cast %next : !tracing.ptr<!tracing.struct<"other">, kernel> -> i64
  tracing.emit @sent(%address : i64)
  tracing.return
}

// -----

// Maps are not printed at exit: what is only written goes with its writes.
module attributes {tracing.config = #tracing.config<{print_maps_on_exit = 0 : i64}>} {
  // CHECK-NOT: @written
  // CHECK-NOT: @counted
  // CHECK-NOT: @err_0
  // CHECK: tracing.map @read
  // CHECK: tracing.map @shown
  // CHECK: tracing.map @yielded
  tracing.map @written : ui32 -> si64
  tracing.map @counted : none -> !tracing.agg<count>
  tracing.map @read : none -> si64
  tracing.map @shown : none -> si64
  tracing.map @yielded : none -> si64
  tracing.event @show print_map map(@shown)
  tracing.event @number print fields [si64]
  tracing.error_site @err_0 map_full "map_update_elem" map(@written)
  // CHECK-LABEL: tracing.probe @writer
  tracing.probe @writer attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %pid = tracing.builtin pid : i32
    %one = arith.constant 1 : i64
    tracing.map_set @written[%pid : i32] = %one on_error(@err_0) : i64
    %deleted = tracing.map_delete @written[%pid : i32] : i1
    tracing.aggregate count @counted[]
    // CHECK: tracing.map_set @read
    tracing.map_set @read[] = %one : i64
    // CHECK-NEXT: tracing.map_get @read
    %r = tracing.map_get @read[] : i64
    // CHECK-NEXT: tracing.map_set @shown
    tracing.map_set @shown[] = %r : i64
    // CHECK-NEXT: tracing.map_update @yielded
    %y = tracing.map_update @yielded[] add(%one) yield new : i64
    tracing.emit @number(%y : i64)
    tracing.emit @show()
    tracing.return
  }
}

// -----

// Nothing to do: a map that is printed at exit is needed when it is written.
// CHECK: tracing.map @written
// CHECK: tracing.map_set @written
tracing.map @written : none -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %one = arith.constant 1 : i64
  tracing.map_set @written[] = %one : i64
  tracing.return
}
