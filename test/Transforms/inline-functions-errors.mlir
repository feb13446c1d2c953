// RUN: sonde-opt %s --tracing-inline-functions -verify-diagnostics

// expected-error @+1 {{the function calls itself, directly or through others}}
tracing.func @a() {
  tracing.call @b() : () -> ()
  tracing.return
}
tracing.func @b() {
  tracing.call @a() : () -> ()
  tracing.return
}
