// RUN: sonde-opt %s --convert-tracing-to-bpf | FileCheck %s
// Constants, casts and comparisons of text.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
tracing.map @m : !tracing.str<16> -> si64 storage(<hash, 100>)
tracing.map @long : !tracing.str<64> -> si64 storage(<hash, 100>)

// What @constants below copies.
// CHECK: bpf.global @sonde_text_0 rodata : !llvm.array<32 x i8> = "a text of twenty-five byte"

// Only as many bytes count as the constant has with its NUL; the constant itself
// is never in memory.
// CHECK-LABEL: bpf.prog @with_constant
// CHECK:         bpf.buffer size 16
// CHECK-NOT:     bpf.buffer
// CHECK:         %[[W:.*]] = bpf.load %[[C:.*]][0] align 8 : !bpf.ptr<mem> -> i64
// CHECK-NEXT:    %[[X:.*]] = arith.constant 7523094288207667809 : i64
// CHECK-NEXT:    %[[D0:.*]] = arith.xori %[[W]], %[[X]]
// CHECK-NEXT:    %[[V:.*]] = bpf.load %[[C]][8] align 2 : !bpf.ptr<mem> -> i16
// CHECK-NEXT:    %[[I:.*]] = arith.constant 105 : i16
// CHECK-NEXT:    %[[D1:.*]] = arith.xori %[[V]], %[[I]]
// CHECK-NEXT:    %[[D1X:.*]] = arith.extui %[[D1]] : i16 to i64
// CHECK-NEXT:    %[[D:.*]] = arith.ori %[[D0]], %[[D1X]]
// CHECK:         arith.cmpi eq, %[[D]], %
tracing.probe @with_constant attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %c = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %c : !tracing.ptr<!tracing.str<16>, local>
  %t = tracing.buffer : !tracing.ptr<!tracing.str<10>, local>
  tracing.const_str "abcdefghi" into %t : !tracing.ptr<!tracing.str<10>, local>
  %is = tracing.str_cmp eq %c, %t : !tracing.ptr<!tracing.str<16>, local>, !tracing.ptr<!tracing.str<10>, local>
  tracing.return
}

// Too many bytes are read and masked.
// CHECK-LABEL: bpf.prog @masked
// CHECK:         %[[W:.*]] = bpf.load %{{.*}}[0] align 8 : !bpf.ptr<mem> -> i64
// CHECK-NEXT:    %[[M:.*]] = arith.constant 1099511627775 : i64
// CHECK-NEXT:    arith.andi %[[W]], %[[M]]
// CHECK:         %[[EQ:.*]] = arith.cmpi eq
// CHECK:         arith.xori %[[EQ]], %{{.*}} : i1
tracing.probe @masked attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %c = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %c : !tracing.ptr<!tracing.str<16>, local>
  %t = tracing.buffer : !tracing.ptr<!tracing.str<5>, local>
  tracing.const_str "bash" into %t : !tracing.ptr<!tracing.str<5>, local>
  %is = tracing.str_cmp ne %t, %c : !tracing.ptr<!tracing.str<5>, local>, !tracing.ptr<!tracing.str<16>, local>
  tracing.return
}

// Two texts are compared in words: they are zero behind their NULs. The first
// byte counts most, so that order needs swapped words.
// CHECK-LABEL: bpf.prog @with_text
// CHECK-COUNT-2: arith.xori %{{.*}}, %{{.*}} : i64
// CHECK:         arith.cmpi eq
// CHECK:         %[[A:.*]] = bpf.load %{{.*}}[8]
// CHECK:         %[[B:.*]] = bpf.load %{{.*}}[8]
// CHECK:         %[[DIFFERS:.*]] = arith.cmpi ne, %[[A]], %[[B]]
// CHECK:         %[[AS:.*]] = llvm.intr.bswap(%[[A]])
// CHECK:         %[[BS:.*]] = llvm.intr.bswap(%[[B]])
// CHECK:         %[[L:.*]] = arith.cmpi ult, %[[AS]], %[[BS]]
// CHECK:         %[[R:.*]] = arith.select %[[DIFFERS]], %[[L]], %
// CHECK:         bpf.load %{{.*}}[0]
// CHECK:         arith.select %{{.*}}, %{{.*}}, %[[R]]
tracing.probe @with_text attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  %b = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %a : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %b : !tracing.ptr<!tracing.str<16>, local>
  %eq = tracing.str_cmp eq %a, %b : !tracing.ptr<!tracing.str<16>, local>, !tracing.ptr<!tracing.str<16>, local>
  %lt = tracing.str_cmp lt %a, %b : !tracing.ptr<!tracing.str<16>, local>, !tracing.ptr<!tracing.str<16>, local>
  tracing.return
}

// Short constants are stored, long ones copied from read-only data; a key is
// zero-filled.
// CHECK-LABEL: bpf.prog @constants
// CHECK:         %[[W:.*]] = arith.constant 6513249 : i64
// CHECK:         bpf.store %[[W]], %[[B:.*]][0] align 8 : i64
// CHECK:         bpf.zero %[[B]][8] size 8 align 8
// CHECK:         %[[G:.*]] = bpf.global_addr @sonde_text_0
// CHECK:         bpf.copy %[[L:.*]][0], %[[G]][0] size 32 align 8
// CHECK:         bpf.zero %[[L]][32] size 32 align 8
tracing.probe @constants attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %b = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.const_str "abc" into %b : !tracing.ptr<!tracing.str<16>, local>
  %n = tracing.map_get @m[%b : !tracing.ptr<!tracing.str<16>, local>] : i64
  %l = tracing.buffer : !tracing.ptr<!tracing.str<64>, local>
  tracing.const_str "a text of twenty-five byte" into %l : !tracing.ptr<!tracing.str<64>, local>
  %o = tracing.map_get @long[%l : !tracing.ptr<!tracing.str<64>, local>] : i64
  tracing.return
}

// CHECK-LABEL: bpf.prog @casts
// CHECK:         bpf.copy %[[L:.*]][0], %[[S:.*]][0] size 16 align 8
// CHECK-NEXT:    bpf.zero %[[L]][16] size 48 align 8
// CHECK:         bpf.copy %[[S]][0], %[[L]][0] size 16 align 8
// CHECK-NEXT:    %[[Z:.*]] = arith.constant 0 : i8
// CHECK-NEXT:    bpf.store %[[Z]], %[[S]][15] align 1
tracing.probe @casts attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %s : !tracing.ptr<!tracing.str<16>, local>
  %l = tracing.buffer : !tracing.ptr<!tracing.str<64>, local>
  tracing.str_cast %s into %l : !tracing.ptr<!tracing.str<64>, local>, : !tracing.ptr<!tracing.str<16>, local>
  %o = tracing.map_get @long[%l : !tracing.ptr<!tracing.str<64>, local>] : i64
  tracing.str_cast %l into %s : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<!tracing.str<64>, local>
  tracing.return
}
}
