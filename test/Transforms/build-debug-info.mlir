// RUN: sonde-opt %s -split-input-file --bpf-build-debug-info | FileCheck %s
// RUN: sonde-opt %s -split-input-file --bpf-build-debug-info -mlir-print-debuginfo \
// RUN:     -mlir-print-local-scope | FileCheck %s --check-prefix=PLACE
// What becomes BTF: maps, globals, kernel types, and programs with their lines.

// libbpf finds a map's definition in the members of a structure of pointers; a
// number is the length of an array.
// CHECK-DAG: #[[TYPE:.*]] = #llvm.di_subrange<count = 5 : i64>
// CHECK-DAG: #[[MAX:.*]] = #llvm.di_subrange<count = 64 : i64>
// CHECK-DAG: #[[FLAGS:.*]] = #llvm.di_subrange<count = 1 : i64>
// CHECK-DAG: #llvm.di_derived_type<tag = DW_TAG_member, name = "type"
// CHECK-DAG: #llvm.di_derived_type<tag = DW_TAG_member, name = "max_entries"
// CHECK-DAG: #llvm.di_derived_type<tag = DW_TAG_member, name = "map_flags"
// CHECK-DAG: #llvm.di_derived_type<tag = DW_TAG_member, name = "key"
// CHECK-DAG: #llvm.di_derived_type<tag = DW_TAG_member, name = "value"
// CHECK-DAG: #[[MAP:.*]] = #llvm.di_composite_type<tag = DW_TAG_structure_type, sizeInBits = 320
// CHECK-DAG: #[[VAR:.*]] = #llvm.di_global_variable<scope = #{{.*}}, name = "AT_m", file = #{{.*}}, line = 3, type = #[[MAP]]
// CHECK-DAG: #[[EXPR:.*]] = #llvm.di_global_variable_expression<var = #[[VAR]]>
// CHECK: bpf.map @AT_m percpu_hash {{.*}}{bpf.di = #[[EXPR]]}
bpf.map @AT_m percpu_hash key !llvm.array<16 x i8> value i64 max_entries 64 flags 1 loc("t.bt":3:1)

// -----

// A ring buffer has neither key nor value.
// CHECK-NOT: name = "key"
// CHECK: sizeInBits = 128, elements
// CHECK-NOT: name = "key"
// CHECK: bpf.map @sonde_events
bpf.map @sonde_events ringbuf max_entries 4096

// -----

// Members stand in the order of their places, which BTF demands; a struct that
// is only pointed to is declared, not described.
// CHECK-DAG: #[[FWD:.*]] = #llvm.di_composite_type<tag = DW_TAG_structure_type, name = "task_struct", flags = FwdDecl>
// CHECK-DAG: #[[TGID:.*]] = #llvm.di_derived_type<tag = DW_TAG_member, name = "tgid", baseType = #{{.*}}, sizeInBits = 32, offsetInBits = 19744>
// CHECK-DAG: #[[PARENT:.*]] = #llvm.di_derived_type<tag = DW_TAG_member, name = "real_parent", baseType = #{{.*}}, sizeInBits = 64, offsetInBits = 19840>
// CHECK-DAG: #[[TASK:.*]] = #llvm.di_composite_type<tag = DW_TAG_structure_type, name = "task_struct", sizeInBits = 78336, elements = #[[TGID]], #[[PARENT]]>
// CHECK: bpf.core_type @task_struct {{.*}}{bpf.di = #[[TASK]]}
bpf.core_type @task_struct size 9792 relocate [
  #tracing.member<"real_parent", !tracing.ptr<!tracing.struct<"task_struct">, kernel>, 2480>,
  #tracing.member<"tgid", si32, 2468>]

// -----

// A program is the scope of its lines, and its argument has a name: without one
// the kernel refuses all of BTF.
// PLACE: bpf.prog @p
// PLACE-SAME: bpf.arg_names = ["ctx"]
// PLACE: arith.constant 0 : i32 loc("t.bt":3:5)
// An operation without a place has that of the program.
// PLACE: arith.constant 1 : i32 loc("t.bt":2:0)
// A column that would not fit BTF's 10 bits would change the line.
// PLACE: arith.constant 2 : i32 loc("t.bt":3:1023)
// A macro of another file keeps that file.
// PLACE: arith.constant 3 : i32 loc(fused<#llvm.di_lexical_block_file<{{.*}}file = <"lib.bt" in "">{{.*}}>["lib.bt":9:2])
// PLACE: } loc(fused<#llvm.di_subprogram<{{.*}}name = "p"{{.*}}file = <"t.bt" in "">, line = 2, scopeLine = 2, subprogramFlags = "Definition|Optimized"{{.*}}>["t.bt":2:1])
bpf.prog @p type(raw_tracepoint) section("raw_tp") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32 loc(fused["t.bt":3:5, "t.bt":4:1])
  %c1 = arith.constant 1 : i32 loc(unknown)
  %c2 = arith.constant 2 : i32 loc("t.bt":3:5000)
  %c3 = arith.constant 3 : i32 loc(callsite("lib.bt":9:2 at "t.bt":3:7))
  bpf.return %c0 : i32
} loc("t.bt":2:1)

// -----

// CHECK-DAG: #llvm.di_global_variable<{{.*}}name = "lost"
// CHECK: bpf.global @lost {{.*}}{bpf.di = #
bpf.global @lost bss : !llvm.array<2 x i64>
// A kernel function is declared with its types.
// PLACE: bpf.extern @bpf_f {{.*}}loc(fused<#llvm.di_subprogram<{{.*}}name = "bpf_f"{{.*}}subprogramFlags = Optimized, type = <types = {{.*}}"int"{{.*}}"unsigned long long"
bpf.extern @bpf_f "kfunc" : (ui64) -> si32
