// RUN: sonde-opt %s --convert-tracing-to-bpf | FileCheck %s
// A stack is captured, named by its hash, and its frames are stored if the name is new.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
tracing.map @m : !tracing.stack<kernel, 20, bpftrace> -> si64 storage(<hash, 10>)

// CHECK-DAG: bpf.map @sonde_frames_160 hash key !llvm.array<3 x i32> value !llvm.array<20 x i64>
// CHECK-DAG: bpf.map @AT_m hash key !llvm.array<2 x i64>

// CHECK-LABEL: bpf.prog @kernel
// CHECK:         %[[F:.*]] = bpf.buffer size 160
// CHECK:         %[[NAME:.*]] = bpf.buffer size 16
// CHECK:         %[[L:.*]] = bpf.helper get_stack(%{{.*}}, %[[F]], %{{.*}}, %{{.*}}) : (!bpf.ptr<ctx>, !bpf.ptr<mem>, i32, i64) -> i64
// A stack of at most 16 frames is done after these.
// CHECK:         arith.cmpi sgt, %[[L]]
// CHECK:         bpf.load %[[F]][120]
// CHECK:         arith.cmpi ule, %[[L]], %
// CHECK:         bpf.load %[[F]][152]
// CHECK:         bpf.store %{{.*}}, %[[NAME]][0] align 8 : i64
// CHECK:         bpf.store %{{.*}}, %[[NAME]][8] align 4 : i32
// CHECK:         bpf.lookup @sonde_frames_160[%[[NAME]]]
// CHECK:         bpf.update @sonde_frames_160[%[[NAME]]], %[[F]] noexist
tracing.probe @kernel attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.buffer : !tracing.ptr<!tracing.stack<kernel, 20, bpftrace>, local>
  tracing.capture_stack into %s : !tracing.ptr<!tracing.stack<kernel, 20, bpftrace>, local>
  %n = tracing.stack_depth %s : !tracing.ptr<!tracing.stack<kernel, 20, bpftrace>, local> -> i64
  tracing.return
}

// A user stack is one of a process.
// CHECK-LABEL: bpf.prog @user
// CHECK:         %[[FLAGS:.*]] = arith.constant 2304 : i64
// CHECK:         bpf.helper get_stack(%{{.*}}, %{{.*}}, %{{.*}}, %[[FLAGS]])
// CHECK:         bpf.helper get_current_pid_tgid()
// CHECK:         bpf.store %{{.*}}, %{{.*}}[12] align 4 : i32
tracing.probe @user attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.buffer : !tracing.ptr<!tracing.stack<user, 5, build_id>, local>
  tracing.capture_stack into %s : !tracing.ptr<!tracing.stack<user, 5, build_id>, local>
  tracing.return
}

// Without frames nothing is captured.
// CHECK-LABEL: bpf.prog @none
// CHECK-NOT:     get_stack
// CHECK:         bpf.zero %{{.*}}[0] size 16
tracing.probe @none attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.buffer : !tracing.ptr<!tracing.stack<kernel, 0, bpftrace>, local>
  tracing.capture_stack into %s : !tracing.ptr<!tracing.stack<kernel, 0, bpftrace>, local>
  tracing.return
}
}
