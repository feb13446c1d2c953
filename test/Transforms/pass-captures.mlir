// RUN: sonde-opt %s --bpf-pass-captures | FileCheck %s
// What a callback captures stands in the frame of who runs the loop: one place for all its loops.

// CHECK-LABEL: bpf.callback @two
// CHECK-SAME:    type(kprobe) (%{{.*}}: i64, %[[FRAME:.*]]: !bpf.ptr<stack>)
// CHECK-NEXT:    %[[CTX:.*]] = bpf.load %[[FRAME]][0] align 8 : !bpf.ptr<stack> -> !bpf.ptr<ctx>
// CHECK-NEXT:    %[[WORD:.*]] = bpf.load %[[FRAME]][8] align 8 : !bpf.ptr<stack> -> i64
// CHECK-NEXT:    %[[X:.*]] = arith.trunci %[[WORD]] : i64 to i32
// CHECK-NEXT:    bpf.load %[[CTX]][0]
// CHECK-NEXT:    arith.extui %[[X]]
bpf.callback @two type(kprobe) (%i: i64, %ctx: !bpf.ptr<ctx>, %x: i32) {
  %a = bpf.load %ctx[0] align 8 : !bpf.ptr<ctx> -> i64
  %b = arith.extui %x : i32 to i64
  %go_on = arith.constant 0 : i64
  bpf.return %go_on : i64
}

// CHECK-LABEL: bpf.callback @one type(kprobe) (%{{.*}}: i64, %{{.*}}: !bpf.ptr<stack>)
bpf.callback @one type(kprobe) (%i: i64, %p: !bpf.ptr<stack>) {
  %v = bpf.load %p[0] align 8 : !bpf.ptr<stack> -> i64
  %stop = arith.constant 1 : i64
  bpf.return %stop : i64
}

// CHECK-LABEL: bpf.callback @nothing type(kprobe) (%{{.*}}: i64) {
bpf.callback @nothing type(kprobe) (%i: i64) {
  %go_on = arith.constant 0 : i64
  bpf.return %go_on : i64
}

// CHECK-LABEL: bpf.prog @p
bpf.prog @p type(kprobe) section("kprobe") attach [] (%ctx: !bpf.ptr<ctx>) {
  // CHECK:      %[[PLACE:.*]] = bpf.stack size 16 align 8
  // CHECK:      %[[SLOT:.*]] = bpf.stack size 8 align 8
  %slot = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %n = arith.constant 5 : i64
  %x = arith.constant 7 : i32
  // CHECK:      bpf.store %{{.*}}, %[[PLACE]][0] align 8 : !bpf.ptr<ctx>, !bpf.ptr<stack>
  // CHECK-NEXT: %[[WIDE:.*]] = arith.extui %{{.*}} : i32 to i64
  // CHECK-NEXT: bpf.store %[[WIDE]], %[[PLACE]][8] align 8 : i64, !bpf.ptr<stack>
  // CHECK-NEXT: bpf.run_loop @two times %{{.*}} with %[[PLACE]] : !bpf.ptr<stack>
  bpf.run_loop @two times %n captures(%ctx, %x : !bpf.ptr<ctx>, i32)
  // CHECK-NEXT: bpf.store %[[SLOT]], %[[PLACE]][0] align 8 : !bpf.ptr<stack>, !bpf.ptr<stack>
  // CHECK-NEXT: bpf.run_loop @one times %{{.*}} with %[[PLACE]] : !bpf.ptr<stack>
  bpf.run_loop @one times %n captures(%slot : !bpf.ptr<stack>)
  // CHECK-NEXT: bpf.run_loop @nothing times %{{[^ ]*$}}
  bpf.run_loop @nothing times %n
  %r = arith.constant 0 : i32
  bpf.return %r : i32
}
