// RUN: sonde-opt %s -split-input-file --bpf-check-limits -verify-diagnostics
// A program and the callbacks that it runs have one stack.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  bpf.callback @f type(kprobe) (%i: i64) {
    // expected-note @+1 {{304 bytes are needed here}}
    %b = bpf.stack size 300 align 8 : !bpf.ptr<stack>
    bpf.zero %b[0] size 300 align 4 : !bpf.ptr<stack>
    %go_on = arith.constant 0 : i64
    bpf.return %go_on : i64
  }
  // expected-error @+2 {{this probe needs 576 bytes of stack; the kernel allows 512}}
  // expected-note @+1 {{use shorter strings and keys, or allow scratch memory}}
  bpf.prog @p type(kprobe) section("kprobe") attach [] (%ctx: !bpf.ptr<ctx>) {
    %n = arith.constant 5 : i64
    // expected-note @+1 {{256 bytes are needed here}}
    %b = bpf.stack size 256 align 8 : !bpf.ptr<stack>
    bpf.zero %b[0] size 256 align 8 : !bpf.ptr<stack>
    bpf.run_loop @f times %n
    %r = arith.constant 0 : i32
    bpf.return %r : i32
  }
}

// -----

// Helpers and iterators that the target lacks.
module attributes {bpf.target = #bpf.target<kernel = "5.10", arch = "x86_64">} {
  bpf.callback @f type(kprobe) (%i: i64) {
    %go_on = arith.constant 0 : i64
    bpf.return %go_on : i64
  }
  bpf.prog @p type(kprobe) section("kprobe") attach [] (%ctx: !bpf.ptr<ctx>) {
    %n = arith.constant 5 : i64
    // expected-error @+1 {{the helper 'loop' needs Linux 5.17, but the script is compiled for 5.10}}
    bpf.run_loop @f times %n
    // expected-error @+1 {{this needs Linux 6.9 (branches that the kernel counts), but the script is compiled for 5.10}}
    bpf.may_goto ^a, ^b
  ^a:
    cf.br ^b
  ^b:
    %r = arith.constant 0 : i32
    bpf.return %r : i32
  }
}
