// RUN: sonde-opt %s -split-input-file --tracing-expand-loops | FileCheck %s
// Loops become what was planned for them: blocks in the program, or a callback.

// CHECK-LABEL: tracing.probe @walked
tracing.probe @walked attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-DAG:  %[[TWO:.*]] = arith.constant 2 : i64
  // CHECK-DAG:  %[[COUNT:.*]] = arith.constant 5 : i64
  // CHECK:      cf.br ^[[HEAD:bb[0-9]+]](%{{.*}} : i64)
  // CHECK:    ^[[HEAD]](%[[DONE:.*]]: i64):
  // CHECK:      %[[MORE:.*]] = arith.cmpi ult, %[[DONE]], %[[COUNT]]
  // CHECK:      %[[INDEX:.*]] = arith.addi %[[TWO]], %[[DONE]]
  // CHECK:      cf.cond_br %[[MORE]], ^[[BODY:bb[0-9]+]](%[[INDEX]] : i64), ^[[AFTER:bb[0-9]+]](%{{.*}} : i1)
  // CHECK:    ^[[BODY]](%[[I:.*]]: i64):
  // CHECK:      cf.cond_br %{{.*}}, ^[[LEAVE:bb[0-9]+]], ^[[NEXT:bb[0-9]+]]
  // CHECK:    ^[[LEAVE]]:
  // CHECK:      %[[YES:.*]] = arith.constant true
  // CHECK:      cf.br ^[[AFTER]](%[[YES]] : i1)
  // CHECK:    ^[[NEXT]]:
  // CHECK:      %[[SUM:.*]] = arith.addi %[[DONE]]
  // CHECK:      cf.br ^[[HEAD]](%[[SUM]] : i64)
  // CHECK:    ^[[AFTER]](%[[RETURNED:.*]]: i1):
  // CHECK:      cf.cond_br %[[RETURNED]]
  %two = arith.constant 2 : i64
  %seven = arith.constant 7 : i64
  %four = arith.constant 4 : i64
  %r = tracing.for %i = %two to %seven plan <branch, 5> {
    %last = arith.cmpi eq, %i, %four : i64
    cf.cond_br %last, ^leave, ^next
  ^leave:
    tracing.leave returning
  ^next:
    tracing.next
  }
  cf.cond_br %r, ^returned, ^after
^returned:
  tracing.return
^after:
  tracing.return
}

// -----

// Every way out of an iterator's loop destroys it.
// CHECK-LABEL: tracing.probe @iterator
tracing.probe @iterator attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK:      %[[LESS:.*]] = arith.cmpi ult, %[[FROM:.*]], %[[TO:.*]] : i64
  // CHECK:      %[[DISTANCE:.*]] = arith.subi %[[TO]], %[[FROM]]
  // CHECK:      %[[COUNT:.*]] = arith.select %[[LESS]], %[[DISTANCE]]
  // CHECK:      %[[LIMITED:.*]] = arith.minui %[[COUNT]]
  // CHECK:      %[[IT:.*]] = tracing.iter_num_new %[[LIMITED]]
  // CHECK:    ^[[HEAD:bb[0-9]+]]:
  // CHECK:      %[[N:.*]], %[[MORE:.*]] = tracing.iter_num_next %[[IT]]
  // CHECK:      %[[INDEX:.*]] = arith.addi %[[FROM]], %[[N]]
  // CHECK:      cf.cond_br %[[MORE]], ^[[BODY:bb[0-9]+]](%[[INDEX]] : i64), ^[[EXIT:bb[0-9]+]](%{{.*}} : i1)
  // CHECK:    ^[[BODY]](%{{.*}}: i64):
  // CHECK:      cf.br ^[[EXIT]](%{{.*}} : i1)
  // CHECK:      cf.br ^[[HEAD]]
  // CHECK:    ^[[EXIT]](%[[R:.*]]: i1):
  // CHECK-NEXT: tracing.iter_num_destroy %[[IT]]
  // CHECK-NEXT: cf.br ^{{.*}}(%[[R]] : i1)
  %from = tracing.clock boot : i64
  %to = tracing.clock boot : i64
  %r = tracing.for %i = %from to %to unsigned plan <iter_num, 8388608> {
    %last = arith.cmpi eq, %i, %to : i64
    cf.cond_br %last, ^leave, ^next
  ^leave:
    tracing.leave
  ^next:
    tracing.next
  }
  tracing.return
}

// -----

// The kernel counts each round; what the verifier knew of a variable is forgotten in each round,
// because the body branches on it.
// CHECK-LABEL: tracing.probe @counted
tracing.probe @counted attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK:      %[[SLOT:.*]] = tracing.local "n"
  // CHECK:      cf.br ^[[HEAD:bb[0-9]+]]
  // CHECK:    ^[[HEAD]]:
  // CHECK:      tracing.may_goto ^[[BODY:bb[0-9]+]], ^[[STOP:bb[0-9]+]]
  // CHECK:    ^[[BODY]]:
  // CHECK:      %[[KNOWN:.*]] = tracing.load_local %[[SLOT]]
  // CHECK:      %[[UNKNOWN:.*]] = tracing.forget %[[KNOWN]] : i64
  // CHECK:      tracing.store_local %[[UNKNOWN]], %[[SLOT]]
  // CHECK:      tracing.local "inside"
  // CHECK:      cf.cond_br %{{.*}}, ^[[NEXT:bb[0-9]+]], ^[[LEAVE:bb[0-9]+]]
  // CHECK:    ^[[NEXT]]:
  // CHECK:      cf.br ^[[HEAD]]
  // CHECK:    ^[[LEAVE]]:
  // CHECK:      cf.br ^[[AFTER:bb[0-9]+]](%{{.*}} : i1)
  // CHECK:    ^[[STOP]]:
  // CHECK:      cf.br ^[[AFTER]](%{{.*}} : i1)
  %n = tracing.local "n" : !tracing.ptr<si64, local>
  %one = arith.constant 1 : i64
  %ten = arith.constant 10 : i64
  %r = tracing.while plan <may_goto, 8388608> {
    %own = tracing.local "inside" : !tracing.ptr<i64, local>
    tracing.store_local %one, %own : i64, !tracing.ptr<i64, local>
    %before = tracing.load_local %n : !tracing.ptr<si64, local> -> i64
    %sum = arith.addi %before, %one : i64
    tracing.store_local %sum, %n : i64, !tracing.ptr<si64, local>
    %more = arith.cmpi slt, %sum, %ten : i64
    cf.cond_br %more, ^next, ^leave
  ^next:
    tracing.next
  ^leave:
    tracing.leave
  }
  tracing.return
}

// -----

// A callback captures what it uses: the context, variables, text through a variable;
// constants are its own. That it returned is in a variable, too.
tracing.event @e print fields [!tracing.str<16>]
// CHECK-LABEL: tracing.callback @captures_loop of(@captures)
// CHECK-SAME:    (%[[N:.*]]: i64, %[[FROM:.*]]: i64, %[[TEXT:.*]]: !tracing.ptr<!tracing.str<16>, local>,
// CHECK-SAME:     %[[CTX:.*]]: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>, %[[FLAG:.*]]: !tracing.ptr<i1, local>)
// CHECK-DAG:     %[[COMM:.*]] = tracing.load_local %[[TEXT]]
// CHECK-DAG:     %[[FIVE:.*]] = arith.constant 5 : i64
// CHECK-DAG:     %[[I:.*]] = arith.addi %[[N]], %[[FROM]]
// CHECK:         tracing.emit @e(%[[COMM]] : !tracing.str<16>)
// CHECK:         tracing.ctx_arg %[[CTX]], 0
// CHECK:         arith.cmpi eq, %[[I]], %[[FIVE]]
// CHECK:         %[[YES:.*]] = arith.constant true
// CHECK:         tracing.store_local %[[YES]], %[[FLAG]]
// CHECK:         tracing.leave{{$}}
// CHECK:         tracing.next
// CHECK-LABEL: tracing.probe @captures
tracing.probe @captures attach [#tracing.attach<kprobe, "f">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  // CHECK: %[[RETURNED:.*]] = tracing.local "" : !tracing.ptr<i1, local>
  // CHECK: tracing.run_loop @captures_loop times %{{.*}} captures(%{{.*}}, %{{.*}}, %{{.*}}, %[[RETURNED]] :
  // CHECK: tracing.load_local %[[RETURNED]]
  %comm = tracing.builtin comm : !tracing.str<16>
  %from = tracing.clock boot : i64
  %to = tracing.clock boot : i64
  %five = arith.constant 5 : i64
  %r = tracing.for %i = %from to %to plan <callback, 8388608> {
    tracing.emit @e(%comm : !tracing.str<16>)
    %arg = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
    %last = arith.cmpi eq, %i, %five : i64
    cf.cond_br %last, ^leave, ^next
  ^leave:
    tracing.leave returning
  ^next:
    tracing.next
  }
  cf.cond_br %r, ^returned, ^after
^returned:
  tracing.return
^after:
  tracing.return
}

// -----

// Loops in loops: the inner one's variables pass through the outer one.
tracing.map @m : ui32 -> ui64
// CHECK-LABEL: tracing.callback @nested_loop of(@nested) (%{{.*}}: i64, %{{.*}}: i64, %{{.*}}: !tracing.ptr<i64, local>)
// CHECK-LABEL: tracing.callback @nested_loop_0 of(@nested) over(@m)
// CHECK-SAME:    (%{{.*}}: i32, %[[V:.*]]: i64, %[[N:.*]]: !tracing.ptr<i64, local>)
// CHECK:         tracing.run_loop @nested_loop times %{{.*}} captures(%[[V]], %[[N]] : i64, !tracing.ptr<i64, local>)
// CHECK-LABEL: tracing.probe @nested
// CHECK:         tracing.run_loop @nested_loop_0 captures(%{{.*}} : !tracing.ptr<i64, local>)
tracing.probe @nested attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.local "n" : !tracing.ptr<i64, local>
  %outer = tracing.for_each @m (%key: i32, %value: i64) plan <callback, 8388608> {
    %inner = tracing.while plan <callback, 8388608> {
      tracing.store_local %value, %n : i64, !tracing.ptr<i64, local>
      tracing.leave
    }
    tracing.next
  }
  tracing.return
}

// -----

// Unrolled: one copy behind the other.
tracing.event @e print fields [si64]
// CHECK-LABEL: tracing.probe @unrolled
// CHECK-COUNT-2: tracing.emit
// CHECK-NOT:     tracing.emit
tracing.probe @unrolled attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %zero = arith.constant 0 : i64
  %two = arith.constant 2 : i64
  %r = tracing.for %i = %zero to %two plan <unroll, 2> {
    tracing.emit @e(%i : i64)
    tracing.next
  }
  tracing.return
}

// -----

// Without loops nothing happens.
// CHECK-LABEL: tracing.probe @none
// CHECK-NEXT:    tracing.return
tracing.probe @none attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}

// -----

// Where the kernel ends a loop, a failure is counted, unless the body left it or the
// range was at its end.
tracing.error_site @err_0 loop_limit
tracing.error_site @err_1 loop_limit
tracing.error_site @err_2 loop_limit
// CHECK-LABEL: tracing.callback @reported_loop of(@reported)
// CHECK:         tracing.store_local %{{.*}}, %[[SLOT:.*]] : i1
// CHECK-NEXT:    tracing.leave
// CHECK-LABEL: tracing.probe @reported
tracing.probe @reported attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK:     %[[COUNT:.*]] = arith.select
  // CHECK:     tracing.iter_num_new
  // CHECK:     cf.cond_br %{{.*}}, ^{{.*}}, ^[[END:bb[0-9]+]]
  // CHECK:   ^[[END]]:
  // CHECK:     %[[CUT:.*]] = arith.cmpi ugt, %[[COUNT]]
  // CHECK:     cf.cond_br %[[CUT]], ^[[REPORT:bb[0-9]+]], ^{{.*}}
  // CHECK:   ^[[REPORT]]:
  // CHECK:     tracing.report @err_0
  // CHECK:     tracing.may_goto ^{{.*}}, ^[[STOP:bb[0-9]+]]
  // CHECK:   ^[[STOP]]:
  // CHECK:     tracing.report @err_1
  // CHECK:     tracing.run_loop @reported_loop
  // CHECK:     %[[LEFT:.*]] = tracing.load_local
  // CHECK:     %[[STAYED:.*]] = arith.xori %[[LEFT]]
  // CHECK:     %[[FAILED:.*]] = arith.andi %[[STAYED]]
  // CHECK:     cf.cond_br %[[FAILED]], ^[[LAST:bb[0-9]+]], ^{{.*}}
  // CHECK:   ^[[LAST]]:
  // CHECK:     tracing.report @err_2
  %from = tracing.clock boot : i64
  %to = tracing.clock boot : i64
  %a = tracing.for %i = %from to %to on_error(@err_0) plan <iter_num, 8388608> {
    tracing.next
  }
  %b = tracing.while on_error(@err_1) plan <may_goto, 8388608> {
    tracing.next
  }
  %c = tracing.while on_error(@err_2) plan <callback, 8388608> {
    tracing.leave
  }
  tracing.return
}

// -----

// What is only added to and given to others is forgotten once, before the loop.
// CHECK-LABEL: tracing.probe @untested
tracing.event @print print fields [i64] id(0)
tracing.map @m : none -> si64
tracing.probe @untested attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK:      %[[SLOT:.*]] = tracing.local "sum"
  // CHECK:      %[[KNOWN:.*]] = tracing.load_local %[[SLOT]]
  // CHECK:      %[[UNKNOWN:.*]] = tracing.forget %[[KNOWN]] : i64
  // CHECK:      tracing.store_local %[[UNKNOWN]], %[[SLOT]]
  // CHECK:      cf.br
  // CHECK-NOT:  tracing.forget %{{.*}}
  // CHECK:      tracing.return
  %n = tracing.local "sum" : !tracing.ptr<si64, local>
  %one = arith.constant 1 : i64
  %r = tracing.while plan <iter_num, 8388608> {
    %before = tracing.load_local %n : !tracing.ptr<si64, local> -> i64
    %sum = arith.addi %before, %one : i64
    tracing.store_local %sum, %n : i64, !tracing.ptr<si64, local>
    tracing.emit @print(%sum : i64)
    tracing.next
  }
  tracing.return
}
