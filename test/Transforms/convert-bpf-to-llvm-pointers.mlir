// RUN: sonde-opt %s --convert-bpf-to-llvm | FileCheck %s
// LLVM joins no load through a typed pointer with another one, and does not see from its number
// that such a pointer is null.

// CHECK-LABEL: llvm.func @typed
// CHECK: llvm.load volatile %{{.*}} {alignment = 4 : i64} : !llvm.ptr -> i32
// CHECK: %[[NUMBER:.*]] = llvm.ptrtoint %{{.*}} : !llvm.ptr to i64
// CHECK: %[[HIDDEN:.*]] = bpf.opaque %[[NUMBER]] : i64
// CHECK: llvm.icmp "eq" %[[HIDDEN]], %{{.*}} : i64
bpf.prog @typed type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i64
  %task = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id>
  %n = bpf.load %task[16] align 4 : !bpf.ptr<btf_id> -> i32
  %a = bpf.ptr_to_int %task : !bpf.ptr<btf_id>
  %null = arith.cmpi eq, %a, %c0 : i64
  %r = arith.select %null, %n, %n : i32
  bpf.return %r : i32
}
