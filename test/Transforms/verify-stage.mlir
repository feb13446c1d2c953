// RUN: sonde-opt %s -split-input-file --tracing-verify-stage=stage=tracing-check | FileCheck %s
// RUN: sonde-opt %s -split-input-file --tracing-verify-stage=stage=tracing-opt | FileCheck %s
// What a stage leaves passes its check, and is not changed.

// CHECK: tracing.map @m : none -> !tracing.agg<count>
tracing.map @m : none -> !tracing.agg<count>
tracing.event @show print fields [!tracing.str<16>]
// CHECK: tracing.probe @p
tracing.probe @p attach [#tracing.attach<kprobe, "f">, #tracing.attach<kprobe, "g">]
    (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  // CHECK-NEXT: tracing.aggregate count @m[]
  tracing.aggregate count @m[]
  // CHECK-NEXT: tracing.builtin comm
  %comm = tracing.builtin comm : !tracing.str<16>
  tracing.emit @show(%comm : !tracing.str<16>)
  tracing.return
}
