// RUN: sonde-opt %s -split-input-file -verify-diagnostics --convert-bpf-to-llvm
// What earlier passes should have done, and members that no type has.

bpf.prog @left type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{failed to legalize operation 'bpf.buffer'}}
  %b = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  bpf.return %c0 : i32
}

// -----

bpf.core_type @task_struct size 16 [#tracing.member<"tgid", si32, 8>]
bpf.prog @unknown type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %t = bpf.helper get_current_task() : () -> i64
  // expected-error @below {{type 'task_struct' has no member 'pid'}}
  // expected-error @below {{failed to legalize operation 'bpf.field_addr'}}
  %a = bpf.field_addr %t, @task_struct, "pid" : i64 -> i64
  bpf.return %c0 : i32
}

// -----

bpf.core_type @task_struct size 16 [#tracing.member<"tgid", si32, 8>]
bpf.prog @through type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %t = bpf.helper get_current_task() : () -> i64
  // expected-error @below {{member 'tgid' of 'task_struct' is no struct}}
  // expected-error @below {{failed to legalize operation 'bpf.field_addr'}}
  %a = bpf.field_addr %t, @task_struct, "tgid.x" : i64 -> i64
  bpf.return %c0 : i32
}

// -----

// expected-error @below {{'bpf.core_type' op has 1 : i64 among its members}}
bpf.core_type @task_struct size 16 [1]
