//===- TracingOps.td - All operations of the dialect ----------------------===//
#ifndef SONDE_TRACING_OPS
#define SONDE_TRACING_OPS

include "dialect/Tracing/IR/TracingStructureOps.td"
include "dialect/Tracing/IR/TracingValueOps.td"
include "dialect/Tracing/IR/TracingMemoryOps.td"
include "dialect/Tracing/IR/TracingMapOps.td"
include "dialect/Tracing/IR/TracingPartOps.td"
include "dialect/Tracing/IR/TracingLoopOps.td"

#endif // SONDE_TRACING_OPS
