// RUN: sonde-opt %s --convert-tracing-to-bpf -split-input-file | FileCheck %s
// Parts of structs and arrays are loads at known or bounded offsets; comparisons go word by word.

tracing.struct @packed size 13 [#tracing.member<"flag", ui8, 0>, #tracing.member<"word", ui64, 5>]
tracing.error_site @err_0 out_of_range

// A member that is not aligned is put together: the stack allows no other access.
// CHECK-LABEL: bpf.prog @structs
// CHECK:         %[[S:.*]] = bpf.buffer size 13 align 8
// CHECK:         bpf.zero %[[S]][0] size 13 align 8
// CHECK:         bpf.store %{{.*}}, %[[S]][0] align 1 : i8
// CHECK-COUNT-8: bpf.load %[[S]][{{[0-9]+}}] align 1 : !bpf.ptr<mem> -> i8
tracing.probe @structs attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.buffer : !tracing.ptr<!tracing.struct<"packed">, local>
  %one = arith.constant 1 : i8
  tracing.compose ["flag"](%one : i8) into %s : !tracing.ptr<!tracing.struct<"packed">, local>
  %w = tracing.member %s, "word" : !tracing.ptr<!tracing.struct<"packed">, local> -> i64
  tracing.return %w : i64
}

// CHECK-LABEL: bpf.prog @arrays
// CHECK:         %[[A:.*]] = bpf.buffer size 16 align 8
// CHECK:         bpf.store %{{.*}}, %[[A]][0] align 8 : i64
// CHECK:         bpf.zero %[[A]][8] size 8 align 8
// CHECK:         %[[OUT:.*]] = arith.cmpi uge, %[[I:.*]], %{{.*}} : i64
// CHECK:         cf.cond_br %[[OUT]]
// CHECK:         bpf.atomic add
// CHECK:         %[[D:.*]] = arith.muli %[[I]], %{{.*}} : i64
// CHECK:         %[[E:.*]] = bpf.ptr_add %[[A]], %[[D]] access 4 bound 16
// CHECK:         bpf.load %[[E]][0] align 4 : !bpf.ptr<mem> -> i32
// CHECK:         bpf.load %[[A]][0] align 8 : !bpf.ptr<mem> -> i64
tracing.probe @arrays attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.buffer : !tracing.ptr<!tracing.array<4 x i32>, local>
  %i = tracing.clock boot : i64
  tracing.bitcast %i into %a : !tracing.ptr<!tracing.array<4 x i32>, local>, : i64
  %in = tracing.in_range %i below 4 on_error(@err_0) : i1
  %e = tracing.element %a[%i] : !tracing.ptr<!tracing.array<4 x i32>, local> -> i32
  %same = tracing.equal %a, %a : !tracing.ptr<!tracing.array<4 x i32>, local>, !tracing.ptr<!tracing.array<4 x i32>, local>
  %r = arith.extui %same : i1 to i64
  tracing.return %r : i64
}

// Memory of the program has an address like any other.
// CHECK-LABEL: bpf.prog @address
// CHECK:         %[[X:.*]] = bpf.buffer size 8 align 8
// CHECK:         %[[P:.*]] = bpf.ptr_to_int %[[X]]
// CHECK:         bpf.probe_read kernel %{{.*}}[0] size 8 from %[[P]]
tracing.probe @address attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  %p = tracing.local_addr %x : !tracing.ptr<i64, local> -> !tracing.ptr<i64, kernel>
  %v = tracing.read %p : !tracing.ptr<i64, kernel> -> i64
  tracing.return %v : i64
}

// Long texts are compared in a loop that ends with the first difference.
// CHECK-LABEL: bpf.prog @long_texts
// CHECK:         cf.br ^[[HEAD:.*]](%{{.*}} : i64)
// CHECK:       ^[[HEAD]](%[[O:.*]]: i64):
// CHECK:         %[[P:.*]] = bpf.ptr_add %{{.*}}, %[[O]] access 8 bound 1024
// CHECK:         %[[A:.*]] = bpf.load %[[P]][0] align 8
// CHECK:         %[[Q:.*]] = bpf.ptr_add %{{.*}}, %[[O]] access 8 bound 1024
// CHECK:         %[[B:.*]] = bpf.load %[[Q]][0] align 8
// CHECK:         %[[DIFFERS:.*]] = arith.cmpi ne, %[[A]], %[[B]]
// CHECK:         cf.cond_br %[[DIFFERS]], ^[[NEXT:.*]](%[[A]], %[[B]] : i64, i64), ^[[MORE:.*]]
// CHECK:       ^[[MORE]]:
// CHECK:         cf.cond_br %{{.*}}, ^[[HEAD]](%{{.*}} : i64), ^[[NEXT]](%[[A]], %[[B]] : i64, i64)
// CHECK:       ^[[NEXT]](%[[LAST:.*]]: i64, %[[OTHER:.*]]: i64):
// CHECK:         arith.cmpi eq, %[[LAST]], %[[OTHER]]
tracing.probe @long_texts attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.local "a" : !tracing.ptr<!tracing.str<1024>, local>
  %b = tracing.local "b" : !tracing.ptr<!tracing.str<1024>, local>
  %is = tracing.str_cmp eq %a, %b : !tracing.ptr<!tracing.str<1024>, local>, !tracing.ptr<!tracing.str<1024>, local>
  %r = arith.extui %is : i1 to i64
  tracing.return %r : i64
}
