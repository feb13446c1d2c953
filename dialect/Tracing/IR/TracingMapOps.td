//===- TracingMapOps.td - Map accesses, aggregations and events -----------===//
#ifndef SONDE_TRACING_MAP_OPS
#define SONDE_TRACING_MAP_OPS

include "dialect/Tracing/IR/TracingBase.td"

// Keys and values have the map's types without signs or, after planning and when
// they take more than 8 bytes, are pointers to local memory that holds them.

class Tracing_MapAccessOp<string mnemonic, list<Trait> traits = []>
    : Tracing_Op<mnemonic, traits # [
        DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
        DeclareOpInterfaceMethods<SymbolUserOpInterface>,
        DeclareOpInterfaceMethods<Tracing_MapAccessOpInterface, ["readsMap", "writesMap"]>]>;

class Tracing_FallibleMapAccessOp<string mnemonic, list<Trait> traits = []>
    : Tracing_MapAccessOp<mnemonic, traits # [
        DeclareOpInterfaceMethods<Tracing_FallibleOpInterface, [
            "getErrorKind", "getFailingHelper", "getFailingMap"]>]>;

def Tracing_MapGetOp : Tracing_MapAccessOp<"map_get", [
    AttrSizedOperandSegments, AlwaysSpeculatable,
    DeclareOpInterfaceMethods<Tracing_InPlaceOpInterface, ["cloneInto"]>]> {
  let summary = "read a map's value for a key";
  let description = [{
    Yields the value stored under the key, or zero if there is none. Does not
    create an entry. Aggregations are read by `tracing.map_reduce`.

    ```mlir
    %n = tracing.map_get @starts[%tid : i32] : i64
    %l = tracing.map_get @last[] : i64
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, Optional<Tracing_Value>:$key,
                       Optional<Tracing_LocalPtr>:$into);
  let results = (outs Optional<Tracing_Value>:$result);
  let assemblyFormat = [{
    $map `[` ($key^ `:` qualified(type($key)))? `]`
    (`into` $into^ `:` qualified(type($into)))? attr-dict (`:` qualified(type($result))^)?
  }];
}

def Tracing_MapHasOp : Tracing_MapAccessOp<"map_has"> {
  let summary = "is there an entry for a key?";
  let arguments = (ins FlatSymbolRefAttr:$map, Optional<Tracing_Value>:$key);
  let results = (outs I1:$result);
  let assemblyFormat = [{
    $map `[` ($key^ `:` qualified(type($key)))? `]` attr-dict `:` type($result)
  }];
}

def Tracing_MapSetOp : Tracing_FallibleMapAccessOp<"map_set"> {
  let summary = "write a map's value for a key";
  let description = [{
    ```mlir
    tracing.map_set @starts[%tid : i32] = %now : i64
    tracing.map_set @starts[%tid : i32] = %now on_error(@err_0) : i64
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, Optional<Tracing_Value>:$key,
                       Tracing_Value:$value, UnitAttr:$report,
                       OptionalAttr<FlatSymbolRefAttr>:$on_error);
  let assemblyFormat = [{
    $map `[` ($key^ `:` qualified(type($key)))? `]` `=` $value
    (`report` $report^)? (`on_error` `(` $on_error^ `)`)? attr-dict
    `:` qualified(type($value))
  }];
}

def Tracing_MapDeleteOp : Tracing_MapAccessOp<"map_delete"> {
  let summary = "remove an entry; was there one?";
  let arguments = (ins FlatSymbolRefAttr:$map, Optional<Tracing_Value>:$key);
  let results = (outs I1:$result);
  let assemblyFormat = [{
    $map `[` ($key^ `:` qualified(type($key)))? `]` attr-dict `:` type($result)
  }];
}

def Tracing_UpdateArrayAttr
    : TypedArrayAttrBase<I32Attr, "update kinds">;

def Tracing_MapUpdateOp : Tracing_FallibleMapAccessOp<"map_update", [
    AttrSizedOperandSegments]> {
  let summary = "change words of a map's value in place";
  let description = [{
    The map's value is seen as a row of u64 words, zero when there was no entry.
    Operand i changes word i, or word `index` + i where an index is given, as
    `kinds[i]` says. With an `epoch`, the word behind those says to which epoch they
    belong: if it is another one, they are zero first, and it becomes this one. The
    update loses nothing when several CPUs share the map (unless it has an epoch),
    and is a plain one when each CPU has its own. With a result (only for one
    operand), that is word 0 before (`old`) or after (`new`) this update.

    ```mlir
    tracing.map_update @n[%k : i32] add(%one)
    tracing.map_update @avg[] add(%v), add(%one)
    tracing.map_update @h[%k : i32] at %bucket add(%one)
    tracing.map_update @t[] at %first epoch %now add(%v)
    %o = tracing.map_update @n[] add(%one) yield old : i64
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, Optional<Tracing_Value>:$key,
                       Optional<I64>:$index, Optional<I64>:$epoch, Variadic<I64>:$values,
                       DenseI32ArrayAttr:$kinds, OptionalAttr<Tracing_YieldAttr>:$yield,
                       UnitAttr:$report, OptionalAttr<FlatSymbolRefAttr>:$on_error);
  let results = (outs Optional<I64>:$result);
  let assemblyFormat = [{
    $map `[` ($key^ `:` qualified(type($key)))? `]` (`at` $index^)?
    (`epoch` $epoch^)? custom<Updates>($kinds, $values) (`yield` `` $yield^)?
    (`report` $report^)? (`on_error` `(` $on_error^ `)`)? attr-dict (`:` type($result)^)?
  }];
  let hasVerifier = 1;
  let hasCanonicalizeMethod = 1;
  let extraClassDeclaration = [{
    ::sonde::tr::UpdateKind getUpdateKind(unsigned i) {
      return static_cast<::sonde::tr::UpdateKind>(getKinds()[i]);
    }
  }];
}

def Tracing_AggregateOp : Tracing_FallibleMapAccessOp<"aggregate", [AttrSizedOperandSegments]> {
  let summary = "take a value into an aggregation";
  let description = [{
    Replaced by `tracing-expand-aggregations`. Aggregations of one map commute,
    except where a `tseries` keeps the last value. A `tseries` needs to know when, in
    ns of the clock that its intervals divide.

    ```mlir
    tracing.aggregate count @calls[%comm : !tracing.str<16>]
    tracing.aggregate hist @ns[](%v)
    tracing.aggregate tseries @load[](%v) at %now
    ```
  }];
  let arguments = (ins Tracing_AggKindAttr:$kind, FlatSymbolRefAttr:$map,
                       Optional<Tracing_Value>:$key, Optional<I64>:$value, Optional<I64>:$time,
                       UnitAttr:$report, OptionalAttr<FlatSymbolRefAttr>:$on_error);
  let assemblyFormat = [{
    `` $kind $map `[` ($key^ `:` qualified(type($key)))? `]` (`` `(` $value^ `)`)? (`at` $time^)?
    (`report` $report^)? (`on_error` `(` $on_error^ `)`)? attr-dict
  }];
  let hasVerifier = 1;
}

def Tracing_MapReduceOp : Tracing_MapAccessOp<"map_reduce", [AlwaysSpeculatable]> {
  let summary = "what an aggregation has come to, over all CPUs";
  let description = [{
    The number that is shown for the entry: of `avg` the average, truncated toward
    zero; 0 if there is no entry. Of `stats`, three numbers: how many values there
    were, their average and their total. Replaced by
    `tracing-expand-aggregations`.

    ```mlir
    %n = tracing.map_reduce @calls[%comm : !tracing.str<16>] : i64
    %count, %average, %total = tracing.map_reduce @times[] : i64, i64, i64
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, Optional<Tracing_Value>:$key);
  let results = (outs Variadic<I64>:$values);
  let assemblyFormat = [{
    $map `[` ($key^ `:` qualified(type($key)))? `]` attr-dict `:` type($values)
  }];
}

def Tracing_MapFoldOp : Tracing_MapAccessOp<"map_fold", [AlwaysSpeculatable]> {
  let summary = "words of a map's value, combined over all CPUs";
  let description = [{
    Result i is word i of each CPU's value, combined with those of the others as
    `kinds[i]` says; zero where there is no entry. On a map that CPUs share, they
    are the words themselves.

    ```mlir
    %total, %count = tracing.map_fold @avg[] add, add : i64, i64
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, Optional<Tracing_Value>:$key,
                       DenseI32ArrayAttr:$kinds);
  let results = (outs Variadic<I64>:$words);
  let assemblyFormat = [{
    $map `[` ($key^ `:` qualified(type($key)))? `]` custom<Kinds>($kinds) attr-dict
    `:` type($words)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::sonde::tr::UpdateKind getUpdateKind(unsigned i) {
      return static_cast<::sonde::tr::UpdateKind>(getKinds()[i]);
    }
  }];
}

def Tracing_MapAddrOp : Tracing_Op<"map_addr", [
    Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "a map itself, as an address to give to a C function";
  let description = [{
    ```mlir
    %m = tracing.map_addr @starts : !tracing.ptr<i64, kernel>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map);
  let results = (outs Tracing_Ptr:$result);
  let assemblyFormat = "$map attr-dict `:` qualified(type($result))";
}

def Tracing_EmitOp : Tracing_Op<"emit", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<SymbolUserOpInterface>, SingleBlock, NoTerminator]> {
  let summary = "send an event to user space";
  let description = [{
    Operands are the event's fields in order, without those that `deferred` lists
    (their indices, ascending). The region, which runs once room in the ring
    buffer has been reserved, writes the deferred fields in place; its arguments
    point to them, in the order of `deferred`. An event that finds no room is
    counted as lost.

    ```mlir
    tracing.emit @printf_0(%comm, %n : !tracing.str<16>, i64)
    tracing.emit @printf_1(%n : i64) deferred [0] {
    ^bb0(%f: !tracing.ptr<!tracing.str<64>, local>):
      tracing.read_str %p into %f : !tracing.ptr<!tracing.str<64>, local>, : !tracing.ptr<i8, user>
    }
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$event, Variadic<Tracing_Value>:$fields,
                       OptionalAttr<DenseI32ArrayAttr>:$deferred);
  let regions = (region AnyRegion:$fill);
  let assemblyFormat = [{
    $event `(` ($fields^ `:` qualified(type($fields)))? `)` (`deferred` $deferred^ $fill)?
    attr-dict
  }];
  let builders = [OpBuilder<(ins "::mlir::FlatSymbolRefAttr":$event,
                                 "::mlir::ValueRange":$fields)>];
}

def Tracing_ReportOp : Tracing_Op<"report", [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    MemoryEffects<[MemWrite<Tracing_Errors>]>]> {
  let summary = "count a failure at an error site";
  let arguments = (ins FlatSymbolRefAttr:$site);
  let assemblyFormat = "$site attr-dict";
}

#endif // SONDE_TRACING_MAP_OPS
