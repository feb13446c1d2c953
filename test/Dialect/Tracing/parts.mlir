// RUN: sonde-opt %s --verify-roundtrip | FileCheck %s
// RUN: sonde-opt %s --mlir-print-op-generic | sonde-opt | FileCheck %s
// Values made of parts are printed as they are written.

// CHECK: tracing.enum @enum.color {blue = 5 : i64, red = 1 : i64}
tracing.enum @enum.color {blue = 5 : i64, red = 1 : i64}
// CHECK: tracing.map @color : none -> !tracing.enum<"color", 32>
tracing.map @color : none -> !tracing.enum<"color", 32>
tracing.map @n : none -> si64
tracing.struct @point size 8 [#tracing.member<"x", si32, 0>, #tracing.member<"y", si32, 4>]
tracing.error_site @err_0 out_of_range

// CHECK-LABEL: tracing.probe @parts
tracing.probe @parts attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %i = tracing.clock boot : i64
  %n = arith.trunci %i : i64 to i32
  // CHECK: %[[S:.*]] = tracing.compose ["x", "y"](%{{.*}}, %{{.*}} : i32, i32) : !tracing.struct<"point">
  %s = tracing.compose ["x", "y"](%n, %n : i32, i32) : !tracing.struct<"point">
  // CHECK: tracing.member %[[S]], "x" : !tracing.struct<"point"> -> i32
  %x = tracing.member %s, "x" : !tracing.struct<"point"> -> i32
  // CHECK: %[[A:.*]] = tracing.bitcast %{{.*}} : i32 -> !tracing.array<4 x i8>
  %a = tracing.bitcast %n : i32 -> !tracing.array<4 x i8>
  // CHECK: tracing.bitcast %[[A]] : !tracing.array<4 x i8> -> i32
  %back = tracing.bitcast %a : !tracing.array<4 x i8> -> i32
  // CHECK: tracing.in_range %{{.*}} below 4 : i1
  %in = tracing.in_range %i below 4 : i1
  // CHECK: tracing.in_range %{{.*}} below 4 report : i1
  tracing.in_range %i below 4 report : i1
  // CHECK: tracing.in_range %{{.*}} below 4 on_error(@err_0) : i1
  tracing.in_range %i below 4 on_error(@err_0) : i1
  // CHECK: tracing.element %[[A]][%{{.*}}] : !tracing.array<4 x i8> -> i8
  %e = tracing.element %a[%i] : !tracing.array<4 x i8> -> i8
  %t = tracing.const_str "abc" : !tracing.str<4>
  // CHECK: tracing.element %{{.*}}[%{{.*}}] : !tracing.str<4> -> i8
  %c = tracing.element %t[%i] : !tracing.str<4> -> i8
  // CHECK: tracing.extract %{{.*}}[3] : !tracing.str<4> -> i8
  %last = tracing.extract %t[3] : !tracing.str<4> -> i8
  // CHECK: tracing.equal %[[A]], %[[A]] : !tracing.array<4 x i8>, !tracing.array<4 x i8>
  %same = tracing.equal %a, %a : !tracing.array<4 x i8>, !tracing.array<4 x i8>
  %slot = tracing.local "a" : !tracing.ptr<!tracing.array<4 x i8>, local>
  // CHECK: tracing.bitcast %{{.*}} into %[[SLOT:.*]] : !tracing.ptr<!tracing.array<4 x i8>, local>, : i32
  tracing.bitcast %n into %slot : !tracing.ptr<!tracing.array<4 x i8>, local>, : i32
  // CHECK: tracing.element %[[SLOT]][%{{.*}}] : !tracing.ptr<!tracing.array<4 x i8>, local> -> i8
  tracing.element %slot[%i] : !tracing.ptr<!tracing.array<4 x i8>, local> -> i8
  // CHECK: tracing.local_addr %[[SLOT]] : !tracing.ptr<!tracing.array<4 x i8>, local> -> !tracing.ptr<!tracing.array<4 x i8>, kernel>
  %p = tracing.local_addr %slot : !tracing.ptr<!tracing.array<4 x i8>, local> -> !tracing.ptr<!tracing.array<4 x i8>, kernel>
  // CHECK: tracing.map_addr @n : !tracing.ptr<i64, kernel>
  %m = tracing.map_addr @n : !tracing.ptr<i64, kernel>
  // CHECK: tracing.map_update @n[] xor(%{{.*}}) yield new : i64
  tracing.map_update @n[] xor(%i) yield new : i64
  tracing.return
}
