// RUN: sonde-opt %s --tracing-verify-stage=stage=tracing-plan | FileCheck %s
// A planned module passes the check of tracing-plan.

// CHECK: tracing.map @m
tracing.map @m : !tracing.str<16> -> !tracing.agg<count> storage(<percpu_hash, 4096>)
tracing.event @show print fields [!tracing.str<16>] id(0) layout(<[8], size = 24>)
tracing.probe @p attach [#tracing.attach<fentry, "f">]
    (%ctx: !tracing.ptr<!tracing.struct<"args">, ctx>) {
  %one = arith.constant 1 : i64
  %comm = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.builtin comm into %comm : !tracing.ptr<!tracing.str<16>, local>
  tracing.map_update @m[%comm : !tracing.ptr<!tracing.str<16>, local>] add(%one)
  tracing.emit @show() deferred [0] {
  ^bb0(%f: !tracing.ptr<!tracing.str<16>, local>):
    tracing.builtin comm into %f : !tracing.ptr<!tracing.str<16>, local>
  }
  tracing.return
}
