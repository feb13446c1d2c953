// RUN: sonde-opt %s -split-input-file -verify-diagnostics --bpf-check-limits
// What the kernel would refuse is reported at the script's line.

// stack
// expected-error @below {{this probe needs 656 bytes of stack; the kernel allows 512}}
// expected-note @below {{use shorter strings and keys, or allow scratch memory}}
bpf.prog @stack type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-note @below {{600 bytes are needed here}}
  %a = bpf.stack size 600 align 8 : !bpf.ptr<stack>
  // expected-note @below {{56 bytes are needed here}}
  %b = bpf.stack size 50 align 8 : !bpf.ptr<stack>
  bpf.zero %a[0] size 600 align 8 : !bpf.ptr<stack>
  bpf.zero %b[0] size 50 align 1 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// helper of a later release, once in a program
bpf.prog @helper type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{the helper 'ktime_get_tai_ns' needs Linux 6.1, but the script is compiled for 5.10}}
  %t = bpf.helper ktime_get_tai_ns() : () -> i64
  %u = bpf.helper ktime_get_tai_ns() : () -> i64
  bpf.return %c0 : i32
}

// -----

// helper that the target lacks
module attributes {bpf.target = #bpf.target<kernel = "5.15", arch = "x86_64", features = ["-ringbuf"]>} {
// expected-error @below {{this needs Linux 5.8 (BPF ring buffer), but the script is compiled for 5.15}}
bpf.map @r ringbuf max_entries 4096
}

// -----

// the same, where a program needs it
module attributes {bpf.target = #bpf.target<kernel = "5.15", arch = "x86_64", features = ["-ringbuf"]>} {
bpf.map @r ringbuf max_entries 4096
bpf.prog @reserve type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{the helper 'ringbuf_reserve' needs Linux 5.8, but the script is compiled for 5.15}}
  %r = bpf.ringbuf_reserve @r size 8 : !bpf.ptr<ringbuf, nullable>
  bpf.br_null %r, ^out, ^ok : !bpf.ptr<ringbuf, nullable>
^ok(%p: !bpf.ptr<ringbuf>):
  bpf.ringbuf_discard %p : !bpf.ptr<ringbuf>
  cf.br ^out
^out:
  bpf.return %c0 : i32
}
}

// -----

// helper and program type
module attributes {bpf.target = #bpf.target<kernel = "5.15", arch = "x86_64">} {
bpf.prog @type type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{the helper 'get_func_ip' cannot be called by a program of type 'tracepoint'}}
  %a = bpf.helper get_func_ip(%ctx) : (!bpf.ptr<ctx>) -> i64
  bpf.return %c0 : i32
}
}

// -----

// helper and license
module attributes {tracing.config = #tracing.config<{license = "MIT"}>} {
bpf.prog @license type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{the helper 'get_current_task' is only for programs with a GPL-compatible license, not 'MIT'}}
  %a = bpf.helper get_current_task() : () -> i64
  bpf.return %c0 : i32
}
}

// -----

// instruction of a later release
bpf.prog @atomic type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %one = arith.constant 1 : i64
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  bpf.store %one, %s[0] align 8 : i64, !bpf.ptr<stack>
  // expected-error @below {{this needs Linux 5.12 (atomic operations that yield the old value; cpu v3), but the script is compiled for 5.10}}
  %old = bpf.atomic add %s[0], %one : !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// program type of a later release
module attributes {bpf.target = #bpf.target<kernel = "5.4", arch = "x86_64">} {
// expected-error @below {{this needs Linux 5.5 (typed tracepoints, fentry and fexit; loads through typed pointers), but the script is compiled for 5.4}}
bpf.prog @typed type(tracing) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  bpf.return %c0 : i32
}
}

// -----

// key
// expected-error @below {{a key of 520 bytes is too large; the kernel allows 512}}
bpf.map @key hash key !llvm.array<520 x i8> value i64 max_entries 1

// -----

// value per CPU
// expected-error @below {{a value of 40000 bytes is too large for a map with a value per CPU; the kernel allows 32768}}
bpf.map @value percpu_hash key i64 value !llvm.array<40000 x i8> max_entries 1
