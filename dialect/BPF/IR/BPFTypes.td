//===- BPFTypes.td - Attributes, enumerations and pointer kinds -----------===//
#ifndef SONDE_BPF_TYPES
#define SONDE_BPF_TYPES

include "dialect/BPF/IR/BPFDialect.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/EnumAttr.td"

class BPF_Enum<string name, string summary, list<I32EnumAttrCase> cases>
    : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::sonde::bpf";
  let genSpecializedAttr = 0;
}
class BPF_EnumAttr<EnumAttrInfo info, string mnemonic> : EnumAttr<BPF_Dialect, info, mnemonic>;

def BPF_PtrKind : BPF_Enum<"PtrKind", "the verifier's register kind", [
  I32EnumAttrCase<"Ctx", 0, "ctx">,            // PTR_TO_CTX
  I32EnumAttrCase<"Stack", 1, "stack">,        // PTR_TO_STACK
  I32EnumAttrCase<"MapValue", 2, "map_value">, // PTR_TO_MAP_VALUE, also globals
  I32EnumAttrCase<"Ringbuf", 3, "ringbuf">,    // memory of a reserved record
  I32EnumAttrCase<"Mem", 4, "mem">,            // a buffer that has no place yet
  I32EnumAttrCase<"BtfId", 5, "btf_id">,       // PTR_TO_BTF_ID
]>;

def BPF_MapKind : BPF_Enum<"MapKind", "BPF_MAP_TYPE_*", [
  I32EnumAttrCase<"Hash", 1, "hash">,
  I32EnumAttrCase<"Array", 2, "array">,
  I32EnumAttrCase<"PercpuHash", 5, "percpu_hash">,
  I32EnumAttrCase<"PercpuArray", 6, "percpu_array">,
  I32EnumAttrCase<"LruHash", 9, "lru_hash">,
  I32EnumAttrCase<"LruPercpuHash", 10, "lru_percpu_hash">,
  I32EnumAttrCase<"Ringbuf", 27, "ringbuf">,
]>;
def BPF_MapKindAttr : BPF_EnumAttr<BPF_MapKind, "map_kind">;

def BPF_ProgType : BPF_Enum<"ProgType", "BPF_PROG_TYPE_*", [
  I32EnumAttrCase<"Kprobe", 2, "kprobe">, // Also uprobes.
  I32EnumAttrCase<"Tracepoint", 5, "tracepoint">,
  I32EnumAttrCase<"PerfEvent", 7, "perf_event">,
  I32EnumAttrCase<"RawTracepoint", 17, "raw_tracepoint">,
  I32EnumAttrCase<"Tracing", 26, "tracing">, // fentry, fexit, tp_btf, iter.
]>;
def BPF_ProgTypeAttr : BPF_EnumAttr<BPF_ProgType, "prog_type">;

def BPF_GlobalKind : BPF_Enum<"GlobalKind", "section of a global", [
  I32EnumAttrCase<"Rodata", 0, "rodata">, I32EnumAttrCase<"Data", 1, "data">,
  I32EnumAttrCase<"Bss", 2, "bss">,
]>;
def BPF_GlobalKindAttr : BPF_EnumAttr<BPF_GlobalKind, "global_kind">;

def BPF_UpdateFlag : BPF_Enum<"UpdateFlag", "flags of bpf_map_update_elem", [
  I32EnumAttrCase<"Any", 0, "any">, I32EnumAttrCase<"NoExist", 1, "noexist">,
  I32EnumAttrCase<"Exist", 2, "exist">,
]>;
def BPF_UpdateFlagAttr : BPF_EnumAttr<BPF_UpdateFlag, "update_flag">;

def BPF_AtomicKind : BPF_Enum<"AtomicKind", "what an atomic operation does to a word", [
  I32EnumAttrCase<"Add", 0, "add">, I32EnumAttrCase<"And", 1, "and">,
  I32EnumAttrCase<"Or", 2, "or">,   I32EnumAttrCase<"Xor", 3, "xor">,
]>;
def BPF_AtomicKindAttr : BPF_EnumAttr<BPF_AtomicKind, "atomic_kind">;

def BPF_Space : BPF_Enum<"Space", "memory that a probe_read reads", [
  I32EnumAttrCase<"Kernel", 0, "kernel">, I32EnumAttrCase<"User", 1, "user">,
]>;
def BPF_SpaceAttr : BPF_EnumAttr<BPF_Space, "space">;

def BPF_OnNull : BPF_Enum<"OnNull", "what happens when a pointer is null", [
  I32EnumAttrCase<"Leave", 0, "leave">, // The program ends with 0.
  I32EnumAttrCase<"Zero", 1, "zero">,   // Zero bytes are read instead.
]>;
def BPF_OnNullAttr : BPF_EnumAttr<BPF_OnNull, "on_null">;

def BPF_ShiftKind : BPF_Enum<"ShiftKind", "a shift", [
  I32EnumAttrCase<"Left", 0, "left">,
  I32EnumAttrCase<"LogicalRight", 1, "right">,
  I32EnumAttrCase<"ArithmeticRight", 2, "signed_right">,
]>;
def BPF_ShiftKindAttr : BPF_EnumAttr<BPF_ShiftKind, "shift_kind">;

def BPF_TargetAttr : AttrDef<BPF_Dialect, "Target"> {
  let mnemonic = "target";
  let summary = "the kernel that a module is compiled for";
  let description = [{
    As the module's attribute `bpf.target`. `features` adds (`+name`) and removes
    (`-name`) features (Features.def) from those of the release. Without the
    attribute, the oldest supported kernel is meant.

    ```mlir
    module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {}
    ```
  }];
  let parameters = (ins StringRefParameter<"release, major.minor">:$kernel,
                        StringRefParameter<"x86_64 or aarch64">:$arch,
                        OptionalArrayRefParameter<"::mlir::StringAttr">:$features);
  let assemblyFormat = [{
    `<` `kernel` `=` $kernel `,` `arch` `=` $arch (`,` `features` `=` `[` $features^ `]`)? `>`
  }];
  let genVerifyDecl = 1;
}

def BPF_Ptr : TypeDef<BPF_Dialect, "Ptr"> {
  let mnemonic = "ptr";
  let summary = "a pointer, with the verifier's register kind";
  let description = [{
    `nullable` pointers come from lookups and reservations; `bpf.br_null` is the
    only way to a pointer that may be used. A `btf_id` pointer may name its type.

    ```mlir
    !bpf.ptr<map_value, nullable>   !bpf.ptr<btf_id, @task_struct>
    ```
  }];
  let parameters = (ins EnumParameter<BPF_PtrKind>:$kind,
                        DefaultValuedParameter<"bool", "false">:$nullable,
                        OptionalParameter<"::mlir::FlatSymbolRefAttr">:$struct_);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
  let builders = [TypeBuilder<(ins "::sonde::bpf::PtrKind":$kind), [{
    return $_get($_ctxt, kind, false, ::mlir::FlatSymbolRefAttr());
  }]>];
  let extraClassDeclaration = [{
    PtrType nonNull() const { return get(getContext(), getKind(), false, getStruct_()); }
    PtrType orNull() const { return get(getContext(), getKind(), true, getStruct_()); }
  }];
}

def BPF_UsablePtr
    : Type<And<[BPF_Ptr.predicate,
                CPred<"!::llvm::cast<::sonde::bpf::PtrType>($_self).getNullable()">]>,
           "pointer that is not null", "::sonde::bpf::PtrType">;
def BPF_NullablePtr
    : Type<And<[BPF_Ptr.predicate,
                CPred<"::llvm::cast<::sonde::bpf::PtrType>($_self).getNullable()">]>,
           "pointer that may be null", "::sonde::bpf::PtrType">;

/// A pointer of one kind that may be used.
class BPF_PtrTo<string kind, string text>
    : Type<And<[BPF_UsablePtr.predicate,
                CPred<"::llvm::cast<::sonde::bpf::PtrType>($_self).getKind() == "
                      "::sonde::bpf::PtrKind::" # kind>]>,
           text, "::sonde::bpf::PtrType">;
/// A pointer of one kind that may be null.
class BPF_PtrToOrNull<string kind, string text>
    : Type<And<[BPF_NullablePtr.predicate,
                CPred<"::llvm::cast<::sonde::bpf::PtrType>($_self).getKind() == "
                      "::sonde::bpf::PtrKind::" # kind>]>,
           text, "::sonde::bpf::PtrType">;

def BPF_MemPtr : BPF_PtrTo<"Mem", "pointer to a buffer without a place">;
def BPF_StackPtr : BPF_PtrTo<"Stack", "pointer to the stack">;
def BPF_MapValuePtr : BPF_PtrTo<"MapValue", "pointer to a map's value">;
def BPF_RecordPtr : BPF_PtrTo<"Ringbuf", "pointer to a reserved record">;
def BPF_MapValueOrNull : BPF_PtrToOrNull<"MapValue", "pointer to a map's value, or null">;
def BPF_RecordOrNull : BPF_PtrToOrNull<"Ringbuf", "pointer to a reserved record, or null">;

#endif // SONDE_BPF_TYPES
