// RUN: split-file %s %t
// RUN: sonde-translate --interpret --scenario=%t/events.json %t/maps.mlir | FileCheck %s
// Maps: missing keys, full maps, updates of words, aggregations on two CPUs.

//--- events.json
{
  "cpus": 2,
  "events": [
    {"probe": "plain"},
    {"probe": "updates"},
    {"probe": "aggregations", "cpu": 0, "arg0": 5},
    {"probe": "aggregations", "cpu": 1, "arg0": -3},
    {"probe": "mine", "cpu": 0},
    {"probe": "mine", "cpu": 1},
    {"probe": "series", "cpu": 0, "arg0": 5, "arg1": 1999},
    {"probe": "series", "cpu": 0, "arg0": 6, "arg1": 5100},
    {"probe": "series", "cpu": 1, "arg0": 7, "arg1": 5000},
    {"probe": "series", "cpu": 1, "arg0": 8, "arg1": 6000},
    {"probe": "fill_epochs", "arg0": 5, "arg1": 7},
    {"probe": "fill_epochs", "arg0": 6, "arg1": 7},
    {"probe": "fill_epochs", "arg0": 1, "arg1": 8}
  ]
}
//--- maps.mlir
tracing.map @m : si32 -> si64
tracing.map @small : ui8 -> si64 declared("hash", 1)
tracing.map @lru : ui8 -> si64 declared("lruhash", 1)
tracing.map @one : none -> !tracing.str<8>
tracing.map @words : si32 -> si64
tracing.map @count : none -> !tracing.agg<count>
tracing.map @sum : none -> !tracing.agg<sum>
tracing.map @avg : none -> !tracing.agg<avg>
tracing.map @min : none -> !tracing.agg<min>
tracing.map @max : none -> !tracing.agg<max, unsigned>
tracing.map @hist : none -> !tracing.agg<hist, 0>
tracing.map @lhist : none -> !tracing.agg<lhist, 0, 10, 5>
tracing.map @last : none -> !tracing.agg<tseries, 1000, 4>
tracing.map @sums : none -> !tracing.agg<tseries, 1000, 4, sum>
tracing.map @most : none -> !tracing.agg<tseries, unsigned, 1000, 4, max>
tracing.map @epochs : none -> !tracing.agg<tseries, 1000, 1, avg>
tracing.map @cpu : none -> ui64 storage(<percpu_array, 1>)
tracing.error_site @err_0 map_full "map_update_elem" map(@small)
tracing.event @s print fields [si64]
tracing.event @i1 print fields [i1]

tracing.probe @plain attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = arith.constant -1 : i32
  %v = arith.constant -5 : i64
  // CHECK:      print @s 0
  // CHECK-NEXT: print @i1 0
  %missing = tracing.map_get @m[%k : i32] : i64
  tracing.emit @s(%missing : i64)
  %has0 = tracing.map_has @m[%k : i32] : i1
  tracing.emit @i1(%has0 : i1)
  // CHECK-NEXT: print @s -5
  // CHECK-NEXT: print @i1 1
  tracing.map_set @m[%k : i32] = %v : i64
  %found = tracing.map_get @m[%k : i32] : i64
  tracing.emit @s(%found : i64)
  %has1 = tracing.map_has @m[%k : i32] : i1
  tracing.emit @i1(%has1 : i1)
  // CHECK-NEXT: print @i1 1
  // CHECK-NEXT: print @i1 0
  %was = tracing.map_delete @m[%k : i32] : i1
  tracing.emit @i1(%was : i1)
  %again = tracing.map_delete @m[%k : i32] : i1
  tracing.emit @i1(%again : i1)
  tracing.map_set @m[%k : i32] = %v : i64

  // What does not fit is counted, or takes the place of another.
  %k1 = arith.constant 1 : i8
  %k2 = arith.constant 2 : i8
  tracing.map_set @small[%k1 : i8] = %v on_error(@err_0) : i64
  tracing.map_set @small[%k2 : i8] = %v on_error(@err_0) : i64
  tracing.map_set @small[%k1 : i8] = %v on_error(@err_0) : i64
  tracing.map_set @lru[%k1 : i8] = %v : i64
  tracing.map_set @lru[%k2 : i8] = %v : i64
  %text = tracing.const_str "text" : !tracing.str<8>
  tracing.map_set @one[] = %text : !tracing.str<8>
  tracing.return
}

tracing.probe @updates attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = arith.constant 3 : i32
  %seven = arith.constant 7 : i64
  // CHECK-NEXT: print @s 0
  // CHECK-NEXT: print @s 14
  %old = tracing.map_update @words[%k : i32] add(%seven) yield old : i64
  tracing.emit @s(%old : i64)
  %new = tracing.map_update @words[%k : i32] add(%seven) yield new : i64
  tracing.emit @s(%new : i64)
  %one = arith.constant 1 : i64
  %two = arith.constant 2 : i64
  tracing.map_update @hist[] at %two add(%one)
  tracing.map_update @max[] umax(%seven), umax(%one)
  tracing.return
}

tracing.probe @aggregations attach [#tracing.attach<kprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %v = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  tracing.aggregate count @count[]
  tracing.aggregate sum @sum[](%v)
  tracing.aggregate avg @avg[](%v)
  tracing.aggregate min @min[](%v)
  tracing.aggregate max @max[](%v)
  tracing.aggregate hist @hist[](%v)
  tracing.aggregate lhist @lhist[](%v)
  tracing.return
}

// What another CPU wrote is not seen; at the end all are added up.
tracing.probe @mine attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NEXT: print @s 0
  // CHECK-NEXT: print @s 0
  %one = arith.constant 1 : i64
  %old = tracing.map_update @cpu[] add(%one) yield old : i64
  tracing.emit @s(%old : i64)
  tracing.return
}

// Intervals of a series: number 1 shares a place with number 5 and goes. What CPUs have of one interval
// is the later value, the sum, the greatest.
tracing.probe @series attach [#tracing.attach<kprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %v = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  %t = tracing.ctx_arg %ctx, 1 : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  tracing.aggregate tseries @last[](%v) at %t
  tracing.aggregate tseries @sums[](%v) at %t
  tracing.aggregate tseries @most[](%v) at %t
  tracing.return
}

// Words of another epoch begin from zero.
tracing.probe @fill_epochs attach [#tracing.attach<kprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %v = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  %e = tracing.ctx_arg %ctx, 1 : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  tracing.map_update @epochs[] epoch %e add(%v), add(%e)
  tracing.return
}

// CHECK-NEXT: error @err_0: 1
// CHECK-NEXT: map @avg 2 2
// CHECK-NEXT: map @count 2
// CHECK-NEXT: map @cpu 2
// CHECK-NEXT: map @epochs [7] 1 8
// CHECK-NEXT: map @hist [0] 1 [2] 1 [4] 1
// CHECK-NEXT: map @last [5] 6 5100 [6] 8 6000
// CHECK-NEXT: map @lhist [0] 1 [2] 1
// CHECK-NEXT: map @lru 2: -5
// CHECK-NEXT: map @m -1: -5
// The words of an extreme, as lib/Types/Ordered.h has them: -3 is the least.
// CHECK-NEXT: map @max 18446744073709551613 1
// CHECK-NEXT: map @min 9223372036854775810 1
// CHECK-NEXT: map @most [5] 7 1 [6] 8 1
// CHECK-NEXT: map @one "text"
// CHECK-NEXT: map @small 1: -5
// CHECK-NEXT: map @sum 2
// CHECK-NEXT: map @sums [5] 13 [6] 8
// CHECK-NEXT: map @words 3: 14
//--- end
