// RUN: not sonde-translate --llvm-to-object --split-input-file %s -o %t.o 2>&1 | FileCheck %s
// What only LLVM finds out is said at the line it comes from.

module {
  llvm.func @deep(%n: i64) -> i64 attributes {passthrough = ["nounwind"]} {
    %one = llvm.mlir.constant(1 : i64) : i64
    %f = llvm.mlir.constant(113 : i64) : i64
    %p = llvm.inttoptr %f : i64 to !llvm.ptr
    %b = llvm.alloca %one x !llvm.array<600 x i8> {alignment = 8 : i64} : (i64) -> !llvm.ptr
    %r = llvm.call %p(%b, %n, %n) : !llvm.ptr, (!llvm.ptr, i64, i64) -> i64
    llvm.return %r : i64
  }
}
// CHECK: error: this probe needs 600 bytes of stack; the kernel allows 512
// CHECK-NOT: 'deep' needs

// -----

#file = #llvm.di_file<"t.bt" in "">
#unit = #llvm.di_compile_unit<id = distinct[0]<>, sourceLanguage = DW_LANG_C11, file = #file, isOptimized = true, emissionKind = Full>
#type = #llvm.di_subroutine_type<types = #llvm.di_null_type>
#sp = #llvm.di_subprogram<id = distinct[1]<>, compileUnit = #unit, scope = #file, name = "divides", file = #file, line = 7, subprogramFlags = "Definition", type = #type>
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  llvm.func @divides(%a: i64, %b: i64) -> i64 attributes {passthrough = ["nounwind"]} {
    %r = llvm.sdiv %a, %b : i64 loc("t.bt":7:9)
    llvm.return %r : i64 loc("t.bt":7:1)
  } loc(fused<#sp>["t.bt":7:1])
}
// CHECK: t.bt:7:9: error: signed division in 'divides' needs kernel 6.6 or newer

// -----

module {
  llvm.func @atomic(%p: !llvm.ptr, %n: i64) -> i64 attributes {passthrough = ["nounwind"]} {
    %r = llvm.atomicrmw umax %p, %n monotonic : !llvm.ptr, i64
    llvm.return %r : i64
  }
}
// CHECK: error: LLVM cannot compile this for BPF: Cannot select

// -----

module {
  llvm.func @missing(i64) -> i64
  llvm.func @caller(%n: i64) -> i64 attributes {passthrough = ["nounwind"]} {
    %r = llvm.call @missing(%n) : (i64) -> i64
    llvm.return %r : i64
  }
}
// CHECK: error: function 'missing' is called, but defined nowhere
