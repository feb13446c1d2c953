// REQUIRES: bpf, bpftool
// RUN: sonde-opt %S/object.mlir --bpf-build-debug-info --convert-bpf-to-llvm \
// RUN:     -mlir-print-debuginfo -o %t.mlir
// RUN: sonde-translate --llvm-to-object %t.mlir -o %t.o
// RUN: bpftool prog load %t.o /sys/fs/bpf/sonde_test_load
// RUN: bpftool prog dump xlated pinned /sys/fs/bpf/sonde_test_load linum > %t.xlated
// RUN: rm /sys/fs/bpf/sonde_test_load
// RUN: FileCheck %s < %t.xlated
// The kernel accepts the program with its BTF: functions with named arguments,
// and the lines of the script.

// CHECK: int probe_0(void * ctx):
// CHECK: ; @opens[comm] = count(); [file:opens.bt line_num:3 line_col:10]
// CHECK: ; printf("%s creates %s\n", comm, str(args.filename)); [file:opens.bt line_num:5
