// RUN: sonde-opt %s --convert-tracing-to-bpf -split-input-file | FileCheck %s
// Variables, addresses, and reads of memory outside the program.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
tracing.struct @task_struct size 9792 relocate [
  #tracing.member<"tgid", si32, 2468>, #tracing.member<"comm", !tracing.array<16 x si8>, 3000>,
  #tracing.member<"parent", !tracing.ptr<!tracing.struct<"task_struct">, btf>, 2480>]
tracing.error_site @err_0 helper "probe_read_kernel"
tracing.map @names : !tracing.str<16> -> si64 storage(<hash, 100>)

// Variables begin as zero.
// CHECK-LABEL: bpf.prog @variables
// CHECK:         %[[X:.*]] = bpf.buffer size 8
// CHECK-NEXT:    bpf.zero %[[X]][0] size 8 align 8
// CHECK:         bpf.store %{{.*}}, %[[X]][0]
// CHECK-NEXT:    bpf.load %[[X]][0]
// CHECK:         %[[S:.*]] = bpf.buffer size 16
// CHECK-NEXT:    bpf.zero %[[S]][0] size 16 align 8
// CHECK:         bpf.copy %[[S]][0], %[[B:.*]][0] size 16 align 8
// CHECK:         bpf.copy %[[B]][0], %[[S]][0] size 16 align 8
tracing.probe @variables attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %x = tracing.local "$x" : !tracing.ptr<i64, local>
  tracing.store_local %n, %x : i64, !tracing.ptr<i64, local>
  %v = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  %s = tracing.local "$s" : !tracing.ptr<!tracing.str<16>, local>
  %b = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %b : !tracing.ptr<!tracing.str<16>, local>
  tracing.store_local %b, %s : !tracing.ptr<!tracing.str<16>, local>, !tracing.ptr<!tracing.str<16>, local>
  tracing.load_local %s into %b : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<!tracing.str<16>, local>
  tracing.return
}

// A typed pointer stays one as long as the verifier follows it. Scalars are read
// by a helper; bpf-direct-loads makes loads of that.
// CHECK-LABEL: bpf.prog @typed
// CHECK:         %[[T:.*]] = bpf.helper get_current_task_btf() : () -> !bpf.ptr<btf_id, @task_struct>
// CHECK-NEXT:    %[[A:.*]] = bpf.field_addr %[[T]], @task_struct, "parent" : !bpf.ptr<btf_id, @task_struct> -> !bpf.ptr<btf_id>
// CHECK-NEXT:    %[[P:.*]] = bpf.load %[[A]][0] align 8 : !bpf.ptr<btf_id> -> !bpf.ptr<btf_id, @task_struct>
// CHECK-NEXT:    %[[F:.*]] = bpf.field_addr %[[P]], @task_struct, "tgid"
// CHECK-NEXT:    %[[S:.*]] = bpf.buffer size 4
// CHECK-NEXT:    %[[N:.*]] = bpf.ptr_to_int %[[F]]
// CHECK-NEXT:    bpf.probe_read kernel %[[S]][0] size 4 from %[[N]]
// CHECK-NEXT:    bpf.load %[[S]][0] align 4 : !bpf.ptr<mem> -> i32
// CHECK:         bpf.probe_read kernel %[[B:.*]][0] size 16 from %{{.*}} : !bpf.ptr<mem> -> i64
tracing.probe @typed attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task_struct">, btf>
  %pp = tracing.field_ptr %t, "parent" : !tracing.ptr<!tracing.struct<"task_struct">, btf>
      -> !tracing.ptr<!tracing.ptr<!tracing.struct<"task_struct">, btf>, btf>
  %p = tracing.read %pp : !tracing.ptr<!tracing.ptr<!tracing.struct<"task_struct">, btf>, btf>
      -> !tracing.ptr<!tracing.struct<"task_struct">, btf>
  %f = tracing.field_ptr %p, "tgid" : !tracing.ptr<!tracing.struct<"task_struct">, btf> -> !tracing.ptr<i32, btf>
  %v = tracing.read %f : !tracing.ptr<i32, btf> -> i32
  %c = tracing.field_ptr %t, "comm" : !tracing.ptr<!tracing.struct<"task_struct">, btf> -> !tracing.ptr<!tracing.array<16 x i8>, btf>
  %b = tracing.buffer : !tracing.ptr<!tracing.array<16 x i8>, local>
  tracing.read %c into %b : !tracing.ptr<!tracing.array<16 x i8>, local>, : !tracing.ptr<!tracing.array<16 x i8>, btf>
  tracing.return
}

// An address that is computed with is a number from the start: the verifier
// refuses arithmetic on typed pointers.
// CHECK-LABEL: bpf.prog @computed
// CHECK:         bpf.helper get_current_task() : () -> i64
tracing.probe @computed attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task_struct">, btf>
  %n = tracing.ptr_cast %t : !tracing.ptr<!tracing.struct<"task_struct">, btf> -> i64
  tracing.return %n : i64
}

// CHECK-LABEL: bpf.prog @addresses
// CHECK:         %[[A:.*]] = bpf.field_addr %[[K:.*]], @task_struct, "tgid" : i64 -> i64
// CHECK:         %[[D:.*]] = arith.muli %[[K]], %
// CHECK-NEXT:    %[[E:.*]] = arith.addi %[[A]], %[[D]]
// CHECK-NEXT:    %[[S:.*]] = bpf.buffer size 4
// CHECK-NEXT:    %[[RC:.*]] = bpf.probe_read kernel %[[S]][0] size 4 from %[[E]]
// CHECK:         %[[BAD:.*]] = arith.cmpi slt, %[[RC]], %
// CHECK-NEXT:    cf.cond_br %[[BAD]]
// CHECK:         bpf.load %[[S]][0] align 4
tracing.probe @addresses attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.clock boot : i64
  %t = tracing.ptr_cast %k : i64 -> !tracing.ptr<!tracing.struct<"task_struct">, kernel>
  %f = tracing.field_ptr %t, "tgid" : !tracing.ptr<!tracing.struct<"task_struct">, kernel> -> !tracing.ptr<i32, kernel>
  %e = tracing.elem_ptr %f[%k] : !tracing.ptr<i32, kernel> -> !tracing.ptr<i32, kernel>
  %v = tracing.read %e on_error(@err_0) : !tracing.ptr<i32, kernel> -> i32
  tracing.return
}

// Text that is a key is zero behind its NUL; text that is only compared with a
// constant need not be.
// CHECK-LABEL: bpf.prog @text
// CHECK:         bpf.zero %[[K:.*]][0] size 16 align 8
// CHECK-NEXT:    bpf.probe_read_str user %[[K]][0] size 16 from
// CHECK-NOT:     bpf.zero
// CHECK:         bpf.probe_read_str kernel %{{.*}}[0] size 16 from
tracing.probe @text attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %u = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, user>
  %k = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, kernel>
  %a = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  %b = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  %c = tracing.buffer : !tracing.ptr<!tracing.str<4>, local>
  tracing.read_str %u into %a : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<i8, user>
  %v = tracing.map_get @names[%a : !tracing.ptr<!tracing.str<16>, local>] : i64
  tracing.read_str %k into %b : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<i8, kernel>
  tracing.const_str "abc" into %c : !tracing.ptr<!tracing.str<4>, local>
  %is = tracing.str_cmp eq %b, %c : !tracing.ptr<!tracing.str<16>, local>, !tracing.ptr<!tracing.str<4>, local>
  tracing.return
}

// Text that is to fill its memory: where the helper has cut it, the byte follows that it
// has replaced by a NUL.
// CHECK-LABEL: bpf.prog @filled
// CHECK:         %[[N:.*]] = bpf.probe_read_str user %[[B:.*]][0] size 16 from %[[A:.*]] :
// CHECK-NEXT:    %[[ROOM:.*]] = arith.constant 16 : i64
// CHECK-NEXT:    %[[CUT:.*]] = arith.cmpi eq, %[[N]], %[[ROOM]] : i64
// CHECK-NEXT:    cf.cond_br %[[CUT]], ^[[MORE:.*]], ^[[GO:.*]]
// CHECK:       ^[[MORE]]:
// CHECK:         %[[LAST:.*]] = arith.addi %[[A]], %{{.*}} : i64
// CHECK:         bpf.probe_read user %[[B]][15] size 1 from %[[LAST]]
tracing.probe @filled attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %u = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, user>
  %a = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.read_str %u into %a : !tracing.ptr<!tracing.str<16>, local>, fill : !tracing.ptr<i8, user>
  %v = tracing.map_get @names[%a : !tracing.ptr<!tracing.str<16>, local>] : i64
  tracing.return
}

// A length is bounded by the room; of nothing read, an empty text is left.
// CHECK-LABEL: bpf.prog @length
// CHECK:         %[[L:.*]] = bpf.clamp %{{.*}}, 16 : i64
// CHECK-NEXT:    bpf.zero %[[B:.*]][0] size 16
// CHECK-NEXT:    bpf.probe_read_str user %[[B]][0] size 16 length %[[L]] from
// CHECK:         %[[L:.*]] = bpf.clamp %{{.*}}, 16 : i64
// CHECK:         bpf.store %{{.*}}, %[[E:.*]][8] align 1 : i8, !bpf.ptr<ringbuf>
// CHECK-NEXT:    bpf.probe_read_str user %[[E]][8] size 16 length %[[L]] from
tracing.event @text_event printf "%s" fields [!tracing.str<16>] id(0) layout(<[8], size = 24>)
tracing.probe @length attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %u = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, user>
  %a = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.read_str %u, %n into %a : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<i8, user>
  tracing.emit @text_event() deferred [0] {
  ^bb0(%f: !tracing.ptr<!tracing.str<16>, local>):
    tracing.read_str %u, %n into %f : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<i8, user>
  }
  tracing.return
}
}

// -----

// Before the helper existed, the current task was a number.
// CHECK-LABEL: bpf.prog @old_kernel
// CHECK:         %[[T:.*]] = bpf.helper get_current_task() : () -> i64
// CHECK:         bpf.field_addr %[[T]], @task_struct, "parent" : i64 -> i64
// CHECK:         bpf.probe_read kernel %{{.*}}[0] size 8
module attributes {bpf.target = #bpf.target<kernel = "5.10", arch = "x86_64">} {
  tracing.struct @task_struct size 9792 [#tracing.member<"parent", !tracing.ptr<!tracing.struct<"task_struct">, btf>, 2480>]
  tracing.probe @old_kernel attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %t = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task_struct">, btf>
    %pp = tracing.field_ptr %t, "parent" : !tracing.ptr<!tracing.struct<"task_struct">, btf>
        -> !tracing.ptr<!tracing.ptr<!tracing.struct<"task_struct">, btf>, btf>
    %p = tracing.read %pp : !tracing.ptr<!tracing.ptr<!tracing.struct<"task_struct">, btf>, btf>
        -> !tracing.ptr<!tracing.struct<"task_struct">, btf>
    tracing.return
  }
}
