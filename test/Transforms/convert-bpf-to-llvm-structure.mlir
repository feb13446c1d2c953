// RUN: sonde-opt %s -split-input-file --convert-bpf-to-llvm | FileCheck %s
// Programs, maps, globals and externs become what libbpf looks for.

// A program is a function in libbpf's section; a name that LLVM would unwind
// through would make it write tables that libbpf complains about.
// CHECK: module attributes
// CHECK-SAME: llvm.data_layout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
// CHECK-SAME: llvm.target_triple = "bpfel"
// CHECK-LABEL: llvm.func @p(%{{.*}}: !llvm.ptr) -> i32
// CHECK-SAME: passthrough = ["nounwind"], section = "raw_tp/sched_switch"
// CHECK: llvm.return %{{.*}} : i32
// CHECK: llvm.mlir.global external constant @LICENSE("GPL\00") {addr_space = 0 : i32, section = "license"}
module {
  bpf.prog @p type(raw_tracepoint) section("raw_tp/sched_switch") attach [] (%ctx: !bpf.ptr<ctx>) {
    %c0 = arith.constant 0 : i32
    bpf.return %c0 : i32
  }
}

// -----

// The license is the script's.
// CHECK: @LICENSE("Dual MIT/GPL\00")
module attributes {tracing.config = #tracing.config<{license = "Dual MIT/GPL"}>} {
}

// -----

// Without debug information a map is still a symbol, but says nothing.
// CHECK: llvm.mlir.global external @AT_m() {{{.*}}section = ".maps"} : !llvm.array<1 x ptr> {
// CHECK: llvm.mlir.zero
bpf.map @AT_m hash key i32 value i64 max_entries 64

// -----

// CHECK: llvm.mlir.global external @lost() {{{.*}}alignment = 8 : i64, section = ".bss"} : !llvm.array<2 x i64>
bpf.global @lost bss : !llvm.array<2 x i64>
// CHECK: llvm.mlir.global external @counts() {{{.*}}section = ".data"} : i64
bpf.global @counts data : i64
// The bytes behind the initial ones are zero.
// CHECK: llvm.mlir.global external constant @text("hello\00\00\00") {{.*}}section = ".rodata"}
bpf.global @text rodata : !llvm.array<8 x i8> = "hello"

// -----

// Descriptors are for the artifact: nothing of them is code.
// CHECK: module attributes
// CHECK-NEXT: llvm.mlir.global external constant @LICENSE
// CHECK-NOT: bpf.
bpf.event @e id 0 kind "exit" size 16 fields [si64] offsets [8]
bpf.error_site @err id 0 kind "divide_by_zero"
bpf.param @arg1 "$1" : si64 at 0 default "42"
bpf.core_type @task_struct size 16 [#tracing.member<"tgid", si32, 8>]

// -----

// What is narrower than an int is widened by its sign, as Clang does it.
// CHECK: llvm.func @f(i32, i16 {llvm.signext}, i8 {llvm.zeroext}, !llvm.ptr) -> i64
bpf.extern @f "c" : (si32, si16, ui8, !tracing.ptr<i8, kernel>) -> si64
// CHECK: llvm.func @nothing(i1 {llvm.zeroext})
bpf.extern @nothing "c" : (i1) -> ()
// CHECK: llvm.func @bpf_cpumask_create() -> !llvm.ptr attributes {bpf.ksym = "strong"}
bpf.extern @bpf_cpumask_create "kfunc" : () -> !tracing.ptr<!tracing.struct<"bpf_cpumask">, btf>
// CHECK: llvm.func @bpf_maybe(i64) -> i32 attributes {bpf.ksym = "weak"}
bpf.extern @bpf_maybe "kfunc" weak : (ui64) -> si32
// CHECK: llvm.mlir.global external @CONFIG_HZ() {{{.*}}section = ".kconfig"} : i64
bpf.extern @CONFIG_HZ "kconfig" : ui64
// CHECK: llvm.mlir.global extern_weak constant @avenrun() {{{.*}}section = ".ksyms"} : i64
bpf.extern @avenrun "ksym" weak : ui64
