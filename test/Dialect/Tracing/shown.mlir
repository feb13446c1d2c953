// RUN: sonde-opt %s --verify-roundtrip | FileCheck %s
// RUN: sonde-opt %s --mlir-print-op-generic | sonde-opt | FileCheck %s
// Values that user space turns into text, buffers and stacks are printed as they are written.

// CHECK: tracing.map @ksym : none -> !tracing.tagged<ksym, i64>
tracing.map @ksym : none -> !tracing.tagged<ksym, i64>
// CHECK: tracing.map @usym : none -> !tracing.tagged<usym, !tracing.array<16 x i8>>
tracing.map @usym : none -> !tracing.tagged<usym, !tracing.array<16 x i8>>
// CHECK: tracing.map @inet : none -> !tracing.tagged<inet, !tracing.array<24 x i8>>
tracing.map @inet : none -> !tracing.tagged<inet, !tracing.array<24 x i8>>
// CHECK: tracing.map @cut : none -> !tracing.tagged<cut, !tracing.str<16>>
tracing.map @cut : none -> !tracing.tagged<cut, !tracing.str<16>>
// CHECK: tracing.map @mac : none -> !tracing.tagged<mac, !tracing.array<6 x i8>>
tracing.map @mac : none -> !tracing.tagged<mac, !tracing.array<6 x i8>>
// CHECK: tracing.map @cgroup : none -> !tracing.tagged<cgroup_path, !tracing.array<16 x i8>>
tracing.map @cgroup : none -> !tracing.tagged<cgroup_path, !tracing.array<16 x i8>>
// CHECK: tracing.map @user : none -> !tracing.tagged<username, i64>
tracing.map @user : none -> !tracing.tagged<username, i64>
// CHECK: tracing.map @time : none -> !tracing.tagged<timestamp, !tracing.array<16 x i8>>
tracing.map @time : none -> !tracing.tagged<timestamp, !tracing.array<16 x i8>>
// CHECK: tracing.map @stacks : !tracing.record<!tracing.stack<kernel, 127, bpftrace>, !tracing.stack<user, 3, build_id>> -> !tracing.buf<8>
tracing.map @stacks : !tracing.record<!tracing.stack<kernel, 127, bpftrace>, !tracing.stack<user, 3, build_id>> -> !tracing.buf<8>

// CHECK-LABEL: tracing.probe @shown
tracing.probe @shown attach [#tracing.attach<uprobe, "/bin/sh:main">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  // CHECK: tracing.ctx_reg %{{.*}}, "ip" : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  %ip = tracing.ctx_reg %ctx, "ip" : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  // CHECK: tracing.ctx_member %{{.*}}, "regs.sp" at 152 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i32
  %sp = tracing.ctx_member %ctx, "regs.sp" at 152 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i32
  // CHECK: tracing.func_addr %{{.*}} : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  %f = tracing.func_addr %ctx : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  %pid = tracing.builtin pid : i32
  // CHECK: %[[BYTES:.*]] = tracing.pack(%{{.*}}, %{{.*}} : i64, i32) : !tracing.array<16 x i8>
  %bytes = tracing.pack(%ip, %pid : i64, i32) : !tracing.array<16 x i8>
  // CHECK: tracing.pack() : !tracing.array<6 x i8>
  tracing.pack() : !tracing.array<6 x i8>
  // A tag is only part of the layout.
  // CHECK: tracing.map_set @ksym[] = %{{.*}} : i64
  tracing.map_set @ksym[] = %f : i64
  // CHECK: tracing.map_set @usym[] = %[[BYTES]] : !tracing.array<16 x i8>
  tracing.map_set @usym[] = %bytes : !tracing.array<16 x i8>
  // CHECK: %[[BUF:.*]] = tracing.buf %[[BYTES]] : !tracing.array<16 x i8> -> !tracing.buf<8>
  %buf = tracing.buf %bytes : !tracing.array<16 x i8> -> !tracing.buf<8>
  // CHECK: tracing.buf %[[BYTES]], %{{.*}} : !tracing.array<16 x i8> -> !tracing.buf<16>
  tracing.buf %bytes, %ip : !tracing.array<16 x i8> -> !tracing.buf<16>
  // CHECK: tracing.buf_cast %[[BUF]] : !tracing.buf<8> -> !tracing.buf<16>
  tracing.buf_cast %buf : !tracing.buf<8> -> !tracing.buf<16>
  // CHECK: %[[P:.*]] = tracing.ptr_cast
  %p = tracing.ptr_cast %ip : i64 -> !tracing.ptr<i8, user>
  // CHECK: tracing.read_buf %[[P]] : !tracing.ptr<i8, user> -> !tracing.buf<64>
  tracing.read_buf %p : !tracing.ptr<i8, user> -> !tracing.buf<64>
  // CHECK: tracing.read_buf %[[P]], %{{.*}} report : !tracing.ptr<i8, user> -> !tracing.buf<64>
  tracing.read_buf %p, %ip report : !tracing.ptr<i8, user> -> !tracing.buf<64>
  // CHECK: %[[STACK:.*]] = tracing.capture_stack report : !tracing.stack<user, 127, perf>
  %stack = tracing.capture_stack report : !tracing.stack<user, 127, perf>
  // CHECK: tracing.stack_depth %[[STACK]] : !tracing.stack<user, 127, perf> -> i64
  tracing.stack_depth %stack : !tracing.stack<user, 127, perf> -> i64
  tracing.return
}
