//===- BPFDialect.td - The bpf dialect ------------------------------------===//
#ifndef SONDE_BPF_DIALECT
#define SONDE_BPF_DIALECT

include "mlir/IR/OpBase.td"

def BPF_Dialect : Dialect {
  let name = "bpf";
  let summary = "what the kernel's verifier will see";
  let description = [{
    The level of helpers, stack slots, checked pointers and map layouts. The
    verifier's rules are types here: a pointer has the verifier's register kind
    and may be `nullable`, and what may be null cannot be loaded through before
    a branch has excluded it. Kernel and user addresses are plain `i64`, because
    LLVM must not take them for pointers.

    A small set of *leaf* operations survives into the LLVM dialect and becomes
    LLVM IR by dialect/BPF/Translation.
  }];
  let cppNamespace = "::sonde::bpf";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
                           "::mlir::LLVM::LLVMDialect"];
  let useDefaultTypePrinterParser = 1;
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
}

#endif // SONDE_BPF_DIALECT
