//===- BPFOps.td - All operations of the dialect --------------------------===//
#ifndef SONDE_BPF_OPS
#define SONDE_BPF_OPS

include "dialect/BPF/IR/BPFStructureOps.td"
include "dialect/BPF/IR/BPFMemoryOps.td"
include "dialect/BPF/IR/BPFCallOps.td"

#endif // SONDE_BPF_OPS
