// RUN: sonde-opt %s --convert-tracing-to-bpf -split-input-file | FileCheck %s
// Accesses of maps as lookups, plain or atomic words, and updates.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
tracing.map @count : si64 -> !tracing.agg<count> storage(<percpu_hash, 100>)
tracing.map @avg : si64 -> !tracing.agg<avg> storage(<percpu_hash, 100>)
tracing.map @hist : si64 -> !tracing.agg<hist, 0> storage(<percpu_hash, 100>)
tracing.map @series : si64 -> !tracing.agg<tseries, 1000, 10, avg> storage(<percpu_hash, 100>)
tracing.map @shared_series : none -> !tracing.agg<tseries, 1000, 10, sum> storage(<array, 1>)
tracing.map @shared : si64 -> si64 storage(<hash, 100>)
tracing.map @names : !tracing.str<16> -> !tracing.str<16> storage(<hash, 100>)
tracing.map @last : none -> si64 storage(<array, 1>)
tracing.map @max : none -> !tracing.agg<max> storage(<percpu_array, 1>)
tracing.map @flag : none -> i1 storage(<array, 1>)
tracing.error_site @err_0 map_full "map_update_elem" map(@count)
tracing.error_site @err_1 map_full "map_update_elem" map(@shared)

// The hit path is straight; the miss path stores one word and needs no second
// lookup.
// CHECK-LABEL: bpf.prog @per_cpu
// CHECK:         bpf.store %[[K:.*]], %[[KEY:.*]][0] align 8 : i64, !bpf.ptr<mem>
// CHECK-NEXT:    %[[V:.*]] = bpf.lookup @AT_count[%[[KEY]]]
// CHECK-NEXT:    bpf.br_null %[[V]], ^[[MISS:.*]], ^[[HIT:.*]] : !bpf.ptr<map_value, nullable>
// CHECK-NEXT:  ^[[HIT]](%[[P:.*]]: !bpf.ptr<map_value>):
// CHECK-NEXT:    %[[OLD:.*]] = bpf.load %[[P]][0] align 8
// CHECK-NEXT:    %[[NEW:.*]] = arith.addi %[[OLD]], %[[K]]
// CHECK-NEXT:    bpf.store %[[NEW]], %[[P]][0] align 8
// CHECK-NEXT:    cf.br ^[[NEXT:.*]]
// CHECK-NEXT:  ^[[MISS]]:
// CHECK-NEXT:    %[[INIT:.*]] = bpf.buffer size 8
// CHECK-NEXT:    bpf.store %[[K]], %[[INIT]][0]
// CHECK-NEXT:    bpf.update @AT_count[%[[KEY]]], %[[INIT]] any
// CHECK-NEXT:    cf.br ^[[NEXT]]
// CHECK-NEXT:  ^[[NEXT]]:
// CHECK-NEXT:    arith.constant 0 : i32
tracing.probe @per_cpu attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.clock boot : i64
  tracing.map_update @count[%k : i64] add(%k)
  tracing.return
}

// CHECK-LABEL: bpf.prog @several_words
// CHECK:         bpf.store %{{.*}}, %[[P:.*]][0] align 8 : i64, !bpf.ptr<map_value>
// CHECK:         bpf.store %{{.*}}, %[[P]][8] align 8 : i64, !bpf.ptr<map_value>
// CHECK:         %[[INIT:.*]] = bpf.buffer size 16
// CHECK-NEXT:    bpf.store %{{.*}}, %[[INIT]][0]
// CHECK-NEXT:    bpf.store %{{.*}}, %[[INIT]][8]
// CHECK-NEXT:    %[[E:.*]] = bpf.update @AT_avg[%{{.*}}], %[[INIT]] any
// A failure is counted at its site.
// CHECK:         %[[BAD:.*]] = arith.cmpi slt, %[[E]], %
// CHECK-NEXT:    cf.cond_br %[[BAD]], ^[[COUNT:.*]], ^[[DONE:.*]]
// CHECK:       ^[[COUNT]]:
// CHECK-NEXT:    %[[G:.*]] = bpf.global_addr @sonde_errors
// CHECK:         bpf.atomic add %[[G]][0], %
tracing.probe @several_words attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.clock boot : i64
  tracing.map_update @avg[%k : i64] add(%k), add(%k) on_error(@err_0)
  tracing.return
}

// Buckets are too large for the stack: zeros are inserted, and the update follows.
// CHECK-LABEL: bpf.prog @buckets
// CHECK:         bpf.br_null %{{.*}}, ^[[MISS:.*]], ^[[HIT:.*]] :
// CHECK:       ^[[HIT]](%[[P:.*]]: !bpf.ptr<map_value>):
// CHECK:         %[[AT:.*]] = arith.muli %{{.*}}, %{{.*}}
// CHECK-NEXT:    %[[W:.*]] = bpf.ptr_add %[[P]], %[[AT]] access 8 bound 520
// CHECK-NEXT:    bpf.load %[[W]][0]
// CHECK:       ^[[MISS]]:
// CHECK-NEXT:    %[[Z:.*]] = bpf.global_addr @sonde_zeros
// CHECK-NEXT:    bpf.update @AT_hist[%[[KEY:.*]]], %[[Z]] noexist
// CHECK-NEXT:    cf.br ^[[AGAIN:.*]]
// CHECK:       ^[[AGAIN]]:
// CHECK-NEXT:    %[[V:.*]] = bpf.lookup @AT_hist[%[[KEY]]]
// CHECK-NEXT:    bpf.br_null %[[V]], ^{{.*}}, ^[[HIT]]
tracing.probe @buckets attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.clock boot : i64
  %one = arith.constant 1 : i64
  tracing.map_update @hist[%k : i64] at %k add(%one)
  tracing.return
}

// Words of another epoch begin from zero; a new entry holds no epoch at all.
// CHECK-LABEL: bpf.prog @epochs
// CHECK:       ^[[HIT:.*]](%[[P:.*]]: !bpf.ptr<map_value>):
// CHECK:         %[[W:.*]] = bpf.ptr_add %[[P]], %{{.*}} access 24 bound 240
// CHECK:         %[[HELD:.*]] = bpf.load %[[W]][16]
// CHECK-NEXT:    %[[SAME:.*]] = arith.cmpi eq, %[[HELD]], %[[EPOCH:.*]] : i64
// CHECK-NEXT:    %[[OLD:.*]] = bpf.load %[[W]][0]
// CHECK-NEXT:    %[[FROM:.*]] = arith.select %[[SAME]], %[[OLD]], %{{.*}} : i64
// CHECK-NEXT:    %[[NEW:.*]] = arith.addi %[[FROM]], %[[K:.*]] : i64
// CHECK-NEXT:    bpf.store %[[NEW]], %[[W]][0]
// CHECK-NEXT:    bpf.load %[[W]][8]
// CHECK-NEXT:    arith.select %[[SAME]]
// CHECK-NEXT:    bpf.store %[[K]], %[[W]][8]
// CHECK-NEXT:    bpf.store %[[EPOCH]], %[[W]][16]
// CHECK:         %[[Z:.*]] = bpf.global_addr @sonde_zeros
// CHECK-NEXT:    bpf.update @AT_series[%{{.*}}], %[[Z]] noexist
tracing.probe @epochs attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.clock boot : i64
  %epoch = tracing.clock monotonic : i64
  tracing.map_update @series[%k : i64] at %k epoch %epoch add(%k), set(%k)
  tracing.return
}

// Two words that belong together are no atomic operation, also where CPUs share them.
// CHECK-LABEL: bpf.prog @shared_epochs
// CHECK-NOT:     bpf.atomic
// CHECK:         %[[W:.*]] = bpf.ptr_add %{{.*}}, %{{.*}} access 16 bound 160
// CHECK-NOT:     bpf.atomic
// CHECK:         bpf.store %{{.*}}, %[[W]][0]
// CHECK-NEXT:    bpf.store %{{.*}}, %[[W]][8]
// CHECK-NOT:     bpf.atomic
// CHECK:         bpf.return
tracing.probe @shared_epochs attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.clock boot : i64
  tracing.map_update @shared_series[] at %k epoch %k add(%k)
  tracing.return
}

// What several CPUs share is changed atomically; one that finds the entry made by
// another adds to it.
// CHECK-LABEL: bpf.prog @shared_by_cpus
// CHECK:       ^[[HIT:.*]](%[[P:.*]]: !bpf.ptr<map_value>):
// CHECK-NEXT:    %[[OLD:.*]] = bpf.atomic add %[[P]][0], %[[K:.*]] : !bpf.ptr<map_value> -> i64
// CHECK-NEXT:    %[[NEW:.*]] = arith.addi %[[OLD]], %[[K]]
// CHECK-NEXT:    cf.br ^[[NEXT:.*]](%[[NEW]] : i64)
// CHECK:         %[[E:.*]] = bpf.update @AT_shared[%[[KEY:.*]]], %{{.*}} noexist
// CHECK-NEXT:    %[[EEXIST:.*]] = arith.constant -17 : i64
// CHECK-NEXT:    %[[RACE:.*]] = arith.cmpi eq, %[[E]], %[[EEXIST]]
// CHECK-NEXT:    cf.cond_br %[[RACE]], ^[[AGAIN:.*]], ^[[DONE:.*]]
// CHECK:       ^[[DONE]]:
// CHECK:         cf.br ^[[NEXT]](%[[K]] : i64)
// CHECK:       ^[[AGAIN]]:
// CHECK-NEXT:    %[[V:.*]] = bpf.lookup @AT_shared[%[[KEY]]]
// CHECK-NEXT:    bpf.br_null %[[V]], ^[[FULL:.*]], ^[[HIT]]
// CHECK:       ^[[FULL]]:
// CHECK:         bpf.atomic add %{{.*}}[8], %
// CHECK:       ^[[NEXT]](%[[R:.*]]: i64):
// CHECK-NEXT:    arith.trunci %[[R]]
tracing.probe @shared_by_cpus attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.clock boot : i64
  %n = tracing.map_update @shared[%k : i64] add(%k) yield new on_error(@err_1) : i64
  tracing.return %n : i64
}

// An array's one entry is always there; the word behind the value says that the
// script has written it.
// CHECK-LABEL: bpf.prog @scalar
// CHECK:         %[[Z:.*]] = arith.constant 0 : i32
// CHECK-NEXT:    %[[KEY:.*]] = bpf.buffer size 4 align 8
// CHECK-NEXT:    bpf.store %[[Z]], %[[KEY]][0] align 4
// CHECK-NEXT:    %[[V:.*]] = bpf.lookup @AT_last[%[[KEY]]]
// CHECK-NEXT:    %[[P:.*]] = bpf.require_nonnull %[[V]] else(leave)
// CHECK-NEXT:    bpf.store %[[N:.*]], %[[P]][0]
// CHECK-NEXT:    %[[ONE:.*]] = arith.constant 1 : i64
// CHECK-NEXT:    bpf.store %[[ONE]], %[[P]][8]
// The same key for the next access.
// CHECK-NEXT:    %[[V:.*]] = bpf.lookup @AT_max[%[[KEY]]]
// CHECK:         bpf.load %[[P:.*]][0]
// CHECK-NEXT:    arith.maxui
// CHECK-NEXT:    bpf.store %{{.*}}, %[[P]][0]
// CHECK:         bpf.store %{{.*}}, %[[P]][8]
// CHECK:         bpf.store %{{.*}}, %[[P]][16]
// CHECK:         %[[V:.*]] = bpf.lookup @AT_last[%[[KEY]]]
// CHECK-NEXT:    %[[P:.*]] = bpf.require_nonnull %[[V]] else(zero) size 16
// CHECK-NEXT:    %[[W:.*]] = bpf.load %[[P]][8]
// CHECK:         arith.cmpi ne, %[[W]], %
// CHECK:         bpf.require_nonnull %{{.*}} else(zero) size 8
// CHECK-NEXT:    bpf.load %{{.*}}[0] align 8
// CHECK:         %[[P:.*]] = bpf.require_nonnull %{{.*}} else(leave)
// CHECK-NEXT:    bpf.load %[[P]][8]
// CHECK:         bpf.zero %[[P]][0] size 16 align 8
tracing.probe @scalar attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %one = arith.constant 1 : i64
  tracing.map_set @last[] = %n : i64
  tracing.map_update @max[] umax(%n), umax(%one)
  %has = tracing.map_has @last[] : i1
  %v = tracing.map_get @last[] : i64
  %d = tracing.map_delete @last[] : i1
  tracing.return %v : i64
}

// CHECK-LABEL: bpf.prog @keyed
// CHECK:         %[[V:.*]] = bpf.lookup @AT_shared[%[[KEY:.*]]]
// CHECK-NEXT:    %[[P:.*]] = bpf.require_nonnull %[[V]] else(zero) size 8
// CHECK-NEXT:    %[[N:.*]] = bpf.load %[[P]][0]
// CHECK:         bpf.store %[[N]], %[[S:.*]][0]
// CHECK-NEXT:    bpf.update @AT_shared[%[[KEY]]], %[[S]] any
// CHECK-NEXT:    %[[V:.*]] = bpf.lookup @AT_shared[%[[KEY]]]
// CHECK:         bpf.br_null %[[V]], ^[[NEXT:.*]](%[[NO:.*]] : i1), ^[[HIT:.*]] :
// CHECK:       ^[[HIT]](%{{.*}}: !bpf.ptr<map_value>):
// CHECK-NEXT:    cf.br ^[[NEXT]](%[[YES:.*]] : i1)
// CHECK:       ^[[NEXT]](%{{.*}}: i1):
// CHECK-NEXT:    %[[E:.*]] = bpf.delete @AT_shared[%[[KEY]]]
// CHECK:         arith.cmpi eq, %[[E]], %
tracing.probe @keyed attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.clock boot : i64
  %v = tracing.map_get @shared[%k : i64] : i64
  tracing.map_set @shared[%k : i64] = %v : i64
  %has = tracing.map_has @shared[%k : i64] : i1
  %d = tracing.map_delete @shared[%k : i64] : i1
  tracing.return
}

// Text stays in memory: as key, as value, and when it is copied out.
// CHECK-LABEL: bpf.prog @text
// CHECK:         %[[P:.*]] = bpf.require_nonnull %{{.*}} else(zero) size 16
// CHECK-NEXT:    bpf.copy %[[B:.*]][0], %[[P]][0] size 16 align 8
// CHECK:         bpf.update @AT_names[%[[K:.*]]], %[[B]] any
// CHECK:         %[[T:.*]] = arith.cmpi ne
// CHECK:         %[[BYTE:.*]] = arith.extui %[[T]] : i1 to i8
// CHECK-NEXT:    bpf.store %[[BYTE]], %{{.*}}[0] align 1
tracing.probe @text attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %b = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  %k = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %k : !tracing.ptr<!tracing.str<16>, local>
  tracing.map_get @names[%k : !tracing.ptr<!tracing.str<16>, local>] into %b : !tracing.ptr<!tracing.str<16>, local>
  tracing.map_set @names[%k : !tracing.ptr<!tracing.str<16>, local>] = %b : !tracing.ptr<!tracing.str<16>, local>
  %f = tracing.map_get @flag[] : i1
  tracing.map_set @flag[] = %f : i1
  tracing.return
}
}

// -----

// Without fetching atomics the value is loaded before; the addition stays atomic.
// CHECK-LABEL: bpf.prog @old_kernel
// CHECK:         %[[OLD:.*]] = bpf.load %[[P:.*]][0]
// CHECK-NEXT:    bpf.atomic add %[[P]][0], %{{.*}} : !bpf.ptr<map_value>{{$}}
module attributes {bpf.target = #bpf.target<kernel = "5.10", arch = "x86_64">} {
  tracing.map @n : none -> si64 storage(<array, 1>)
  tracing.probe @old_kernel attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %one = arith.constant 1 : i64
    %n = tracing.map_update @n[] add(%one) yield old : i64
    tracing.return %n : i64
  }
}

// -----

// Every CPU's words are visited, as far as there are CPUs; the runtime says how
// many.
// CHECK-DAG: bpf.param @cpus "$cpus" : ui64 at 0 default "0"
// CHECK-LABEL: bpf.prog @all_cpus
// CHECK:         %[[G:.*]] = bpf.global_addr @sonde_params
// CHECK:         %[[N:.*]] = bpf.load volatile %[[G]][0]
// CHECK:         cf.br ^[[HEAD:.*]](%{{.*}}, %{{.*}}, %{{.*}} : i64, i64, i64)
// CHECK:       ^[[HEAD]](%[[CPU:.*]]: i64, %[[T:.*]]: i64, %[[C:.*]]: i64):
// CHECK:         %[[IS:.*]] = arith.cmpi ult, %[[CPU]], %[[N]]
// CHECK:         cf.cond_br %[[IS]], ^[[BODY:.*]], ^[[NEXT:.*]](%[[T]], %[[C]] : i64, i64)
// CHECK:       ^[[BODY]]:
// CHECK:         %[[V:.*]] = bpf.lookup_percpu @AT_avg[%{{.*}}] cpu %[[CPU]]
// CHECK:         bpf.br_null %[[V]], ^[[NEXT]](%[[T]], %[[C]] : i64, i64), ^[[FOUND:.*]] :
// CHECK:       ^[[FOUND]](%[[P:.*]]: !bpf.ptr<map_value>):
// CHECK:         %[[MINE:.*]] = bpf.load %[[P]][0]
// CHECK:         arith.addi %[[T]], %[[MINE]]
// Clearing visits them, too.
// CHECK:         bpf.lookup_percpu @AT_total[
// CHECK:         bpf.zero %{{.*}}[0] size 16
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  tracing.map @avg : si64 -> !tracing.agg<avg> storage(<percpu_hash, 100>)
  tracing.map @total : none -> !tracing.agg<sum> storage(<percpu_array, 1>)
  tracing.probe @all_cpus attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %k = tracing.clock boot : i64
    %t, %c = tracing.map_fold @avg[%k : i64] add, add : i64, i64
    tracing.map_delete @total[] : i1
    tracing.return %t : i64
  }
}

// -----

// What CPUs share is there to be read.
// CHECK-LABEL: bpf.prog @one_for_all
// CHECK:         %[[V:.*]] = bpf.lookup @AT_avg
// CHECK:         %[[P:.*]] = bpf.require_nonnull %[[V]] else(zero) size 16
// CHECK:         bpf.load %[[P]][0]
// CHECK:         bpf.load %[[P]][8]
module attributes {bpf.target = #bpf.target<kernel = "5.15", arch = "x86_64">} {
  tracing.map @avg : si64 -> !tracing.agg<avg> storage(<hash, 100>)
  tracing.probe @one_for_all attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %k = tracing.clock boot : i64
    %t, %c = tracing.map_fold @avg[%k : i64] add, add : i64, i64
    tracing.return %t : i64
  }
}

// -----

// What has no atomic instruction is computed and exchanged until no CPU comes
// between; a missing entry counts as zero.
// CHECK-LABEL: bpf.prog @shared_updates
// CHECK:         bpf.atomic or %{{.*}}[0], %[[V:.*]] : !bpf.ptr<map_value>{{$}}
// CHECK:         %[[OLD:.*]] = bpf.atomic and %{{.*}}[0], %[[V]] : !bpf.ptr<map_value> -> i64
// CHECK:         %[[FIRST:.*]] = bpf.load %[[P:.*]][0]
// CHECK:         cf.br ^[[TRY:.*]](%[[FIRST]], %{{.*}} : i64, i64)
// CHECK:       ^[[TRY]](%[[EXPECTED:.*]]: i64, %[[TRIES:.*]]: i64):
// CHECK:         %[[NEW:.*]] = arith.muli %[[EXPECTED]], %[[V]]
// CHECK:         %[[WAS:.*]] = bpf.atomic_cmpxchg %[[P]][0], %[[EXPECTED]], %[[NEW]]
// CHECK:         %[[DONE:.*]] = arith.cmpi eq, %[[WAS]], %[[EXPECTED]]
// CHECK:         cf.cond_br %[[DONE]], ^[[NEXT:.*]](%[[WAS]] : i64), ^[[AGAIN:.*]]
// CHECK:       ^[[AGAIN]]:
// CHECK:         cf.cond_br %{{.*}}, ^[[TRY]](%[[WAS]], %{{.*}} : i64, i64), ^[[NEXT]](%[[WAS]] : i64)
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  tracing.map @n : none -> si64 storage(<array, 1>)
  tracing.probe @shared_updates attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %v = tracing.clock boot : i64
    tracing.map_update @n[] or(%v)
    %old = tracing.map_update @n[] and(%v) yield old : i64
    tracing.map_update @n[] mul(%v)
    tracing.return %old : i64
  }
}
