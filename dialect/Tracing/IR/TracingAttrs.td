//===- TracingAttrs.td - Attributes and enumerations ----------------------===//
#ifndef SONDE_TRACING_ATTRS
#define SONDE_TRACING_ATTRS

include "dialect/Tracing/IR/TracingDialect.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"

class Tracing_Attr<string name, string attrMnemonic, list<Trait> traits = []>
    : AttrDef<Tracing_Dialect, name, traits> {
  let mnemonic = attrMnemonic;
}

class Tracing_Enum<string name, string summary, list<I32EnumAttrCase> cases>
    : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::sonde::tr";
  let genSpecializedAttr = 0;
}

class Tracing_EnumAttr<EnumAttrInfo info, string mnemonic>
    : EnumAttr<Tracing_Dialect, info, mnemonic>;

def Tracing_AddrSpace : Tracing_Enum<"AddrSpace", "memory that an address points into", [
  I32EnumAttrCase<"Kernel", 0, "kernel">, // Any kernel address: read by a helper.
  I32EnumAttrCase<"User", 1, "user">,     // The current process.
  I32EnumAttrCase<"Btf", 2, "btf">,       // A pointer whose type the verifier knows.
  I32EnumAttrCase<"Ctx", 3, "ctx">,       // The probe's context.
  I32EnumAttrCase<"Local", 4, "local">,   // Memory of this program.
]>;

def Tracing_AttachKind : Tracing_Enum<"AttachKind", "what a probe is attached to", [
  I32EnumAttrCase<"Begin", 0, "begin">,
  I32EnumAttrCase<"End", 1, "end">,
  I32EnumAttrCase<"Tracepoint", 2, "tracepoint">,
  I32EnumAttrCase<"RawTracepoint", 3, "raw_tracepoint">,
  I32EnumAttrCase<"BtfTracepoint", 4, "btf_tracepoint">,
  I32EnumAttrCase<"Kprobe", 5, "kprobe">,
  I32EnumAttrCase<"Kretprobe", 6, "kretprobe">,
  I32EnumAttrCase<"Uprobe", 7, "uprobe">,
  I32EnumAttrCase<"Uretprobe", 8, "uretprobe">,
  I32EnumAttrCase<"Fentry", 9, "fentry">,
  I32EnumAttrCase<"Fexit", 10, "fexit">,
  I32EnumAttrCase<"Profile", 11, "profile">,
  I32EnumAttrCase<"Interval", 12, "interval">,
]>;

def Tracing_Builtin : Tracing_Enum<"Builtin", "a value that is constant within one run of a probe", [
  I32EnumAttrCase<"Pid", 0, "pid">,         // i32, thread-group id.
  I32EnumAttrCase<"Tid", 1, "tid">,         // i32
  I32EnumAttrCase<"Uid", 2, "uid">,         // i64
  I32EnumAttrCase<"Gid", 3, "gid">,         // i64
  I32EnumAttrCase<"Cpu", 4, "cpu">,         // i64
  I32EnumAttrCase<"Comm", 5, "comm">,       // str<16>
  I32EnumAttrCase<"Curtask", 6, "curtask">, // ptr<struct<"task_struct">, kernel|btf>
  I32EnumAttrCase<"Cgroup", 7, "cgroup">,   // i64
  I32EnumAttrCase<"Numaid", 8, "numaid">,   // i64
]>;
def Tracing_BuiltinAttr : Tracing_EnumAttr<Tracing_Builtin, "builtin_kind">;

def Tracing_Clock : Tracing_Enum<"Clock", "a clock", [
  I32EnumAttrCase<"Boot", 0, "boot">,           // ns since boot, with suspend.
  I32EnumAttrCase<"Monotonic", 1, "monotonic">, // ns since boot.
  I32EnumAttrCase<"Tai", 2, "tai">,             // ns, CLOCK_TAI.
  I32EnumAttrCase<"Jiffies", 3, "jiffies">,     // 64-bit jiffies.
]>;
def Tracing_ClockAttr : Tracing_EnumAttr<Tracing_Clock, "clock_kind">;

def Tracing_AggKind : Tracing_Enum<"AggKind", "an aggregation", [
  I32EnumAttrCase<"Count", 0, "count">, I32EnumAttrCase<"Sum", 1, "sum">,
  I32EnumAttrCase<"Min", 2, "min">,     I32EnumAttrCase<"Max", 3, "max">,
  I32EnumAttrCase<"Avg", 4, "avg">,     I32EnumAttrCase<"Stats", 5, "stats">,
  I32EnumAttrCase<"Hist", 6, "hist">,   I32EnumAttrCase<"LHist", 7, "lhist">,
  I32EnumAttrCase<"TSeries", 8, "tseries">,
]>;
def Tracing_AggKindAttr : Tracing_EnumAttr<Tracing_AggKind, "agg_kind">;

def Tracing_UpdateKind : Tracing_Enum<"UpdateKind", "how a word of a map value is changed", [
  I32EnumAttrCase<"Add", 0, "add">,   // Wraps.
  I32EnumAttrCase<"UMax", 1, "umax">, // Unsigned maximum.
  I32EnumAttrCase<"Mul", 2, "mul">,   // Wraps.
  I32EnumAttrCase<"And", 3, "and">,
  I32EnumAttrCase<"Or", 4, "or">,
  I32EnumAttrCase<"Xor", 5, "xor">,
  I32EnumAttrCase<"Set", 6, "set">, // Whatever it was.
]>;

def Tracing_Yield : Tracing_Enum<"Yield", "which value an update yields", [
  I32EnumAttrCase<"Old", 0, "old">, I32EnumAttrCase<"New", 1, "new">,
]>;
def Tracing_YieldAttr : Tracing_EnumAttr<Tracing_Yield, "yield">;

def Tracing_Storage : Tracing_Enum<"Storage", "the kernel map type behind a map", [
  I32EnumAttrCase<"Hash", 0, "hash">,
  I32EnumAttrCase<"LruHash", 1, "lru_hash">,
  I32EnumAttrCase<"PercpuHash", 2, "percpu_hash">,
  I32EnumAttrCase<"PercpuLruHash", 3, "percpu_lru_hash">,
  I32EnumAttrCase<"Array", 4, "array">,
  I32EnumAttrCase<"PercpuArray", 5, "percpu_array">,
]>;

def Tracing_EventKind : Tracing_Enum<"EventKind", "what user space does with an event", [
  I32EnumAttrCase<"Printf", 0, "printf">,
  I32EnumAttrCase<"Print", 1, "print">,
  I32EnumAttrCase<"PrintMap", 2, "print_map">,
  I32EnumAttrCase<"ClearMap", 3, "clear_map">,
  I32EnumAttrCase<"ZeroMap", 4, "zero_map">,
  I32EnumAttrCase<"Exit", 5, "exit">,
]>;
def Tracing_EventKindAttr : Tracing_EnumAttr<Tracing_EventKind, "event_kind">;

def Tracing_ErrorKind : Tracing_Enum<"ErrorKind", "what went wrong at run time", [
  I32EnumAttrCase<"DivideByZero", 0, "divide_by_zero">,
  I32EnumAttrCase<"MapFull", 1, "map_full">,
  I32EnumAttrCase<"Helper", 2, "helper">,
  I32EnumAttrCase<"OutOfRange", 3, "out_of_range">,
  I32EnumAttrCase<"LoopLimit", 4, "loop_limit">,
]>;
def Tracing_ErrorKindAttr : Tracing_EnumAttr<Tracing_ErrorKind, "error_kind">;

def Tracing_Show : Tracing_Enum<"Show", "how user space shows a value", [
  I32EnumAttrCase<"Ksym", 0, "ksym">,             // i64: an address in the kernel.
  I32EnumAttrCase<"Usym", 1, "usym">,             // Address, process (u32), 0 (u32).
  I32EnumAttrCase<"Inet", 2, "inet">,             // Family (u64), 4 or 16 bytes of address.
  I32EnumAttrCase<"Mac", 3, "mac">,               // 6 bytes.
  I32EnumAttrCase<"CgroupPath", 4, "cgroup_path">, // Identifier, filter + 1 or 0.
  I32EnumAttrCase<"Username", 5, "username">,     // i64: a user's number.
  I32EnumAttrCase<"Timestamp", 6, "timestamp">,   // ns, format (u32), clock (u32).
  I32EnumAttrCase<"Cut", 7, "cut">,               // Text; marked if it fills its bytes.
]>;

def Tracing_StackOrigin : Tracing_Enum<"StackOrigin", "whose stack", [
  I32EnumAttrCase<"Kernel", 0, "kernel">,
  I32EnumAttrCase<"User", 1, "user">,
]>;

def Tracing_StackMode : Tracing_Enum<"StackMode", "how a stack is shown", [
  I32EnumAttrCase<"Bpftrace", 0, "bpftrace">,
  I32EnumAttrCase<"Perf", 1, "perf">,
  I32EnumAttrCase<"Raw", 2, "raw">,
  I32EnumAttrCase<"BuildId", 3, "build_id">,
]>;

def Tracing_CmpPredicate : Tracing_Enum<"CmpPredicate", "a comparison of text", [
  I32EnumAttrCase<"EQ", 0, "eq">, I32EnumAttrCase<"NE", 1, "ne">,
  I32EnumAttrCase<"LT", 2, "lt">, I32EnumAttrCase<"LE", 3, "le">,
  I32EnumAttrCase<"GT", 4, "gt">, I32EnumAttrCase<"GE", 5, "ge">,
]>;
def Tracing_CmpPredicateAttr : Tracing_EnumAttr<Tracing_CmpPredicate, "cmp">;

def Tracing_ShiftKind : Tracing_Enum<"ShiftKind", "a shift", [
  I32EnumAttrCase<"Left", 0, "left">,
  I32EnumAttrCase<"LogicalRight", 1, "right">,
  I32EnumAttrCase<"ArithmeticRight", 2, "signed_right">,
]>;
def Tracing_ShiftKindAttr : Tracing_EnumAttr<Tracing_ShiftKind, "shift_kind">;

def Tracing_AttachAttr : Tracing_Attr<"Attach", "attach"> {
  let summary = "one attach point of a probe";
  let description = [{
    The kind, the text behind the provider as it is shown (`sched:sched_switch`,
    `vfs_open+16`, `s:1`), and what has been found out about it:

    | option | for | meaning |
    | --- | --- | --- |
    | `function` | kprobes, uprobes, fentry, fexit | symbol (string) |
    | `offset` | kprobes, uprobes | bytes behind the symbol (i64) |
    | `module` | kprobes, fentry, fexit | kernel module (string) |
    | `path` | uprobes | file (string) |
    | `unit`, `value` | timers | `hz s ms us ns` and a number (i64) |
    | `event` | tracepoint kinds | name of the raw tracepoint (string) |
    | `raw` | tracepoint | unit: the kernel has the raw tracepoint `event`, which fires exactly when this one does |
    | `name` | any | the whole name, where it is not PROVIDER:TARGET |

    ```mlir
    #tracing.attach<tracepoint, "sched:sched_switch", {event = "sched_switch", raw}>
    ```
  }];
  let parameters = (ins EnumParameter<Tracing_AttachKind>:$kind,
                        "::mlir::StringAttr":$target,
                        OptionalParameter<"::mlir::DictionaryAttr">:$options);
  let assemblyFormat = "`<` $kind `,` $target (`,` $options^)? `>`";
  let extraClassDeclaration = [{
    /// The name that `probe` yields: "tracepoint:sched:sched_switch".
    std::string displayName() const;
    /// An option's text or number; empty or `otherwise` when it is absent.
    ::llvm::StringRef text(::llvm::StringRef option) const;
    int64_t number(::llvm::StringRef option, int64_t otherwise = 0) const;
    bool has(::llvm::StringRef option) const;
  }];
}

def Tracing_MemberAttr : Tracing_Attr<"Member", "member"> {
  let summary = "one member of a C struct, or one field of a context";
  let description = [{
    Type (with its sign: `si32`, `ui64`), byte offset, and, for a bit-field, its
    place within the storage unit of that type. For a field of a tracepoint's
    record, `raw` is the index of the raw tracepoint's argument that holds the
    same value.

    ```mlir
    #tracing.member<"id", si64, 8, raw = 1>
    #tracing.member<"flags", ui32, 4, bits = 3 at 2>
    ```
  }];
  let parameters = (ins "::mlir::StringAttr":$name, "::mlir::Type":$type, "uint64_t":$offset,
                        DefaultValuedParameter<"uint32_t", "0">:$bitSize,
                        DefaultValuedParameter<"uint32_t", "0">:$bitOffset,
                        DefaultValuedParameter<"int32_t", "-1">:$raw);
  let hasCustomAssemblyFormat = 1;
}

def Tracing_StorageAttr : Tracing_Attr<"Storage", "storage"> {
  let summary = "the kernel map that holds a map, and how many entries it has";
  let parameters = (ins EnumParameter<Tracing_Storage>:$kind, "uint64_t":$maxEntries);
  let assemblyFormat = "`<` $kind `,` $maxEntries `>`";
  let extraClassDeclaration = [{
    bool isPerCpu() const;
    bool isArray() const;
  }];
}

def Tracing_LayoutAttr : Tracing_Attr<"Layout", "layout"> {
  let summary = "where the fields of an event stand in its record";
  let description = [{
    Byte offsets, counted from the start of the record (whose header takes the
    first 8 bytes), in the order of the event's fields, and the record's size.

    ```mlir
    #tracing.layout<[24, 8], size = 88>
    ```
  }];
  let parameters = (ins OptionalArrayRefParameter<"uint64_t">:$offsets, "uint64_t":$size);
  let assemblyFormat = "`<` (`[` $offsets^ `]` `,` ` `)? `size` `=` $size `>`";
}

def Tracing_Strategy : Tracing_Enum<"Strategy", "how a loop is carried out", [
  I32EnumAttrCase<"Unroll", 0, "unroll">,     // The body, once for each iteration.
  I32EnumAttrCase<"Branch", 1, "branch">,     // A branch back, walked by the verifier.
  I32EnumAttrCase<"Callback", 2, "callback">, // A function that a helper calls.
  I32EnumAttrCase<"IterNum", 3, "iter_num">,  // A branch back, counted by an iterator.
  I32EnumAttrCase<"MayGoto", 4, "may_goto">,  // A branch back, counted by the kernel.
]>;

def Tracing_LoopAttr : Tracing_Attr<"Loop", "loop"> {
  let summary = "how a loop is carried out, and how often at most";
  let description = [{
    ```mlir
    #tracing.loop<callback, 8388608>
    ```
  }];
  let parameters = (ins EnumParameter<Tracing_Strategy>:$strategy, "uint64_t":$bound);
  let assemblyFormat = "`<` $strategy `,` $bound `>`";
}

def Tracing_ConfigAttr : Tracing_Attr<"Config", "config"> {
  let summary = "settings of a script, as the module's attribute `tracing.config`";
  let description = [{
    Keys are those of the script's config block (`max_strlen`, `max_map_keys`,
    `on_stack_limit`, `license`, `print_maps_on_exit`, `missing_probes`,
    `max_probes`, `str_trunc_trailer`); values are i64 or string attributes. A
    key that is absent has its default.
  }];
  let parameters = (ins "::mlir::DictionaryAttr":$values);
  let assemblyFormat = "`<` $values `>`";
  let extraClassDeclaration = [{
    int64_t number(::llvm::StringRef key, int64_t otherwise) const;
    ::llvm::StringRef text(::llvm::StringRef key, ::llvm::StringRef otherwise) const;
    /// The configuration of the module around `op`, or an empty one.
    static ConfigAttr lookup(::mlir::Operation *op);
  }];
}

#endif // SONDE_TRACING_ATTRS
