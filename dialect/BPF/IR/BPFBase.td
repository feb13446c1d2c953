//===- BPFBase.td - What all operations share -----------------------------===//
#ifndef SONDE_BPF_BASE
#define SONDE_BPF_BASE

include "dialect/BPF/IR/BPFTypes.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferIntRangeInterface.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def BPF_HelperCallOpInterface : OpInterface<"HelperCallOpInterface"> {
  let description = [{
    An operation that becomes a call of one BPF helper, so that whether the
    helper exists for the target and program type is decided in one place.
  }];
  let cppNamespace = "::sonde::bpf";
  let methods = [
    InterfaceMethod<"the helper's number (uapi/linux/bpf.h)", "uint32_t", "getHelperId">,
  ];
}

def BPF_AvailabilityOpInterface : OpInterface<"AvailabilityOpInterface"> {
  let description = [{ An operation that not every kernel has. }];
  let cppNamespace = "::sonde::bpf";
  let methods = [
    InterfaceMethod<"the feature it needs (Features.def), if any",
                    "std::optional<::sonde::bpf::Feature>", "getRequiredFeature">,
  ];
}

def BPF_CodeOpInterface : OpInterface<"CodeOpInterface"> {
  let description = [{
    A function of the object: a program, or a callback of one. Passes that look at
    one body at a time run on it.
  }];
  let cppNamespace = "::sonde::bpf";
  let methods = [
    InterfaceMethod<"the code", "::mlir::Region &", "getCode", (ins), [{}],
                    [{ return $_op.getBody(); }]>,
    InterfaceMethod<"the name of its symbol", "::llvm::StringRef", "getCodeName", (ins), [{}],
                    [{ return $_op.getSymName(); }]>,
    InterfaceMethod<"the type of the program that it is part of", "::sonde::bpf::ProgType",
                    "getProgramType", (ins), [{}], [{ return $_op.getType(); }]>,
    InterfaceMethod<"ends the run of the program here, as far as this body can",
                    "void", "createLeave",
                    (ins "::mlir::OpBuilder &":$builder, "::mlir::Location":$loc)>,
  ];
}

class BPF_Op<string mnemonic, list<Trait> traits = []> : Op<BPF_Dialect, mnemonic, traits>;

class BPF_SymbolOp<string mnemonic, list<Trait> traits = []>
    : BPF_Op<mnemonic, traits # [Symbol, HasParent<"::mlir::ModuleOp">]>;

/// An operation that becomes one helper call.
class BPF_HelperOp<string mnemonic, list<Trait> traits = []>
    : BPF_Op<mnemonic, traits # [
        DeclareOpInterfaceMethods<BPF_HelperCallOpInterface>,
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]>;

def BPF_SizeAttr : ConfinedAttr<I64Attr, [IntPositive]>;
def BPF_OffsetAttr : ConfinedAttr<I64Attr, [IntNonNegative]>;
/// Bytes: a power of two up to 8, since no access is wider.
def BPF_AlignAttr : ConfinedAttr<I64Attr, [AttrConstraint<
    CPred<"::llvm::is_contained({1, 2, 4, 8}, ::llvm::cast<::mlir::IntegerAttr>($_self).getInt())">,
    "whose value is 1, 2, 4 or 8">]>;

/// Survives into the LLVM dialect.
def BPF_LLVMLeaf : NativeOpTrait<"LLVMLeaf"> { let cppNamespace = "::sonde::bpf"; }

#endif // SONDE_BPF_BASE
