// RUN: sonde-opt %s --tracing-print-map-use 2>&1 >/dev/null | FileCheck %s
// One line for each map says how it is used.

// CHECK:      @a: 1 reads, 1 writes, 0 updates, 1 events
// CHECK-NEXT: @b: 0 reads, 0 writes, 2 updates, 0 events, not observed
// CHECK-NEXT: @: 1 reads, 1 writes, 0 updates, 0 events, not observed
tracing.map @a : none -> si64
tracing.map @b : none -> !tracing.agg<count>
tracing.map @__ : ui32 -> si64
tracing.event @show print_map map(@a)
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %pid = tracing.builtin pid : i32
  %n = tracing.map_get @a[] : i64
  tracing.map_set @a[] = %n : i64
  tracing.aggregate count @b[]
  tracing.map_update @b[] add(%n)
  %gone = tracing.map_delete @__[%pid : i32] : i1
  tracing.emit @show()
  tracing.return
}
