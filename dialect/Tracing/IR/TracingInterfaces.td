//===- TracingInterfaces.td - What passes are written against -------------===//
#ifndef SONDE_TRACING_INTERFACES
#define SONDE_TRACING_INTERFACES

include "mlir/IR/OpBase.td"

def Tracing_InPlaceOpInterface : OpInterface<"InPlaceOpInterface"> {
  let description = [{
    An operation that yields a value or, where `into` is given, writes it into
    local memory and yields nothing. `tracing-place-values` turns the first form
    into the second for values of more than 8 bytes.
  }];
  let cppNamespace = "::sonde::tr";
  let methods = [
    InterfaceMethod<"where the value is written; null in the value form",
                    "::mlir::Value", "getDestination", (ins), [{ return $_op.getInto(); }]>,
    InterfaceMethod<"the value; null in the form with a destination",
                    "::mlir::Value", "getProduced", (ins), [{ return $_op.getResult(); }]>,
    InterfaceMethod<"creates the same operation with a destination",
                    "::mlir::Operation *", "cloneInto",
                    (ins "::mlir::OpBuilder &":$builder, "::mlir::Value":$destination)>,
  ];
  let verify = [{ return ::sonde::tr::detail::verifyInPlace($_op); }];
}

def Tracing_MapAccessOpInterface : OpInterface<"MapAccessOpInterface"> {
  let description = [{ An operation that reads or writes one map under one key. }];
  let cppNamespace = "::sonde::tr";
  let methods = [
    InterfaceMethod<"the map's symbol", "::mlir::FlatSymbolRefAttr", "getMapRef", (ins),
                    [{ return $_op.getMapAttr(); }]>,
    InterfaceMethod<"the key; null for a scalar map", "::mlir::Value", "getMapKey", (ins),
                    [{ return $_op.getKey(); }]>,
    InterfaceMethod<"may it read the map?", "bool", "readsMap">,
    InterfaceMethod<"may it change the map?", "bool", "writesMap">,
  ];
}

def Tracing_FallibleOpInterface : OpInterface<"FallibleOpInterface"> {
  let description = [{
    An operation that may fail at run time. `report` asks for a message;
    `tracing-insert-error-reports` replaces it by `on_error`, the symbol of a
    `tracing.error_site` that is counted when the operation fails.
  }];
  let cppNamespace = "::sonde::tr";
  let methods = [
    InterfaceMethod<"is a message wanted?", "bool", "wantsReport", (ins),
                    [{ return $_op.getReport(); }]>,
    InterfaceMethod<"what fails", "::sonde::tr::ErrorKind", "getErrorKind">,
    InterfaceMethod<"the helper that fails, as the kernel names it; may be empty",
                    "::llvm::StringRef", "getFailingHelper">,
    InterfaceMethod<"the map that is full; may be null", "::mlir::FlatSymbolRefAttr",
                    "getFailingMap">,
  ];
}

def Tracing_ExternalReadOpInterface : OpInterface<"ExternalReadOpInterface"> {
  let description = [{ An operation that copies memory from outside the program. }];
  let cppNamespace = "::sonde::tr";
  let methods = [
    InterfaceMethod<"the address", "::mlir::Value", "getAddress", (ins),
                    [{ return $_op.getPtr(); }]>,
  ];
}

def Tracing_CodeOpInterface : OpInterface<"CodeOpInterface"> {
  let description = [{
    A symbol with code of its own: what runs at a probe, and callbacks. Passes that
    look at one body at a time run on it.
  }];
  let cppNamespace = "::sonde::tr";
  let methods = [
    InterfaceMethod<"the code", "::mlir::Region &", "getCode", (ins), [{}],
                    [{ return $_op.getBody(); }]>,
  ];
}

def Tracing_ProbeLoopOpInterface : OpInterface<"ProbeLoopOpInterface"> {
  let description = [{ A loop of the script, before it is expanded. }];
  let cppNamespace = "::sonde::tr";
  let methods = [
    InterfaceMethod<"what runs again and again", "::mlir::Region &", "getLoopBody", (ins), [{}],
                    [{ return $_op.getBody(); }]>,
    InterfaceMethod<"how it is carried out; null before `tracing-select-loops`",
                    "::sonde::tr::LoopAttr", "getLoopPlan", (ins), [{}],
                    [{ return $_op.getPlanAttr(); }]>,
    InterfaceMethod<"decides how it is carried out", "void", "setLoopPlan",
                    (ins "::sonde::tr::LoopAttr":$plan), [{}],
                    [{ $_op.setPlanAttr(plan); }]>,
  ];
}

#endif // SONDE_TRACING_INTERFACES
