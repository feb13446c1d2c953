// RUN: split-file %s %t
// RUN: sonde-translate --interpret --scenario=%t/events.json %t/events.mlir | FileCheck %s
// Events in their order, with the maps that they name; failures, calls and branches.

//--- events.json
{
  "events": [
    {"probe": "p", "arg0": 1},
    {"probe": "tracepoint:a:b", "arg0": 2},
    {"probe": "shown"}
  ]
}
//--- events.mlir
tracing.map @m : ui8 -> si64
tracing.error_site @err_0 divide_by_zero
tracing.c_func @pure : (si32) -> si32 {pure}
tracing.c_func @effects : (si32) -> si32
tracing.event @printf printf "%d %s" fields [si32, !tracing.str<8>]
tracing.event @show print_map map(@m)
tracing.event @zero zero_map map(@m)
tracing.event @clear clear_map map(@m)
tracing.event @exit exit
tracing.event @s32 print fields [si32]

tracing.probe @p attach [#tracing.attach<tracepoint, "a:b">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  %one = arith.constant 1 : i64
  %is = arith.cmpi eq, %a, %one : i64
  %n = arith.constant 11 : i32
  %m = arith.constant 22 : i32
  cf.cond_br %is, ^join(%n : i32), ^other
^other:
  tracing.report @err_0
  cf.br ^join(%m : i32)
^join(%v: i32):
  // A field that is written in place stands where the event has it.
  // CHECK:      printf @printf 11 "late"
  // CHECK-NEXT: call effects(0b000000)
  // CHECK-NEXT: return 5
  // CHECK-NEXT: printf @printf 22 "late"
  // CHECK-NEXT: call effects(16000000)
  // CHECK-NEXT: return 5
  tracing.emit @printf(%v : i32) deferred [1] {
  ^bb0(%f: !tracing.ptr<!tracing.str<8>, local>):
    tracing.const_str "late" into %f : !tracing.ptr<!tracing.str<8>, local>
  }
  %0 = tracing.call @pure(%v) : (i32) -> i32
  %1 = tracing.call @effects(%v) : (i32) -> i32
  %five = arith.constant 5 : i64
  tracing.return %five : i64
}

tracing.probe @shown attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = arith.constant 200 : i8
  %v = arith.constant -1 : i64
  tracing.map_set @m[%k : i8] = %v : i64
  // CHECK-NEXT: print_map @show {200: -1}
  tracing.emit @show()
  // CHECK-NEXT: zero_map @zero {200: -1}
  tracing.emit @zero()
  // CHECK-NEXT: print_map @show {200: 0}
  tracing.emit @show()
  // CHECK-NEXT: clear_map @clear {200: 0}
  tracing.emit @clear()
  // CHECK-NEXT: print_map @show {}
  tracing.emit @show()
  // CHECK-NEXT: exit @exit
  tracing.emit @exit()
  tracing.return
}

// CHECK-NEXT: error @err_0: 1
// CHECK-NOT: map
//--- end
