// RUN: sonde-opt %s --tracing-inline-functions | FileCheck %s
// Functions become part of their callers, whatever the order of the text; none is left.

tracing.event @e print fields [si64]
tracing.c_func @outside : (si64) -> si64

// CHECK-NOT: tracing.func

tracing.func @outer(%x: i64) -> i64 {
  %y = tracing.call @inner(%x) : (i64) -> i64
  tracing.return %y : i64
}

tracing.func @inner(%x: i64) -> i64 {
  %zero = arith.constant 0 : i64
  %isZero = arith.cmpi eq, %x, %zero : i64
  cf.cond_br %isZero, ^early, ^late
^early:
  tracing.return %zero : i64
^late:
  %y = tracing.call @outside(%x) : (i64) -> i64
  tracing.return %y : i64
}

tracing.func @show(%x: i64) {
  tracing.emit @e(%x : i64)
  tracing.return
}

// CHECK-LABEL: tracing.probe @p
tracing.probe @p attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK:       %[[X:.*]] = tracing.clock boot
  // CHECK:       %[[ISZERO:.*]] = arith.cmpi eq, %[[X]], %[[ZERO:.*]] : i64
  // CHECK:       cf.cond_br %[[ISZERO]], ^[[EARLY:bb[0-9]+]], ^[[LATE:bb[0-9]+]]
  // CHECK:     ^[[EARLY]]:
  // CHECK:       cf.br ^[[INNER:bb[0-9]+]](%[[ZERO]] : i64)
  // CHECK:     ^[[LATE]]:
  // CHECK:       %[[Y:.*]] = tracing.call @outside(%[[X]])
  // CHECK:       cf.br ^[[INNER]](%[[Y]] : i64)
  // CHECK:     ^[[INNER]](%[[INNERRESULT:.*]]: i64):
  // CHECK-NEXT:  cf.br ^[[OUTER:bb[0-9]+]](%[[INNERRESULT]] : i64)
  // A function without branches is part of the block.
  // CHECK:     ^[[OUTER]](%[[RESULT:.*]]: i64):
  // CHECK-NEXT:  tracing.emit @e(%[[RESULT]] : i64)
  %x = tracing.clock boot : i64
  %y = tracing.call @outer(%x) : (i64) -> i64
  tracing.call @show(%y) : (i64) -> ()
  // A call in a loop stays in the loop.
  // CHECK:       tracing.while {
  // CHECK-NEXT:    tracing.emit @e(%[[RESULT]] : i64)
  // CHECK:         tracing.leave
  %r = tracing.while {
    tracing.call @show(%y) : (i64) -> ()
    tracing.leave
  }
  tracing.return
}
