// RUN: sonde-opt %s -split-input-file --pass-pipeline='builtin.module(bpf.prog(bpf-direct-loads))' | FileCheck %s
// Scalar members behind typed pointers are loaded without a helper.

bpf.core_type @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>,
    #tracing.member<"mm", !tracing.ptr<!tracing.struct<"mm_struct">, kernel>, 2336>,
    #tracing.member<"real_parent", !tracing.ptr<!tracing.struct<"task_struct">, kernel>, 2480>,
    #tracing.member<"flags", ui32, 44, bits = 3 at 2>, #tracing.member<"comm", !tracing.str<16>, 3000>,
    #tracing.member<"cpus", !tracing.array<2 x ui64>, 3016>, #tracing.member<"tag", !tracing.array<8 x si8>, 3032>]
bpf.core_type @file size 232 relocate [#tracing.member<"f_flags", ui32, 64>]
bpf.global @out bss : !llvm.array<16 x i64>
bpf.map @r ringbuf max_entries 4096

// CHECK-LABEL: bpf.prog @member
bpf.prog @member type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  // CHECK: %[[T:.*]] = bpf.load %{{.*}}[8]
  %t = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  %n = bpf.ptr_to_int %t : !bpf.ptr<btf_id, @task_struct>
  %slot = bpf.buffer size 4 align 4 : !bpf.ptr<mem>
  %a = bpf.field_addr %n, @task_struct, "tgid" : i64 -> i64
  // CHECK-NOT: bpf.buffer
  // CHECK-NOT: bpf.probe_read
  // CHECK: %[[F:.*]] = bpf.field_addr %[[T]], @task_struct, "tgid" : !bpf.ptr<btf_id, @task_struct> -> !bpf.ptr<btf_id>
  // CHECK-NEXT: %[[V:.*]] = bpf.load %[[F]][0] align 4 : !bpf.ptr<btf_id> -> i32
  // CHECK-NEXT: bpf.store %[[V]], %{{.*}}[0] align 4 : i32, !bpf.ptr<map_value>
  %e = bpf.probe_read kernel %slot[0] size 4 from %a : !bpf.ptr<mem> -> i64
  %v = bpf.load %slot[0] align 4 : !bpf.ptr<mem> -> i32
  bpf.store %v, %g[0] align 4 : i32, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// A pointer member is typed too, so that the next read needs no helper either.
// CHECK-LABEL: bpf.prog @chain
bpf.prog @chain type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %t = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  %n = bpf.ptr_to_int %t : !bpf.ptr<btf_id, @task_struct>
  %slot = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %slot2 = bpf.buffer size 4 align 4 : !bpf.ptr<mem>
  %a = bpf.field_addr %n, @task_struct, "real_parent" : i64 -> i64
  // CHECK: %[[P:.*]] = bpf.load %{{.*}}[0] align 8 : !bpf.ptr<btf_id> -> !bpf.ptr<btf_id, @task_struct>
  %e = bpf.probe_read kernel %slot[0] size 8 from %a : !bpf.ptr<mem> -> i64
  %parent = bpf.load %slot[0] align 8 : !bpf.ptr<mem> -> i64
  %b = bpf.field_addr %parent, @task_struct, "tgid" : i64 -> i64
  // CHECK: %[[F:.*]] = bpf.field_addr %[[P]], @task_struct, "tgid" : !bpf.ptr<btf_id, @task_struct> -> !bpf.ptr<btf_id>
  // CHECK: bpf.load %[[F]][0] align 4 : !bpf.ptr<btf_id> -> i32
  // CHECK-NOT: bpf.probe_read
  %e2 = bpf.probe_read kernel %slot2[0] size 4 from %b : !bpf.ptr<mem> -> i64
  %v = bpf.load %slot2[0] align 4 : !bpf.ptr<mem> -> i32
  bpf.store %v, %g[0] align 4 : i32, !bpf.ptr<map_value>
  // CHECK: bpf.return
  bpf.return %c0 : i32
}

// What points to a struct of which nothing is known is no number for the verifier, either.
// CHECK-LABEL: bpf.prog @undescribed
bpf.prog @undescribed type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %five = arith.constant 5 : i64
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %t = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  %n = bpf.ptr_to_int %t : !bpf.ptr<btf_id, @task_struct>
  %slot = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %a = bpf.field_addr %n, @task_struct, "mm" : i64 -> i64
  // CHECK: %[[P:.*]] = bpf.load %{{.*}}[0] align 8 : !bpf.ptr<btf_id> -> !bpf.ptr<btf_id>
  // CHECK-NEXT: %[[N:.*]] = bpf.ptr_to_int %[[P]] : !bpf.ptr<btf_id>
  // CHECK-NEXT: arith.ori %[[N]]
  %e = bpf.probe_read kernel %slot[0] size 8 from %a : !bpf.ptr<mem> -> i64
  %mm = bpf.load %slot[0] align 8 : !bpf.ptr<mem> -> i64
  %v = arith.ori %mm, %five : i64
  bpf.store %v, %g[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// Short text is loaded by words.
// CHECK-LABEL: bpf.prog @text
bpf.prog @text type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %t = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  %f = bpf.field_addr %t, @task_struct, "comm" : !bpf.ptr<btf_id, @task_struct> -> !bpf.ptr<btf_id>
  %a = bpf.ptr_to_int %f : !bpf.ptr<btf_id>
  %h = bpf.field_addr %t, @task_struct, "tag" : !bpf.ptr<btf_id, @task_struct> -> !bpf.ptr<btf_id>
  %b = bpf.ptr_to_int %h : !bpf.ptr<btf_id>
  // CHECK: %[[R:.*]] = bpf.require_nonnull
  %r = bpf.ringbuf_reserve @r size 24 : !bpf.ptr<ringbuf, nullable>
  %record = bpf.require_nonnull %r else(leave) : !bpf.ptr<ringbuf, nullable> -> !bpf.ptr<ringbuf>
  // CHECK-NEXT: %[[F:.*]] = bpf.field_addr %{{.*}}, @task_struct, "comm"
  // CHECK-NEXT: %[[X:.*]] = bpf.load %[[F]][0] align 8 : !bpf.ptr<btf_id> -> i64
  // CHECK-NEXT: bpf.store %[[X]], %[[R]][8] align 8
  // CHECK-NEXT: %[[Y:.*]] = bpf.load %[[F]][8] align 8 : !bpf.ptr<btf_id> -> i64
  // CHECK-NEXT: bpf.store %[[Y]], %[[R]][16] align 8
  // CHECK: %[[TAG:.*]] = bpf.field_addr %{{.*}}, @task_struct, "tag"
  // CHECK-NEXT: %[[Z:.*]] = bpf.load %[[TAG]][0] align 8 : !bpf.ptr<btf_id> -> i64
  // CHECK-NEXT: bpf.store %[[Z]], %[[R]][0] align 8
  // CHECK-NEXT: bpf.ringbuf_submit
  %e = bpf.probe_read kernel %record[8] size 16 from %a : !bpf.ptr<ringbuf> -> i64
  %e2 = bpf.probe_read kernel %record[0] size 8 from %b : !bpf.ptr<ringbuf> -> i64
  bpf.ringbuf_submit %record : !bpf.ptr<ringbuf>
  bpf.return %c0 : i32
}

// What the verifier would refuse, or what would lose an error, stays.
// CHECK-LABEL: bpf.prog @kept
bpf.prog @kept type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %c4 = arith.constant 4 : i64
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %t = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  %n = bpf.ptr_to_int %t : !bpf.ptr<btf_id, @task_struct>
  %s = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  %tgid = bpf.field_addr %n, @task_struct, "tgid" : i64 -> i64
  %flags = bpf.field_addr %n, @task_struct, "flags" : i64 -> i64
  %cpus = bpf.field_addr %n, @task_struct, "cpus" : i64 -> i64
  %wrong = bpf.field_addr %n, @file, "f_flags" : i64 -> i64
  // The error is used.
  // CHECK: bpf.probe_read kernel %{{.*}} size 4
  %e0 = bpf.probe_read kernel %s[0] size 4 from %tgid : !bpf.ptr<mem> -> i64
  bpf.store %e0, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // More than the member.
  // CHECK: bpf.probe_read kernel %{{.*}} size 8
  %e1 = bpf.probe_read kernel %s[0] size 8 from %tgid : !bpf.ptr<mem> -> i64
  // A bit-field.
  // CHECK: bpf.probe_read kernel %{{.*}} size 4
  %e2 = bpf.probe_read kernel %s[0] size 4 from %flags : !bpf.ptr<mem> -> i64
  // An array of words.
  // CHECK: bpf.probe_read kernel %{{.*}} size 16
  %e3 = bpf.probe_read kernel %s[0] size 16 from %cpus : !bpf.ptr<mem> -> i64
  // Of a type that the pointer does not have.
  // CHECK: bpf.probe_read kernel %{{.*}} size 4
  %e4 = bpf.probe_read kernel %s[0] size 4 from %wrong : !bpf.ptr<mem> -> i64
  // Any kernel address.
  // CHECK: bpf.probe_read kernel %{{.*}} size 4
  %x = bpf.load %ctx[16] align 8 : !bpf.ptr<ctx> -> i64
  %any = bpf.field_addr %x, @task_struct, "tgid" : i64 -> i64
  %e5 = bpf.probe_read kernel %s[0] size 4 from %any : !bpf.ptr<mem> -> i64
  // User memory.
  // CHECK: bpf.probe_read user %{{.*}} size 4
  %e6 = bpf.probe_read user %s[0] size 4 from %tgid : !bpf.ptr<mem> -> i64
  // A slot that is not aligned.
  // CHECK: bpf.probe_read kernel %{{.*}}[2] size 4
  %e8 = bpf.probe_read kernel %s[2] size 4 from %tgid : !bpf.ptr<mem> -> i64
  // An unknown length.
  // CHECK: bpf.probe_read kernel %{{.*}} size 4 length
  %e7 = bpf.probe_read kernel %s[0] size 4 length %c4 from %tgid : !bpf.ptr<mem> -> i64
  bpf.return %c0 : i32
}

// The slot stays where something else reads it.
// CHECK-LABEL: bpf.prog @slot
bpf.prog @slot type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %t = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  %n = bpf.ptr_to_int %t : !bpf.ptr<btf_id, @task_struct>
  // CHECK: %[[S:.*]] = bpf.buffer
  %s = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %a = bpf.field_addr %n, @task_struct, "tgid" : i64 -> i64
  // CHECK: %[[V:.*]] = bpf.load %{{.*}}[0] align 4 : !bpf.ptr<btf_id> -> i32
  // CHECK-NEXT: bpf.store %[[V]], %[[S]][4] align 4
  // CHECK-NEXT: bpf.copy %{{.*}}, %[[S]][0] size 8
  %e = bpf.probe_read kernel %s[4] size 4 from %a : !bpf.ptr<mem> -> i64
  bpf.copy %g[0], %s[0] size 8 align 8 : !bpf.ptr<map_value>, !bpf.ptr<mem>
  bpf.return %c0 : i32
}

// -----

// The current task is asked for as a typed pointer where the target can do so.
module attributes {bpf.target = #bpf.target<kernel = "5.11", arch = "x86_64">} {
bpf.core_type @task_struct size 9792 [#tracing.member<"tgid", si32, 2468>]
bpf.global @out bss : i64
// CHECK-LABEL: bpf.prog @current
bpf.prog @current type(kprobe) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  // CHECK: %[[T:.*]] = bpf.helper get_current_task_btf() : () -> !bpf.ptr<btf_id, @task_struct>
  // CHECK-NOT: get_current_task(
  %n = bpf.helper get_current_task() : () -> i64
  %slot = bpf.buffer size 4 align 4 : !bpf.ptr<mem>
  %a = bpf.field_addr %n, @task_struct, "tgid" : i64 -> i64
  // CHECK: %[[F:.*]] = bpf.field_addr %[[T]], @task_struct, "tgid"
  // CHECK-NEXT: %[[V:.*]] = bpf.load %[[F]][0] align 4
  // CHECK-NEXT: bpf.store %[[V]]
  %e = bpf.probe_read kernel %slot[0] size 4 from %a : !bpf.ptr<mem> -> i64
  %v = bpf.load %slot[0] align 4 : !bpf.ptr<mem> -> i32
  bpf.store %v, %g[0] align 4 : i32, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}
}

// -----

// Only its number is used: nothing to gain.
module attributes {bpf.target = #bpf.target<kernel = "5.11", arch = "x86_64">} {
bpf.global @out bss : i64
// CHECK-LABEL: bpf.prog @current_number
bpf.prog @current_number type(kprobe) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  // CHECK: bpf.helper get_current_task()
  %n = bpf.helper get_current_task() : () -> i64
  bpf.store %n, %g[0] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}
}

// -----

// Without typed loads in the target, nothing changes.
module attributes {bpf.target = #bpf.target<kernel = "5.10", arch = "x86_64", features = ["-btf_tracing"]>} {
bpf.core_type @task_struct size 9792 [#tracing.member<"tgid", si32, 2468>]
// CHECK-LABEL: bpf.prog @old
bpf.prog @old type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %t = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  %n = bpf.ptr_to_int %t : !bpf.ptr<btf_id, @task_struct>
  %slot = bpf.buffer size 4 align 4 : !bpf.ptr<mem>
  %a = bpf.field_addr %n, @task_struct, "tgid" : i64 -> i64
  // CHECK: bpf.probe_read kernel
  %e = bpf.probe_read kernel %slot[0] size 4 from %a : !bpf.ptr<mem> -> i64
  bpf.return %c0 : i32
}
}
