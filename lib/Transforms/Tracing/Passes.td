//===- Passes.td - Checks and optimisations of the tracing dialect --------===//
#ifndef SONDE_TRANSFORMS_TRACING_PASSES
#define SONDE_TRANSFORMS_TRACING_PASSES

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// Stage tracing-check
//===----------------------------------------------------------------------===//

def Verify : Pass<"tracing-verify", "::mlir::ModuleOp"> {
  let summary = "check the rules that span several operations";
  let description = [{
    What one operation's verifier cannot see: that arguments and return values
    exist at every attach point of the probe that reads them, that the name of
    each attach point fits where `probe` is stored, and that there are not more
    attach points than `max_probes` allows. Reports all errors, in the words of
    the script. Changes nothing.

    ```
    a.bt:1:22: error: 'arg0' is not available in 'interval:s:1'
    ```
  }];
  let dependentDialects = ["::sonde::tr::TracingDialect"];
}

def InlineFunctions : Pass<"tracing-inline-functions", "::mlir::ModuleOp"> {
  let summary = "make the script's functions part of their callers";
  let description = [{
    Each call of a `tracing.func` becomes a copy of its body, in callees first, so that
    the order of the text does not matter; then the functions are removed. Recursion
    is an error, and so are more than 32768 copied operations. Functions as programs of their own would need frames of the one
    stack, could take no text, and would be optimised alone.

    Before: `%y = tracing.call @f(%x)`. After: the blocks of `@f`, whose `tracing.return`
    is a branch to what follows.
  }];
  let dependentDialects = ["::mlir::cf::ControlFlowDialect"];
  let statistics = [Statistic<"inlined", "inlined", "calls that were replaced">];
}

def SplitProbes : Pass<"tracing-split-probes", "::mlir::ModuleOp"> {
  let summary = "give each kind of attach point its own probe";
  let description = [{
    Afterwards all attach points of a probe are of one kind, so that the probe is
    one program of one type. Programs that the kernel binds to their function
    when they are loaded (fentry, fexit, typed raw tracepoints) have one attach
    point each. A copy stands directly behind its original.

    Before:

    ```mlir
    tracing.probe @p attach [#tracing.attach<kprobe, "f">, #tracing.attach<kretprobe, "f">] (…) {…}
    ```

    After:

    ```mlir
    tracing.probe @p attach [#tracing.attach<kprobe, "f">] (…) {…}
    tracing.probe @p_0 attach [#tracing.attach<kretprobe, "f">] (…) {…}
    ```
  }];
  let statistics = [Statistic<"copies", "copies", "probes that were added">];
}

def BindProbeInfo : Pass<"tracing-bind-probe-info", "::mlir::ModuleOp"> {
  let summary = "replace the name of the attach point by what it is";
  let description = [{
    In a probe whose attach points all have one name, `tracing.probe_info` becomes
    that text. Otherwise the probe is first copied, once for each name.

    Before: `%n = tracing.probe_info : !tracing.str<64>`, attached to
    `interval:s:1`. After: `%n = tracing.const_str "interval:s:1" : !tracing.str<64>`.
  }];
  let options = [Option<"strategy", "strategy", "::sonde::ProbeInfoStrategy",
                        "::sonde::ProbeInfoStrategy::Clone",
                        "what to do with a probe that has several names", [{
                          ::llvm::cl::values(
                            clEnumValN(::sonde::ProbeInfoStrategy::Clone, "clone",
                                       "copy the probe for each name"),
                            clEnumValN(::sonde::ProbeInfoStrategy::Refuse, "refuse",
                                       "report an error"))}]>];
  let statistics = [Statistic<"bound", "bound", "uses that became constants">,
                    Statistic<"copies", "copies", "probes that were added">];
}

def InsertErrorReports : Pass<"tracing-insert-error-reports", "::mlir::ModuleOp"> {
  let summary = "make a site for each failure that is to be reported";
  let description = [{
    Each operation that wants a report gets a `tracing.error_site` that knows what
    fails, and where in the script. Operations that call the kernel name the site
    in `on_error`; a division is preceded by a test of its divisor, unless that is
    a constant. Writes of scalar maps get no site: such a map is never full. Does
    nothing where no report is wanted.

    Before: `%q = tracing.div %a, %b report : i64`. After:

    ```mlir
      %zero = arith.cmpi eq, %b, %c0 : i64
      cf.cond_br %zero, ^report, ^next
    ^report:
      tracing.report @err_0
      cf.br ^next
    ^next:
      %q = tracing.div %a, %b : i64
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect"];
  let statistics = [Statistic<"sites", "sites", "error sites that were added">];
}

def VerifyStage : Pass<"tracing-verify-stage", "::mlir::ModuleOp"> {
  let summary = "check what must hold at the end of a stage";
  let description = [{
    Passes rely on what earlier stages have done. This states it, for those who
    leave passes out or move them:

    | stage | at its end |
    | --- | --- |
    | `tracing-check` | one kind of attach point per probe; no `probe_info`; no `report` |
    | `tracing-opt` | the same, and nothing planned |
    | `tracing-plan` | each map has storage, each event id and layout; no `aggregate`; text, records, arrays and structs are in memory |
    | `convert` | no `tracing` operation |
    | `bpf-opt` | no `bpf` operation that is only a plan |
    | `llvm` | only the LLVM dialect and leaf operations |

    Changes nothing; reports all violations.
  }];
  let options = [Option<"stage", "stage", "std::string", "\"\"", "name of the stage">];
}

//===----------------------------------------------------------------------===//
// Stage tracing-opt
//===----------------------------------------------------------------------===//

def FoldParams : Pass<"tracing-fold-params", "::mlir::ModuleOp"> {
  let summary = "replace known parameters by their values";
  let description = [{
    A parameter that is `known` has its final value; others are chosen when the
    program is started.

    Before: `%p = tracing.param_value @arg1 : i64`, with
    `tracing.param @arg1 "$1" : si64 = 42 {known}`.
    After: `%p = arith.constant 42 : i64`.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
  let statistics = [Statistic<"folded", "folded", "uses that became constants">];
}

def TracingCSE : Pass<"tracing-cse", "::sonde::tr::ProbeOp"> {
  let summary = "merge equal computations, reads included";
  let description = [{
    Over the dominator tree: an operation that only reads takes the result of an
    equal one before it, if nothing on any way between the two may write what
    they read. Maps are told apart by their symbols. Memory outside the program
    may change at any time, and so may a shared map: two reads without an
    ordering point between them may see the same state, so one is enough. Reads
    in a loop are not merged with reads before it. Fresh values, like the time,
    are never merged. What is left without a use is removed.

    Before: `%x = tracing.read %p`, `tracing.map_set @n[] = %x`,
    `%y = tracing.read %p`. After: all uses of `%y` are uses of `%x`.
  }];
  let statistics = [Statistic<"merged", "merged", "operations that were merged">,
                    Statistic<"dead", "dead", "operations that nobody used">];
}

def SinkPastFilters : Pass<"tracing-sink-past-filters", "::sonde::tr::ProbeOp"> {
  let summary = "move work below the branch that may make it unnecessary";
  let description = [{
    An operation whose results are only used on one side of a branch moves to the
    start of that side, so that a rejected event costs only its filter. It may
    read, but not cross a write to what it reads. Constants and fresh values stay.

    Before: `%s = tracing.read_str %p`, `cf.cond_br %keep, ^body, ^exit`, a use of
    `%s` in `^body`. After: the read stands in `^body`.
  }];
  let statistics = [Statistic<"sunk", "sunk", "operations that were moved">];
}

def FuseMapUpdates : Pass<"tracing-fuse-map-updates", "::sonde::tr::ProbeOp"> {
  let summary = "turn several accesses under one key into one";
  let description = [{
    Within a block, where nothing between touches the map:

    * reading a number, adding to it and writing it back becomes a
      `tracing.map_update`, which yields the old or the new value if it is used;
    * two additions under one key become one addition of the sum;
    * a `tracing.map_set` that is overwritten before it can be read is dropped.

    Before: `%o = tracing.map_get @m[%k]`, `%n = arith.addi %o, %d`,
    `tracing.map_set @m[%k] = %n`. After: `tracing.map_update @m[%k] add(%d)`.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
  let statistics = [Statistic<"fused", "fused", "read-modify-writes that became updates">,
                    Statistic<"added", "added", "updates that were added to another">,
                    Statistic<"overwritten", "overwritten", "writes that were dropped">];
}

def Prune : Pass<"tracing-prune", "::mlir::ModuleOp"> {
  let summary = "remove symbols that nothing needs";
  let description = [{
    Removes events that are never sent, error sites and parameters that nobody
    names, C functions that nobody calls, members of structs that nobody accesses,
    and structs that no type names. A map goes when no operation uses it; if maps are not printed at exit
    (`print_maps_on_exit = 0`), also when it is only written, with its writes.

    Before: `tracing.map @t : ui32 -> ui64`, `tracing.map_set @t[%k] = %v`, and
    `print_maps_on_exit = 0`. After: both are gone.
  }];
  let dependentDialects = ["::sonde::tr::TracingDialect"];
  let statistics = [Statistic<"symbols", "symbols", "symbols that were removed">,
                    Statistic<"members", "members", "members that were removed">];
}

//===----------------------------------------------------------------------===//
// Analyses
//===----------------------------------------------------------------------===//

def PrintMapUse : Pass<"tracing-print-map-use", "::mlir::ModuleOp"> {
  let summary = "print how each map is used";
  let description = [{
    For the developer, on standard error: one line for each map, with the number
    of reads, writes, updates and events. Changes nothing.
  }];
}

#endif // SONDE_TRANSFORMS_TRACING_PASSES
