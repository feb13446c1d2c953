// RUN: sonde-opt %s --tracing-fold-params | FileCheck %s
// Known parameters become constants; the others stay.

tracing.map @out : none -> si64
tracing.map @narrow : none -> si8
tracing.event @print_0 print fields [!tracing.str<8>]
tracing.param @number "$1" : si64 = -42 {known}
tracing.param @small "$1" : si8 = -2 {known}
tracing.param @text "$2" : !tracing.str<8> = "abc" {known}
tracing.param @later "$3" : si64 = 7

// CHECK-LABEL: tracing.probe @values
tracing.probe @values attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[NUMBER:.*]] = arith.constant -42 : i64
  // CHECK: tracing.map_set @out[] = %[[NUMBER]]
  %n = tracing.param_value @number : i64
  tracing.map_set @out[] = %n : i64
  // CHECK: %[[SMALL:.*]] = arith.constant -2 : i8
  // CHECK: tracing.map_set @narrow[] = %[[SMALL]]
  %s = tracing.param_value @small : i8
  tracing.map_set @narrow[] = %s : i8
  // CHECK: %[[TEXT:.*]] = tracing.const_str "abc" : !tracing.str<8>
  // CHECK: tracing.emit @print_0(%[[TEXT]]
  %t = tracing.param_value @text : !tracing.str<8>
  tracing.emit @print_0(%t : !tracing.str<8>)
  tracing.return
}

// CHECK-LABEL: tracing.probe @in_place
tracing.probe @in_place attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %b = tracing.buffer : !tracing.ptr<!tracing.str<8>, local>
  // CHECK: tracing.const_str "abc" into %{{.*}} : !tracing.ptr<!tracing.str<8>, local>
  tracing.param_value @text into %b : !tracing.ptr<!tracing.str<8>, local>
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  // CHECK: %[[NUMBER:.*]] = arith.constant -42 : i64
  // CHECK: tracing.store_local %[[NUMBER]], %{{.*}} : i64
  tracing.param_value @number into %x : !tracing.ptr<i64, local>
  tracing.return
}

// Nothing to do: the value is chosen when the program is started.
// CHECK-LABEL: tracing.probe @unknown
tracing.probe @unknown attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NEXT: %[[LATER:.*]] = tracing.param_value @later : i64
  // CHECK-NEXT: tracing.map_set @out[] = %[[LATER]]
  %n = tracing.param_value @later : i64
  tracing.map_set @out[] = %n : i64
  tracing.return
}
