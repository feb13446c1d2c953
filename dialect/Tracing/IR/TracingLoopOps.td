//===- TracingLoopOps.td - Loops, and what they are lowered to ------------===//
#ifndef SONDE_TRACING_LOOP_OPS
#define SONDE_TRACING_LOOP_OPS

include "dialect/Tracing/IR/TracingBase.td"

//===----------------------------------------------------------------------===//
// Loops as the script has them
//===----------------------------------------------------------------------===//

// The body is a CFG, because scripts leave loops from anywhere. What it changes
// is in variables (`tracing.local`), so that a loop carries no values and may
// become straight code, a branch back, or a function. The result says whether the
// body was left by `tracing.leave returning`.
//
// A range and a `while` fail when the kernel ends them, because they ran longer than
// it allows.
class Tracing_LoopOp<string mnemonic, list<Trait> traits = []>
    : Tracing_Op<mnemonic, traits # [
        RecursiveMemoryEffects, DeclareOpInterfaceMethods<Tracing_ProbeLoopOpInterface>]> {
  let results = (outs I1:$returned);
  let regions = (region MinSizedRegion<1>:$body);
  let hasRegionVerifier = 1;
}

class Tracing_EndlessLoopOp<string mnemonic> : Tracing_LoopOp<mnemonic, [
    DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    DeclareOpInterfaceMethods<Tracing_FallibleOpInterface, [
        "getErrorKind", "getFailingHelper", "getFailingMap"]>]>;

def Tracing_ForOp : Tracing_EndlessLoopOp<"for"> {
  let summary = "a loop over a range of numbers";
  let description = [{
    Runs its body for each number from the first operand up to, and without, the
    second; not at all if that is not larger. Numbers are signed unless `unsigned`
    is there. `plan` is written by `tracing-select-loops`.

    ```mlir
    %r = tracing.for %i = %from to %to report {
      tracing.emit @print_0(%i : i64)
      tracing.next
    }
    ```
  }];
  let arguments = (ins I64:$from, I64:$to, UnitAttr:$is_unsigned, UnitAttr:$report,
                       OptionalAttr<FlatSymbolRefAttr>:$on_error,
                       OptionalAttr<Tracing_LoopAttr>:$plan);
  let hasCustomAssemblyFormat = 1;
  let extraClassDeclaration = [{
    /// No kernel runs a loop longer (BPF_MAX_LOOPS).
    static constexpr uint64_t kMostIterations = uint64_t{1} << 23;
    ::mlir::BlockArgument getIndex() { return getBody().getArgument(0); }
    /// How often the body runs at most, where both ends are constant.
    std::optional<uint64_t> getConstantCount();
  }];
}

def Tracing_ForEachOp : Tracing_LoopOp<"for_each", [
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>,
    DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "a loop over the entries of a map";
  let description = [{
    The body's arguments are the key and, unless the map holds an aggregation, the
    value, as they are when their turn comes. Whether an entry is visited that the
    body creates is not defined.

    ```mlir
    %r = tracing.for_each @starts (%key: i32, %value: i64) {
      tracing.next
    }
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$map, OptionalAttr<Tracing_LoopAttr>:$plan);
  let hasCustomAssemblyFormat = 1;
}

def Tracing_WhileOp : Tracing_EndlessLoopOp<"while"> {
  let summary = "a loop that ends when its body leaves it";
  let description = [{
    The test of a script's `while` is the beginning of the body.

    ```mlir
    %r = tracing.while {
      %n = tracing.load_local %slot : !tracing.ptr<i64, local> -> i64
      %more = arith.cmpi ult, %n, %ten : i64
      cf.cond_br %more, ^body, ^end
    ^body:
      tracing.next
    ^end:
      tracing.leave
    }
    ```
  }];
  let arguments = (ins UnitAttr:$report, OptionalAttr<FlatSymbolRefAttr>:$on_error,
                       OptionalAttr<Tracing_LoopAttr>:$plan);
  let hasCustomAssemblyFormat = 1;
}

class Tracing_LoopEnd<string mnemonic>
    : Op<Tracing_Dialect, mnemonic, [
        Terminator, Pure, ParentOneOf<["ForOp", "ForEachOp", "WhileOp", "CallbackOp"]>]>;

def Tracing_NextOp : Tracing_LoopEnd<"next"> {
  let summary = "end of one iteration";
  let assemblyFormat = "attr-dict";
}

def Tracing_LeaveOp : Tracing_LoopEnd<"leave"> {
  let summary = "end of the loop";
  let description = [{
    With `returning`, the probe or function around the loop is to end, too: the
    loop yields true, and the code behind it does that.

    ```mlir
    %r = tracing.while {
      tracing.leave returning
    }
    ```
  }];
  let arguments = (ins UnitAttr:$returning);
  let assemblyFormat = "(`returning` $returning^)? attr-dict";
}

//===----------------------------------------------------------------------===//
// What tracing-expand-loops makes of them
//===----------------------------------------------------------------------===//

def Tracing_CallbackOp : Tracing_SymbolOp<"callback", [
    IsolatedFromAbove, AutomaticAllocationScope,
    DeclareOpInterfaceMethods<SymbolUserOpInterface>,
    DeclareOpInterfaceMethods<Tracing_CodeOpInterface>]> {
  let summary = "the body of a loop as a function that the kernel calls";
  let description = [{
    Belongs to one probe. The first arguments come from the kernel: the number of
    the iteration or, with `over`, the key and (unless the map holds an
    aggregation) the value. What follows is what `tracing.run_loop` captures.
    `tracing.next` goes on, `tracing.leave` ends the loop.

    ```mlir
    tracing.callback @probe_0_loop of(@probe_0) (%i: i64, %n: !tracing.ptr<si64, local>) {
      tracing.next
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$probe,
                       OptionalAttr<FlatSymbolRefAttr>:$map);
  let regions = (region MinSizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    /// How many arguments come from the kernel. `map` is null without `over`.
    static unsigned kernelArguments(::sonde::tr::MapOp map);
  }];
}

def Tracing_RunLoopOp : Tracing_Op<"run_loop", [
    AttrSizedOperandSegments, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "run a callback for each number or entry";
  let description = [{
    `times` is unsigned; it is absent when the callback goes over a map.

    ```mlir
    tracing.run_loop @probe_0_loop times %count captures(%n : !tracing.ptr<si64, local>)
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$callback, Optional<I64>:$times,
                       Variadic<Tracing_Value>:$captured);
  let assemblyFormat = [{
    $callback (`times` $times^)? (`captures` `(` $captured^ `:` qualified(type($captured)) `)`)?
    attr-dict
  }];
}

// An iterator makes the kernel's verifier accept a loop: it counts, in memory
// that the program cannot touch. From its making on, every way must destroy it.
def Tracing_IterNumNewOp : Tracing_Op<"iter_num_new"> {
  let summary = "an iterator that counts up to a number";
  let description = [{
    ```mlir
    %it = tracing.iter_num_new %count : !tracing.ptr<i64, local>
    %i, %more = tracing.iter_num_next %it : !tracing.ptr<i64, local>
    tracing.iter_num_destroy %it : !tracing.ptr<i64, local>
    ```
  }];
  let arguments = (ins I64:$count);
  let results = (outs Tracing_LocalPtr:$iterator);
  let assemblyFormat = "$count attr-dict `:` qualified(type($iterator))";
}

def Tracing_IterNumNextOp : Tracing_Op<"iter_num_next"> {
  let summary = "the next number, if there is one";
  let arguments = (ins Tracing_LocalPtr:$iterator);
  let results = (outs I64:$index, I1:$more);
  let assemblyFormat = "$iterator attr-dict `:` qualified(type($iterator))";
}

def Tracing_IterNumDestroyOp : Tracing_Op<"iter_num_destroy"> {
  let summary = "the end of an iterator";
  let arguments = (ins Tracing_LocalPtr:$iterator);
  let assemblyFormat = "$iterator attr-dict `:` qualified(type($iterator))";
}

def Tracing_MayGotoOp : Tracing_Op<"may_goto", [Terminator]> {
  let summary = "go on with a loop, unless the kernel has had enough of it";
  let description = [{
    ```mlir
    tracing.may_goto ^body, ^out
    ```
  }];
  let successors = (successor AnySuccessor:$body, AnySuccessor:$out);
  let assemblyFormat = "$body `,` $out attr-dict";
}

def Tracing_ForgetOp : Tracing_Op<"forget", [SameOperandsAndResultType]> {
  let summary = "the same number, of which the kernel's verifier knows nothing";
  let description = [{
    What the verifier knows exactly on entry to a loop, and branches on, it
    follows through every iteration, until it gives up.

    ```mlir
    %y = tracing.forget %x : i64
    ```
  }];
  let arguments = (ins AnySignlessInteger:$value);
  let results = (outs AnySignlessInteger:$result);
  let assemblyFormat = "$value attr-dict `:` type($result)";
}

#endif // SONDE_TRACING_LOOP_OPS
