//===- TracingBase.td - What all operations share -------------------------===//
#ifndef SONDE_TRACING_BASE
#define SONDE_TRACING_BASE

include "dialect/Tracing/IR/TracingTypes.td"
include "dialect/Tracing/IR/TracingInterfaces.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/MemorySlotInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

/// An operation in the body of a probe, a function or a loop, or where an event's
/// fields are written.
class Tracing_Op<string mnemonic, list<Trait> traits = []>
    : Op<Tracing_Dialect, mnemonic, traits # [ParentOneOf<[
        "ProbeOp", "FuncOp", "ForOp", "ForEachOp", "WhileOp", "CallbackOp", "EmitOp"]>]>;

/// A module-level symbol.
class Tracing_SymbolOp<string mnemonic, list<Trait> traits = []>
    : Op<Tracing_Dialect, mnemonic, traits # [Symbol, HasParent<"::mlir::ModuleOp">]>;

// What operations have effects on. Two operations on different resources, or on
// two maps, do not disturb each other.
def Tracing_MapResource : Resource<"::sonde::tr::MapResource">;
def Tracing_KernelMemory : Resource<"::sonde::tr::KernelMemoryResource">;
def Tracing_UserMemory : Resource<"::sonde::tr::UserMemoryResource">;
def Tracing_Events : Resource<"::sonde::tr::EventsResource">;
def Tracing_Clocks : Resource<"::sonde::tr::ClockResource">;
def Tracing_Errors : Resource<"::sonde::tr::ErrorsResource">;
def Tracing_LocalMemory : Resource<"::sonde::tr::LocalMemoryResource">;

/// Operands and result of an operation with an in-place form.
class Tracing_InPlaceOp<string mnemonic, list<Trait> traits = []>
    : Tracing_Op<mnemonic, traits # [
        DeclareOpInterfaceMethods<Tracing_InPlaceOpInterface, ["cloneInto"]>]>;

/// A read-only operation whose in-place form writes local memory.
class Tracing_PureInPlaceOp<string mnemonic, list<Trait> traits = []>
    : Tracing_InPlaceOp<mnemonic, traits # [
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>, AlwaysSpeculatable]>;

#endif // SONDE_TRACING_BASE
