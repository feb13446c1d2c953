//===- TracingTypes.td - Types of values, keys and events -----------------===//
#ifndef SONDE_TRACING_TYPES
#define SONDE_TRACING_TYPES

include "dialect/Tracing/IR/TracingAttrs.td"
include "mlir/Interfaces/DataLayoutInterfaces.td"

class Tracing_Type<string name, string typeMnemonic, list<Trait> traits = []>
    : TypeDef<Tracing_Dialect, name, traits> {
  let mnemonic = typeMnemonic;
}

/// A type whose size and alignment dialect/Tracing/IR/Layout.h computes.
class Tracing_SizedType<string name, string typeMnemonic>
    : Tracing_Type<name, typeMnemonic, [DeclareTypeInterfaceMethods<DataLayoutTypeInterface, [
        "getTypeSizeInBits", "getABIAlignment", "getPreferredAlignment"]>]>;

def Tracing_Ptr : Tracing_SizedType<"Ptr", "ptr"> {
  let summary = "address of a value, with the memory it points into";
  let description = [{
    `local` memory belongs to this program and is accessed by plain loads and
    stores; `ctx` only through `ctx_*` operations; `btf` pointers may be loaded
    through because the verifier knows their type; `kernel` and `user` addresses
    are read by helpers.

    ```mlir
    !tracing.ptr<i8, user>
    !tracing.ptr<!tracing.struct<"task_struct">, btf>
    ```
  }];
  let parameters = (ins "::mlir::Type":$pointee, EnumParameter<Tracing_AddrSpace>:$space);
  let assemblyFormat = "`<` $pointee `,` $space `>`";
  let extraClassDeclaration = [{
    bool isLocal() const { return getSpace() == AddrSpace::Local; }
  }];
}

def Tracing_Struct : Tracing_Type<"Struct", "struct"> {
  let summary = "a C struct or union, by name";
  let description = [{
    Its size and the members that the program uses are in the `tracing.struct`
    symbol of that name, so that types stay short and may be recursive.
  }];
  let parameters = (ins StringRefParameter<"name">:$name);
  let assemblyFormat = "`<` $name `>`";
}

def Tracing_Array : Tracing_SizedType<"Array", "array"> {
  let summary = "a C array";
  let parameters = (ins "uint64_t":$count, "::mlir::Type":$element);
  let assemblyFormat = "`<` $count `x` $element `>`";
}

def Tracing_Str : Tracing_SizedType<"Str", "str"> {
  let summary = "text of at most N bytes, zero-filled behind it";
  let parameters = (ins "uint64_t":$capacity);
  let assemblyFormat = "`<` $capacity `>`";
  let genVerifyDecl = 1;
}

def Tracing_Record : Tracing_SizedType<"Record", "record"> {
  let summary = "a tuple, a record, or the key of a map with several keys";
  let description = [{
    Laid out as in C: each element at the next multiple of its alignment; text
    and structs have alignment 1. Names are all present or all absent.

    ```mlir
    !tracing.record<i32, !tracing.str<16>>
    !tracing.record<x: si64, y: si64>
    ```
  }];
  let parameters = (ins ArrayRefParameter<"::mlir::StringAttr">:$names,
                        ArrayRefParameter<"::mlir::Type">:$types);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Byte offsets of the elements. `scope` is needed when one is a struct: see
    /// dialect/Tracing/IR/Layout.h.
    ::llvm::SmallVector<uint64_t> offsets(::mlir::Operation *scope = nullptr) const;
  }];
}

def Tracing_Agg : Tracing_SizedType<"Agg", "agg"> {
  let summary = "state of an aggregation; only as the value of a map";
  let description = [{
    Parameters: of `hist` the bits of its argument's linear part; of `lhist`
    minimum, maximum and step; of `tseries` an interval in ns, how many intervals are
    kept, and `sum`, `min`, `max` or `avg`, without which the last value of each counts.
    `unsigned` says that the aggregated values have no sign; `count` is always
    unsigned. On each CPU, the state is a row of u64:

    | kind | words |
    | --- | --- |
    | `count`, `sum` | the total |
    | `avg`, `stats` | total, number of values |
    | `min`, `max` | what is kept, in the order of lib/Types/Ordered.h; 1 once set |
    | `hist`, `lhist` | one per bucket |
    | `tseries` | for each interval, where number n is at n modulo their number: the words of its kind, or the last value and its time; n + 1, or 0 if unused |

    ```mlir
    !tracing.agg<count>   !tracing.agg<sum, unsigned>
    !tracing.agg<hist, 0>   !tracing.agg<lhist, 0, 100, 10>
    !tracing.agg<tseries, 1000000000, 60>   !tracing.agg<tseries, 1000000, 10, avg>
    ```
  }];
  let parameters = (ins EnumParameter<Tracing_AggKind>:$kind, "bool":$isUnsigned,
                        ArrayRefParameter<"int64_t">:$parameters);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Number of u64 words on one CPU.
    uint64_t wordCount() const;
    /// What a `tseries` makes of the values of an interval; none: the last one counts.
    std::optional<::sonde::tr::AggKind> getIntervalKind() const;
    /// Number of u64 words of one interval of a `tseries`; its number is the last.
    uint64_t intervalWords() const;
  }];
}

def Tracing_Buf : Tracing_SizedType<"Buf", "buf"> {
  let summary = "at most N raw bytes, behind their number";
  let description = [{ The number has 4 bytes; bytes behind the last one are zero. }];
  let parameters = (ins "uint64_t":$capacity);
  let assemblyFormat = "`<` $capacity `>`";
  let genVerifyDecl = 1;
}

def Tracing_Stack : Tracing_SizedType<"Stack", "stack"> {
  let summary = "a captured stack of at most `depth` frames";
  let description = [{
    The value does not hold the frames but names them: a 64-bit hash, the number
    of frames (u32) and, of a user stack, the process (u32). The frames are kept
    once, in a map that belongs to the type: see [why](../Dialects/Tracing.md).
    Equal stacks are equal values.

    ```mlir
    !tracing.stack<kernel, 127, bpftrace>
    ```
  }];
  let parameters = (ins EnumParameter<Tracing_StackOrigin>:$origin, "uint64_t":$depth,
                        EnumParameter<Tracing_StackMode>:$mode);
  let assemblyFormat = "`<` $origin `,` $depth `,` $mode `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Bytes of one frame: an address, or what identifies a file and a place in it.
    uint64_t frameSize() const { return getMode() == StackMode::BuildId ? 32 : 8; }
  }];
}

def Tracing_Tagged : Tracing_SizedType<"Tagged", "tagged"> {
  let summary = "a value with a way to show it";
  let description = [{
    User space turns such a value into text when it prints it. Like a sign, the
    tag is part of layouts (of maps, events and records) only: the SSA value has
    the type `T`. So a new presentation is one enumerator here and one renderer
    in the runtime; no operation has to know of it.

    ```mlir
    tracing.map @names : none -> !tracing.tagged<ksym, i64>
    ```
  }];
  let parameters = (ins EnumParameter<Tracing_Show>:$show, "::mlir::Type":$type);
  let assemblyFormat = "`<` $show `,` $type `>`";
  let genVerifyDecl = 1;
}

def Tracing_EnumType : Tracing_SizedType<"Enum", "enum"> {
  let summary = "an integer that user space shows by the name of its enumerator";
  let description = [{
    Like a sign, part of layouts only: the SSA value is an integer of that width.
    The names are in the `tracing.enum` symbol `enum.NAME`.

    ```mlir
    tracing.map @state : none -> !tracing.enum<"pid_type", 32>
    ```
  }];
  let parameters = (ins StringRefParameter<"name">:$name, "unsigned":$width);
  let assemblyFormat = "`<` $name `,` $width `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// The symbol that has the names.
    std::string symbol() const { return "enum." + getName().str(); }
  }];
}

// What an operation may take or yield. A type with a sign is for layouts only.
def Tracing_Scalar : AnyTypeOf<[I1, I8, I16, I32, I64, Tracing_Ptr], "integer or address">;
def Tracing_Value : AnyTypeOf<[I1, I8, I16, I32, I64, Tracing_Ptr, Tracing_Str, Tracing_Array,
                               Tracing_Record, Tracing_Struct, Tracing_Buf, Tracing_Stack],
                              "value">;
def Tracing_ByteArray
    : Type<And<[Tracing_Array.predicate,
                CPred<"::llvm::cast<::sonde::tr::ArrayType>($_self).getElement().isInteger(8)">]>,
           "array of bytes", "::sonde::tr::ArrayType">;
def Tracing_LocalPtr
    : Type<And<[Tracing_Ptr.predicate,
                CPred<"::llvm::cast<::sonde::tr::PtrType>($_self).isLocal()">]>,
           "pointer to local memory", "::sonde::tr::PtrType">;
def Tracing_CtxPtr
    : Type<And<[Tracing_Ptr.predicate,
                CPred<"::llvm::cast<::sonde::tr::PtrType>($_self).getSpace() == "
                      "::sonde::tr::AddrSpace::Ctx">]>,
           "pointer to the probe's context", "::sonde::tr::PtrType">;

#endif // SONDE_TRACING_TYPES
