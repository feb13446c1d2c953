// RUN: sonde-opt %s --canonicalize | FileCheck %s
// RUN: sonde-opt %s --cse | FileCheck %s --check-prefix=CSE
// Constants fold as the program would compute them; effects say what may be merged.

bpf.map @m hash key i64 value i64 max_entries 64
bpf.global @out bss : !llvm.array<16 x i64>

// CHECK-LABEL: bpf.prog @fold
bpf.prog @fold type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  // CHECK-DAG: %[[M5:.*]] = arith.constant -5 : i64
  // CHECK-DAG: %[[M1:.*]] = arith.constant -1 : i64
  // CHECK-DAG: %[[C1:.*]] = arith.constant 1 : i64
  // CHECK-DAG: %[[C0:.*]] = arith.constant 0 : i64
  // CHECK-DAG: %[[C64:.*]] = arith.constant 64 : i64
  // CHECK-DAG: %[[BIG:.*]] = arith.constant 9223372036854775803 : i64
  %r0 = arith.constant 0 : i32
  %a = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %two = arith.constant 2 : i64
  %m10 = arith.constant -10 : i64
  %c3 = arith.constant 3 : i64
  %c64 = arith.constant 64 : i64
  %c99 = arith.constant 99 : i64
  // CHECK: %[[A:.*]] = bpf.load
  // CHECK: bpf.store %[[M5]], %{{.*}}[0]
  %v0 = bpf.div signed %m10, %two : i64
  bpf.store %v0, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[BIG]], %{{.*}}[8]
  %v1 = bpf.div %m10, %two : i64
  bpf.store %v1, %g[8] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[M1]], %{{.*}}[16]
  %v2 = bpf.rem signed %m10, %c3 : i64
  bpf.store %v2, %g[16] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C1]], %{{.*}}[24]
  %v3 = bpf.div %a, %zero : i64
  bpf.store %v3, %g[24] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[A]], %{{.*}}[32]
  %v4 = bpf.div %a, %one : i64
  bpf.store %v4, %g[32] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C0]], %{{.*}}[40]
  %v5 = bpf.rem %a, %one : i64
  bpf.store %v5, %g[40] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C0]], %{{.*}}[48]
  %v6 = bpf.shift left %a, %c64 : i64
  bpf.store %v6, %g[48] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[M1]], %{{.*}}[56]
  %v7 = bpf.shift signed_right %m10, %c64 : i64
  bpf.store %v7, %g[56] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[A]], %{{.*}}[64]
  %v8 = bpf.shift right %a, %zero : i64
  bpf.store %v8, %g[64] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: bpf.store %[[C64]], %{{.*}}[72]
  %v9 = bpf.clamp %c99, 64 : i64
  bpf.store %v9, %g[72] align 8 : i64, !bpf.ptr<map_value>
  bpf.return %r0 : i32
}

// CSE-LABEL: bpf.prog @effects
bpf.prog @effects type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %r0 = arith.constant 0 : i32
  %c16 = arith.constant 16 : i32
  %g = bpf.global_addr @out : !bpf.ptr<map_value>
  %k = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  // Constant within a run, even across writes.
  // CSE: %[[ID:.*]] = bpf.helper get_current_pid_tgid
  %id0 = bpf.helper get_current_pid_tgid() : () -> i64
  // CSE: %[[A:.*]] = bpf.load %{{.*}}[8] align 8 : !bpf.ptr<ctx>
  %a0 = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  bpf.store %id0, %k[0] align 8 : i64, !bpf.ptr<stack>
  bpf.store %a0, %g[24] align 8 : i64, !bpf.ptr<map_value>
  // CSE-NOT: get_current_pid_tgid
  // CSE: bpf.store %[[ID]], %{{.*}}[8]
  %id1 = bpf.helper get_current_pid_tgid() : () -> i64
  bpf.store %id1, %k[8] align 8 : i64, !bpf.ptr<stack>
  // CSE: bpf.store %[[A]], %{{.*}}[0]
  %a1 = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  bpf.store %a1, %g[0] align 8 : i64, !bpf.ptr<map_value>
  // A clock has a new value each time; unused, it goes away.
  // CSE: %[[T0:.*]] = bpf.helper ktime_get_ns
  // CSE-NEXT: %[[T1:.*]] = bpf.helper ktime_get_ns
  // CSE-NEXT: arith.subi %[[T1]], %[[T0]]
  %t0 = bpf.helper ktime_get_ns() : () -> i64
  %t1 = bpf.helper ktime_get_ns() : () -> i64
  %unused = bpf.helper ktime_get_ns() : () -> i64
  %d = arith.subi %t1, %t0 : i64
  bpf.store %d, %g[8] align 8 : i64, !bpf.ptr<map_value>
  // Lookups with nothing written in between are one; unused ones are none.
  // CSE: %[[V:.*]] = bpf.lookup
  // CSE-NOT: bpf.lookup
  %v0 = bpf.lookup @m[%k] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  %v1 = bpf.lookup @m[%k] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  bpf.br_null %v1, ^out, ^hit : !bpf.ptr<map_value, nullable>
^hit(%p: !bpf.ptr<map_value>):
  bpf.store %d, %p[0] align 8 : i64, !bpf.ptr<map_value>
  // What writes memory stays although its result is not used.
  // CSE: bpf.helper get_current_comm
  %e0 = bpf.helper get_current_comm(%k, %c16) : (!bpf.ptr<stack>, i32) -> i64
  // CSE: bpf.probe_read kernel
  %e1 = bpf.probe_read kernel %k[0] size 4 from %d : !bpf.ptr<stack> -> i64
  // A volatile load stays, too.
  // CSE: bpf.load volatile
  %x = bpf.load volatile %g[16] align 8 : !bpf.ptr<map_value> -> i64
  cf.br ^out
^out:
  bpf.return %r0 : i32
}
