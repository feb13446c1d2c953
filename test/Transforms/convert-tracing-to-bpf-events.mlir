// RUN: sonde-opt %s --convert-tracing-to-bpf | FileCheck %s
// Events: room of constant size, filled in place, or counted as lost.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
tracing.event @bare print_map map(@m) id(0) layout(<size = 8>)
tracing.event @fields printf "%d %s %s" fields [si32, !tracing.str<16>, i1] id(1) layout(<[24, 8, 28], size = 32>)
tracing.event @deferred printf "%d %s %s" fields [si64, !tracing.str<16>, !tracing.str<64>]
    id(2) layout(<[8, 16, 32], size = 96>)
tracing.map @m : none -> si64 storage(<array, 1>)
tracing.error_site @err_0 divide_by_zero
tracing.error_site @err_1 helper "probe_read_user_str"

// CHECK-LABEL: bpf.prog @bare_event
// CHECK:         %[[R:.*]] = bpf.ringbuf_reserve @sonde_events size 8 : !bpf.ptr<ringbuf, nullable>
// CHECK-NEXT:    bpf.br_null %[[R]], ^[[LOST:.*]], ^[[FILL:.*]] :
// CHECK:       ^[[FILL]](%[[E:.*]]: !bpf.ptr<ringbuf>):
// CHECK-NEXT:    %[[ID:.*]] = arith.constant 0 : i64
// CHECK-NEXT:    bpf.store %[[ID]], %[[E]][0] align 8
// CHECK-NEXT:    bpf.ringbuf_submit %[[E]]
// CHECK-NEXT:    cf.br ^[[NEXT:.*]]
// CHECK:       ^[[LOST]]:
// CHECK-NEXT:    %[[G:.*]] = bpf.global_addr @sonde_lost
// CHECK:         bpf.atomic add %[[G]][0], %
// CHECK-NEXT:    cf.br ^[[NEXT]]
tracing.probe @bare_event attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.emit @bare()
  tracing.return
}

// Fields are stored or copied at their offsets, in the order of the event.
// CHECK-LABEL: bpf.prog @given
// CHECK:         arith.constant 1 : i64
// CHECK-NEXT:    bpf.store %{{.*}}, %[[E:.*]][0] align 8
// CHECK-NEXT:    bpf.store %{{.*}}, %[[E]][24] align 4 : i32
// CHECK-NEXT:    bpf.copy %[[E]][8], %{{.*}}[0] size 16 align 8 : !bpf.ptr<ringbuf>, !bpf.ptr<mem>
// CHECK-NEXT:    %[[B:.*]] = arith.extui %{{.*}} : i1 to i8
// CHECK-NEXT:    bpf.store %[[B]], %[[E]][28] align 1 : i8
// CHECK-NEXT:    bpf.ringbuf_submit
// CHECK:         bpf.atomic add %{{.*}}[8], %
tracing.probe @given attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %pid = tracing.builtin pid : i32
  %zero = arith.constant 0 : i32
  %flag = arith.cmpi eq, %pid, %zero : i32
  %b = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %b : !tracing.ptr<!tracing.str<16>, local>
  tracing.emit @fields(%pid, %b, %flag : i32, !tracing.ptr<!tracing.str<16>, local>, i1)
  tracing.return
}

// Deferred fields are made in the record. The runtime stops at the NUL, so that
// nothing is zero-filled.
// CHECK-LABEL: bpf.prog @in_place
// CHECK:         bpf.br_null %{{.*}}, ^{{.*}}, ^[[FILL:.*]] :
// CHECK:       ^[[FILL]](%[[E:.*]]: !bpf.ptr<ringbuf>):
// CHECK:         bpf.store %{{.*}}, %[[E]][8] align 8
// CHECK:         %[[C:.*]] = bpf.ptr_add %[[E]], %{{.*}} access 16 bound 32
// CHECK:         bpf.helper get_current_comm(%[[C]], %{{.*}})
// CHECK-NOT:     bpf.zero
// CHECK:         %[[RC:.*]] = bpf.probe_read_str user %[[E]][32] size 64 from %{{.*}}
// CHECK:         arith.cmpi slt, %[[RC]], %
// CHECK:         %[[G:.*]] = bpf.global_addr @sonde_errors
// CHECK:         bpf.atomic add %[[G]][8], %
// CHECK:         bpf.ringbuf_submit %[[E]]
tracing.probe @in_place attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %p = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, user>
  tracing.emit @deferred(%n : i64) deferred [1, 2] {
  ^bb0(%c: !tracing.ptr<!tracing.str<16>, local>, %s: !tracing.ptr<!tracing.str<64>, local>):
    tracing.builtin comm into %c : !tracing.ptr<!tracing.str<16>, local>
    tracing.read_str %p into %s : !tracing.ptr<!tracing.str<64>, local>, on_error(@err_1) : !tracing.ptr<i8, user>
  }
  tracing.return
}

// A key that is only written while a record is filled is not used afterwards.
// CHECK-LABEL: bpf.prog @key_in_record
// CHECK:         bpf.lookup @AT_m[%[[K1:.*]]]
// CHECK:         bpf.ringbuf_submit
// CHECK:         bpf.store %{{.*}}, %[[K2:.*]][0] align 4 : i32, !bpf.ptr<mem>
// CHECK-NEXT:    bpf.lookup @AT_m[%[[K2]]]
tracing.map @text : none -> !tracing.str<64> storage(<array, 1>)
tracing.probe @key_in_record attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.map_get @m[] : i64
  cf.br ^next
^next:
  tracing.emit @text_event() deferred [0] {
  ^bb0(%s: !tracing.ptr<!tracing.str<64>, local>):
    tracing.map_get @text[] into %s : !tracing.ptr<!tracing.str<64>, local>
  }
  tracing.map_set @m[] = %n : i64
  tracing.return
}
tracing.event @text_event printf "%s" fields [!tracing.str<64>] id(3) layout(<[8], size = 72>)

// CHECK-LABEL: bpf.prog @failure
// CHECK:         %[[G:.*]] = bpf.global_addr @sonde_errors
// CHECK:         bpf.atomic add %[[G]][0], %
tracing.probe @failure attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.report @err_0
  tracing.return
}
}
