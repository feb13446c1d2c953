// RUN: sonde-opt %s --bpf-build-debug-info --convert-bpf-to-llvm | FileCheck %s
// A callback is a function of the object with the helper's signature; the helper gets its address.

// CHECK: llvm.func internal @numbers(%{{.*}}: i64, %[[FRAME:.*]]: !llvm.ptr) -> i64
// CHECK-SAME: bpf.arg_names = ["index", "captured"]
// CHECK-SAME: passthrough = ["nounwind", "noinline"]
// CHECK:        llvm.load %[[FRAME]]
bpf.callback @numbers type(kprobe) (%i: i64, %frame: !bpf.ptr<stack>) {
  %x = bpf.load %frame[0] align 8 : !bpf.ptr<stack> -> i64
  bpf.return %x : i64
}

// Without captures the pointer to them is still an argument.
// CHECK: llvm.func internal @nothing(%{{.*}}: i64, %{{.*}}: !llvm.ptr) -> i64
bpf.callback @nothing type(kprobe) (%i: i64) {
  %go_on = arith.constant 0 : i64
  bpf.return %go_on : i64
}

// CHECK: llvm.func internal @entries(%{{.*}}: !llvm.ptr, %{{.*}}: !llvm.ptr, %{{.*}}: !llvm.ptr, %{{.*}}: !llvm.ptr) -> i64
// CHECK-SAME: bpf.arg_names = ["map", "key", "value", "captured"]
bpf.callback @entries type(kprobe) each (%m: !bpf.ptr<map_value>, %k: !bpf.ptr<map_value>,
                                         %v: !bpf.ptr<map_value>) {
  %go_on = arith.constant 0 : i64
  bpf.return %go_on : i64
}

bpf.map @m hash key i64 value i64 max_entries 64
// CHECK-LABEL: llvm.func @p
bpf.prog @p type(kprobe) section("kprobe") attach [] (%ctx: !bpf.ptr<ctx>) {
  %n = arith.constant 5 : i64
  %frame = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  bpf.store %n, %frame[0] align 8 : i64, !bpf.ptr<stack>
  // CHECK: %[[F:.*]] = llvm.mlir.addressof @numbers
  // CHECK: %[[TIMES:.*]] = llvm.trunc %{{.*}} : i64 to i32
  // CHECK: llvm.call %{{.*}}(%[[TIMES]], %[[F]], %{{.*}}, %{{.*}}) {bpf.helper_call = 181 : i32}
  bpf.run_loop @numbers times %n with %frame : !bpf.ptr<stack>
  // CHECK: llvm.mlir.zero : !llvm.ptr
  // CHECK: llvm.call {{.*}} {bpf.helper_call = 181 : i32}
  bpf.run_loop @nothing times %n
  // CHECK: %[[MAP:.*]] = llvm.mlir.addressof @m
  // CHECK: llvm.call %{{.*}}(%[[MAP]], %{{.*}}, %{{.*}}, %{{.*}}) {bpf.helper_call = 164 : i32}
  bpf.run_loop @entries over @m
  // CHECK: bpf.may_goto ^{{.*}}, ^{{.*}}
  bpf.may_goto ^a, ^b
^a:
  cf.br ^b
^b:
  %r = arith.constant 0 : i32
  bpf.return %r : i32
}
