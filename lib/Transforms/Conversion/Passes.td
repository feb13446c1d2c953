//===- Passes.td - From the tracing dialect to the bpf dialect ------------===//
#ifndef SONDE_TRANSFORMS_CONVERSION_PASSES
#define SONDE_TRANSFORMS_CONVERSION_PASSES

include "mlir/Pass/PassBase.td"

def ConvertTracingToBPF : Pass<"convert-tracing-to-bpf", "::mlir::ModuleOp"> {
  let summary = "carry out a planned script with maps, helpers and checks";
  let description = [{
    Symbols: a map `@opens` becomes `bpf.map @AT_opens`; events, error sites,
    parameters and C functions become descriptors and externs; structs become
    `bpf.core_type`. What the programs share is added where it is needed:

    | symbol | what |
    | --- | --- |
    | `sonde_events` | the ring buffer |
    | `sonde_lost` | one u64 for each event: records that found no room |
    | `sonde_errors` | one u64 for each error site: failures |
    | `sonde_params` | values of parameters, written before loading |
    | `sonde_zeros`, `sonde_bit_lengths`, `sonde_text_N` | read-only data |

    Probes become `bpf.prog`. Local memory becomes `bpf.buffer`, addresses of the
    kernel and of processes become `i64`, and typed pointers stay pointers where
    the target knows them. Needs a planned module: see `tracing-verify-stage`.

    Before: `tracing.map_update @n[%k : i32] add(%one)`, per CPU. After:

    ```mlir
      %v = bpf.lookup @AT_n[%kp] : !bpf.ptr<mem> -> !bpf.ptr<map_value, nullable>
      bpf.br_null %v, ^miss, ^hit : !bpf.ptr<map_value, nullable>
    ^hit(%p: !bpf.ptr<map_value>):      // load, add, store
    ^miss:                              // update @AT_n[%kp], %init any
    ```
  }];
  let options = [Option<"ringbufSize", "ringbuf-size", "uint64_t", "262144",
                        "bytes of the ring buffer, a power of two">];
  let dependentDialects = ["::sonde::tr::TracingDialect", "::sonde::bpf::BPFDialect",
                           "::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
                           "::mlir::LLVM::LLVMDialect"];
}

#endif // SONDE_TRANSFORMS_CONVERSION_PASSES
