//===- BPFCallOps.td - Helpers, maps, functions, arithmetic, leaves -------===//
#ifndef SONDE_BPF_CALL_OPS
#define SONDE_BPF_CALL_OPS

include "dialect/BPF/IR/BPFBase.td"

def BPF_HelperCallOp : BPF_HelperOp<"helper"> {
  let summary = "call of a helper";
  let description = [{
    Any helper of Helpers.def; the verifier of this operation checks arguments
    and result against its line there, and the effects come from it.

    ```mlir
    %t = bpf.helper ktime_get_boot_ns() : () -> i64
    ```
  }];
  let arguments = (ins I32Attr:$id, Variadic<AnyType>:$arguments);
  let results = (outs AnyTypeOf<[I64, I32, BPF_Ptr]>:$result);
  let assemblyFormat = [{
    custom<HelperName>($id) `(` $arguments `)` attr-dict
    `:` functional-type($arguments, $result)
  }];
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "::mlir::Type":$result, "::llvm::StringRef":$helper,
                                 CArg<"::mlir::ValueRange", "{}">:$arguments)>];
  let extraClassDeclaration = [{
    /// The helper's line in Helpers.def: not null once the operation is verified.
    const ::sonde::bpf::HelperInfo *getInfo() {
      return ::sonde::bpf::helperById(static_cast<uint32_t>(getId()));
    }
  }];
}

def BPF_LookupOp : BPF_HelperOp<"lookup", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "pointer to a map's value, or null";
  let description = [{
    Reads the map and the key: two of them with nothing written in between yield
    the same pointer.

    ```mlir
    %v = bpf.lookup @opens[%key] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, BPF_UsablePtr:$key);
  let results = (outs BPF_MapValueOrNull:$result);
  let assemblyFormat = [{
    $map `[` $key `]` attr-dict `:` qualified(type($key)) `->` qualified(type($result))
  }];
}

def BPF_LookupPercpuOp : BPF_HelperOp<"lookup_percpu", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "pointer to what one CPU holds in a per-CPU map, or null";
  let description = [{
    Null also where there is no such CPU.

    ```mlir
    %v = bpf.lookup_percpu @calls[%key] cpu %cpu
        : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, BPF_UsablePtr:$key, I64:$cpu);
  let results = (outs BPF_MapValueOrNull:$result);
  let assemblyFormat = [{
    $map `[` $key `]` `cpu` $cpu attr-dict `:` qualified(type($key)) `->` qualified(type($result))
  }];
}

def BPF_UpdateOp : BPF_HelperOp<"update", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "write a map's value; yields 0 or a negative errno";
  let description = [{
    ```mlir
    %e = bpf.update @opens[%key], %init noexist : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, BPF_UsablePtr:$key, BPF_UsablePtr:$value,
                       BPF_UpdateFlagAttr:$flag);
  let results = (outs I64:$result);
  let assemblyFormat = [{
    $map `[` $key `]` `,` $value `` $flag attr-dict
    `:` qualified(type($key)) `,` qualified(type($value)) `->` type($result)
  }];
}

def BPF_DeleteOp : BPF_HelperOp<"delete", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "remove an entry; yields 0 or a negative errno";
  let description = [{
    ```mlir
    %e = bpf.delete @opens[%key] : !bpf.ptr<stack> -> i64
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, BPF_UsablePtr:$key);
  let results = (outs I64:$result);
  let assemblyFormat = "$map `[` $key `]` attr-dict `:` qualified(type($key)) `->` type($result)";
}

class BPF_ProbeReadBase<string mnemonic> : BPF_HelperOp<mnemonic> {
  let arguments = (ins BPF_SpaceAttr:$space, BPF_UsablePtr:$to, BPF_OffsetAttr:$offset,
                       BPF_SizeAttr:$size, Optional<I64>:$length, I64:$address);
  let hasVerifier = 1;
  let results = (outs I64:$result);
  let assemblyFormat = [{
    `` $space $to `[` $offset `]` `size` $size (`length` $length^)? `from` $address attr-dict
    `:` qualified(type($to)) `->` type($result)
  }];
}

def BPF_ProbeReadOp : BPF_ProbeReadBase<"probe_read"> {
  let summary = "copy memory from an address; yields 0 or a negative errno";
  let description = [{
    Copies `size` bytes, or `length` where given (at most `size`). On failure the
    destination is zeroed by the helper.

    ```mlir
    %e = bpf.probe_read kernel %slot[0] size 4 from %a : !bpf.ptr<stack> -> i64
    ```
  }];
}

def BPF_ProbeReadStrOp : BPF_ProbeReadBase<"probe_read_str"> {
  let summary = "copy text from an address; yields its bytes with the NUL, or a negative errno";
  let description = [{
    At most `size` bytes with the NUL, or `length` where given. Bytes behind the
    NUL are left as they were.

    ```mlir
    %n = bpf.probe_read_str user %ev[24] size 64 from %a : !bpf.ptr<ringbuf> -> i64
    ```
  }];
}

def BPF_RingbufReserveOp : BPF_HelperOp<"ringbuf_reserve", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "room for a record in the ring buffer, or null";
  let description = [{
    ```mlir
    %r = bpf.ringbuf_reserve @sonde_events size 96 : !bpf.ptr<ringbuf, nullable>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, BPF_SizeAttr:$size);
  let results = (outs BPF_RecordOrNull:$result);
  let assemblyFormat = "$map `size` $size attr-dict `:` qualified(type($result))";
}

def BPF_RingbufSubmitOp : BPF_HelperOp<"ringbuf_submit"> {
  let summary = "hand a record to user space";
  let description = [{
    The record cannot be used afterwards.

    ```mlir
    bpf.ringbuf_submit %r : !bpf.ptr<ringbuf>
    ```
  }];
  let arguments = (ins BPF_RecordPtr:$record);
  let assemblyFormat = "$record attr-dict `:` qualified(type($record))";
}

def BPF_RingbufDiscardOp : BPF_HelperOp<"ringbuf_discard"> {
  let summary = "give a reserved record back unused";
  let description = [{
    ```mlir
    bpf.ringbuf_discard %r : !bpf.ptr<ringbuf>
    ```
  }];
  let arguments = (ins BPF_RecordPtr:$record);
  let assemblyFormat = "$record attr-dict `:` qualified(type($record))";
}

def BPF_CallOp : BPF_Op<"call", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "call of a C or kernel function";
  let description = [{
    ```mlir
    %r = bpf.call @__add_one(%x) : (i32) -> i32
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<AnyType>:$arguments);
  let results = (outs Optional<AnyType>:$result);
  let assemblyFormat = [{
    $callee `(` $arguments `)` attr-dict `:` functional-type($arguments, $result)
  }];
}

def BPF_RunLoopOp : BPF_Op<"run_loop", [
    AttrSizedOperandSegments, DeclareOpInterfaceMethods<BPF_HelperCallOpInterface>,
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "call a callback for each number, or for each entry of a map";
  let description = [{
    `times` counts, unsigned; a map's entries come in no order. What is captured
    can be changed by the callback only where it is a pointer. `bpf-pass-captures`
    puts it into memory of the frame, and `with` that memory the callback is called.

    ```mlir
    bpf.run_loop @probe_0_loop times %count captures(%n : !bpf.ptr<mem>)
    bpf.run_loop @probe_0_loop_1 over @AT_opens with %frame : !bpf.ptr<stack>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callback, Optional<I64>:$times,
                       OptionalAttr<FlatSymbolRefAttr>:$map,
                       Optional<BPF_StackPtr>:$environment, Variadic<AnyType>:$captured);
  let assemblyFormat = [{
    $callback (`times` $times^)? (`over` $map^)?
    (`captures` `(` $captured^ `:` qualified(type($captured)) `)`)?
    (`with` $environment^ `:` qualified(type($environment)))? attr-dict
  }];
  let hasVerifier = 1;
}

class BPF_DivisionOp<string mnemonic>
    : BPF_Op<mnemonic, [Pure, SameOperandsAndResultType]> {
  let arguments = (ins I64:$lhs, I64:$rhs, UnitAttr:$is_signed);
  let results = (outs I64:$result);
  let hasFolder = 1;
  let assemblyFormat = "(`signed` $is_signed^)? $lhs `,` $rhs attr-dict `:` type($result)";
}
def BPF_DivOp : BPF_DivisionOp<"div"> {
  let summary = "division that is defined for zero (1), until it is expanded";
  let description = [{
    Signed division truncates toward zero; the smallest number divided by -1 is
    itself.

    ```mlir
    %q = bpf.div signed %a, %b : i64
    ```
  }];
}
def BPF_RemOp : BPF_DivisionOp<"rem"> {
  let summary = "remainder that is defined for zero (1), until it is expanded";
  let description = [{
    The remainder of `bpf.div`: it has the sign of the dividend.

    ```mlir
    %r = bpf.rem %a, %b : i64
    ```
  }];
}
def BPF_ShiftOp : BPF_Op<"shift", [
    Pure, SameOperandsAndResultType,
    DeclareOpInterfaceMethods<InferIntRangeInterface, ["inferResultRanges"]>]> {
  let summary = "shift that is defined for every amount, until it is expanded";
  let description = [{
    An amount of 64 or more (taken as unsigned) gives 0, or for `signed_right`
    the sign in every bit.

    ```mlir
    %y = bpf.shift signed_right %x, %n : i64
    ```
  }];
  let arguments = (ins BPF_ShiftKindAttr:$kind, I64:$value, I64:$amount);
  let hasFolder = 1;
  let results = (outs I64:$result);
  let assemblyFormat = "`` $kind $value `,` $amount attr-dict `:` type($result)";
}

// Leaf operations: operands are values of the LLVM dialect.

def BPF_PreserveAccessOp : BPF_Op<"preserve_access", [Pure, BPF_LLVMLeaf]> {
  let summary = "address of a member whose place is known when the program is loaded";
  let description = [{
    Becomes `llvm.preserve.struct.access.index` (or `union`). `type` is the DI
    type of the struct, `index` the member's place in it, `struct_type` the LLVM
    type that the address is computed with.

    ```mlir
    %m = bpf.preserve_access %p[1] !llvm.struct<(i64, i32)> of #di in !llvm.ptr to !llvm.ptr
    ```
  }];
  let arguments = (ins AnyType:$base, TypeAttr:$struct_type, AnyAttr:$type, I32Attr:$index,
                       UnitAttr:$is_union);
  let results = (outs AnyType:$result);
  let assemblyFormat = [{
    (`union` $is_union^)? $base `[` $index `]` $struct_type `of` $type `in` type($base)
    `to` type($result) attr-dict
  }];
}

def BPF_OpaqueOp : BPF_Op<"opaque", [BPF_LLVMLeaf, SameOperandsAndResultType]> {
  let summary = "the same value, but LLVM cannot know that";
  let description = [{
    An empty piece of inline assembly. It keeps a bound check next to the use
    that needs it.

    ```mlir
    %y = bpf.opaque %x : i64
    ```
  }];
  let arguments = (ins AnyType:$value);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$value attr-dict `:` type($result)";
}

def BPF_MayGotoOp : BPF_Op<"may_goto", [
    Terminator, BPF_LLVMLeaf, DeclareOpInterfaceMethods<BPF_AvailabilityOpInterface>]> {
  let summary = "go on with a loop, unless the kernel has had enough of it";
  let description = [{
    The instruction of this name, in inline assembly. Its successors take no
    arguments.

    ```mlir
    bpf.may_goto ^body, ^out
    ```
  }];
  let successors = (successor AnySuccessor:$body, AnySuccessor:$out);
  let assemblyFormat = "$body `,` $out attr-dict";
  let hasVerifier = 1;
}

#endif // SONDE_BPF_CALL_OPS
