// RUN: sonde-opt %s --tracing-verify -split-input-file -verify-diagnostics
// Each rule that spans operations has an error; all of a script's are reported.

// Rule: arguments by name.
tracing.struct @sys_enter size 64 [#tracing.member<"id", si64, 8>]
// expected-note@+1 {{one of the attach points of this probe; write a probe of its own for it}}
tracing.probe @p attach [#tracing.attach<tracepoint, "raw_syscalls:sys_enter">, #tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"sys_enter">, ctx>) {
  // expected-error@+1 {{'args.id' is not available in 'begin'}}
  %id = tracing.ctx_field %ctx, "id" : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
  tracing.return
}

// -----

// Rule: arguments by number, and what a function returns.
tracing.probe @p attach [#tracing.attach<interval, "s:1">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{'arg3' is not available in 'interval:s:1'}}
  %a = tracing.ctx_arg %ctx, 3 : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  // expected-error@+1 {{'retval' is not available in 'interval:s:1'}}
  %r = tracing.retval %ctx : !tracing.ptr<!tracing.struct<"none">, ctx> -> i64
  tracing.return
}

// -----

// Rule: room for the name of every attach point.
tracing.probe @p attach [#tracing.attach<begin, "">, #tracing.attach<interval, "s:1">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{'probe' has room for 11 bytes here, but 'interval:s:1' has 12}}
  %n = tracing.probe_info : !tracing.str<12>
  tracing.return
}

// -----

// Rule: number of attach points.
module attributes {tracing.config = #tracing.config<{max_probes = 2 : i64}>} {
  tracing.probe @one attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    tracing.return
  }
  // expected-error@+1 {{this probe brings the attach points to 3, but 'max_probes' is 2}}
  tracing.probe @two attach [#tracing.attach<begin, "">, #tracing.attach<end, "">]
      (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    tracing.return
  }
}
