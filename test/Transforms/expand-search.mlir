// RUN: sonde-opt %s -split-input-file --tracing-expand-search | FileCheck %s
// A search becomes a loop over the places where the text may stand.

// A short constant is compared in straight code, its first byte first. There are as many places as
// leave room for it.
// CHECK-LABEL: tracing.probe @constant
tracing.probe @constant attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK:      %[[COMM:.*]] = tracing.builtin comm
  // CHECK:      %[[NONE:.*]] = arith.constant -1 : i64
  // CHECK:      %[[FOUND:.*]] = tracing.local "found"
  // CHECK:      tracing.store_local %[[NONE]], %[[FOUND]]
  // CHECK:      %[[TO:.*]] = arith.constant 15 : i64
  // CHECK:      tracing.for %[[I:.*]] = %{{.*}} to %[[TO]] {
  // CHECK:        %[[A:.*]] = tracing.element %[[COMM]][%[[I]]]
  // CHECK:        %[[WANTED:.*]] = arith.constant 97 : i8
  // CHECK:        %[[IS:.*]] = arith.cmpi eq, %[[A]], %[[WANTED]]
  // CHECK:        cf.cond_br %[[IS]], ^[[SECOND:bb[0-9]+]], ^[[DIFFERS:bb[0-9]+]]
  // CHECK:      ^[[DIFFERS]]:
  // CHECK:        %[[END:.*]] = tracing.element %[[COMM]][%[[I]]]
  // CHECK:        cf.cond_br
  // CHECK:      ^[[SECOND]]:
  // CHECK:        %[[NEXT:.*]] = arith.addi %[[I]]
  // CHECK:        tracing.element %[[COMM]][%[[NEXT]]]
  // CHECK:        tracing.store_local %[[I]], %[[FOUND]]
  // CHECK:        tracing.leave
  // CHECK-NOT:  tracing.str_find
  // CHECK:      tracing.load_local %[[FOUND]]
  %comm = tracing.builtin comm : !tracing.str<16>
  %ab = tracing.const_str "ab" : !tracing.str<3>
  %at = tracing.str_find %ab in %comm : !tracing.str<3>, !tracing.str<16>
  tracing.return
}

// -----

// A text that is not known is compared by a loop inside, up to its NUL.
// CHECK-LABEL: tracing.probe @unknown
tracing.probe @unknown attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK:      tracing.for %[[I:.*]] =
  // CHECK:        tracing.for %[[J:.*]] =
  // CHECK:          tracing.element %[[NEEDLE:.*]][%[[J]]]
  // CHECK:          %[[SUM:.*]] = arith.addi %[[I]], %[[J]]
  // CHECK:          arith.cmpi ult, %[[SUM]]
  // CHECK:          tracing.element %[[TEXT:.*]][%[[SUM]]]
  // CHECK:          tracing.next
  // CHECK-NOT:  tracing.str_find
  %text = tracing.builtin comm : !tracing.str<16>
  %needle = tracing.probe_info : !tracing.str<8>
  %at = tracing.str_find %needle in %text : !tracing.str<8>, !tracing.str<16>
  tracing.return
}

// -----

// A text that is longer than what is searched stands nowhere: the loop has no place.
// CHECK-LABEL: tracing.probe @too_long
tracing.probe @too_long attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[ZERO:.*]] = arith.constant 0 : i64
  // CHECK: %[[TO:.*]] = arith.constant 0 : i64
  // CHECK: tracing.for %{{.*}} = %[[ZERO]] to %[[TO]]
  %text = tracing.probe_info : !tracing.str<2>
  %needle = tracing.const_str "abcdef" : !tracing.str<7>
  %at = tracing.str_find %needle in %text : !tracing.str<7>, !tracing.str<2>
  tracing.return
}
