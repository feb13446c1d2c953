//===- BPFStructureOps.td - Maps, programs, globals, descriptors ----------===//
#ifndef SONDE_BPF_STRUCTURE_OPS
#define SONDE_BPF_STRUCTURE_OPS

include "dialect/BPF/IR/BPFBase.td"

def BPF_MapOp : BPF_SymbolOp<"map", [
    DeclareOpInterfaceMethods<BPF_AvailabilityOpInterface>]> {
  let summary = "a BTF-defined map";
  let description = [{
    `key` and `value` are memory layouts (LLVM types); a ring buffer has neither,
    and its `max_entries` is its size in bytes. `flags` are BPF_F_*. What the
    script calls the map, and the types it shows, travel in `script`,
    `script_key` (absent: scalar) and `script_value`.

    ```mlir
    bpf.map @AT_opens percpu_hash key !llvm.array<16 x i8> value i64 max_entries 4096
        script("@opens", !tracing.agg<count>, key !tracing.str<16>)
    bpf.map @sonde_events ringbuf max_entries 262144
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, BPF_MapKindAttr:$kind,
                       OptionalAttr<TypeAttr>:$key, OptionalAttr<TypeAttr>:$value,
                       I64Attr:$max_entries, DefaultValuedAttr<I64Attr, "0">:$flags,
                       OptionalAttr<StrAttr>:$script, OptionalAttr<TypeAttr>:$script_value,
                       OptionalAttr<TypeAttr>:$script_key);
  let assemblyFormat = [{
    $sym_name `` $kind (`key` $key^)? (`value` $value^)? `max_entries` $max_entries
    (`flags` $flags^)?
    (`script` `(` $script^ `,` $script_value (`,` `key` $script_key^)? `)`)? attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    bool isPerCpu();
    bool isArray();
    /// Bytes of a key or value; 0 for a ring buffer.
    uint64_t keySize();
    uint64_t valueSize();
  }];
}

def BPF_EventOp : BPF_SymbolOp<"event"> {
  let summary = "descriptor of an event; ends up in the artifact";
  let description = [{
    `kind` is the tracing dialect's word; `fields` are types with signs,
    `offsets` count from the start of the record of `size` bytes.

    ```mlir
    bpf.event @printf_0 id 0 kind "printf" size 24 format "%d\0A" fields [si64] offsets [8]
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, I64Attr:$id, StrAttr:$kind, I64Attr:$size,
                       OptionalAttr<StrAttr>:$format, DefaultValuedAttr<TypeArrayAttr, "{}">:$fields,
                       DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$offsets,
                       OptionalAttr<FlatSymbolRefAttr>:$map,
                       OptionalAttr<I64Attr>:$top, OptionalAttr<I64Attr>:$div);
  let assemblyFormat = [{
    $sym_name `id` $id `kind` $kind `size` $size (`format` $format^)? (`fields` $fields^)?
    (`offsets` $offsets^)? (`map` $map^)? attr-dict
  }];
  let hasVerifier = 1;
}

def BPF_ErrorSiteOp : BPF_SymbolOp<"error_site"> {
  let summary = "descriptor of a place that can fail; ends up in the artifact";
  let description = [{
    The place is the operation's location.

    ```mlir
    bpf.error_site @err_0 id 0 kind "map_full" helper "map_update_elem" map @AT_opens
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, I64Attr:$id, StrAttr:$kind,
                       OptionalAttr<StrAttr>:$helper, OptionalAttr<FlatSymbolRefAttr>:$map);
  let assemblyFormat = "$sym_name `id` $id `kind` $kind (`helper` $helper^)? (`map` $map^)? attr-dict";
}

def BPF_ParamOp : BPF_SymbolOp<"param"> {
  let summary = "descriptor of a parameter; ends up in the artifact";
  let description = [{
    Its bytes stand at `offset` in the global `sonde_params`; `type` has a sign.

    ```mlir
    bpf.param @arg1 "$1" : si64 at 0 default "42"
    bpf.param @depth "depth" : ui64 at 8 default "3" about "how far to look"
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, StrAttr:$name, TypeAttr:$type, I64Attr:$offset,
                       StrAttr:$fallback, OptionalAttr<StrAttr>:$description);
  let assemblyFormat = [{
    $sym_name $name `:` $type `at` $offset `default` $fallback (`about` $description^)? attr-dict
  }];
}

def BPF_GlobalOp : BPF_SymbolOp<"global"> {
  let summary = "global data of the programs";
  let description = [{
    `init` are the first bytes; the rest is zero. Read-only data of a parameter
    is `volatile`: its bytes are written after compiling.

    ```mlir
    bpf.global @sonde_lost bss : !llvm.array<4 x i64>
    bpf.global @text_0 rodata : !llvm.array<6 x i8> = "hello"
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, BPF_GlobalKindAttr:$kind, TypeAttr:$type,
                       OptionalAttr<StrAttr>:$init, UnitAttr:$is_volatile);
  let assemblyFormat = [{
    $sym_name `` $kind (`volatile` $is_volatile^)? `:` $type (`=` $init^)? attr-dict
  }];
  let hasVerifier = 1;
}

def BPF_ExternOp : BPF_SymbolOp<"extern", [
    DeclareOpInterfaceMethods<BPF_AvailabilityOpInterface>]> {
  let summary = "a C function, kernel function, kernel variable or kernel setting";
  let description = [{
    `kind` is `c` (linked from an import), `kfunc`, `ksym` or `kconfig`. Types
    have signs. A weak symbol that the kernel lacks is null or zero.

    ```mlir
    bpf.extern @__add_one "c" : (si32) -> si32
    bpf.extern @CONFIG_HZ "kconfig" : ui64
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, StrAttr:$kind, TypeAttr:$type, UnitAttr:$weak);
  let assemblyFormat = "$sym_name $kind (`weak` $weak^)? `:` $type attr-dict";
  let hasVerifier = 1;
}

def BPF_CoreTypeOp : BPF_SymbolOp<"core_type"> {
  let summary = "the used members of a kernel type, for relocation";
  let description = [{
    `members` are `#tracing.member` attributes. With `relocate`, the members'
    places are found when the program is loaded (CO-RE); without, they are final.

    ```mlir
    bpf.core_type @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>]
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, I64Attr:$size, UnitAttr:$is_union,
                       UnitAttr:$relocate, ArrayAttr:$members);
  let assemblyFormat = [{
    $sym_name `size` $size (`union` $is_union^)? (`relocate` $relocate^)? $members attr-dict
  }];
}

def BPF_EnumOp : BPF_SymbolOp<"enum"> {
  let summary = "the names of a C enumeration; ends up in the artifact";
  let description = [{
    ```mlir
    bpf.enum @enum.color {red = 1 : i64, blue = 5 : i64}
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, DictionaryAttr:$names);
  let assemblyFormat = "$sym_name $names attr-dict";
}

def BPF_ProgOp : BPF_SymbolOp<"prog", [
    IsolatedFromAbove, AutomaticAllocationScope,
    DeclareOpInterfaceMethods<BPF_CodeOpInterface, ["createLeave"]>,
    DeclareOpInterfaceMethods<BPF_AvailabilityOpInterface>]> {
  let summary = "a BPF program";
  let description = [{
    The body is a CFG whose one argument is the context. `attach` holds
    `#tracing.attach` attributes; `section` is libbpf's section name.

    ```mlir
    bpf.prog @probe_0 type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
      %c0 = arith.constant 0 : i32
      bpf.return %c0 : i32
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, BPF_ProgTypeAttr:$type, StrAttr:$section,
                       ArrayAttr:$attach);
  let regions = (region MinSizedRegion<1>:$body);
  let extraClassDeclaration = [{
    ::mlir::BlockArgument getCtx() { return getBody().getArgument(0); }
  }];
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
}

def BPF_CallbackOp : BPF_SymbolOp<"callback", [
    IsolatedFromAbove, AutomaticAllocationScope,
    DeclareOpInterfaceMethods<BPF_CodeOpInterface, ["createLeave"]>]> {
  let summary = "a function that a helper calls for each iteration of a loop";
  let description = [{
    Part of a program of the given type. The first arguments come from the helper:
    the number of the iteration or, with `each`, the map, the key and the value.
    The others are what `bpf.run_loop` captures; `bpf-pass-captures` turns them into
    one pointer to where they are. Returns 0 to go on, 1 to end the loop.

    ```mlir
    bpf.callback @probe_0_loop type(kprobe) (%i: i64, %n: !bpf.ptr<mem>) {
      %go_on = arith.constant 0 : i64
      bpf.return %go_on : i64
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, BPF_ProgTypeAttr:$type, UnitAttr:$each);
  let regions = (region MinSizedRegion<1>:$body);
  let extraClassDeclaration = [{
    unsigned kernelArguments() { return getEach() ? 3 : 1; }
  }];
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
}

def BPF_ReturnOp : BPF_Op<"return", [
    Terminator, ReturnLike, ParentOneOf<["ProgOp", "CallbackOp"]>, Pure]> {
  let summary = "end of the program (i32) or callback (i64)";
  let description = [{
    ```mlir
    bpf.prog @probe_0 type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
      %c0 = arith.constant 0 : i32
      bpf.return %c0 : i32
    }
    ```
  }];
  let arguments = (ins AnyTypeOf<[I32, I64]>:$value);
  let assemblyFormat = "$value attr-dict `:` type($value)";
  let hasVerifier = 1;
}

#endif // SONDE_BPF_STRUCTURE_OPS
