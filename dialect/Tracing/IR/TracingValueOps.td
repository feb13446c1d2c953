//===- TracingValueOps.td - Values of the probe and arithmetic ------------===//
#ifndef SONDE_TRACING_VALUE_OPS
#define SONDE_TRACING_VALUE_OPS

include "dialect/Tracing/IR/TracingBase.td"

def Tracing_BuiltinOp : Tracing_PureInPlaceOp<"builtin"> {
  let summary = "a value that is constant within one run of a probe";
  let description = [{
    ```mlir
    %pid = tracing.builtin pid : i32
    %name = tracing.builtin comm : !tracing.str<16>
    tracing.builtin comm into %slot : !tracing.ptr<!tracing.str<16>, local>
    ```
  }];
  let arguments = (ins Tracing_BuiltinAttr:$kind, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    `` $kind (`into` $into^ `:` qualified(type($into)))? attr-dict
    (`:` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_ClockOp : Tracing_Op<"clock", [MemoryEffects<[]>]> {
  let summary = "the time, fresh at every use";
  let description = [{
    Two reads of a clock are two values: the result is an allocation of the clock
    resource, so that they are never merged, and one that is not used vanishes.

    ```mlir
    %now = tracing.clock boot : i64
    ```
  }];
  let arguments = (ins Tracing_ClockAttr:$clock);
  let results = (outs Res<I64, "", [MemAlloc<Tracing_Clocks>]>:$result);
  let assemblyFormat = "`` $clock attr-dict `:` type($result)";
}

def Tracing_RandomOp : Tracing_Op<"random", [MemoryEffects<[]>]> {
  let summary = "a pseudo-random 32-bit number, fresh at every use";
  let results = (outs Res<I32, "", [MemAlloc<Tracing_Clocks>]>:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Tracing_CtxFieldOp : Tracing_PureInPlaceOp<"ctx_field", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "a field of the probe's context, by name";
  let description = [{
    The context's `tracing.struct` gives type and offset. The result is the
    field's type without its sign.

    ```mlir
    %id = tracing.ctx_field %ctx, "id"
        : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
    ```
  }];
  let arguments = (ins Tracing_CtxPtr:$ctx, StrAttr:$field, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $ctx `,` $field (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($ctx)) (`->` qualified(type($result))^)?
  }];
}

def Tracing_CtxArgOp : Tracing_Op<"ctx_arg", [Pure]> {
  let summary = "an argument of the traced function or tracepoint, by number";
  let description = [{
    `argN`: an argument register (kprobe, uprobe) or a slot of the argument array
    (raw tracepoints, fentry), as 64 bits.

    ```mlir
    %a = tracing.ctx_arg %ctx, 0 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
    ```
  }];
  let arguments = (ins Tracing_CtxPtr:$ctx,
                       ConfinedAttr<I32Attr, [IntNonNegative]>:$index);
  let results = (outs I64:$result);
  let assemblyFormat = [{
    $ctx `,` $index attr-dict `:` qualified(type($ctx)) `->` type($result)
  }];
}

def Tracing_RetvalOp : Tracing_Op<"retval", [Pure]> {
  let summary = "what the traced function returned, from the registers";
  let description = [{
    For kretprobe and uretprobe. In fexit the result is a field of the context.
  }];
  let arguments = (ins Tracing_CtxPtr:$ctx);
  let results = (outs I64:$result);
  let assemblyFormat = "$ctx attr-dict `:` qualified(type($ctx)) `->` type($result)";
}

def Tracing_CtxRegOp : Tracing_Op<"ctx_reg", [Pure]> {
  let summary = "a register of the interrupted code, by name";
  let description = [{
    Names are those of the target's calling convention, as in `struct pt_regs`.

    ```mlir
    %ip = tracing.ctx_reg %ctx, "ip" : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
    ```
  }];
  let arguments = (ins Tracing_CtxPtr:$ctx, StrAttr:$name);
  let results = (outs I64:$result);
  let assemblyFormat = [{
    $ctx `,` $name attr-dict `:` qualified(type($ctx)) `->` type($result)
  }];
}

def Tracing_CtxMemberOp : Tracing_Op<"ctx_member", [Pure]> {
  let summary = "a number in the struct that the kernel gives to the program";
  let description = [{
    `ctx.x.y` of a script, by its path and its place, which is part of the kernel's
    interface for programs and the same everywhere. Tracepoints and functions with
    types have `tracing.ctx_field` instead.

    ```mlir
    %p = tracing.ctx_member %ctx, "sample_period" at 168
        : !tracing.ptr<!tracing.struct<"bpf_perf_event_data">, ctx> -> i64
    ```
  }];
  let arguments = (ins Tracing_CtxPtr:$ctx, StrAttr:$path,
                       ConfinedAttr<I64Attr, [IntNonNegative]>:$offset);
  let results = (outs AnyTypeOf<[I8, I16, I32, I64]>:$result);
  let assemblyFormat = [{
    $ctx `,` $path `at` $offset attr-dict `:` qualified(type($ctx)) `->` type($result)
  }];
}

def Tracing_FuncAddrOp : Tracing_Op<"func_addr", [Pure]> {
  let summary = "an address in the function that is traced";
  let description = [{
    For kprobes and uprobes the place of the probe; for probes at a function's
    return, and for fentry, the function's first address.

    ```mlir
    %f = tracing.func_addr %ctx : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
    ```
  }];
  let arguments = (ins Tracing_CtxPtr:$ctx);
  let results = (outs I64:$result);
  let assemblyFormat = "$ctx attr-dict `:` qualified(type($ctx)) `->` type($result)";
}

def Tracing_CaptureStackOp : Tracing_PureInPlaceOp<"capture_stack", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    DeclareOpInterfaceMethods<Tracing_FallibleOpInterface, [
        "getErrorKind", "getFailingHelper", "getFailingMap"]>]> {
  let summary = "the stack at this moment";
  let description = [{
    Whose, how deep and how it is shown is part of the type. A stack that cannot
    be read is empty.

    ```mlir
    %s = tracing.capture_stack : !tracing.stack<kernel, 127, bpftrace>
    ```
  }];
  let arguments = (ins Optional<Tracing_LocalPtr>:$into, UnitAttr:$report,
                       OptionalAttr<FlatSymbolRefAttr>:$on_error);
  let results = (outs Optional<Tracing_Stack>:$result);
  let assemblyFormat = [{
    (`into` $into^ `:` qualified(type($into)))? (`report` $report^)?
    (`on_error` `(` $on_error^ `)`)? attr-dict (`:` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_StackDepthOp : Tracing_Op<"stack_depth", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>, AlwaysSpeculatable]> {
  let summary = "the number of frames of a stack";
  let description = [{
    The stack is a value or, after planning, a pointer to local memory.

    ```mlir
    %n = tracing.stack_depth %s : !tracing.stack<kernel, 127, bpftrace> -> i64
    ```
  }];
  let arguments = (ins AnyType:$stack);
  let results = (outs I64:$result);
  let assemblyFormat = "$stack attr-dict `:` qualified(type($stack)) `->` type($result)";
  let hasVerifier = 1;
}

def Tracing_ProbeInfoOp : Tracing_Op<"probe_info", [Pure]> {
  let summary = "the name of the attach point that fired";
  let description = [{
    Replaced by `tracing-bind-probe-info`. The result has room for the longest
    name of the probe's attach points.

    ```mlir
    %n = tracing.probe_info : !tracing.str<64>
    ```
  }];
  let results = (outs Tracing_Str:$result);
  let assemblyFormat = "attr-dict `:` qualified(type($result))";
}

def Tracing_ParamValueOp : Tracing_PureInPlaceOp<"param_value", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "the value of a parameter";
  let arguments = (ins FlatSymbolRefAttr:$param, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $param (`into` $into^ `:` qualified(type($into)))? attr-dict
    (`:` qualified(type($result))^)?
  }];
}

def Tracing_ConstStrOp : Tracing_PureInPlaceOp<"const_str"> {
  let summary = "a text constant";
  let description = [{
    The text, without its NUL, must fit the capacity with one.

    ```mlir
    %s = tracing.const_str "hello" : !tracing.str<6>
    ```
  }];
  let arguments = (ins StrAttr:$text, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Str>:$result);
  let assemblyFormat = [{
    $text (`into` $into^ `:` qualified(type($into)))? attr-dict
    (`:` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_RecordOp : Tracing_PureInPlaceOp<"record", [AttrSizedOperandSegments]> {
  let summary = "a tuple or record of values";
  let description = [{
    Elements narrower than the record's own are not allowed: text is cast first.
    Padding is zero. After planning, a large element may be given as a pointer to
    local memory that holds it.

    ```mlir
    %k = tracing.record(%pid, %comm : i32, !tracing.str<16>)
        : !tracing.record<i32, !tracing.str<16>>
    ```
  }];
  let arguments = (ins Variadic<Tracing_Value>:$elements, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Record>:$result);
  let assemblyFormat = [{
    `(` ($elements^ `:` qualified(type($elements)))? `)`
    (`into` $into^ `:` qualified(type($into)))? attr-dict (`:` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_ExtractOp : Tracing_PureInPlaceOp<"extract"> {
  let summary = "one element of a record or array, or byte of text";
  let description = [{
    The aggregate is a value or, after planning, a pointer to local memory.

    ```mlir
    %c = tracing.extract %k[1] : !tracing.record<i32, !tracing.str<16>> -> !tracing.str<16>
    ```
  }];
  let arguments = (ins AnyType:$aggregate, ConfinedAttr<I32Attr, [IntNonNegative]>:$index,
                       Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $aggregate `[` $index `]` (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($aggregate)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Tracing_PackOp : Tracing_PureInPlaceOp<"pack", [AttrSizedOperandSegments]> {
  let summary = "the bytes of several values, one behind the other";
  let description = [{
    Without holes between them; the rest of the array is zero. The last one may be
    cut, unless it is a number. After planning, a large element may be given as a
    pointer to local memory that holds it.

    ```mlir
    %address = tracing.pack(%family, %ip : i64, i32) : !tracing.array<24 x i8>
    ```
  }];
  let arguments = (ins Variadic<Tracing_Value>:$elements, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_ByteArray>:$result);
  let assemblyFormat = [{
    `(` ($elements^ `:` qualified(type($elements)))? `)`
    (`into` $into^ `:` qualified(type($into)))? attr-dict (`:` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_BufOp : Tracing_PureInPlaceOp<"buf", [AttrSizedOperandSegments]> {
  let summary = "the first bytes of a value as a buffer";
  let description = [{
    At most `len` bytes (if given) and at most the buffer's capacity, which the
    value has at least. The value may be a pointer to local memory.

    ```mlir
    %b = tracing.buf %array : !tracing.array<4 x i8> -> !tracing.buf<4>
    %c = tracing.buf %text, %len : !tracing.str<16> -> !tracing.buf<16>
    ```
  }];
  let arguments = (ins AnyType:$value, Optional<I64>:$len, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Buf>:$result);
  let assemblyFormat = [{
    $value (`,` $len^)? (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($value)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_BufCastOp : Tracing_PureInPlaceOp<"buf_cast"> {
  let summary = "a buffer in a larger capacity";
  let arguments = (ins AnyType:$buffer, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Buf>:$result);
  let assemblyFormat = [{
    $buffer (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($buffer)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
}

def Tracing_StrCastOp : Tracing_PureInPlaceOp<"str_cast"> {
  let summary = "text in a larger or smaller capacity";
  let description = [{ Zero-fills, or cuts and ends with a NUL. }];
  let arguments = (ins AnyType:$text, Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Str>:$result);
  let assemblyFormat = [{
    $text (`into` $into^ `:` qualified(type($into)) `,`)? attr-dict
    `:` qualified(type($text)) (`->` qualified(type($result))^)?
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
  let hasCanonicalizeMethod = 1;
}

def Tracing_StrCmpOp : Tracing_Op<"str_cmp", [Pure]> {
  let summary = "comparison of two texts, byte by byte";
  let description = [{
    Up to the first NUL, the smaller capacity, or the `limit` of bytes, which only
    `eq` and `ne` have. Operands are text or, after planning, pointers to local
    memory that holds it.

    ```mlir
    %is = tracing.str_cmp eq %comm, %lit : !tracing.str<16>, !tracing.str<5>
    %starts = tracing.str_cmp eq %comm, %lit limit 3 : !tracing.str<16>, !tracing.str<5>
    ```
  }];
  let arguments = (ins Tracing_CmpPredicateAttr:$predicate, AnyType:$lhs, AnyType:$rhs,
                       OptionalAttr<ConfinedAttr<I64Attr, [IntPositive]>>:$limit);
  let results = (outs I1:$result);
  let assemblyFormat = [{
    `` $predicate $lhs `,` $rhs (`limit` $limit^)? attr-dict
    `:` qualified(type($lhs)) `,` qualified(type($rhs))
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Tracing_StrLenOp : Tracing_Op<"str_len", [Pure]> {
  let summary = "how many bytes a text has before its NUL";
  let description = [{
    At most its capacity. The operand is text or, after planning, a pointer to local
    memory that holds it.

    ```mlir
    %n = tracing.str_len %comm : !tracing.str<16>
    ```
  }];
  let arguments = (ins AnyType:$text);
  let results = (outs I64:$result);
  let assemblyFormat = "$text attr-dict `:` qualified(type($text))";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def Tracing_StrFindOp : Tracing_Op<"str_find", [Pure]> {
  let summary = "where a text stands in another";
  let description = [{
    The index of the first byte of its first occurrence, or -1. An empty text stands
    at 0. `tracing-expand-search` makes loops of it.

    ```mlir
    %at = tracing.str_find %needle in %path : !tracing.str<5>, !tracing.str<64>
    ```
  }];
  let arguments = (ins Tracing_Str:$needle, Tracing_Str:$text);
  let results = (outs I64:$result);
  let assemblyFormat = [{
    $needle `in` $text attr-dict `:` qualified(type($needle)) `,` qualified(type($text))
  }];
  let hasFolder = 1;
}

class Tracing_DivisionOp<string mnemonic> : Tracing_Op<mnemonic, [
    Pure, SameOperandsAndResultType,
    DeclareOpInterfaceMethods<Tracing_FallibleOpInterface, [
        "getErrorKind", "getFailingHelper", "getFailingMap"]>]> {
  let arguments = (ins I64:$lhs, I64:$rhs, UnitAttr:$is_signed, UnitAttr:$report);
  let results = (outs I64:$result);
  let assemblyFormat = [{
    (`signed` $is_signed^)? $lhs `,` $rhs (`report` $report^)? attr-dict `:` type($result)
  }];
  let hasFolder = 1;
}

def Tracing_DivOp : Tracing_DivisionOp<"div"> {
  let summary = "division; by zero it gives 1";
  let description = [{
    Truncates toward zero. The smallest number divided by -1 is itself.

    ```mlir
    %q = tracing.div signed %a, %b : i64
    ```
  }];
}

def Tracing_RemOp : Tracing_DivisionOp<"rem"> {
  let summary = "remainder; by zero it gives 1";
  let description = [{ Has the sign of the dividend. }];
}

def Tracing_ShiftOp : Tracing_Op<"shift", [Pure, SameOperandsAndResultType]> {
  let summary = "shift by any amount";
  let description = [{
    An amount of 64 or more (taken as unsigned) gives 0, or for `signed_right`
    the sign in every bit.

    ```mlir
    %y = tracing.shift signed_right %x, %n : i64
    ```
  }];
  let arguments = (ins Tracing_ShiftKindAttr:$kind, I64:$value, I64:$amount);
  let results = (outs I64:$result);
  let assemblyFormat = "`` $kind $value `,` $amount attr-dict `:` type($result)";
  let hasFolder = 1;
}

def Tracing_Log2BucketOp : Tracing_Op<"log2_bucket", [Pure]> {
  let summary = "the bucket of a value in a logarithmic histogram";
  let description = [{
    For N = 2^bits: a negative value has bucket 0, a value v below N has v+1;
    otherwise, with l = floor(log2 v) - bits, the bucket is
    ((l+1) << bits) + ((v >> l) & (N-1)) + 1.

    ```mlir
    %b = tracing.log2_bucket %v bits 0 : i64
    ```
  }];
  let arguments = (ins I64:$value, I32Attr:$bits);
  let results = (outs I64:$result);
  let assemblyFormat = "$value `bits` $bits attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Tracing_LinearBucketOp : Tracing_Op<"linear_bucket", [Pure]> {
  let summary = "the bucket of a value in a linear histogram";
  let description = [{
    Below `min` 0; from `max` on 1 + (max-min)/step; otherwise 1 + (v-min)/step.

    ```mlir
    %b = tracing.linear_bucket %v from 0 to 100 step 10 : i64
    ```
  }];
  let arguments = (ins I64:$value, I64Attr:$min, I64Attr:$max, I64Attr:$step);
  let results = (outs I64:$result);
  let assemblyFormat = [{
    $value `from` $min `to` $max `step` $step attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def Tracing_CallOp : Tracing_Op<"call", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "call of a C function, or of a function of the script";
  let description = [{
    Its effects are those of the function: none where that is a `pure` C function,
    otherwise every resource.

    ```mlir
    %r = tracing.call @__add_one(%one) : (i32) -> i32
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Variadic<Tracing_Value>:$arguments);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $callee `(` $arguments `)` attr-dict `:` functional-type($arguments, $result)
  }];
}

#endif // SONDE_TRACING_VALUE_OPS
