//===- Passes.td - From the bpf dialect to the LLVM dialect ---------------===//
#ifndef SONDE_TRANSFORMS_LLVM_PASSES
#define SONDE_TRANSFORMS_LLVM_PASSES

include "mlir/Pass/PassBase.td"

def BuildDebugInfo : Pass<"bpf-build-debug-info", "::mlir::ModuleOp"> {
  let summary = "describe programs, maps and kernel types for BTF";
  let description = [{
    The kernel learns types, maps and source lines from BTF, which LLVM makes
    from debug information. Programs get a subprogram as the scope of all their
    locations, and `bpf.arg_names`, because the kernel refuses BTF with unnamed
    arguments. Maps, globals, externs and core types get an attribute `bpf.di`;
    a map's is the structure of pointers in which libbpf finds its definition.

    Before: `bpf.map @m hash key i32 value i64 max_entries 64`. After: the same
    with `{bpf.di = #llvm.di_global_variable_expression<…>}`.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::sonde::tr::TracingDialect"];
}

def ConvertBPFToLLVM : Pass<"convert-bpf-to-llvm", "::mlir::ModuleOp"> {
  let summary = "lower the bpf dialect to the LLVM dialect and leaf operations";
  let description = [{
    Programs become functions in libbpf's sections, maps and globals become
    globals, helper calls become calls through constant pointers, and a branch on
    null becomes a comparison. Leaf operations stay. Descriptors (events, error
    sites, parameters) are dropped: lib/Target/Describe reads them before.

    Needs `bpf-opt`: no `buffer`, `require_nonnull`, `div`, `rem` or `shift` may
    be left.

    Before: `%t = bpf.helper ktime_get_ns() : () -> i64`. After:
    `%f = llvm.inttoptr %c5`, `%t = llvm.call %f() {bpf.helper_call = 5 : i32}`.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::sonde::bpf::BPFDialect",
                           "::sonde::tr::TracingDialect"];
}

#endif // SONDE_TRANSFORMS_LLVM_PASSES
