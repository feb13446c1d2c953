//===- TracingStructureOps.td - Symbols and the body of a probe -----------===//
#ifndef SONDE_TRACING_STRUCTURE_OPS
#define SONDE_TRACING_STRUCTURE_OPS

include "dialect/Tracing/IR/TracingBase.td"

def Tracing_MapOp : Tracing_SymbolOp<"map"> {
  let summary = "a map of the script";
  let description = [{
    Layouts of key and value, with signs. The key type `none` says that the map
    is scalar. `max_entries` and `kind` are what the script declared; `storage`
    is written by `tracing-select-maps`. The symbol is the map's name without
    the `@`; the nameless map is `@__`.

    ```mlir
    tracing.map @opens : !tracing.str<16> -> !tracing.agg<count>
    tracing.map @last : none -> si64
    tracing.map @start : ui32 -> ui64 storage(<hash, 4096>)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttr:$key_type, TypeAttr:$value_type,
                       OptionalAttr<I64Attr>:$max_entries,
                       OptionalAttr<StrAttr>:$declared_kind,
                       OptionalAttr<Tracing_StorageAttr>:$storage);
  let assemblyFormat = [{
    $sym_name `:` $key_type `->` $value_type
    (`declared` `(` $declared_kind^ `,` $max_entries `)`)?
    (`storage` `(` $storage^ `)`)? attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    bool isScalar() { return ::mlir::isa<::mlir::NoneType>(getKeyType()); }
    /// The aggregation, or null.
    ::sonde::tr::AggType getAggregation() {
      return ::mlir::dyn_cast<::sonde::tr::AggType>(getValueType());
    }
    /// The name in the script: "@opens"; "@" for the nameless map.
    std::string scriptName();
  }];
}

def Tracing_EventOp : Tracing_SymbolOp<"event", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "something that a program sends to user space";
  let description = [{
    `format` is the text of a printf. `fields` are the types of what is sent,
    with signs. Events that act on a map name it; `top` and `div` belong to
    `print_map`. `id` and `layout` are written by `tracing-layout-events`.

    ```mlir
    tracing.event @printf_0 printf "%s %d\0A" fields [!tracing.str<16>, si64]
    tracing.event @print_1 print_map map(@opens) {top = 5 : i64}
    tracing.event @printf_2 printf "hi" fields [si64] id(0) layout(<[8], size = 16>)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Tracing_EventKindAttr:$kind,
                       OptionalAttr<StrAttr>:$format,
                       DefaultValuedAttr<TypeArrayAttr, "{}">:$fields,
                       OptionalAttr<FlatSymbolRefAttr>:$map,
                       OptionalAttr<I64Attr>:$top, OptionalAttr<I64Attr>:$div,
                       OptionalAttr<I64Attr>:$id, OptionalAttr<Tracing_LayoutAttr>:$layout);
  let assemblyFormat = [{
    $sym_name `` $kind ($format^)? (`fields` $fields^)? (`map` `(` $map^ `)`)?
    (`id` `(` $id^ `)`)? (`layout` `(` $layout^ `)`)? attr-dict
  }];
  let hasVerifier = 1;
}

def Tracing_ErrorSiteOp : Tracing_SymbolOp<"error_site", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "a place that can fail at run time, with what is said then";
  let description = [{
    The place is the operation's location. Failures are counted in the kernel and
    shown by the runtime.

    ```mlir
    tracing.error_site @err_0 divide_by_zero
    tracing.error_site @err_1 map_full "map_update_elem" map(@opens)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Tracing_ErrorKindAttr:$kind,
                       OptionalAttr<StrAttr>:$helper, OptionalAttr<FlatSymbolRefAttr>:$map);
  let assemblyFormat = "$sym_name `` $kind ($helper^)? (`map` `(` $map^ `)`)? attr-dict";
  let hasVerifier = 1;
}

def Tracing_StructOp : Tracing_SymbolOp<"struct"> {
  let summary = "the used members of a C type, or the fields of a context";
  let description = [{
    `relocate` says that offsets are only known when the program is loaded (the
    members are then found by name, CO-RE); without it they are final.

    ```mlir
    tracing.struct @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>]
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, I64Attr:$size, UnitAttr:$is_union,
                       UnitAttr:$relocate, TypedArrayAttrBase<Tracing_MemberAttr,
                       "members">:$members);
  let assemblyFormat = [{
    $sym_name `size` $size (`union` $is_union^)? (`relocate` $relocate^)? $members attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The member of that name, or null.
    ::sonde::tr::MemberAttr find(::llvm::StringRef name);
  }];
}

def Tracing_EnumOp : Tracing_SymbolOp<"enum"> {
  let summary = "the names of a C enumeration";
  let description = [{
    Of several names for one number, the one that is shown.

    ```mlir
    tracing.enum @enum.color {red = 1 : i64, blue = 5 : i64}
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, DictionaryAttr:$names);
  let assemblyFormat = "$sym_name $names attr-dict";
}

def Tracing_ParamOp : Tracing_SymbolOp<"param"> {
  let summary = "a value that is chosen when the program is started";
  let description = [{
    `name` is how the user knows it (`$1`, or `depth` for `--depth=3`); `value` is
    its default, or the value itself once it is known, when `tracing-fold-params`
    replaces its uses. `description` is for the user.

    ```mlir
    tracing.param @arg1 "$1" : si64 = 42
    tracing.param @option_depth "depth" : ui64 = 3 about "how far to look"
    tracing.param @arg2 "$2" : !tracing.str<64> = "abc" {known}
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, StrAttr:$name, TypeAttr:$type,
                       AnyAttrOf<[I64Attr, StrAttr]>:$value, OptionalAttr<StrAttr>:$description,
                       UnitAttr:$known);
  let assemblyFormat =
      "$sym_name $name `:` $type `=` $value (`about` $description^)? attr-dict";
  let hasVerifier = 1;
}

def Tracing_CFuncOp : Tracing_SymbolOp<"c_func"> {
  let summary = "a C function that the script calls";
  let description = [{
    Declares a function of an imported C file. Types have signs, because narrower
    arguments are extended by them. Effects: `pure` when Clang found that it
    neither reads nor writes memory.

    ```mlir
    tracing.c_func @__add_one : (si32) -> si32
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
                       UnitAttr:$pure);
  let assemblyFormat = "$sym_name `:` $function_type attr-dict";
}

def Tracing_FuncOp : Tracing_SymbolOp<"func", [
    IsolatedFromAbove, AutomaticAllocationScope]> {
  let summary = "a function of the script";
  let description = [{
    Called with `tracing.call`, and part of its callers after
    `tracing-inline-functions`. What only a probe has is not available.

    ```mlir
    tracing.func @twice(%x: i64) -> i64 {
      %y = arith.addi %x, %x : i64
      tracing.return %y : i64
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type);
  let regions = (region MinSizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
}

def Tracing_ProbeOp : Tracing_SymbolOp<"probe", [
    IsolatedFromAbove, AutomaticAllocationScope,
    DeclareOpInterfaceMethods<Tracing_CodeOpInterface>]> {
  let summary = "a body that runs at one or more attach points";
  let description = [{
    The body is a CFG whose one entry argument is the probe's context. After
    `tracing-split-probes` all attach points have one program type.

    ```mlir
    tracing.probe @probe_0 attach [#tracing.attach<interval, "s:1", {unit = "s", value = 1 : i64}>]
        (%ctx: !tracing.ptr<!tracing.struct<"bpf_perf_event_data">, ctx>) {
      tracing.return
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
                       TypedArrayAttrBase<Tracing_AttachAttr, "attach points">:$attach);
  let regions = (region MinSizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::Value getContext() { return getBody().getArgument(0); }
    /// Kind of the first attach point; of all, once probes are split.
    ::sonde::tr::AttachKind getAttachKind();
  }];
}

def Tracing_ReturnOp : Op<Tracing_Dialect, "return", [
    Terminator, ReturnLike, ParentOneOf<["ProbeOp", "FuncOp"]>, Pure]> {
  let summary = "end of the probe, or of the function";
  let description = [{
    With a value, which is an `i64` in a probe, that is the result.
  }];
  let arguments = (ins Optional<Tracing_Value>:$value);
  let assemblyFormat = "($value^ `:` qualified(type($value)))? attr-dict";
  let hasVerifier = 1;
}

#endif // SONDE_TRACING_STRUCTURE_OPS
