//===- Passes.td - Decisions about the tracing dialect --------------------===//
//
// Each writes what it has decided into the IR; convert-tracing-to-bpf carries it
// out. Another pass that makes the same decision can take its place.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_PLAN_PASSES
#define SONDE_TRANSFORMS_PLAN_PASSES

include "mlir/Pass/PassBase.td"

def SelectAttach : Pass<"tracing-select-attach", "::mlir::ModuleOp"> {
  let summary = "choose the cheapest way to attach that means the same";
  let description = [{
    A perf tracepoint copies a record for each event, and detaching it waits for
    all CPUs; a raw tracepoint does neither. A `tracepoint` probe becomes a
    `raw_tracepoint` when each of its attach points has a raw tracepoint (option
    `raw`), each context field it reads is an argument of that (`raw` of
    `#tracing.member`), it does not return a value of its own, which only perf
    would see, and it does not capture the kernel's stack, which would begin with
    frames of BPF.

    A probe on a raw tracepoint stays or becomes a `btf_tracepoint`, whose
    arguments the verifier knows by type, only if it reads a typed pointer;
    otherwise it becomes a `raw_tracepoint`, which loads faster.

    The name that is shown stays the same.

    Before: `attach [#tracing.attach<tracepoint, "raw_syscalls:sys_enter",
    {event = "sys_enter", raw}>]`. After: `attach [#tracing.attach<raw_tracepoint,
    "sys_enter", {event = "sys_enter", name = "tracepoint:raw_syscalls:sys_enter"}>]`,
    and the context's struct has the arguments' offsets.
  }];
  let options = [Option<"raw", "raw", "bool", "true",
                        "attach tracepoints as raw tracepoints where possible">];
  let dependentDialects = ["::sonde::tr::TracingDialect"];
  let statistics = [Statistic<"raw_", "raw", "probes that became raw tracepoints">,
                    Statistic<"typed", "typed", "probes that became typed tracepoints">];
}

def SelectMaps : Pass<"tracing-select-maps", "::mlir::ModuleOp"> {
  let summary = "choose the kernel map behind each map";
  let description = [{
    Aggregations have a value on each CPU, so that an update needs no atomic
    operation; other values are shared. Maps with keys are hashes, of the kind and
    size that the script declares or else of `max_map_keys` entries. A map without
    a key is one entry of an array.

    Before: `tracing.map @n : si64 -> !tracing.agg<count>`.
    After: `tracing.map @n : si64 -> !tracing.agg<count> storage(<percpu_hash, 4096>)`.
  }];
  let dependentDialects = ["::sonde::tr::TracingDialect"];
  let statistics = [Statistic<"perCpu", "per-cpu", "maps with a value on each CPU">];
}

def ExpandAggregations : Pass<"tracing-expand-aggregations", "::mlir::ModuleOp"> {
  let summary = "turn aggregations into updates of words";
  let description = [{
    By a table with one entry for each kind:

    | kind | becomes |
    | --- | --- |
    | `count` | `map_update add(1)` |
    | `sum` | `map_update add(v)` |
    | `avg`, `stats` | `map_update add(v), add(1)` |
    | `min`, `max` | `map_update umax(ordered v), umax(1)`: lib/Types/Ordered.h |
    | `hist`, `lhist` | `map_update at BUCKET add(1)` |
    | `tseries` | `map_update at PLACE epoch NUMBER` with what its kind becomes, or `set(v), set(time)` |

    Before: `tracing.aggregate hist @h[](%v)`. After:
    `%b = tracing.log2_bucket %v bits 0`, `tracing.map_update @h[] at %b add(%one)`.
  }];
  let dependentDialects = ["::sonde::tr::TracingDialect", "::mlir::arith::ArithDialect"];
  let statistics = [Statistic<"expanded", "expanded", "aggregations that became updates">];
}

def LayoutEvents : Pass<"tracing-layout-events", "::mlir::ModuleOp"> {
  let summary = "give events numbers and their records a layout";
  let description = [{
    Numbers follow the order of the events. A record starts with 8 bytes of
    header. Fields are ordered by alignment, where whatever is a multiple of 8
    bytes counts as aligned to 8, so that there are no holes and text can be
    copied in words; the offsets are kept in the order of the fields.

    Before: `tracing.event @e printf "%c %s %d" fields [i8, !tracing.str<16>, si64]`.
    After: the same with `id(0) layout(<[32, 8, 24], size = 40>)`.
  }];
  let dependentDialects = ["::sonde::tr::TracingDialect"];
  let statistics = [Statistic<"bytes", "bytes", "sum of the records' sizes">];
}

def ExpandSearch : Pass<"tracing-expand-search", "::mlir::ModuleOp"> {
  let summary = "turn searches for a text into loops";
  let description = [{
    A `tracing.str_find` becomes a loop over the places where the text may stand,
    which ends at the first match or at the end of the text that is searched. A
    constant of at most 16 bytes is compared byte by byte in straight code, so that
    its first byte is the filter; a longer or unknown text by a loop inside. How the
    loops are carried out is for `tracing-select-loops`.

    Before: `%at = tracing.str_find %needle in %text`. After:

    ```mlir
    %r = tracing.for %i = %zero to %last {
      %c = tracing.element %text[%i] : !tracing.str<64> -> i8
      …
      tracing.store_local %i to %at
      tracing.leave
    }
    ```
  }];
  let dependentDialects = ["::sonde::tr::TracingDialect", "::mlir::arith::ArithDialect",
                           "::mlir::cf::ControlFlowDialect"];
  let statistics = [Statistic<"expanded", "expanded", "searches that became loops">];
}

def SelectLoops : Pass<"tracing-select-loops", "::mlir::ModuleOp"> {
  let summary = "choose how each loop is carried out";
  let description = [{
    Writes `#tracing.loop<strategy, bound>` on each loop that has no plan yet.

    | strategy | what becomes of the loop | needs |
    | --- | --- | --- |
    | `unroll` | its body, once for each iteration | a constant range |
    | `branch` | a branch back, which the verifier walks to its end | a constant range of at most 64 |
    | `iter_num` | a branch back that an iterator counts | Linux 6.4 |
    | `may_goto` | a branch back that the kernel counts | Linux 6.9 |
    | `callback` | a function that a helper calls | Linux 5.17; over a map 5.13 |

    A constant range of at most one number is unrolled, which leaves its body or
    nothing. A loop is simple if no loop is in it or around it, and blocks, accesses of
    maps, comparisons of text and records, and captured stacks in its body are at most
    4 together. Of simple loops, a constant range of at most 8 is a `branch`, and
    others take the first of `iter_num`, `may_goto`, `callback`, `branch` that the
    target has; a `while` prefers `may_goto`, because it needs no memory. Where a loop
    is not simple, `callback` comes first: the verifier goes through a function that
    a helper calls by itself, but through a loop in the program on each of the ways
    to it, and through those of its body in each iteration, until it gives up. Over a
    map there are only callbacks. `prefer=STRATEGY` comes before all these (but not
    before unrolling one) wherever it is possible. The bound is the number of
    iterations, or what the kernel allows at most.

    Before: `tracing.for %i = %from to %to {…}`. After, for Linux 6.1:
    `tracing.for %i = %from to %to plan <callback, 8388608> {…}`.
  }];
  let options = [Option<"prefer", "prefer", "std::string", "",
                        "the strategy that comes first, where it is possible">];
  let dependentDialects = ["::sonde::tr::TracingDialect"];
}

def ExpandLoops : Pass<"tracing-expand-loops", "::mlir::ModuleOp"> {
  let summary = "turn loops into branches and callbacks";
  let description = [{
    Carries out the plan of `tracing-select-loops`. What stays in the program becomes
    branches here and not later, so that the passes behind this one need to know
    blocks only. The body of a `callback` becomes a `tracing.callback`, which takes
    exactly the values and variables that it uses from outside; constants are
    copied, and whether it returned is a variable that both functions see.

    A number that the body changes is made unknown to the verifier (`tracing.forget`):
    it would follow a known one through every iteration. That happens before the loop,
    or at the beginning of each iteration if the body may branch on the number, for
    behind `$i == 0` it is known again.

    Before: `tracing.for %i = %from to %to plan <callback, 8388608> {…}`. After:

    ```mlir
    tracing.run_loop @probe_0_loop times %count captures(%n : !tracing.ptr<si64, local>)
    ```
  }];
  let dependentDialects = ["::sonde::tr::TracingDialect", "::mlir::arith::ArithDialect",
                           "::mlir::cf::ControlFlowDialect"];
  let statistics = [Statistic<"expanded", "expanded", "loops that were expanded">];
}

def PlaceValues : InterfacePass<"tracing-place-values", "::sonde::tr::CodeOpInterface"> {
  let summary = "give memory to values that do not fit a register";
  let description = [{
    Afterwards no SSA value is text, record, array or struct: what makes one
    writes it `into` a `tracing.buffer`, and what takes one takes the pointer.

    A value that is built only for one place is built in that place, if nothing in
    between changes what it is made of: a field of an event in the record that has
    been reserved, a variable's new value in the variable. A variable that does
    not change between being read and the use of what was read is used where it
    is. `in-place=false` leaves these out.

    Before:

    ```mlir
    %s = tracing.read_str %p : !tracing.ptr<i8, user> -> !tracing.str<64>
    tracing.emit @printf_0(%s : !tracing.str<64>)
    ```

    After:

    ```mlir
    tracing.emit @printf_0() deferred [0] {
    ^bb0(%f: !tracing.ptr<!tracing.str<64>, local>):
      tracing.read_str %p into %f : !tracing.ptr<!tracing.str<64>, local>, : !tracing.ptr<i8, user>
    }
    ```
  }];
  let options = [Option<"inPlace", "in-place", "bool", "true",
                        "build values where they are needed">];
  let dependentDialects = ["::mlir::cf::ControlFlowDialect"];
  let statistics = [Statistic<"buffers", "buffers", "values that got memory of their own">,
                    Statistic<"built", "built-in-place", "values that needed none">];
}

#endif // SONDE_TRANSFORMS_PLAN_PASSES
