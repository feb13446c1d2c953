// RUN: sonde-opt %s --tracing-select-maps -split-input-file -verify-diagnostics

// expected-error @+1 {{'@m' is declared as 'hash', but aggregations need a per-CPU map}}
tracing.map @m : si64 -> !tracing.agg<count> declared("hash", 9)

// -----

// expected-error @+1 {{'@m' is declared as 'percpuhash', but its values cannot be in a per-CPU map}}
tracing.map @m : si64 -> si64 declared("percpuhash", 9)

// -----

// expected-error @+1 {{there is no map type 'tree'; use 'hash', 'lruhash', 'percpuhash' or 'percpulruhash'}}
tracing.map @m : si64 -> si64 declared("tree", 9)
