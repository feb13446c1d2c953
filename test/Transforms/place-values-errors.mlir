// RUN: sonde-opt %s --pass-pipeline='builtin.module(tracing.probe(tracing-place-values))' -split-input-file -verify-diagnostics

tracing.map @m : !tracing.str<16> -> si64
tracing.probe @unbound attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error @+1 {{a value of more than 8 bytes cannot be placed: this operation has no form that writes it into memory}}
  %name = tracing.probe_info : !tracing.str<16>
  %n = tracing.map_get @m[%name : !tracing.str<16>] : i64
  tracing.map_set @m[%name : !tracing.str<16>] = %n : i64
  tracing.return
}
