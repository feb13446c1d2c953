// RUN: sonde-opt %s --convert-tracing-to-bpf | FileCheck %s
// The length of a text: whole words in a loop, what is left byte by byte.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
// CHECK-LABEL: bpf.prog @words
// CHECK:         %[[ALL:.*]] = arith.constant 16 : i64
// CHECK:       ^[[HEAD:bb[0-9]+]](%[[OFFSET:.*]]: i64):
// CHECK:         %[[WORD:.*]] = bpf.ptr_add %{{.*}}, %[[OFFSET]]
// CHECK:         bpf.load %[[WORD]][0]
// CHECK:         arith.cmpi ne
// CHECK:         %[[NEXT:.*]] = arith.addi %[[OFFSET]]
// CHECK:         cf.cond_br %{{.*}}, ^[[HEAD]](%[[NEXT]] : i64), ^[[DONE:bb[0-9]+]](%[[ALL]] : i64)
// CHECK:         arith.muli
// CHECK:         arith.shrui
// CHECK:         %[[LENGTH:.*]] = arith.addi %[[OFFSET]]
// CHECK:         cf.br ^[[DONE]](%[[LENGTH]] : i64)
tracing.probe @words attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %c = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %c : !tracing.ptr<!tracing.str<16>, local>
  %n = tracing.str_len %c : !tracing.ptr<!tracing.str<16>, local>
  tracing.return
}

// CHECK-LABEL: bpf.prog @bytes
// CHECK-COUNT-3: arith.select
// CHECK-NOT:     arith.muli
// CHECK:         bpf.return
tracing.probe @bytes attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %c = tracing.buffer : !tracing.ptr<!tracing.str<3>, local>
  tracing.const_str "ab" into %c : !tracing.ptr<!tracing.str<3>, local>
  %n = tracing.str_len %c : !tracing.ptr<!tracing.str<3>, local>
  tracing.return
}
}
