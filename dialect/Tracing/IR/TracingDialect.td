//===- TracingDialect.td - The tracing dialect ----------------------------===//
#ifndef SONDE_TRACING_DIALECT
#define SONDE_TRACING_DIALECT

include "mlir/IR/OpBase.td"

def Tracing_Dialect : Dialect {
  let name = "tracing";
  let summary = "what a tracing script means";
  let description = [{
    The level at which a script is optimised: maps, events, context fields and
    reads from the kernel's or a process's memory are operations; helpers, stack
    slots, null pointers and offsets of event fields do not exist yet. Control
    flow is a CFG of `cf` operations; arithmetic that cannot fail is `arith`.

    A missing map key and a faulting address read as zero, as the language says.
    Values of more than 8 bytes (text, records, arrays) are SSA values until
    `tracing-place-values` gives them memory.
  }];
  let cppNamespace = "::sonde::tr";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect"];
  let useDefaultTypePrinterParser = 1;
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let hasOperationAttrVerify = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
    void registerTypes();
  }];
}

#endif // SONDE_TRACING_DIALECT
