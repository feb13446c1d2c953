// RUN: sonde-opt %s --bpf-build-debug-info --convert-bpf-to-llvm -mlir-print-debuginfo \
// RUN:   | sonde-translate --llvm-to-dis | FileCheck %s
// Lines of an imported file keep that file, and its text.

// CHECK: ; main.bt:1: begin { twice() }
// CHECK: call 14
// CHECK: ; lib.bt:2: two lines
// CHECK: call 15
module attributes {bpf.sources = {"main.bt" = "begin { twice() }\0A", "lib.bt" = "one\0Atwo lines\0A"}} {
  bpf.prog @p type(raw_tracepoint) section("raw_tp/x") attach [] (%ctx: !bpf.ptr<ctx>) {
    %x = bpf.helper get_current_pid_tgid() : () -> i64 loc("main.bt":1:9)
    %y = bpf.helper get_current_uid_gid() : () -> i64 loc(callsite("lib.bt":2:1 at "main.bt":1:9))
    %z = arith.addi %x, %y : i64 loc(callsite("lib.bt":2:5 at "main.bt":1:9))
    %i = arith.trunci %z : i64 to i32 loc("main.bt":1:1)
    bpf.return %i : i32 loc("main.bt":1:1)
  } loc("main.bt":1:1)
}
