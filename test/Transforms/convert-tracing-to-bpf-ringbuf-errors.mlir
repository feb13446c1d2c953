// RUN: not sonde-opt %s --convert-tracing-to-bpf=ringbuf-size=5000 2>&1 | FileCheck %s
// CHECK: error: the size of the ring buffer is a power of two from 4096, not 5000
module {}
