// RUN: sonde-opt %s --tracing-expand-aggregations | FileCheck %s
// Each kind of aggregation becomes updates of words.

tracing.map @count : si64 -> !tracing.agg<count>
tracing.map @sum : none -> !tracing.agg<sum>
tracing.map @avg : none -> !tracing.agg<avg>
tracing.map @stats : none -> !tracing.agg<stats>
tracing.map @min : none -> !tracing.agg<min>
tracing.map @umin : none -> !tracing.agg<min, unsigned>
tracing.map @max : none -> !tracing.agg<max>
tracing.map @umax : none -> !tracing.agg<max, unsigned>
tracing.map @hist : none -> !tracing.agg<hist, 2>
tracing.map @lhist : none -> !tracing.agg<lhist, -10, 100, 5>
tracing.map @last : none -> !tracing.agg<tseries, 1000, 10>
tracing.map @sums : none -> !tracing.agg<tseries, 1000, 10, sum>
tracing.map @means : none -> !tracing.agg<tseries, 1000, 10, avg>
tracing.map @least : none -> !tracing.agg<tseries, unsigned, 1000, 10, min>
tracing.map @plain : none -> si64
tracing.error_site @err_0 map_full "map_update_elem" map(@count)

// CHECK-LABEL: tracing.probe @kinds
tracing.probe @kinds attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[V:.*]] = tracing.clock
  %v = tracing.clock boot : i64
  // CHECK: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK: tracing.map_update @count[%[[V]] : i64] add(%[[C1]]) on_error(@err_0)
  tracing.aggregate count @count[%v : i64] on_error(@err_0)
  // CHECK: tracing.map_update @sum[] add(%[[V]])
  tracing.aggregate sum @sum[](%v)
  // CHECK: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK: tracing.map_update @avg[] add(%[[V]]), add(%[[C1]])
  tracing.aggregate avg @avg[](%v)
  // CHECK: tracing.map_update @stats[] add(%[[V]]), add(%{{.*}})
  tracing.aggregate stats @stats[](%v)

  // The order of what is kept: lib/Types/Ordered.h.
  // CHECK: %[[FLIP:.*]] = arith.constant 9223372036854775807 : i64
  // CHECK: %[[O:.*]] = arith.xori %[[V]], %[[FLIP]]
  // CHECK: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK: tracing.map_update @min[] umax(%[[O]]), umax(%[[C1]])
  tracing.aggregate min @min[](%v)
  // CHECK: %[[FLIP:.*]] = arith.constant -1 : i64
  // CHECK: %[[O:.*]] = arith.xori %[[V]], %[[FLIP]]
  // CHECK: tracing.map_update @umin[] umax(%[[O]]), umax(%{{.*}})
  tracing.aggregate min @umin[](%v)
  // CHECK: %[[FLIP:.*]] = arith.constant -9223372036854775808 : i64
  // CHECK: %[[O:.*]] = arith.xori %[[V]], %[[FLIP]]
  // CHECK: tracing.map_update @max[] umax(%[[O]]), umax(%{{.*}})
  tracing.aggregate max @max[](%v)
  // CHECK-NOT: xori
  // CHECK: tracing.map_update @umax[] umax(%[[V]]), umax(%{{.*}})
  tracing.aggregate max @umax[](%v)

  // CHECK: %[[B:.*]] = tracing.log2_bucket %[[V]] bits 2 : i64
  // CHECK: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK: tracing.map_update @hist[] at %[[B]] add(%[[C1]])
  tracing.aggregate hist @hist[](%v)
  // CHECK: %[[B:.*]] = tracing.linear_bucket %[[V]] from -10 to 100 step 5 : i64
  // CHECK: tracing.map_update @lhist[] at %[[B]] add(%{{.*}})
  tracing.aggregate lhist @lhist[](%v)
  tracing.return
}

// Of a series the words of the interval that the time falls into, as its kind does, which count only
// for that interval.
// CHECK-LABEL: tracing.probe @series
tracing.probe @series attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[V:.*]] = tracing.random
  %small = tracing.random : i32
  // CHECK: %[[V:.*]] = arith.extui
  %v = arith.extui %small : i32 to i64
  // CHECK: %[[T:.*]] = tracing.clock boot
  %t = tracing.clock boot : i64
  // CHECK-DAG: %[[NS:.*]] = arith.constant 1000 : i64
  // CHECK-DAG: %[[COUNT:.*]] = arith.constant 10 : i64
  // CHECK-DAG: %[[WORDS:.*]] = arith.constant 3 : i64
  // CHECK-DAG: %[[NUMBER:.*]] = tracing.div %[[T]], %[[NS]] : i64
  // CHECK-DAG: %[[PLACE:.*]] = tracing.rem %[[NUMBER]], %[[COUNT]] : i64
  // CHECK-DAG: %[[FIRST:.*]] = arith.muli %[[PLACE]], %[[WORDS]] : i64
  // CHECK-DAG: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK-DAG: %[[MARK:.*]] = arith.addi %[[NUMBER]], %[[C1]] : i64
  // CHECK: tracing.map_update @last[] at %[[FIRST]] epoch %[[MARK]] set(%[[V]]), set(%[[T]])
  tracing.aggregate tseries @last[](%v) at %t
  // CHECK: %[[WORDS:.*]] = arith.constant 2 : i64
  // CHECK: %[[FIRST:.*]] = arith.muli %{{.*}}, %[[WORDS]] : i64
  // CHECK: tracing.map_update @sums[] at %[[FIRST]] epoch %{{.*}} add(%[[V]])
  tracing.aggregate tseries @sums[](%v) at %t
  // CHECK: tracing.map_update @means[] at %{{.*}} epoch %{{.*}} add(%[[V]]), add(%{{.*}})
  tracing.aggregate tseries @means[](%v) at %t
  // CHECK: %[[O:.*]] = arith.xori %[[V]], %{{.*}}
  // CHECK: tracing.map_update @least[] at %{{.*}} epoch %{{.*}} umax(%[[O]]), umax(%{{.*}})
  tracing.aggregate tseries @least[](%v) at %t
  tracing.return
}

// What is read out of them is computed from words of all CPUs.
// CHECK-LABEL: tracing.probe @reads
tracing.probe @reads attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[SUM:.*]] = tracing.map_fold @sum[] add : i64
  // CHECK: tracing.map_set @plain[] = %[[SUM]]
  %sum = tracing.map_reduce @sum[] : i64
  tracing.map_set @plain[] = %sum : i64
  // CHECK: %[[W:.*]]:2 = tracing.map_fold @avg[] add, add : i64, i64
  // CHECK: %[[Q:.*]] = tracing.div signed %[[W]]#0, %[[W]]#1 : i64
  // CHECK: %[[NONE:.*]] = arith.cmpi eq, %[[W]]#1, %{{.*}}
  // CHECK: %[[AVG:.*]] = arith.select %[[NONE]], %{{.*}}, %[[Q]]
  // CHECK: tracing.map_set @plain[] = %[[AVG]]
  %avg = tracing.map_reduce @avg[] : i64
  tracing.map_set @plain[] = %avg : i64
  // CHECK: %[[W:.*]]:2 = tracing.map_fold @umin[] umax, umax : i64, i64
  // CHECK: %[[V:.*]] = arith.xori %[[W]]#0, %{{.*}}
  // CHECK: %[[NONE:.*]] = arith.cmpi eq, %[[W]]#1, %{{.*}}
  // CHECK: %[[MIN:.*]] = arith.select %[[NONE]], %{{.*}}, %[[V]]
  // CHECK: tracing.map_set @plain[] = %[[MIN]]
  %min = tracing.map_reduce @umin[] : i64
  tracing.map_set @plain[] = %min : i64
  // CHECK: %[[W:.*]]:2 = tracing.map_fold @stats[] add, add : i64, i64
  // CHECK: tracing.map_set @plain[] = %[[W]]#1
  %count, %average, %total = tracing.map_reduce @stats[] : i64, i64, i64
  tracing.map_set @plain[] = %count : i64
  tracing.return
}

// Other accesses stay.
// CHECK-LABEL: tracing.probe @nothing
// CHECK: tracing.map_set @plain[] = %{{.*}} : i64
// CHECK-NEXT: tracing.return
tracing.probe @nothing attach [#tracing.attach<end, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %v = tracing.clock boot : i64
  tracing.map_set @plain[] = %v : i64
  tracing.return
}
