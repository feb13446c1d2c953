// RUN: sonde-opt %s --pass-pipeline='builtin.module(tracing.probe(tracing-place-values))' | FileCheck %s
// RUN: sonde-opt %s --pass-pipeline='builtin.module(tracing.probe(tracing-place-values{in-place=false}))' | FileCheck %s --check-prefix=NAIVE
// Text, records and arrays get memory; what is needed in one place is built there.

tracing.map @calls : !tracing.str<16> -> si64
tracing.map @names : si64 -> !tracing.str<16>
tracing.event @text printf "%s" fields [!tracing.str<64>]
tracing.event @number_text_text printf "%d %s %s" fields [si64, !tracing.str<16>, !tracing.str<16>]

// Text that is only sent is read straight into the record.
// CHECK-LABEL: tracing.probe @in_record
// CHECK-NOT:   tracing.buffer
// CHECK:       tracing.emit @text() deferred [0] {
// CHECK-NEXT:  ^bb0(%[[F:.*]]: !tracing.ptr<!tracing.str<64>, local>):
// CHECK-NEXT:    tracing.read_str %{{.*}} into %[[F]] : !tracing.ptr<!tracing.str<64>, local>, : !tracing.ptr<i8, user>
// NAIVE-LABEL: tracing.probe @in_record
// NAIVE:         %[[B:.*]] = tracing.buffer : !tracing.ptr<!tracing.str<64>, local>
// NAIVE-NEXT:    tracing.read_str %{{.*}} into %[[B]]
// NAIVE-NEXT:    tracing.emit @text(%[[B]] : !tracing.ptr<!tracing.str<64>, local>)
tracing.probe @in_record attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.clock boot : i64
  %p = tracing.ptr_cast %a : i64 -> !tracing.ptr<i8, user>
  %s = tracing.read_str %p : !tracing.ptr<i8, user> -> !tracing.str<64>
  tracing.emit @text(%s : !tracing.str<64>)
  tracing.return
}

// A value with two uses has a buffer; one between others is deferred by its place.
// CHECK-LABEL: tracing.probe @two_uses
// CHECK:         %[[C:.*]] = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
// CHECK-NEXT:    tracing.builtin comm into %[[C]]
// CHECK:         tracing.map_get @calls[%[[C]] : !tracing.ptr<!tracing.str<16>, local>]
// CHECK:         tracing.emit @number_text_text(%{{.*}}, %[[C]] : i64, !tracing.ptr<!tracing.str<16>, local>) deferred [2] {
// CHECK:           tracing.map_get @names[%{{.*}} : i64] into
tracing.probe @two_uses attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %comm = tracing.builtin comm : !tracing.str<16>
  %n = tracing.map_get @calls[%comm : !tracing.str<16>] : i64
  %name = tracing.map_get @names[%n : i64] : !tracing.str<16>
  tracing.emit @number_text_text(%n, %comm, %name : i64, !tracing.str<16>, !tracing.str<16>)
  tracing.return
}

// What the text is made of changes before it is sent: it cannot wait.
// CHECK-LABEL: tracing.probe @written_between
// CHECK:         tracing.map_get @names[%{{.*}} : i64] into %[[B:.*]] :
// CHECK:         tracing.map_set @names
// CHECK:         tracing.emit @number_text_text(%{{.*}}, %[[B]] : {{.*}}) deferred [2]
tracing.probe @written_between attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %old = tracing.map_get @names[%n : i64] : !tracing.str<16>
  %comm = tracing.builtin comm : !tracing.str<16>
  tracing.map_set @names[%n : i64] = %comm : !tracing.str<16>
  %new = tracing.map_get @names[%n : i64] : !tracing.str<16>
  tracing.emit @number_text_text(%n, %old, %new : i64, !tracing.str<16>, !tracing.str<16>)
  tracing.return
}

// A variable is written and used where it is.
// CHECK-LABEL: tracing.probe @variable
// CHECK-NOT:     tracing.buffer
// CHECK:         %[[X:.*]] = tracing.local "$x"
// CHECK-NEXT:    tracing.builtin comm into %[[X]]
// CHECK-NEXT:    tracing.map_get @calls[%[[X]] : !tracing.ptr<!tracing.str<16>, local>]
// CHECK-NOT:     load_local
// CHECK:         tracing.return
// NAIVE-LABEL: tracing.probe @variable
// NAIVE:         %[[B:.*]] = tracing.buffer
// NAIVE:         tracing.builtin comm into %[[B]]
// NAIVE:         tracing.store_local %[[B]], %{{.*}}
// NAIVE:         tracing.load_local %{{.*}} into
tracing.probe @variable attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %x = tracing.local "$x" : !tracing.ptr<!tracing.str<16>, local>
  %comm = tracing.builtin comm : !tracing.str<16>
  tracing.store_local %comm, %x : !tracing.str<16>, !tracing.ptr<!tracing.str<16>, local>
  %v = tracing.load_local %x : !tracing.ptr<!tracing.str<16>, local> -> !tracing.str<16>
  %n = tracing.map_get @calls[%v : !tracing.str<16>] : i64
  tracing.map_set @names[%n : i64] = %v : !tracing.str<16>
  tracing.return
}

// The old value of a variable is copied when the variable changes before its use.
// CHECK-LABEL: tracing.probe @copy
// CHECK:         %[[OLD:.*]] = tracing.buffer
// CHECK-NEXT:    tracing.load_local %[[X:.*]] into %[[OLD]]
// CHECK-NEXT:    tracing.const_str "new" into %[[X]]
// CHECK-NEXT:    tracing.map_get @calls[%[[OLD]] :
tracing.probe @copy attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %x = tracing.local "$x" : !tracing.ptr<!tracing.str<16>, local>
  %old = tracing.load_local %x : !tracing.ptr<!tracing.str<16>, local> -> !tracing.str<16>
  %new = tracing.const_str "new" : !tracing.str<16>
  tracing.store_local %new, %x : !tracing.str<16>, !tracing.ptr<!tracing.str<16>, local>
  %n = tracing.map_get @calls[%old : !tracing.str<16>] : i64
  tracing.map_set @calls[%old : !tracing.str<16>] = %n : i64
  tracing.return
}

// A new value that is made of the variable's old one cannot be built over it.
// CHECK-LABEL: tracing.probe @overlap
// CHECK:         %[[B:.*]] = tracing.buffer
// CHECK-NEXT:    tracing.str_cast %[[X:.*]] into %[[B]]
// CHECK-NEXT:    tracing.store_local %[[B]], %[[X]]
tracing.probe @overlap attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %x = tracing.local "$x" : !tracing.ptr<!tracing.str<16>, local>
  %old = tracing.load_local %x : !tracing.ptr<!tracing.str<16>, local> -> !tracing.str<16>
  %new = tracing.str_cast %old : !tracing.str<16> -> !tracing.str<16>
  tracing.store_local %new, %x : !tracing.str<16>, !tracing.ptr<!tracing.str<16>, local>
  tracing.return
}

// A value that comes from two blocks goes through memory that both write.
// CHECK-LABEL: tracing.probe @merge
// CHECK:         %[[B:.*]] = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
// CHECK:         cf.cond_br %{{.*}}, ^[[A:.*]], ^[[E:bb[0-9]+]]
// CHECK:       ^[[A]]:
// CHECK-NEXT:    tracing.const_str "a" into %[[B]]
// CHECK-NEXT:    cf.br ^[[NEXT:.*]]
// CHECK:       ^[[E]]:
// CHECK-NEXT:    tracing.store_local %{{.*}}, %[[B]]
// CHECK-NEXT:    cf.br ^[[NEXT]]
// CHECK:       ^[[NEXT]]:
// CHECK-NEXT:    tracing.map_get @calls[%[[B]] :
tracing.probe @merge attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %comm = tracing.builtin comm : !tracing.str<16>
  %n = tracing.clock boot : i64
  %zero = arith.constant 0 : i64
  %c = arith.cmpi eq, %n, %zero : i64
  cf.cond_br %c, ^a, ^next(%comm : !tracing.str<16>)
^a:
  %t = tracing.const_str "a" : !tracing.str<16>
  cf.br ^next(%t : !tracing.str<16>)
^next(%s: !tracing.str<16>):
  %m = tracing.map_get @calls[%s : !tracing.str<16>] : i64
  tracing.map_set @names[%m : i64] = %comm : !tracing.str<16>
  tracing.return
}

// A choice becomes a branch.
// CHECK-LABEL: tracing.probe @choice
// CHECK-NOT:     arith.select
// CHECK:         cf.cond_br
// CHECK:         tracing.store_local
// CHECK:         tracing.store_local
// CHECK:         tracing.map_get @calls[%{{.*}} : !tracing.ptr<!tracing.str<16>, local>]
tracing.probe @choice attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %comm = tracing.builtin comm : !tracing.str<16>
  %t = tracing.const_str "a" : !tracing.str<16>
  %n = tracing.clock boot : i64
  %zero = arith.constant 0 : i64
  %c = arith.cmpi eq, %n, %zero : i64
  %s = arith.select %c, %t, %comm : !tracing.str<16>
  %m = tracing.map_get @calls[%s : !tracing.str<16>] : i64
  tracing.map_set @names[%m : i64] = %comm : !tracing.str<16>
  tracing.return
}

// Integers and addresses stay values.
// CHECK-LABEL: tracing.probe @nothing
// CHECK-NOT:     into
// CHECK:         %[[P:.*]] = tracing.builtin pid : i32
// CHECK-NEXT:    arith.extui %[[P]]
// CHECK:         tracing.return
tracing.probe @nothing attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %pid = tracing.builtin pid : i32
  %n = arith.extui %pid : i32 to i64
  %m = tracing.map_get @calls2[%n : i64] : i64
  tracing.map_set @calls2[%m : i64] = %n : i64
  tracing.return
}
tracing.map @calls2 : si64 -> si64
