// RUN: sonde-opt %s --bpf-assign-storage=scratch=always | FileCheck %s
// An iterator's state stays on the stack, and iterators that follow one another share a slot. Scratch
// memory is looked up before an iterator is made, because the way out would not give it back.

bpf.core_type @bpf_iter_num size 8 []
bpf.extern @bpf_iter_num_new "kfunc" : (!tracing.ptr<!tracing.struct<"bpf_iter_num">, kernel>, si32, si32) -> si32
bpf.extern @bpf_iter_num_next "kfunc" : (!tracing.ptr<!tracing.struct<"bpf_iter_num">, kernel>) -> !tracing.ptr<si32, kernel>
bpf.extern @bpf_iter_num_destroy "kfunc" : (!tracing.ptr<!tracing.struct<"bpf_iter_num">, kernel>) -> ()

// CHECK:       bpf.map @sonde_scratch_p percpu_array key i32 value !llvm.array<600 x i8> max_entries 1
// CHECK-LABEL: bpf.prog @p
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  // CHECK:     %[[IT:.*]] = bpf.stack size 8 align 8
  // CHECK:     bpf.call @bpf_iter_num_new(%[[IT]],
  // CHECK:     bpf.call @bpf_iter_num_destroy(%[[IT]])
  // CHECK:     bpf.lookup @sonde_scratch_p
  // CHECK:     bpf.call @bpf_iter_num_new(%[[IT]],
  // CHECK-NOT: bpf.lookup
  // CHECK:     bpf.call @bpf_iter_num_destroy(%[[IT]])
  %c0 = arith.constant 0 : i32
  %n = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  %first = bpf.buffer size 8 align 8 on_stack : !bpf.ptr<mem>
  %second = bpf.buffer size 8 align 8 on_stack : !bpf.ptr<mem>
  %b = bpf.buffer size 600 align 8 : !bpf.ptr<mem>
  %n1 = bpf.call @bpf_iter_num_new(%first, %c0, %c0) : (!bpf.ptr<mem>, i32, i32) -> i32
  cf.br ^head1
^head1:
  %next1 = bpf.call @bpf_iter_num_next(%first) : (!bpf.ptr<mem>) -> !bpf.ptr<map_value, nullable>
  bpf.br_null %next1, ^out1, ^body1 : !bpf.ptr<map_value, nullable>
^body1(%i: !bpf.ptr<map_value>):
  cf.br ^head1
^out1:
  bpf.call @bpf_iter_num_destroy(%first) : (!bpf.ptr<mem>) -> ()
  %n2 = bpf.call @bpf_iter_num_new(%second, %c0, %c0) : (!bpf.ptr<mem>, i32, i32) -> i32
  cf.br ^head2
^head2:
  %next2 = bpf.call @bpf_iter_num_next(%second) : (!bpf.ptr<mem>) -> !bpf.ptr<map_value, nullable>
  bpf.br_null %next2, ^out2, ^body2 : !bpf.ptr<map_value, nullable>
^body2(%j: !bpf.ptr<map_value>):
  %e = bpf.probe_read_str user %b[0] size 600 from %n : !bpf.ptr<mem> -> i64
  cf.br ^head2
^out2:
  bpf.call @bpf_iter_num_destroy(%second) : (!bpf.ptr<mem>) -> ()
  bpf.return %c0 : i32
}
