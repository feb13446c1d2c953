// RUN: sonde-opt %s -split-input-file --convert-tracing-to-bpf | FileCheck %s
// Callbacks become functions with the helper's arguments; iterators and counted branches stay in place.

// CHECK-LABEL: bpf.callback @numbers type(raw_tracepoint)
// CHECK-SAME:    (%{{.*}}: i64, %[[X:.*]]: i64, %[[P:.*]]: !bpf.ptr<mem>, %{{.*}}: !bpf.ptr<ctx>)
// CHECK:         bpf.store %[[X]], %[[P]][0]
// CHECK:         cf.cond_br %{{.*}}, ^[[LEAVE:bb[0-9]+]], ^[[NEXT:bb[0-9]+]]
// CHECK:         %[[GO_ON:.*]] = arith.constant 0 : i64
// CHECK:         bpf.return %[[GO_ON]] : i64
// CHECK:         %[[STOP:.*]] = arith.constant 1 : i64
// CHECK:         bpf.return %[[STOP]] : i64
tracing.callback @numbers of(@p) (%i: i64, %x: i64, %n: !tracing.ptr<si64, local>,
                                  %ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.store_local %x, %n : i64, !tracing.ptr<si64, local>
  %last = arith.cmpi eq, %i, %x : i64
  cf.cond_br %last, ^leave, ^next
^leave:
  tracing.leave
^next:
  tracing.next
}

// CHECK-LABEL: bpf.prog @p
tracing.probe @p attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: %[[N:.*]] = bpf.buffer size 8
  // CHECK: bpf.run_loop @numbers times %{{.*}} captures(%{{.*}}, %[[N]], %{{.*}} : i64, !bpf.ptr<mem>, !bpf.ptr<ctx>)
  %n = tracing.local "n" : !tracing.ptr<si64, local>
  %x = tracing.clock boot : i64
  tracing.run_loop @numbers times %x captures(%x, %n, %ctx
      : i64, !tracing.ptr<si64, local>, !tracing.ptr<!tracing.struct<"none">, ctx>)
  tracing.return
}

// -----

// The key and the value come by address: small ones are loaded, others copied before they change.
tracing.map @m : ui32 -> !tracing.str<16> storage(<hash, 64>)
// CHECK-LABEL: bpf.callback @entries type(raw_tracepoint) each
// CHECK-SAME:    (%{{.*}}: !bpf.ptr<map_value>, %[[KEY:.*]]: !bpf.ptr<map_value>, %[[VALUE:.*]]: !bpf.ptr<map_value>, %[[OUT:.*]]: !bpf.ptr<mem>)
// CHECK:         %[[K:.*]] = bpf.load %[[KEY]][0] {{.*}} -> i32
// CHECK:         %[[OWN:.*]] = bpf.buffer size 16
// CHECK:         bpf.copy %[[OWN]][0], %[[VALUE]][0] size 16
// CHECK:         bpf.store %[[K]], %[[OUT]][0]
tracing.callback @entries of(@q) over(@m) (%k: i32, %v: !tracing.ptr<!tracing.str<16>, local>,
                                           %out: !tracing.ptr<i32, local>) {
  tracing.store_local %k, %out : i32, !tracing.ptr<i32, local>
  tracing.next
}
// CHECK-LABEL: bpf.prog @q
tracing.probe @q attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK: bpf.run_loop @entries over @AT_m captures(%{{.*}} : !bpf.ptr<mem>)
  %out = tracing.local "out" : !tracing.ptr<i32, local>
  tracing.run_loop @entries captures(%out : !tracing.ptr<i32, local>)
  tracing.return
}

// -----

// An iterator is on the stack, and its functions are the kernel's.
// CHECK-DAG: bpf.extern @bpf_iter_num_new "kfunc"
// CHECK-DAG: bpf.extern @bpf_iter_num_next "kfunc"
// CHECK-DAG: bpf.extern @bpf_iter_num_destroy "kfunc"
// CHECK-DAG: bpf.core_type @bpf_iter_num size 8 []
// CHECK-DAG: bpf.global @sonde_unknown bss : i64
// CHECK-LABEL: bpf.prog @iterates
// CHECK:         %[[IT:.*]] = bpf.buffer size 8 align 8 on_stack
// CHECK:         bpf.call @bpf_iter_num_new(%[[IT]], %{{.*}}, %{{.*}})
// CHECK:         %[[FOUND:.*]] = bpf.call @bpf_iter_num_next(%[[IT]])
// CHECK:         bpf.br_null %[[FOUND]], ^[[NEXT:bb[0-9]+]](%{{.*}}, %{{.*}} : i64, i1), ^[[HIT:bb[0-9]+]]
// CHECK:         bpf.call @bpf_iter_num_destroy(%[[IT]])
// CHECK:         %[[UNKNOWN:.*]] = bpf.global_addr @sonde_unknown
// CHECK:         %[[ZERO:.*]] = bpf.load %[[UNKNOWN]][0]
// CHECK:         arith.addi %{{.*}}, %[[ZERO]]
// CHECK:         bpf.may_goto ^{{.*}}, ^{{.*}}
tracing.probe @iterates attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %it = tracing.iter_num_new %n : !tracing.ptr<i64, local>
  cf.br ^head
^head:
  %i, %more = tracing.iter_num_next %it : !tracing.ptr<i64, local>
  cf.cond_br %more, ^head, ^exit
^exit:
  tracing.iter_num_destroy %it : !tracing.ptr<i64, local>
  %unknown = tracing.forget %n : i64
  tracing.may_goto ^a, ^b
^a:
  cf.br ^b
^b:
  tracing.return
}
