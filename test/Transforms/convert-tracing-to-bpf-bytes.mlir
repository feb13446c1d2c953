// RUN: sonde-opt %s --convert-tracing-to-bpf | FileCheck %s
// Buffers and packed bytes.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
tracing.map @mac : !tracing.tagged<ksym, i64> -> !tracing.tagged<mac, !tracing.array<6 x i8>> storage(<hash, 10>)

// A tag takes no room.
// CHECK: bpf.map @AT_mac hash key i64 value !llvm.array<6 x i8>

// One value behind the other, then zeros.
// CHECK-LABEL: bpf.prog @pack
// CHECK:         %[[B:.*]] = bpf.buffer size 16
// CHECK:         bpf.store %{{.*}}, %[[B]][0] align 8 : i64
// CHECK:         bpf.store %{{.*}}, %[[B]][8] align 4 : i32
// CHECK:         bpf.zero %[[B]][12] size 4
tracing.probe @pack attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %pid = tracing.builtin pid : i32
  %b = tracing.buffer : !tracing.ptr<!tracing.array<16 x i8>, local>
  tracing.pack(%n, %pid : i64, i32) into %b : !tracing.ptr<!tracing.array<16 x i8>, local>
  tracing.return
}

// A length that is known is part of the instruction.
// CHECK-LABEL: bpf.prog @read
// CHECK:         %[[B:.*]] = bpf.buffer size 12
// CHECK-NOT:     bpf.zero
// CHECK:         %[[N:.*]] = arith.constant 8 : i32
// CHECK:         bpf.store %[[N]], %[[B]][0]
// CHECK:         bpf.probe_read user %[[B]][4] size 8 from
tracing.probe @read attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %p = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, user>
  %len = arith.constant 8 : i64
  %b = tracing.buffer : !tracing.ptr<!tracing.buf<8>, local>
  tracing.read_buf %p, %len into %b : !tracing.ptr<!tracing.buf<8>, local>, : !tracing.ptr<i8, user>
  tracing.return
}

// Bytes behind the last one are zero; never more than the capacity are read.
// CHECK-LABEL: bpf.prog @read_some
// CHECK:         %[[L:.*]] = bpf.clamp %{{.*}}, 8
// CHECK:         bpf.zero %[[B:.*]][0] size 12
// CHECK:         %[[N:.*]] = arith.trunci %[[L]] : i64 to i32
// CHECK:         bpf.store %[[N]], %[[B]][0]
// CHECK:         bpf.probe_read kernel %[[B]][4] size 8 length %[[L]] from
tracing.probe @read_some attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %p = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, kernel>
  %b = tracing.buffer : !tracing.ptr<!tracing.buf<8>, local>
  tracing.read_buf %p, %n into %b : !tracing.ptr<!tracing.buf<8>, local>, : !tracing.ptr<i8, kernel>
  tracing.return
}

// The bytes of a value are copied; in another capacity, zeros follow.
// CHECK-LABEL: bpf.prog @of_value
// CHECK:         bpf.copy %[[B:.*]][4], %{{.*}}[0] size 10
// CHECK:         bpf.copy %[[C:.*]][0], %[[B]][0] size 14
// CHECK:         bpf.zero %[[C]][14] size 6
tracing.probe @of_value attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %c = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %c : !tracing.ptr<!tracing.str<16>, local>
  %b = tracing.buffer : !tracing.ptr<!tracing.buf<10>, local>
  tracing.buf %c into %b : !tracing.ptr<!tracing.buf<10>, local>, : !tracing.ptr<!tracing.str<16>, local>
  %d = tracing.buffer : !tracing.ptr<!tracing.buf<16>, local>
  tracing.buf_cast %b into %d : !tracing.ptr<!tracing.buf<16>, local>, : !tracing.ptr<!tracing.buf<10>, local>
  tracing.return
}

// Registers are in the context, by the names of the architecture.
// CHECK-LABEL: bpf.prog @registers
// CHECK:         bpf.load %{{.*}}[152] align 8 : !bpf.ptr<ctx> -> i64
// CHECK:         bpf.load %{{.*}}[112] align 4 : !bpf.ptr<ctx> -> i32
// CHECK:         bpf.load %{{.*}}[128] align 8 : !bpf.ptr<ctx> -> i64
tracing.probe @registers attach [#tracing.attach<kprobe, "vfs_open", {function = "vfs_open"}>]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  %sp = tracing.ctx_reg %ctx, "sp" : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  %di = tracing.ctx_member %ctx, "di" at 112 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i32
  %f = tracing.func_addr %ctx : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.return
}

// At a function's end they are not the function's any more.
// CHECK-LABEL: bpf.prog @function
// CHECK:         bpf.helper get_func_ip(%{{.*}}) : (!bpf.ptr<ctx>) -> i64
tracing.probe @function attach [#tracing.attach<kretprobe, "vfs_open", {function = "vfs_open"}>]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  %f = tracing.func_addr %ctx : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.return
}
}
