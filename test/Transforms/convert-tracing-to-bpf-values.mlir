// RUN: sonde-opt %s --convert-tracing-to-bpf -split-input-file | FileCheck %s
// Builtins, the context, arithmetic and records.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
// CHECK-LABEL: bpf.prog @builtins
tracing.probe @builtins attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[P:.*]] = bpf.helper get_current_pid_tgid()
  // CHECK: %[[H:.*]] = arith.shrui %[[P]], %{{.*}}
  // CHECK: arith.trunci %[[H]] : i64 to i32
  %pid = tracing.builtin pid : i32
  // CHECK: %[[P:.*]] = bpf.helper get_current_pid_tgid()
  // CHECK: arith.trunci %[[P]] : i64 to i32
  %tid = tracing.builtin tid : i32
  // CHECK: %[[U:.*]] = bpf.helper get_current_uid_gid()
  // CHECK: arith.andi %[[U]], %
  %uid = tracing.builtin uid : i64
  // CHECK: %[[U:.*]] = bpf.helper get_current_uid_gid()
  // CHECK: arith.shrui %[[U]], %
  %gid = tracing.builtin gid : i64
  // CHECK: bpf.helper get_smp_processor_id()
  %cpu = tracing.builtin cpu : i64
  // CHECK: bpf.helper get_current_cgroup_id()
  %cgroup = tracing.builtin cgroup : i64
  // CHECK: bpf.helper get_numa_node_id()
  %node = tracing.builtin numaid : i64
  // CHECK: %[[B:.*]] = bpf.buffer size 16
  %b = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  // CHECK: %[[S:.*]] = arith.constant 16 : i32
  // CHECK: bpf.helper get_current_comm(%[[B]], %[[S]])
  tracing.builtin comm into %b : !tracing.ptr<!tracing.str<16>, local>
  // CHECK: bpf.helper ktime_get_boot_ns()
  %t0 = tracing.clock boot : i64
  // CHECK: bpf.helper ktime_get_ns()
  %t1 = tracing.clock monotonic : i64
  // CHECK: bpf.helper ktime_get_tai_ns()
  %t2 = tracing.clock tai : i64
  // CHECK: bpf.helper jiffies64()
  %t3 = tracing.clock jiffies : i64
  // CHECK: %[[R:.*]] = bpf.helper get_prandom_u32()
  // CHECK: arith.trunci %[[R]]
  %r = tracing.random : i32
  tracing.return
}

// CHECK-LABEL: bpf.prog @registers
// CHECK:         bpf.load %{{.*}}[112] align 8 : !bpf.ptr<ctx> -> i64
// CHECK:         bpf.load %{{.*}}[64] align 8
tracing.probe @registers attach [#tracing.attach<kprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  %a = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  %b = tracing.ctx_arg %ctx, 5 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.return
}
// CHECK-LABEL: bpf.prog @result
// CHECK:         bpf.load %{{.*}}[80] align 8
tracing.probe @result attach [#tracing.attach<kretprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  %a = tracing.retval %ctx : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.return
}
// CHECK-LABEL: bpf.prog @argument_array
// CHECK:         bpf.load %{{.*}}[16] align 8
tracing.probe @argument_array attach [#tracing.attach<raw_tracepoint, "x">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.ctx_arg %ctx, 2 : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  tracing.return
}

tracing.struct @fields size 64 [
  #tracing.member<"byte", ui8, 3>, #tracing.member<"odd", ui32, 6>, #tracing.member<"flag", i1, 5>,
  #tracing.member<"name", !tracing.ptr<i8, user>, 16>, #tracing.member<"comm", !tracing.array<16 x si8>, 28>]
// CHECK-LABEL: bpf.prog @fields_of_context
tracing.probe @fields_of_context attach [#tracing.attach<tracepoint, "a:b">] (%ctx: !tracing.ptr<!tracing.struct<"fields">, ctx>) {
  // CHECK: bpf.load %{{.*}}[3] align 1 : !bpf.ptr<ctx> -> i8
  %byte = tracing.ctx_field %ctx, "byte" : !tracing.ptr<!tracing.struct<"fields">, ctx> -> i8
  // The kernel refuses accesses that are not aligned: two halves.
  // CHECK: %[[L:.*]] = bpf.load %{{.*}}[6] align 2 : !bpf.ptr<ctx> -> i16
  // CHECK: %[[LX:.*]] = arith.extui %[[L]] : i16 to i32
  // CHECK: %[[H:.*]] = bpf.load %{{.*}}[8] align 2 : !bpf.ptr<ctx> -> i16
  // CHECK: %[[HX:.*]] = arith.extui %[[H]] : i16 to i32
  // CHECK: %[[HS:.*]] = arith.shli %[[HX]], %
  // CHECK: arith.ori %[[LX]], %[[HS]]
  %odd = tracing.ctx_field %ctx, "odd" : !tracing.ptr<!tracing.struct<"fields">, ctx> -> i32
  // CHECK: %[[F:.*]] = bpf.load %{{.*}}[5] align 1 : !bpf.ptr<ctx> -> i8
  // CHECK: arith.cmpi ne, %[[F]], %
  %flag = tracing.ctx_field %ctx, "flag" : !tracing.ptr<!tracing.struct<"fields">, ctx> -> i1
  // CHECK: bpf.load %{{.*}}[16] align 8 : !bpf.ptr<ctx> -> i64
  %name = tracing.ctx_field %ctx, "name" : !tracing.ptr<!tracing.struct<"fields">, ctx> -> !tracing.ptr<i8, user>
  %b = tracing.buffer : !tracing.ptr<!tracing.array<16 x i8>, local>
  // CHECK: bpf.copy %{{.*}}[0], %{{.*}}[28] size 16 align 4 : !bpf.ptr<mem>, !bpf.ptr<ctx>
  tracing.ctx_field %ctx, "comm" into %b : !tracing.ptr<!tracing.array<16 x i8>, local>, : !tracing.ptr<!tracing.struct<"fields">, ctx>
  tracing.return
}

tracing.param @arg1 "$1" : si32 = 42
tracing.param @arg2 "$2" : !tracing.str<12> = "abc"
// Loaded as often as they are used, because they are only known when loading.
// CHECK-LABEL: bpf.prog @parameters
// CHECK:         %[[G:.*]] = bpf.global_addr @sonde_params
// CHECK:         bpf.load volatile %[[G]][0] align 4 : !bpf.ptr<map_value> -> i32
// CHECK:         %[[W:.*]] = bpf.load volatile %{{.*}}[8] align 8 : !bpf.ptr<map_value> -> i64
// CHECK:         bpf.store %[[W]], %[[B:.*]][0] align 8
// CHECK:         %[[W:.*]] = bpf.load volatile %{{.*}}[16] align 4 : !bpf.ptr<map_value> -> i32
// CHECK:         bpf.store %[[W]], %[[B]][8] align 4
tracing.probe @parameters attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.param_value @arg1 : i32
  %b = tracing.buffer : !tracing.ptr<!tracing.str<12>, local>
  tracing.param_value @arg2 into %b : !tracing.ptr<!tracing.str<12>, local>
  tracing.return
}

// Holes in a record are zero, because keys are compared byte by byte.
// CHECK-LABEL: bpf.prog @records
// CHECK:         %[[R:.*]] = bpf.buffer size 24
// CHECK-NEXT:    bpf.store %{{.*}}, %[[R]][0] align 1 : i8
// CHECK-NEXT:    bpf.zero %[[R]][1] size 7 align 1
// CHECK-NEXT:    bpf.store %{{.*}}, %[[R]][8] align 8 : i64
// CHECK-NEXT:    bpf.copy %[[R]][16], %{{.*}}[0] size 5 align 8
// CHECK-NEXT:    bpf.zero %[[R]][21] size 3 align 1
// CHECK-NEXT:    bpf.load %[[R]][8] align 8 : !bpf.ptr<mem> -> i64
// CHECK:         bpf.copy %{{.*}}[0], %[[R]][16] size 5 align 8
tracing.probe @records attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %c = arith.trunci %n : i64 to i8
  %t = tracing.buffer : !tracing.ptr<!tracing.str<5>, local>
  tracing.const_str "abcd" into %t : !tracing.ptr<!tracing.str<5>, local>
  %r = tracing.buffer : !tracing.ptr<!tracing.record<i8, i64, !tracing.str<5>>, local>
  tracing.record(%c, %n, %t : i8, i64, !tracing.ptr<!tracing.str<5>, local>) into %r : !tracing.ptr<!tracing.record<i8, i64, !tracing.str<5>>, local>
  %e = tracing.extract %r[1] : !tracing.ptr<!tracing.record<i8, i64, !tracing.str<5>>, local> -> i64
  tracing.extract %r[2] into %t : !tracing.ptr<!tracing.str<5>, local>, : !tracing.ptr<!tracing.record<i8, i64, !tracing.str<5>>, local>
  tracing.return
}

tracing.c_func @__add_one : (si32) -> si32
// CHECK-LABEL: bpf.prog @arithmetic
tracing.probe @arithmetic attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.clock boot : i64
  // CHECK: bpf.div signed %[[A:.*]], %[[A]] : i64
  %q = tracing.div signed %a, %a : i64
  // CHECK: bpf.rem %[[A]], %[[A]] : i64
  %r = tracing.rem %a, %a : i64
  // CHECK: bpf.shift signed_right %[[A]], %[[A]] : i64
  %s = tracing.shift signed_right %a, %a : i64
  %n = arith.trunci %a : i64 to i32
  // CHECK: bpf.call @__add_one(%{{.*}}) : (i32) -> i32
  %c = tracing.call @__add_one(%n) : (i32) -> i32
  tracing.return
}

// Three steps without branches leave a byte, whose length is in a table.
// CHECK-LABEL: bpf.prog @buckets
// CHECK-COUNT-3: arith.subi
// CHECK:         %[[T:.*]] = bpf.global_addr @sonde_bit_lengths
// CHECK-NEXT:    bpf.ptr_add %[[T]], %{{.*}} access 1 bound 256
// CHECK:         %[[NEG:.*]] = arith.cmpi slt, %{{.*}}, %[[ZERO:.*]] : i64
// CHECK:         arith.select %[[NEG]], %[[ZERO]], %
// CHECK:         %[[MIN:.*]] = arith.constant -10 : i64
// CHECK:         %[[B:.*]] = arith.minsi
// CHECK:         %[[D:.*]] = arith.subi %[[B]], %[[MIN]]
// CHECK:         bpf.div %[[D]], %
// CHECK:         %[[LOW:.*]] = arith.cmpi slt, %{{.*}}, %[[MIN]]
// CHECK:         arith.select %[[LOW]], %
// CHECK-NOT:     cf.
tracing.probe @buckets attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = tracing.clock boot : i64
  %l = tracing.log2_bucket %a bits 3 : i64
  %b = tracing.linear_bucket %a from -10 to 100 step 5 : i64
  tracing.return
}
}

// -----

// CHECK-LABEL: bpf.prog @other_registers
// CHECK:         bpf.load %{{.*}}[0] align 8
// CHECK:         bpf.load %{{.*}}[56] align 8
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "aarch64">} {
  tracing.probe @other_registers attach [#tracing.attach<kprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
    %a = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
    %b = tracing.ctx_arg %ctx, 7 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
    tracing.return
  }
}
