//===- BPFMemoryOps.td - Buffers, loads, stores and checks ----------------===//
#ifndef SONDE_BPF_MEMORY_OPS
#define SONDE_BPF_MEMORY_OPS

include "dialect/BPF/IR/BPFBase.td"

class BPF_AllocationBuilder<string kind> : OpBuilder<(ins "int64_t":$size, "int64_t":$align), [{
  build($_builder, $_state,
        PtrType::get($_builder.getContext(), PtrKind::}] # kind # [{), size, align);
}]>;

def BPF_BufferOp : BPF_Op<"buffer"> {
  let summary = "memory of the program that has no place yet";
  let description = [{
    `bpf-assign-storage` turns it into `bpf.stack` or `bpf.scratch`. Not
    initialised. `on_stack`: never in a map, because the verifier follows what is in
    it, as in an iterator's state.

    ```mlir
    %b = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
    %i = bpf.buffer size 8 align 8 on_stack : !bpf.ptr<mem>
    ```
  }];
  let arguments = (ins BPF_SizeAttr:$size, BPF_AlignAttr:$align, UnitAttr:$on_stack);
  let results = (outs Res<BPF_MemPtr, "", [MemAlloc]>:$result);
  let assemblyFormat = [{
    `size` $size `align` $align (`on_stack` $on_stack^)? attr-dict `:` qualified(type($result))
  }];
  let builders = [BPF_AllocationBuilder<"Mem">];
}

def BPF_StackOp : BPF_Op<"stack"> {
  let summary = "a slot of the program's stack";
  let description = [{
    Not initialised.

    ```mlir
    %s = bpf.stack size 16 align 8 : !bpf.ptr<stack>
    ```
  }];
  let arguments = (ins BPF_SizeAttr:$size, BPF_AlignAttr:$align);
  let results = (outs Res<BPF_StackPtr, "", [MemAlloc]>:$result);
  let assemblyFormat = "`size` $size `align` $align attr-dict `:` qualified(type($result))";
  let builders = [BPF_AllocationBuilder<"Stack">];
}

def BPF_ScratchOp : BPF_Op<"scratch", [Pure, AllTypesMatch<["base", "result"]>]> {
  let summary = "part of this program's entry in a per-CPU scratch map";
  let description = [{
    `base` is the checked result of the lookup in the scratch map.

    ```mlir
    %b = bpf.scratch %base[64] size 256 : !bpf.ptr<map_value>
    ```
  }];
  let arguments = (ins BPF_MapValuePtr:$base, BPF_OffsetAttr:$offset, BPF_SizeAttr:$size);
  let results = (outs BPF_MapValuePtr:$result);
  let assemblyFormat = [{
    $base `[` $offset `]` `size` $size attr-dict `:` qualified(type($base))
  }];
}

def BPF_LoadOp : BPF_Op<"load", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "read an integer, or a typed pointer";
  let description = [{
    `align` is what is known about the address that is read. A context cannot be
    changed by a program, so a load from it has no effect. Another pointer can be
    read only where the verifier knows its type: through a context or a `btf_id`
    pointer, and from the stack, if it was stored there.

    ```mlir
    %x = bpf.load %p[8] align 8 : !bpf.ptr<map_value> -> i64
    ```
  }];
  let arguments = (ins BPF_UsablePtr:$ptr, BPF_OffsetAttr:$offset, BPF_AlignAttr:$align,
                       UnitAttr:$is_volatile);
  let results = (outs AnyTypeOf<[I8, I16, I32, I64, BPF_Ptr]>:$result);
  let assemblyFormat = [{
    (`volatile` $is_volatile^)? $ptr `[` $offset `]` `align` $align attr-dict
    `:` qualified(type($ptr)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

def BPF_StoreOp : BPF_Op<"store", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "write an integer, or a pointer to the stack";
  let description = [{
    ```mlir
    bpf.store %x, %p[8] align 8 : i64, !bpf.ptr<stack>
    ```
  }];
  let arguments = (ins AnyTypeOf<[I8, I16, I32, I64, BPF_UsablePtr]>:$value, BPF_UsablePtr:$ptr,
                       BPF_OffsetAttr:$offset, BPF_AlignAttr:$align);
  let assemblyFormat = [{
    $value `,` $ptr `[` $offset `]` `align` $align attr-dict
    `:` qualified(type($value)) `,` qualified(type($ptr))
  }];
  let hasVerifier = 1;
}

def BPF_CopyOp : BPF_Op<"copy", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "copy bytes between two places of the program";
  let description = [{
    The places do not overlap. `align` holds for both addresses.

    ```mlir
    bpf.copy %to[8], %from[0] size 16 align 8 : !bpf.ptr<ringbuf>, !bpf.ptr<stack>
    ```
  }];
  let arguments = (ins BPF_UsablePtr:$to, BPF_OffsetAttr:$to_offset, BPF_UsablePtr:$from,
                       BPF_OffsetAttr:$from_offset, BPF_SizeAttr:$size, BPF_AlignAttr:$align);
  let hasVerifier = 1;
  let assemblyFormat = [{
    $to `[` $to_offset `]` `,` $from `[` $from_offset `]` `size` $size `align` $align attr-dict
    `:` qualified(type($to)) `,` qualified(type($from))
  }];
}

def BPF_ZeroOp : BPF_Op<"zero", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "write zero bytes";
  let description = [{
    ```mlir
    bpf.zero %p[0] size 16 align 8 : !bpf.ptr<stack>
    ```
  }];
  let arguments = (ins BPF_UsablePtr:$ptr, BPF_OffsetAttr:$offset, BPF_SizeAttr:$size,
                       BPF_AlignAttr:$align);
  let hasVerifier = 1;
  let assemblyFormat = [{
    $ptr `[` $offset `]` `size` $size `align` $align attr-dict `:` qualified(type($ptr))
  }];
}

def BPF_AtomicOp : BPF_Op<"atomic", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<BPF_AvailabilityOpInterface>]> {
  let summary = "change a word that several CPUs share";
  let description = [{
    With a result, yields the old value. All but an `add` without a result need the
    feature `atomic_fetch`.

    ```mlir
    bpf.atomic add %p[8], %one : !bpf.ptr<map_value>
    %old = bpf.atomic or %p[8], %bits : !bpf.ptr<map_value> -> i64
    ```
  }];
  let arguments = (ins BPF_AtomicKindAttr:$kind, BPF_UsablePtr:$ptr, BPF_OffsetAttr:$offset,
                       I64:$value);
  let hasVerifier = 1;
  let results = (outs Optional<I64>:$old);
  let assemblyFormat = [{
    `` $kind $ptr `[` $offset `]` `,` $value attr-dict `:` qualified(type($ptr)) (`->` type($old)^)?
  }];
}

def BPF_AtomicCmpxchgOp : BPF_Op<"atomic_cmpxchg", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<BPF_AvailabilityOpInterface>]> {
  let summary = "write a shared word if it still is what it was";
  let description = [{
    Yields what the word was: the write has happened if that is `expected`. Needs the
    feature `atomic_fetch`.

    ```mlir
    %was = bpf.atomic_cmpxchg %p[8], %expected, %new : !bpf.ptr<map_value>
    ```
  }];
  let arguments = (ins BPF_UsablePtr:$ptr, BPF_OffsetAttr:$offset, I64:$expected, I64:$value);
  let hasVerifier = 1;
  let results = (outs I64:$old);
  let assemblyFormat = [{
    $ptr `[` $offset `]` `,` $expected `,` $value attr-dict `:` qualified(type($ptr))
  }];
}

def BPF_PtrAddOp : BPF_Op<"ptr_add", [Pure, AllTypesMatch<["ptr", "result"]>]> {
  let summary = "a pointer moved by a number of bytes that is known to be in range";
  let description = [{
    `bound` is the size of the object: `bpf-clamp-sizes` makes the verifier see
    that offset + `access` bytes stay below it.

    ```mlir
    %q = bpf.ptr_add %p, %i access 8 bound 256 : !bpf.ptr<map_value>
    ```
  }];
  let arguments = (ins BPF_UsablePtr:$ptr, I64:$offset, BPF_SizeAttr:$access, BPF_SizeAttr:$bound);
  let hasVerifier = 1;
  let results = (outs BPF_UsablePtr:$result);
  let assemblyFormat = [{
    $ptr `,` $offset `access` $access `bound` $bound attr-dict `:` qualified(type($ptr))
  }];
}

def BPF_PtrToIntOp : BPF_Op<"ptr_to_int", [Pure]> {
  let summary = "a pointer's address as an integer";
  let description = [{
    The number is a number for the verifier, too: with the address of a kernel object
    (`btf_id`) it forbids all arithmetic but that with constants, so such an address
    goes through `le64`, of which the verifier knows no result (`check_alu_op`, all
    releases; it needs CAP_PERFMON, as tracing does).

    ```mlir
    %a = bpf.ptr_to_int %p : !bpf.ptr<btf_id, @task_struct>
    ```
  }];
  let arguments = (ins BPF_UsablePtr:$ptr);
  let results = (outs I64:$result);
  let assemblyFormat = "$ptr attr-dict `:` qualified(type($ptr))";
}

def BPF_GlobalAddrOp : BPF_Op<"global_addr", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "address of a global";
  let description = [{
    ```mlir
    %g = bpf.global_addr @sonde_lost : !bpf.ptr<map_value>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$global);
  let results = (outs BPF_MapValuePtr:$result);
  let assemblyFormat = "$global attr-dict `:` qualified(type($result))";
}

def BPF_MapAddrOp : BPF_Op<"map_addr", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "a map itself, as an address to give to a C function";
  let description = [{
    ```mlir
    %m = bpf.map_addr @AT_opens : i64
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map);
  let results = (outs I64:$result);
  let assemblyFormat = "$map attr-dict `:` type($result)";
}

def BPF_FieldAddrOp : BPF_Op<"field_addr", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "address of a member of a kernel struct";
  let description = [{
    The base is an address (i64) or a pointer that the verifier knows (`btf_id`);
    the result is of the same kind. Relocated when the type says so.

    ```mlir
    %a = bpf.field_addr %t, @task_struct, "tgid" : i64 -> i64
    ```
  }];
  let arguments = (ins AnyTypeOf<[I64, BPF_UsablePtr]>:$base, FlatSymbolRefAttr:$type,
                       StrAttr:$member);
  let results = (outs AnyTypeOf<[I64, BPF_UsablePtr]>:$result);
  let assemblyFormat = [{
    $base `,` $type `,` $member attr-dict `:` qualified(type($base)) `->` qualified(type($result))
  }];
}

def BPF_RequireNonnullOp : BPF_Op<"require_nonnull", [Pure]> {
  let summary = "a pointer that is checked before use";
  let description = [{
    A placeholder: `bpf-insert-null-checks` puts a branch here. On null, `leave`
    ends the program with 0, `zero` yields a pointer to `size` read-only zero
    bytes.

    ```mlir
    %p = bpf.require_nonnull %v else(zero) size 8
        : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
    ```
  }];
  let arguments = (ins BPF_NullablePtr:$ptr, BPF_OnNullAttr:$on_null,
                       DefaultValuedAttr<I64Attr, "0">:$size);
  let results = (outs BPF_UsablePtr:$result);
  let hasVerifier = 1;
  let assemblyFormat = [{
    $ptr `else` `(` custom<OnNull>($on_null) `)` (`size` $size^)? attr-dict
    `:` qualified(type($ptr)) `->` qualified(type($result))
  }];
}

def BPF_BrNullOp : BPF_Op<"br_null", [
    Terminator, Pure, AttrSizedOperandSegments,
    DeclareOpInterfaceMethods<BranchOpInterface, ["getSuccessorForOperands"]>]> {
  let summary = "the check: where a pointer goes when it is null, and when not";
  let description = [{
    The second successor's first argument is the pointer, no longer nullable;
    further operands follow it.

    ```mlir
    bpf.br_null %v, ^miss, ^hit : !bpf.ptr<map_value, nullable>
    ^hit(%p: !bpf.ptr<map_value>):
    ```
  }];
  let arguments = (ins BPF_NullablePtr:$ptr, Variadic<AnyType>:$null_operands,
                       Variadic<AnyType>:$nonnull_operands);
  let successors = (successor AnySuccessor:$null_dest, AnySuccessor:$nonnull_dest);
  let assemblyFormat = [{
    $ptr `,` $null_dest (`(` $null_operands^ `:` qualified(type($null_operands)) `)`)?
    `,` $nonnull_dest (`(` $nonnull_operands^ `:` qualified(type($nonnull_operands)) `)`)?
    attr-dict `:` qualified(type($ptr))
  }];
  let hasVerifier = 1;
}

def BPF_ClampOp : BPF_Op<"clamp", [
    Pure, DeclareOpInterfaceMethods<InferIntRangeInterface, ["inferResultRanges"]>]> {
  let summary = "the smaller of a value and a constant, visibly to the verifier";
  let description = [{
    Unsigned. LLVM cannot see through it, so the bound stays next to its use.

    ```mlir
    %l = bpf.clamp %n, 64 : i64
    ```
  }];
  let arguments = (ins I64:$value, BPF_OffsetAttr:$max);
  let hasFolder = 1;
  let results = (outs I64:$result);
  let assemblyFormat = "$value `,` $max attr-dict `:` type($result)";
}

#endif // SONDE_BPF_MEMORY_OPS
