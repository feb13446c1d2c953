// RUN: sonde-translate --llvm-to-dis --split-input-file %s | FileCheck %s
// What LLVM leaves that costs slots, or that the kernel refuses.

// The upper half of a word is compared after a shift: LLVM's mask would need two
// 64-bit constants.
// CHECK-LABEL: equal:
// CHECK-NOT: ll{{$}}
// CHECK: r1 >>= 32
// CHECK-NOT: ll{{$}}
// CHECK: if r1 {{==|!=}} 7 goto
// CHECK: exit
llvm.func @equal(%x: i64) -> i32 attributes {passthrough = ["nounwind"], section = "raw_tp"} {
  %c32 = llvm.mlir.constant(32 : i64) : i64
  %c7 = llvm.mlir.constant(7 : i64) : i64
  %c0 = llvm.mlir.constant(0 : i32) : i32
  %f = llvm.mlir.constant(14 : i64) : i64
  %p = llvm.inttoptr %f : i64 to !llvm.ptr
  %upper = llvm.lshr %x, %c32 : i64
  %is = llvm.icmp "eq" %upper, %c7 : i64
  llvm.cond_br %is, ^then, ^done
^then:
  %r = llvm.call %p() : !llvm.ptr, () -> i64
  llvm.br ^done
^done:
  llvm.return %c0 : i32
}

// -----

// CHECK-LABEL: less:
// CHECK-NOT: ll{{$}}
// CHECK: r1 >>= 32
// CHECK: if r1 {{[<>]}} {{[0-9]+}} goto
// CHECK: exit
llvm.func @less(%x: i64) -> i32 attributes {passthrough = ["nounwind"], section = "raw_tp"} {
  %c32 = llvm.mlir.constant(32 : i64) : i64
  %c7 = llvm.mlir.constant(7 : i64) : i64
  %c0 = llvm.mlir.constant(0 : i32) : i32
  %f = llvm.mlir.constant(14 : i64) : i64
  %p = llvm.inttoptr %f : i64 to !llvm.ptr
  %upper = llvm.lshr %x, %c32 : i64
  %is = llvm.icmp "ult" %upper, %c7 : i64
  llvm.cond_br %is, ^then, ^done
^then:
  %r = llvm.call %p() : !llvm.ptr, () -> i64
  llvm.br ^done
^done:
  llvm.return %c0 : i32
}

// -----

// A mask that fits an immediate stays.
// CHECK-LABEL: small:
// CHECK: r1 &= -256
// CHECK: exit
llvm.func @small(%x: i64) -> i32 attributes {passthrough = ["nounwind"], section = "raw_tp"} {
  %mask = llvm.mlir.constant(-256 : i64) : i64
  %c7 = llvm.mlir.constant(256 : i64) : i64
  %c0 = llvm.mlir.constant(0 : i32) : i32
  %f = llvm.mlir.constant(14 : i64) : i64
  %p = llvm.inttoptr %f : i64 to !llvm.ptr
  %upper = llvm.and %x, %mask : i64
  %is = llvm.icmp "eq" %upper, %c7 : i64
  llvm.cond_br %is, ^then, ^done
^then:
  %r = llvm.call %p() : !llvm.ptr, () -> i64
  llvm.br ^done
^done:
  llvm.return %c0 : i32
}

// -----

// What LLVM holds for unreachable ends the program all the same.
// CHECK-LABEL: never:
// CHECK: call 14
// CHECK: exit
llvm.func @never(%x: i64) -> i32 attributes {passthrough = ["nounwind"], section = "raw_tp"} {
  %f = llvm.mlir.constant(14 : i64) : i64
  %p = llvm.inttoptr %f : i64 to !llvm.ptr
  %r = llvm.call %p() : !llvm.ptr, () -> i64
  llvm.unreachable
}

// -----

// Branches that write different parts of memory stay apart: made one, they would need a register for each
// offset, and so stack.
// CHECK-LABEL: apart:
// CHECK-DAG: *(u64 *)(r{{[0-9]}} + 592) =
// CHECK-DAG: *(u64 *)(r{{[0-9]}} + 608) =
// CHECK-DAG: *(u64 *)(r{{[0-9]}} + 96) =
// CHECK-DAG: *(u64 *)(r{{[0-9]}} + 112) =
// CHECK: exit
llvm.func @apart(%x: i64, %p: !llvm.ptr) -> i32 attributes {passthrough = ["nounwind"], section = "raw_tp"} {
  %c0 = llvm.mlir.constant(0 : i32) : i32
  %c7 = llvm.mlir.constant(7 : i64) : i64
  %is = llvm.icmp "eq" %x, %c7 : i64
  llvm.cond_br %is, ^then, ^else
^then:
  %a = llvm.getelementptr inbounds %p[592] : (!llvm.ptr) -> !llvm.ptr, i8
  llvm.store volatile %x, %a {alignment = 8 : i64} : i64, !llvm.ptr
  %b = llvm.getelementptr inbounds %p[608] : (!llvm.ptr) -> !llvm.ptr, i8
  llvm.store volatile %x, %b {alignment = 8 : i64} : i64, !llvm.ptr
  llvm.br ^done
^else:
  %c = llvm.getelementptr inbounds %p[96] : (!llvm.ptr) -> !llvm.ptr, i8
  llvm.store volatile %x, %c {alignment = 8 : i64} : i64, !llvm.ptr
  %d = llvm.getelementptr inbounds %p[112] : (!llvm.ptr) -> !llvm.ptr, i8
  llvm.store volatile %x, %d {alignment = 8 : i64} : i64, !llvm.ptr
  llvm.br ^done
^done:
  llvm.return %c0 : i32
}
