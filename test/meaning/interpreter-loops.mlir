// RUN: split-file %s %t
// RUN: sonde-translate --interpret --scenario=%t/events.json %t/loops.mlir > %t.loops
// RUN: FileCheck %s < %t.loops
// RUN: sonde-opt %t/loops.mlir --tracing-inline-functions --tracing-select-loops --tracing-expand-loops -o %t.iterators.mlir
// RUN: sonde-translate --interpret --scenario=%t/events.json %t.iterators.mlir | diff %t.loops -
// RUN: sonde-opt %t/loops.mlir --tracing-inline-functions --tracing-select-loops=prefer=callback --tracing-expand-loops -o %t.callbacks.mlir
// RUN: sonde-translate --interpret --scenario=%t/events.json %t.callbacks.mlir | diff %t.loops -
// RUN: sonde-opt %t/loops.mlir --tracing-inline-functions --tracing-select-loops=prefer=may_goto --tracing-expand-loops -o %t.counted.mlir
// RUN: sonde-translate --interpret --scenario=%t/events.json %t.counted.mlir | diff %t.loops -
// Loops and functions; what they are expanded to does the same.

//--- events.json
{"events": [{"probe": "p"}]}
//--- loops.mlir
module attributes {bpf.target = #bpf.target<kernel = "6.18", arch = "x86_64">} {
tracing.map @m : si64 -> si64
tracing.event @print print fields [si64]

tracing.func @twice(%x: i64) -> i64 {
  %y = arith.addi %x, %x : i64
  tracing.return %y : i64
}

tracing.probe @p attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %minus = arith.constant -2 : i64
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %ten = arith.constant 10 : i64
  %n = tracing.local "n" : !tracing.ptr<si64, local>
  // CHECK:      print {{.*}}-2
  // CHECK-NEXT: print {{.*}}-1
  // CHECK-NEXT: print {{.*}}0
  %a = tracing.for %i = %minus to %ten {
    tracing.emit @print(%i : i64)
    tracing.map_set @m[%i : i64] = %i : i64
    %last = arith.cmpi eq, %i, %zero : i64
    cf.cond_br %last, ^leave, ^next
  ^leave:
    tracing.leave
  ^next:
    tracing.next
  }
  // Unsigned, -2 is large.
  %none = tracing.for %i = %minus to %ten unsigned {
    tracing.emit @print(%ten : i64)
    tracing.next
  }
  // CHECK-NEXT: print {{.*}}-3
  %b = tracing.for_each @m (%key: i64, %value: i64) {
    %before = tracing.load_local %n : !tracing.ptr<si64, local> -> i64
    %sum = arith.addi %before, %value : i64
    tracing.store_local %sum, %n : i64, !tracing.ptr<si64, local>
    tracing.next
  }
  %total = tracing.load_local %n : !tracing.ptr<si64, local> -> i64
  tracing.emit @print(%total : i64)
  // CHECK-NEXT: print {{.*}}20
  %twenty = tracing.call @twice(%ten) : (i64) -> i64
  tracing.emit @print(%twenty : i64)
  // CHECK-NEXT: return 10
  %c = tracing.while {
    %before = tracing.load_local %n : !tracing.ptr<si64, local> -> i64
    %sum = arith.addi %before, %one : i64
    tracing.store_local %sum, %n : i64, !tracing.ptr<si64, local>
    %more = arith.cmpi slt, %sum, %ten : i64
    cf.cond_br %more, ^go_on, ^stop
  ^go_on:
    tracing.next
  ^stop:
    tracing.leave returning
  }
  cf.cond_br %c, ^returned, ^after
^returned:
  %result = tracing.load_local %n : !tracing.ptr<si64, local> -> i64
  tracing.return %result : i64
^after:
  tracing.emit @print(%zero : i64)
  tracing.return
}
}
