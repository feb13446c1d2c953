tracing.map @starts : ui32 -> ui64
tracing.probe @probe_0 attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"begin">, ctx>) {
  %tid = tracing.builtin tid : i32
  %n = tracing.map_get @starts[%tid : i32] : i64
  tracing.map_set @starts[%tid : i32] = %n : i64
  tracing.return
}
