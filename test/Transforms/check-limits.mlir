// RUN: sonde-opt %s --bpf-check-limits | FileCheck %s
// RUN: sonde-opt %s --bpf-check-limits=report -o /dev/null | FileCheck %s --check-prefix=TABLE --match-full-lines
// What the target allows passes unchanged; the table says what each program needs.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
bpf.map @names hash key !llvm.array<512 x i8> value i64 max_entries 64
bpf.map @sonde_scratch_p percpu_array key i32 value !llvm.array<608 x i8> max_entries 1
bpf.map @r ringbuf max_entries 4096

// CHECK: bpf.prog @p type(tracepoint)
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %key = bpf.stack size 512 align 8 : !bpf.ptr<stack>
  %now = bpf.helper ktime_get_tai_ns() : () -> i64
  bpf.zero %key[0] size 512 align 8 : !bpf.ptr<stack>
  %v = bpf.lookup @names[%key] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  bpf.br_null %v, ^out, ^hit : !bpf.ptr<map_value, nullable>
^hit(%p: !bpf.ptr<map_value>):
  %old = bpf.atomic add %p[0], %now : !bpf.ptr<map_value> -> i64
  %s = bpf.scratch %p[8] size 600 : !bpf.ptr<map_value>
  cf.br ^out
^out:
  bpf.return %c0 : i32
}
}

// TABLE: program type stack scratch helpers lookups operations
// TABLE-NEXT: p tracepoint 512 608 2 1 10
