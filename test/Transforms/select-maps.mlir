// RUN: sonde-opt %s --tracing-select-maps -split-input-file | FileCheck %s
// Each map gets the kernel map that holds it.

// CHECK: @counts : {{.*}} storage(<percpu_hash, 4096>)
tracing.map @counts : si64 -> !tracing.agg<count>
// CHECK: @values : {{.*}} storage(<hash, 4096>)
tracing.map @values : si64 -> si64
// CHECK: @total : {{.*}} storage(<percpu_array, 1>)
tracing.map @total : none -> !tracing.agg<sum>
// CHECK: @last : {{.*}} storage(<array, 1>)
tracing.map @last : none -> !tracing.str<16>

// -----

// Declared kinds and sizes are kept (L112); those not declared follow the settings.
module attributes {tracing.config = #tracing.config<{max_map_keys = 10 : i64}>} {
  // CHECK: @small : {{.*}} storage(<hash, 10>)
  tracing.map @small : si64 -> si64
  // CHECK: @h : {{.*}} storage(<hash, 100>)
  tracing.map @h : si64 -> si64 declared("hash", 100)
  // CHECK: @l : {{.*}} storage(<lru_hash, 7>)
  tracing.map @l : si64 -> si64 declared("lruhash", 7)
  // CHECK: @p : {{.*}} storage(<percpu_hash, 7>)
  tracing.map @p : si64 -> !tracing.agg<count> declared("percpuhash", 7)
  // CHECK: @pl : {{.*}} storage(<percpu_lru_hash, 7>)
  tracing.map @pl : si64 -> !tracing.agg<hist, 0> declared("percpulruhash", 7)
  // A scalar map has one entry, whatever was declared.
  // CHECK: @s : {{.*}} storage(<array, 1>)
  tracing.map @s : none -> si64 declared("hash", 9)
}

// -----

// Nothing to do without maps.
// CHECK: module {
// CHECK-NEXT: }

// -----

// Where programs cannot see what other CPUs hold, all share what a program reads
// or clears.
module attributes {bpf.target = #bpf.target<kernel = "5.15", arch = "x86_64">} {
  // CHECK: @read : {{.*}} storage(<hash, 4096>)
  tracing.map @read : i32 -> !tracing.agg<count>
  // CHECK: @cleared : {{.*}} storage(<array, 1>)
  tracing.map @cleared : none -> !tracing.agg<sum>
  // CHECK: @shown : {{.*}} storage(<percpu_array, 1>)
  tracing.map @shown : none -> !tracing.agg<sum>
  tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %pid = tracing.builtin pid : i32
    %n = tracing.map_reduce @read[%pid : i32] : i64
    tracing.map_delete @cleared[] : i1
    tracing.aggregate sum @shown[](%n)
    tracing.return
  }
}
