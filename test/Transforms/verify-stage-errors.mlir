// RUN: split-file %s %t
// RUN: sonde-opt %t/check.mlir --tracing-verify-stage=stage=tracing-check -split-input-file -verify-diagnostics
// RUN: sonde-opt %t/opt.mlir --tracing-verify-stage=stage=tracing-opt -split-input-file -verify-diagnostics
// RUN: sonde-opt %t/plan.mlir --tracing-verify-stage=stage=tracing-plan -split-input-file -verify-diagnostics
// RUN: sonde-opt %t/convert.mlir --tracing-verify-stage=stage=convert -verify-diagnostics
// RUN: sonde-opt %t/bpf-opt.mlir --tracing-verify-stage=stage=bpf-opt -verify-diagnostics
// RUN: sonde-opt %t/llvm.mlir --tracing-verify-stage=stage=llvm -verify-diagnostics
// RUN: not sonde-opt %t/llvm.mlir --tracing-verify-stage=stage=nowhere 2>&1 | FileCheck %s
// What a stage should have done and has not is an error that names the pass.

// CHECK: error: there is no stage 'nowhere'

//--- check.mlir
// expected-error@+1 {{'tracing.probe' at the end of stage 'tracing-check': the probe has attach points of several kinds (see tracing-split-probes)}}
tracing.probe @mixed attach [#tracing.attach<begin, "">, #tracing.attach<end, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{'tracing.probe_info' at the end of stage 'tracing-check': the name of the attach point is not bound (see tracing-bind-probe-info)}}
  %n = tracing.probe_info : !tracing.str<64>
  %t = tracing.clock boot : i64
  // expected-error@+1 {{'tracing.div' at the end of stage 'tracing-check': the wanted report has no site (see tracing-insert-error-reports)}}
  %q = tracing.div %t, %t report : i64
  tracing.return
}
// expected-error@+1 {{a probe of this kind has only one attach point (see tracing-split-probes)}}
tracing.probe @bound attach [#tracing.attach<fexit, "f">, #tracing.attach<fexit, "g">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}

//--- opt.mlir
// expected-error@+1 {{'tracing.map' at the end of stage 'tracing-opt': this is planned too early (see stage 'tracing-plan')}}
tracing.map @m : none -> si64 storage(<array, 1>)
// expected-error@+1 {{'tracing.event' at the end of stage 'tracing-opt': this is planned too early}}
tracing.event @e print fields [!tracing.str<16>] id(0)
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{'tracing.buffer' at the end of stage 'tracing-opt': this is planned too early}}
  %b = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  // expected-error@+1 {{'tracing.builtin' at the end of stage 'tracing-opt': this is planned too early}}
  tracing.builtin comm into %b : !tracing.ptr<!tracing.str<16>, local>
  // expected-error@+1 {{'tracing.emit' at the end of stage 'tracing-opt': this is planned too early}}
  tracing.emit @e() deferred [0] {
  ^bb0(%f: !tracing.ptr<!tracing.str<16>, local>):
  }
  tracing.return
}

//--- plan.mlir
// expected-error@+1 {{'tracing.map' at the end of stage 'tracing-plan': the map has no storage (see tracing-select-maps)}}
tracing.map @m : none -> !tracing.agg<count>
// expected-error@+1 {{'tracing.event' at the end of stage 'tracing-plan': the event has no id or no layout (see tracing-layout-events)}}
tracing.event @e print fields [!tracing.str<16>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{'tracing.aggregate' at the end of stage 'tracing-plan': the aggregation is not expanded (see tracing-expand-aggregations)}}
  tracing.aggregate count @m[]
  // expected-error@+1 {{'tracing.builtin' at the end of stage 'tracing-plan': a text, record, array or struct is not in memory (see tracing-place-values)}}
  %comm = tracing.builtin comm : !tracing.str<16>
  tracing.emit @e(%comm : !tracing.str<16>)
  tracing.return
}

// -----

// expected-error@+1 {{'tracing.probe' at the end of stage 'tracing-plan': a text, record, array or struct is not in memory}}
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{'tracing.builtin' at the end of stage 'tracing-plan': a text, record, array or struct is not in memory}}
  %comm = tracing.builtin comm : !tracing.str<16>
  cf.br ^next(%comm : !tracing.str<16>)
^next(%text: !tracing.str<16>):
  tracing.return
}

//--- convert.mlir
// expected-error@+1 {{'tracing.map' at the end of stage 'convert': an operation of the tracing dialect is left (see convert-tracing-to-bpf)}}
tracing.map @m : none -> si64

//--- bpf-opt.mlir
// expected-error@+1 {{'tracing.map' at the end of stage 'bpf-opt': an operation of the tracing dialect is left}}
tracing.map @m : none -> si64
llvm.func @f(%a: i64) {
  // expected-error@+1 {{'bpf.div' at the end of stage 'bpf-opt': an operation is left that is only a plan (see bpf-expand-arith)}}
  %q = bpf.div %a, %a : i64
  // expected-error@+1 {{'bpf.buffer' at the end of stage 'bpf-opt': an operation is left that is only a plan (see bpf-assign-storage)}}
  %b = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  llvm.return
}

//--- llvm.mlir
llvm.func @f(%a: i64) {
  // expected-error@+1 {{'arith.addi' at the end of stage 'llvm': an operation is left that has no translation (see convert-bpf-to-llvm)}}
  %q = arith.addi %a, %a : i64
  llvm.return
}
