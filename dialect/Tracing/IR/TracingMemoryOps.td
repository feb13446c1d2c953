//===- TracingMemoryOps.td - Variables, addresses and reads ---------------===//
#ifndef SONDE_TRACING_MEMORY_OPS
#define SONDE_TRACING_MEMORY_OPS

include "dialect/Tracing/IR/TracingBase.td"

def Tracing_LocalOp : Tracing_Op<"local", [
    DeclareOpInterfaceMethods<PromotableAllocationOpInterface>]> {
  let summary = "a variable of the script";
  let description = [{
    Zero until it is written. Standard `mem2reg` promotes variables of at most 8
    bytes; larger ones stay in memory.

    ```mlir
    %x = tracing.local "x" : !tracing.ptr<i64, local>
    ```
  }];
  let arguments = (ins StrAttr:$name);
  let results = (outs Res<Tracing_LocalPtr, "", [MemAlloc<Tracing_LocalMemory>]>:$slot);
  let assemblyFormat = "$name attr-dict `:` qualified(type($slot))";
}

def Tracing_LoadLocalOp : Tracing_InPlaceOp<"load_local", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<PromotableMemOpInterface>]> {
  let summary = "the value of a variable";
  let arguments = (ins Tracing_LocalPtr:$slot, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $slot (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($slot)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_StoreLocalOp : Tracing_Op<"store_local", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<PromotableMemOpInterface>]> {
  let summary = "write a variable";
  let description = [{
    The value has the variable's type or, after planning, is a pointer to local
    memory that holds it.
  }];
  let arguments = (ins Tracing_Value:$value, Tracing_LocalPtr:$slot);
  let assemblyFormat = [{
    $value `,` $slot attr-dict `:` qualified(type($value)) `,` qualified(type($slot))
  }];
  let hasVerifier = 1;
}

def Tracing_LocalAddrOp : Tracing_Op<"local_addr", [Pure]> {
  let summary = "the address of a variable, as one that the kernel knows";
  let description = [{
    `mem2reg` leaves such a variable in memory, and what is written to it is seen
    by reads of the kernel's memory.

    ```mlir
    %p = tracing.local_addr %x : !tracing.ptr<i64, local> -> !tracing.ptr<i64, kernel>
    ```
  }];
  let arguments = (ins Tracing_LocalPtr:$slot);
  let results = (outs Tracing_Ptr:$result);
  let assemblyFormat = [{
    $slot attr-dict `:` qualified(type($slot)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

def Tracing_BufferOp : Tracing_Op<"buffer", []> {
  let summary = "memory for one value of more than 8 bytes";
  let description = [{
    Written by `tracing-place-values`; its bytes are not initialised.

    ```mlir
    %b = tracing.buffer : !tracing.ptr<!tracing.str<64>, local>
    ```
  }];
  let results = (outs Res<Tracing_LocalPtr, "", [MemAlloc<Tracing_LocalMemory>]>:$result);
  let assemblyFormat = "attr-dict `:` qualified(type($result))";
}

def Tracing_FieldPtrOp : Tracing_Op<"field_ptr", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "address of a member, without access";
  let description = [{
    ```mlir
    %p = tracing.field_ptr %task, "tgid"
        : !tracing.ptr<!tracing.struct<"task_struct">, btf> -> !tracing.ptr<i32, btf>
    ```
  }];
  let arguments = (ins Tracing_Ptr:$base, StrAttr:$member);
  let results = (outs Tracing_Ptr:$result);
  let assemblyFormat = [{
    $base `,` $member attr-dict `:` qualified(type($base)) `->` qualified(type($result))
  }];
}

def Tracing_ElemPtrOp : Tracing_Op<"elem_ptr", [Pure]> {
  let summary = "address of an array's element, or a pointer moved by elements";
  let arguments = (ins Tracing_Ptr:$base, I64:$index);
  let results = (outs Tracing_Ptr:$result);
  let assemblyFormat = [{
    $base `[` $index `]` attr-dict `:` qualified(type($base)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

def Tracing_PtrCastOp : Tracing_Op<"ptr_cast", [Pure]> {
  let summary = "an address with another type or space, or an integer as address";
  let description = [{
    ```mlir
    %p = tracing.ptr_cast %arg : i64 -> !tracing.ptr<i8, user>
    %n = tracing.ptr_cast %p : !tracing.ptr<i8, user> -> i64
    ```
  }];
  let arguments = (ins AnyTypeOf<[I64, Tracing_Ptr]>:$source);
  let results = (outs AnyTypeOf<[I64, Tracing_Ptr]>:$result);
  let assemblyFormat = [{
    $source attr-dict `:` qualified(type($source)) `->` qualified(type($result))
  }];
  let hasFolder = 1;
}

class Tracing_ReadingOp<string mnemonic, list<Trait> traits = []>
    : Tracing_InPlaceOp<mnemonic, traits # [
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
        DeclareOpInterfaceMethods<SymbolUserOpInterface>,
        DeclareOpInterfaceMethods<Tracing_FallibleOpInterface, [
            "getErrorKind", "getFailingHelper", "getFailingMap"]>,
        DeclareOpInterfaceMethods<Tracing_ExternalReadOpInterface>, AlwaysSpeculatable]>;

def Tracing_ReadOp : Tracing_ReadingOp<"read"> {
  let summary = "copy a value from the kernel's or the process's memory";
  let description = [{
    An address that cannot be read gives zero.

    ```mlir
    %v = tracing.read %p : !tracing.ptr<i32, kernel> -> i32
    ```
  }];
  let arguments = (ins Tracing_Ptr:$ptr, Optional<Tracing_LocalPtr>:$into, UnitAttr:$report,
                       OptionalAttr<FlatSymbolRefAttr>:$on_error);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $ptr (`into` $into^ `:` qualified(type($into)) `,`)?
    (`report` $report^)? (`on_error` `(` $on_error^ `)`)? attr-dict
    `:` qualified(type($ptr)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_ReadStrOp : Tracing_ReadingOp<"read_str", [AttrSizedOperandSegments]> {
  let summary = "copy text from the kernel's or the process's memory";
  let description = [{
    Reads up to the first NUL, at most `len` bytes with the NUL (if given) and at
    most the result's capacity. The rest of the result is zero, and all of it
    when the address cannot be read. Text that is longer loses one more byte to the
    NUL; with `fill` it takes all of the result instead, without a NUL.

    ```mlir
    %s = tracing.read_str %p : !tracing.ptr<i8, user> -> !tracing.str<64>
    %t = tracing.read_str %p, %len : !tracing.ptr<i8, user> -> !tracing.str<64>
    %u = tracing.read_str %p fill : !tracing.ptr<i8, user> -> !tracing.str<64>
    ```
  }];
  let arguments = (ins Tracing_Ptr:$ptr, Optional<I64>:$len, Optional<Tracing_LocalPtr>:$into,
                       UnitAttr:$fill, UnitAttr:$report,
                       OptionalAttr<FlatSymbolRefAttr>:$on_error);
  let results = (outs Optional<Tracing_Str>:$result);
  let assemblyFormat = [{
    $ptr (`,` $len^)? (`into` $into^ `:` qualified(type($into)) `,`)? (`fill` $fill^)?
    (`report` $report^)? (`on_error` `(` $on_error^ `)`)? attr-dict
    `:` qualified(type($ptr)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_ReadBufOp : Tracing_ReadingOp<"read_buf", [AttrSizedOperandSegments]> {
  let summary = "copy bytes from the kernel's or the process's memory";
  let description = [{
    Reads `len` bytes (if given) and at most the result's capacity. If they cannot
    be read, they are zero.

    ```mlir
    %b = tracing.read_buf %p : !tracing.ptr<i8, user> -> !tracing.buf<64>
    %c = tracing.read_buf %p, %len : !tracing.ptr<i8, user> -> !tracing.buf<64>
    ```
  }];
  let arguments = (ins Tracing_Ptr:$ptr, Optional<I64>:$len, Optional<Tracing_LocalPtr>:$into,
                       UnitAttr:$report, OptionalAttr<FlatSymbolRefAttr>:$on_error);
  let results = (outs Optional<Tracing_Buf>:$result);
  let assemblyFormat = [{
    $ptr (`,` $len^)? (`into` $into^ `:` qualified(type($into)) `,`)?
    (`report` $report^)? (`on_error` `(` $on_error^ `)`)? attr-dict
    `:` qualified(type($ptr)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

#endif // SONDE_TRACING_MEMORY_OPS
