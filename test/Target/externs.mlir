// REQUIRES: bpf, bpftool
// RUN: sonde-opt %s --bpf-build-debug-info --convert-bpf-to-llvm -mlir-print-debuginfo -o %t.mlir
// RUN: sonde-translate --llvm-to-object %t.mlir -o %t.o
// RUN: llvm-objdump -t %t.o | FileCheck --check-prefix=OBJECT %s
// RUN: bpftool prog load %t.o /sys/fs/bpf/sonde_test_externs
// RUN: bpftool prog dump xlated pinned /sys/fs/bpf/sonde_test_externs > %t.xlated
// RUN: rm /sys/fs/bpf/sonde_test_externs
// RUN: FileCheck %s < %t.xlated
// A program reads a setting of the kernel that it is loaded on, and takes the
// address of a kernel variable that this kernel may lack.

// OBJECT-DAG: *UND*{{.*}} LINUX_KERNEL_VERSION
// OBJECT-DAG: *UND*{{.*}} sonde_no_such_variable
// CHECK: map[id:{{[0-9]+}}]
// CHECK: *(u32 *)(r{{[0-9]}} +0)

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  bpf.extern @LINUX_KERNEL_VERSION "kconfig" : ui32
  bpf.extern @sonde_no_such_variable "ksym" weak : ui64
  bpf.prog @probe_0 type(raw_tracepoint) section("raw_tp") attach [] (%ctx: !bpf.ptr<ctx>) {
    %v = bpf.global_addr @LINUX_KERNEL_VERSION : !bpf.ptr<map_value>
    %version = bpf.load volatile %v[0] align 4 : !bpf.ptr<map_value> -> i32
    %k = bpf.global_addr @sonde_no_such_variable : !bpf.ptr<map_value>
    %address = bpf.ptr_to_int %k : !bpf.ptr<map_value>
    %low = arith.trunci %address : i64 to i32
    %r = arith.ori %version, %low : i32
    bpf.return %r : i32
  }
}
