//===- TracingPartOps.td - Values made of parts ---------------------------===//
#ifndef SONDE_TRACING_PART_OPS
#define SONDE_TRACING_PART_OPS

include "dialect/Tracing/IR/TracingBase.td"

// Structs, arrays and text as values. After planning they are pointers to local
// memory that holds them.

def Tracing_MemberOp : Tracing_PureInPlaceOp<"member", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "one member of a struct that is a value";
  let description = [{
    Of a bit-field, the whole storage unit.

    ```mlir
    %x = tracing.member %s, "x" : !tracing.struct<"point"> -> i32
    ```
  }];
  let arguments = (ins AnyType:$structure, StrAttr:$member, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $structure `,` $member (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($structure)) (`->` qualified(type($result))^)?
  }];
}

def Tracing_ComposeOp : Tracing_PureInPlaceOp<"compose", [
    AttrSizedOperandSegments, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "a struct made of its members";
  let description = [{
    Bytes that belong to no given member are zero.

    ```mlir
    %s = tracing.compose ["x", "y"](%x, %y : i32, i32) : !tracing.struct<"point">
    ```
  }];
  let arguments = (ins StrArrayAttr:$names, Variadic<Tracing_Value>:$values,
                       Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Struct>:$result);
  let assemblyFormat = [{
    $names `(` ($values^ `:` qualified(type($values)))? `)`
    (`into` $into^ `:` qualified(type($into)))? attr-dict (`:` qualified(type($result))^)?
  }];
}

def Tracing_ElementOp : Tracing_PureInPlaceOp<"element"> {
  let summary = "an element of an array, or a byte of text, by a computed index";
  let description = [{
    Any index behind the last element is that of the last one: what the language
    says about such an index is up to `tracing.in_range`.

    ```mlir
    %x = tracing.element %a[%i] : !tracing.array<4 x i32> -> i32
    ```
  }];
  let arguments = (ins AnyType:$aggregate, I64:$index, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $aggregate `[` $index `]` (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($aggregate)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_InRangeOp : Tracing_Op<"in_range", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    DeclareOpInterfaceMethods<Tracing_FallibleOpInterface, [
        "getErrorKind", "getFailingHelper", "getFailingMap"]>]> {
  let summary = "is an index below the number of elements?";
  let description = [{
    The index is unsigned. An index that is not fails.

    ```mlir
    %ok = tracing.in_range %i below 4 report : i1
    ```
  }];
  let arguments = (ins I64:$index, ConfinedAttr<I64Attr, [IntPositive]>:$count, UnitAttr:$report,
                       OptionalAttr<FlatSymbolRefAttr>:$on_error);
  let results = (outs I1:$result);
  let assemblyFormat = [{
    $index `below` $count (`report` $report^)? (`on_error` `(` $on_error^ `)`)? attr-dict
    `:` type($result)
  }];
  let hasFolder = 1;
}

def Tracing_EqualOp : Tracing_Op<"equal", [Pure]> {
  let summary = "do two values have the same bytes?";
  let description = [{
    Of records, arrays and structs of one type. Text is compared by
    `tracing.str_cmp`.

    ```mlir
    %same = tracing.equal %a, %b : !tracing.record<i32, i8>, !tracing.record<i32, i8>
    ```
  }];
  let arguments = (ins AnyType:$lhs, AnyType:$rhs);
  let results = (outs I1:$result);
  let assemblyFormat = [{
    $lhs `,` $rhs attr-dict `:` qualified(type($lhs)) `,` qualified(type($rhs))
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Tracing_BitcastOp : Tracing_PureInPlaceOp<"bitcast"> {
  let summary = "the bytes of a value as a value of another type";
  let description = [{
    In the order of the machine. Bytes behind those of the source are zero.

    ```mlir
    %a = tracing.bitcast %n : i32 -> !tracing.array<4 x i8>
    %m = tracing.bitcast %a : !tracing.array<4 x i8> -> i32
    ```
  }];
  let arguments = (ins AnyType:$source, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $source (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($source)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

#endif // SONDE_TRACING_PART_OPS
