// RUN: sonde-opt %s -split-input-file --convert-bpf-to-llvm | FileCheck %s
// Stack, loads, stores, addresses and bounds.

// A slot of the stack is allocated in the entry block, wherever it is used:
// elsewhere it would be a dynamic allocation, which BPF does not have.
// CHECK-LABEL: llvm.func @slots
// CHECK: llvm.alloca %{{.*}} x !llvm.array<16 x i8> {alignment = 8 : i64}
// CHECK: llvm.br
bpf.prog @slots type(raw_tracepoint) section("raw_tp") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  cf.br ^next
^next:
  %b = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// CHECK-LABEL: llvm.func @accesses(%arg0: !llvm.ptr)
bpf.prog @accesses type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // The context is accessed at constant offsets only: LLVM must not compute one
  // address from another.
  // CHECK: %[[CTX:.*]] = llvm.call_intrinsic "llvm.preserve.static.offset"(%arg0)
  // CHECK: %[[FIELD:.*]] = llvm.getelementptr inbounds %[[CTX]][24]
  // CHECK: %[[X:.*]] = llvm.load %[[FIELD]] {alignment = 8 : i64} : !llvm.ptr -> i64
  %x = bpf.load %ctx[24] align 8 : !bpf.ptr<ctx> -> i64
  %b = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  // CHECK: %[[AT:.*]] = llvm.getelementptr inbounds %{{.*}}[8]
  // CHECK: llvm.store %[[X]], %[[AT]] {alignment = 8 : i64} : i64, !llvm.ptr
  bpf.store %x, %b[8] align 8 : i64, !bpf.ptr<stack>
  // CHECK: llvm.load volatile %{{.*}} {alignment = 4 : i64} : !llvm.ptr -> i32
  %y = bpf.load volatile %b[0] align 4 : !bpf.ptr<stack> -> i32
  // CHECK: llvm.ptrtoint
  %a = bpf.ptr_to_int %b : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

bpf.core_type @object size 8 [#tracing.member<"x", si32, 0>]
// The address of a kernel object becomes a number that the verifier lets one compute with, unless it is
// only stored.
// CHECK-LABEL: llvm.func @numbers
bpf.prog @numbers type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %b = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  %t = bpf.helper get_current_task_btf() : () -> !bpf.ptr<btf_id, @object>
  // CHECK: %[[STORED:.*]] = llvm.ptrtoint
  // CHECK: llvm.store %[[STORED]]
  %n = bpf.ptr_to_int %t : !bpf.ptr<btf_id, @object>
  bpf.store %n, %b[8] align 8 : i64, !bpf.ptr<stack>
  // CHECK: %[[ADDRESS:.*]] = llvm.ptrtoint
  // CHECK: %[[NUMBER:.*]] = llvm.inline_asm "$0 = le64 $0", "=r,0" %[[ADDRESS]]
  // CHECK: llvm.add %[[NUMBER]]
  %m = bpf.ptr_to_int %t : !bpf.ptr<btf_id, @object>
  %o = arith.addi %m, %m : i64
  bpf.store %o, %b[0] align 8 : i64, !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// Copies and zeroes are pieces of the known alignment, the rest in smaller ones.
// CHECK-LABEL: llvm.func @pieces
bpf.prog @pieces type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %a = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  %b = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  // CHECK: llvm.load {{.*}} -> i64
  // CHECK: llvm.store {{.*}} : i64
  // CHECK: llvm.load {{.*}} -> i32
  // CHECK: llvm.store {{.*}} : i32
  // CHECK: llvm.load {{.*}} -> i8
  // CHECK: llvm.store {{.*}} : i8
  bpf.copy %a[0], %b[0] size 13 align 8 : !bpf.ptr<stack>, !bpf.ptr<stack>
  // CHECK: llvm.store {{.*}} : i16
  // CHECK: llvm.store {{.*}} : i16
  // CHECK-NOT: llvm.store
  bpf.zero %a[0] size 4 align 2 : !bpf.ptr<stack>
  // CHECK: llvm.return
  bpf.return %c0 : i32
}

// -----

// Long ones are a helper's work: it zeroes what it cannot read.
// CHECK-LABEL: llvm.func @long
// CHECK-DAG: %[[SIZE:.*]] = llvm.mlir.constant(600 : i64)
// CHECK-DAG: %[[NOWHERE:.*]] = llvm.mlir.constant(0 : i64)
// CHECK: llvm.call %{{.*}}(%{{.*}}, %{{.*}}, %{{.*}}) {bpf.helper_call = 113 : i32} : !llvm.ptr, (!llvm.ptr, i64, i64) -> i64
// CHECK: llvm.call %{{.*}}(%{{.*}}, %{{.*}}, %{{.*}}) {bpf.helper_call = 113 : i32} : !llvm.ptr, (!llvm.ptr, i64, !llvm.ptr) -> i64
bpf.global @big bss : !llvm.array<1200 x i8>
bpf.prog @long type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %g = bpf.global_addr @big : !bpf.ptr<map_value>
  bpf.zero %g[0] size 600 align 8 : !bpf.ptr<map_value>
  bpf.copy %g[0], %g[600] size 600 align 8 : !bpf.ptr<map_value>, !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

// CHECK-LABEL: llvm.func @words
bpf.global @word bss : i64
bpf.global @patched rodata volatile : !llvm.array<8 x i8>
bpf.prog @words type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  // CHECK: %[[WORD:.*]] = llvm.mlir.addressof @word
  %w = bpf.global_addr @word : !bpf.ptr<map_value>
  // CHECK: llvm.atomicrmw add %[[WORD]], %{{.*}} monotonic {alignment = 8 : i64}
  bpf.atomic add %w[0], %one : !bpf.ptr<map_value>
  // CHECK: %[[OLD:.*]] = llvm.atomicrmw add
  %old = bpf.atomic add %w[0], %one : !bpf.ptr<map_value> -> i64
  // CHECK: llvm.store %[[OLD]]
  bpf.store %old, %w[0] align 8 : i64, !bpf.ptr<map_value>
  // Bytes that are written after compiling must not be looked at.
  // CHECK: %[[PATCHED:.*]] = llvm.mlir.addressof @patched
  // CHECK: %[[HIDDEN:.*]] = bpf.opaque %[[PATCHED]] : !llvm.ptr
  // CHECK: llvm.load %[[HIDDEN]]
  %p = bpf.global_addr @patched : !bpf.ptr<map_value>
  %x = bpf.load %p[0] align 8 : !bpf.ptr<map_value> -> i64
  bpf.return %c0 : i32
}

// -----

// The bound is on the value that is compared, and stays there: one barrier
// before the comparison, one behind it.
// CHECK-LABEL: llvm.func @bounds
// CHECK: %[[MASKED:.*]] = bpf.opaque %{{.*}} : i64
// CHECK: %[[MAX:.*]] = llvm.mlir.constant(120 : i64)
// CHECK: %[[BELOW:.*]] = llvm.icmp "ult" %[[MASKED]], %[[MAX]]
// CHECK: %[[LESS:.*]] = llvm.select %[[BELOW]], %[[MASKED]], %[[MAX]]
// CHECK: %[[BOUNDED:.*]] = bpf.opaque %[[LESS]] : i64
// CHECK: %[[OFFSET:.*]] = bpf.opaque %[[BOUNDED]] : i64
// CHECK: llvm.getelementptr %{{.*}}[%[[OFFSET]]]
bpf.global @table bss : !llvm.array<16 x i64>
bpf.prog @bounds type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %x = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %t = bpf.global_addr @table : !bpf.ptr<map_value>
  %i = bpf.clamp %x, 120 : i64
  %p = bpf.ptr_add %t, %i access 8 bound 128 : !bpf.ptr<map_value>
  %v = bpf.load %p[0] align 1 : !bpf.ptr<map_value> -> i64
  bpf.return %c0 : i32
}

// -----

// A mask on the way to an access stays: LLVM knows that a quotient of 64 fits,
// the verifier does not. A mask of other values is LLVM's to drop. Nor does it see how
// small the offset is: it would write `|` instead of `+`.
// CHECK-LABEL: llvm.func @masks
// CHECK: %[[Q:.*]] = llvm.udiv
// CHECK: llvm.and %[[Q]], %{{.*}} : i64
// CHECK: %[[HIDDEN:.*]] = bpf.opaque %[[Q]] : i64
// CHECK: %[[MASKED:.*]] = llvm.and %[[HIDDEN]], %{{.*}} : i64
// CHECK: %[[SCALED:.*]] = llvm.shl %[[MASKED]], %{{.*}} : i64
// CHECK: %[[OFFSET:.*]] = bpf.opaque %[[SCALED]] : i64
// CHECK: llvm.getelementptr %{{.*}}[%[[OFFSET]]]
bpf.global @table bss : !llvm.array<256 x i64>
bpf.prog @masks type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %c64 = arith.constant 64 : i64
  %c255 = arith.constant 255 : i64
  %c3 = arith.constant 3 : i64
  %x = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %q = arith.divui %c64, %x : i64
  %other = arith.andi %q, %c255 : i64
  %t = bpf.global_addr @table : !bpf.ptr<map_value>
  bpf.atomic add %t[0], %other : !bpf.ptr<map_value>
  %i = arith.andi %q, %c255 : i64
  %o = arith.shli %i, %c3 : i64
  %p = bpf.ptr_add %t, %o access 8 bound 2048 : !bpf.ptr<map_value>
  bpf.atomic add %p[0], %x : !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

// A scratch buffer is part of a map's value.
// CHECK-LABEL: llvm.func @scratch(%arg0: !llvm.ptr)
// CHECK: %[[KEY:.*]] = llvm.alloca
// CHECK: %[[V:.*]] = llvm.call %{{.*}}(%{{.*}}, %[[KEY]]) {bpf.helper_call = 1 : i32}
// CHECK: %[[NULL:.*]] = llvm.mlir.zero : !llvm.ptr
// CHECK: %[[ISNULL:.*]] = llvm.icmp "eq" %[[V]], %[[NULL]]
// CHECK: llvm.cond_br %[[ISNULL]], ^[[MISS:.*]], ^[[HIT:.*]](%[[V]] : !llvm.ptr)
// CHECK: ^[[HIT]](%[[P:.*]]: !llvm.ptr):
// CHECK: llvm.getelementptr inbounds %[[P]][64]
bpf.map @scratch_space percpu_array key i32 value !llvm.array<256 x i8> max_entries 1
bpf.prog @scratch type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %key = bpf.stack size 4 align 4 : !bpf.ptr<stack>
  bpf.store %c0, %key[0] align 4 : i32, !bpf.ptr<stack>
  %v = bpf.lookup @scratch_space[%key] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  bpf.br_null %v, ^miss, ^hit : !bpf.ptr<map_value, nullable>
^hit(%p: !bpf.ptr<map_value>):
  %s = bpf.scratch %p[64] size 32 : !bpf.ptr<map_value>
  bpf.zero %s[0] size 32 align 8 : !bpf.ptr<map_value>
  cf.br ^miss
^miss:
  bpf.return %c0 : i32
}

// -----

// Members of kernel types: final places are added, others become relocations.
// CHECK-LABEL: llvm.func @members
bpf.core_type @final size 64 [#tracing.member<"inner", !tracing.struct<"in">, 32>]
bpf.core_type @in size 16 [#tracing.member<"x", si32, 4>]
bpf.prog @members type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // CHECK: %[[BASE:.*]] = llvm.load
  %base = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[THIRTYTWO:.*]] = llvm.mlir.constant(32 : i64)
  // CHECK: %[[INNER:.*]] = llvm.add %[[BASE]], %[[THIRTYTWO]]
  // CHECK: %[[FOUR:.*]] = llvm.mlir.constant(4 : i64)
  // CHECK: llvm.add %[[INNER]], %[[FOUR]]
  %x = bpf.field_addr %base, @final, "inner.x" : i64 -> i64
  bpf.return %c0 : i32
}

// -----

// CHECK-LABEL: llvm.func @atomics
bpf.map @m hash key i64 value i64 max_entries 1
bpf.global @g bss : !llvm.array<1 x i64>
bpf.prog @atomics type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %g = bpf.global_addr @g : !bpf.ptr<map_value>
  // CHECK: llvm.atomicrmw _or %{{.*}}, %{{.*}} monotonic {alignment = 8 : i64} : !llvm.ptr, i64
  bpf.atomic or %g[0], %n : !bpf.ptr<map_value>
  // CHECK: %[[PAIR:.*]] = llvm.cmpxchg %{{.*}}, %{{.*}}, %{{.*}} monotonic monotonic {alignment = 8 : i64} : !llvm.ptr, i64
  // CHECK: llvm.extractvalue %[[PAIR]][0]
  %was = bpf.atomic_cmpxchg %g[0], %n, %n : !bpf.ptr<map_value>
  // CHECK: %[[MAP:.*]] = llvm.mlir.addressof @m : !llvm.ptr
  // CHECK: llvm.ptrtoint %[[MAP]] : !llvm.ptr to i64
  %m = bpf.map_addr @m : i64
  bpf.return %c0 : i32
}
