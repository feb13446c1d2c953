//===- Passes.td - Passes on the bpf dialect ------------------------------===//
#ifndef SONDE_TRANSFORMS_BPF_PASSES
#define SONDE_TRANSFORMS_BPF_PASSES

include "mlir/Pass/PassBase.td"

def DirectLoads : InterfacePass<"bpf-direct-loads", "::sonde::bpf::CodeOpInterface"> {
  let summary = "read members of typed kernel objects with plain loads";
  let description = [{
    The verifier lets a program load through a pointer whose type it knows
    (`btf_id`), one member at a time. A `bpf.probe_read` of a scalar member
    behind such a pointer becomes an address of the same kind and a load; short
    text (`comm`) becomes loads of its words. A pointer member is loaded as a
    pointer, typed if the struct is described, for with what points to a struct the
    verifier lets nobody compute. The current task, where its members are read, is
    asked for as a typed one, so that chains of members need no helper. Loads of the
    slot that the helper filled become the value.

    Does nothing when the result of the read (its error) is used, since a plain
    load that fails yields 0 without a word; nor for bit-fields and for reads of
    more or less than one member, which the verifier refuses.

    Before: `%a = bpf.field_addr …, "tgid" : i64 -> i64`,
    `%e = bpf.probe_read kernel %slot[0] size 4 from %a`,
    `%v = bpf.load %slot[0]`. After:
    `%f = bpf.field_addr …, "tgid" : !bpf.ptr<btf_id> -> !bpf.ptr<btf_id>`,
    `%v = bpf.load %f[0]`.
  }];
  let statistics = [Statistic<"loads", "loads", "reads that became plain loads">];
  let dependentDialects = ["::sonde::bpf::BPFDialect"];
}

def ShareLookups : InterfacePass<"bpf-share-lookups", "::sonde::bpf::CodeOpInterface"> {
  let summary = "look up an entry once";
  let description = [{
    A lookup of the same map and key as an earlier one that dominates it yields
    the earlier pointer, when no path between them deletes or updates entries of
    that map, or calls a function that might. Writes through pointers to values
    do not matter: they change what an entry holds, not where it is. Neither do
    writes to entries of an array, which never move.

    Keys are the same when they are one unchanged buffer, or two buffers that
    were filled with the same values.

    Before: `%v = bpf.lookup @m[%k]`, …, `%w = bpf.lookup @m[%k]`. After: uses of
    `%w` are uses of `%v`.
  }];
  let statistics = [Statistic<"shared", "shared", "lookups removed">];
  let dependentDialects = ["::sonde::bpf::BPFDialect"];
}

def InsertNullChecks : Pass<"bpf-insert-null-checks", "::mlir::ModuleOp"> {
  let summary = "turn demands for a pointer that is not null into branches";
  let description = [{
    `bpf.require_nonnull` becomes `bpf.br_null`. `leave` goes to a block that
    returns 0, which all checks share between the same iterators of the kernel:
    what lives of these is destroyed there. `zero` goes on with a pointer to the
    read-only global `sonde_zero`, which is as large as needed. A pointer is checked
    once on a path: where an earlier check dominates, its result is used, and a second
    branch on the same pointer goes away.

    Before: `%p = bpf.require_nonnull %v else(leave)`. After:
    `bpf.br_null %v, ^leave, ^ok`, `^ok(%p: !bpf.ptr<map_value>):`.
  }];
  let statistics = [Statistic<"inserted", "inserted", "checks inserted">,
                    Statistic<"reused", "reused", "checks that an earlier one made superfluous">];
  let dependentDialects = ["::sonde::bpf::BPFDialect", "::mlir::cf::ControlFlowDialect"];
}

def ClampSizes : InterfacePass<"bpf-clamp-sizes", "::sonde::bpf::CodeOpInterface"> {
  let summary = "bound sizes and offsets that are not known to fit";
  let description = [{
    The length of a read, a size given to a helper, and the offset of a
    `bpf.ptr_add` must be seen by the verifier to stay inside the object. Where
    the integer range analysis cannot prove it, a `bpf.clamp` to the largest
    value that fits is put before the use.

    Before: `bpf.probe_read_str user %b[0] size 64 length %n from %a`. After:
    `%l = bpf.clamp %n, 64`, and `length %l`.
  }];
  let statistics = [Statistic<"clamped", "clamped", "values bounded">,
                    Statistic<"proved", "proved", "values that were known to fit">];
  let dependentDialects = ["::sonde::bpf::BPFDialect"];
}

def ExpandArith : InterfacePass<"bpf-expand-arith", "::sonde::bpf::CodeOpInterface"> {
  let summary = "expand division and shifts into operations that are never undefined";
  let description = [{
    `bpf.div`, `bpf.rem` and `bpf.shift` are defined for every operand; those of
    LLVM are not. A divisor that is not constant is compared with zero, an amount
    with 64. Signed division becomes unsigned where both operands are known not
    to be negative; otherwise, below cpu v4, whose instruction set has no signed
    division, it is done with magnitudes and the sign is put back.

    Before: `%q = bpf.div %a, %b`. After: `%z = arith.cmpi eq, %b, %c0`,
    `%d = arith.select %z, %c1, %b`, `%u = arith.divui %a, %d`,
    `%q = arith.select %z, %c1, %u`.
  }];
  let statistics = [Statistic<"expanded", "expanded", "operations expanded">];
  let dependentDialects = ["::sonde::bpf::BPFDialect", "::mlir::arith::ArithDialect"];
}

def AssignStorage : Pass<"bpf-assign-storage", "::mlir::ModuleOp"> {
  let summary = "give buffers a place on the stack or in a scratch map";
  let description = [{
    Each `bpf.buffer` becomes a `bpf.stack`. Buffers whose lifetimes do not meet
    share a slot, except those that are only loaded and stored, since LLVM keeps
    them in registers. If the slots need more than `budget` bytes, the largest
    are moved into a per-CPU array `sonde_scratch_PROG` with one entry, which is
    looked up once, where the first of its buffers is needed, and before any record
    is open and any iterator made. What is `on_stack` is not moved. Programs never
    share such an array: they can interrupt each other.

    `scratch`: `never` leaves everything on the stack, `always` puts every buffer
    that is not kept in registers into the array.

    What LLVM spills is known only when it has made the code. The compiler then comes
    back here if it was too much, with a smaller `budget` and less trust in
    registers (`in-registers`). Scratch memory beyond the 32768 bytes that an entry
    may have is in a second array.

    Before: `%b = bpf.buffer size 600 align 8 : !bpf.ptr<mem>`. After:
    `%v = bpf.lookup @sonde_scratch_p[%key]`, `bpf.br_null %v, ^leave, ^ok`,
    `^ok(%s: !bpf.ptr<map_value>): %b = bpf.scratch %s[0] size 600`.
  }];
  let options = [
    Option<"budget", "budget", "unsigned", "416",
           "bytes of stack for buffers: 512 less what LLVM may need for spills">,
    Option<"inRegisters", "in-registers", "unsigned", "4096",
           "bytes of the largest buffer that LLVM is trusted to keep in registers">,
    Option<"scratch", "scratch", "std::string", "\"auto\"",
           "when to use a scratch map: never, auto or always">,
  ];
  let statistics = [Statistic<"onStack", "on-stack", "buffers placed on the stack">,
                    Statistic<"inScratch", "in-scratch", "buffers placed in scratch maps">,
                    Statistic<"sharing", "sharing", "buffers that share another one's place">];
  let dependentDialects = ["::sonde::bpf::BPFDialect", "::mlir::cf::ControlFlowDialect"];
}

def PassCaptures : Pass<"bpf-pass-captures", "::mlir::ModuleOp"> {
  let summary = "put what callbacks capture into memory of the frame";
  let description = [{
    The helper that runs a loop hands one pointer on to the callback. Each function
    gets one such place in its frame for all loops that it runs, since only one of
    them runs at a time: a word for each captured value or pointer.

    Before: `bpf.run_loop @f times %n captures(%x, %p : i64, !bpf.ptr<stack>)`. After:
    `bpf.store %x, %frame[0]`, `bpf.store %p, %frame[8]`,
    `bpf.run_loop @f times %n with %frame`, and in `@f` two loads.
  }];
  let statistics = [Statistic<"captures", "captures", "values that are handed on">];
  let dependentDialects = ["::sonde::bpf::BPFDialect", "::mlir::arith::ArithDialect"];
}

def ExpandCopies : InterfacePass<"bpf-expand-copies", "::sonde::bpf::CodeOpInterface"> {
  let summary = "write copies and zeroing as aligned accesses";
  let description = [{
    Up to `inline-limit` bytes become loads and stores of 8, 4, 2 and 1 bytes, as
    wide as the alignment allows. Beyond it, `bpf.probe_read` copies: from the
    source, or from address 0, whose reading fails and zeroes the destination.
    Copies from typed kernel objects always use the helper, because the verifier
    allows loads of single members only.

    Before: `bpf.copy %to[8], %from[0] size 12 align 8`. After:
    `%x = bpf.load %from[0] align 8`, `bpf.store %x, %to[8] align 8`,
    `%y = bpf.load %from[8] align 4`, `bpf.store %y, %to[16] align 4`.
  }];
  let options = [Option<"inlineLimit", "inline-limit", "unsigned", "256",
                        "most bytes that are copied or zeroed without a helper">];
  let statistics = [Statistic<"inlined", "inlined", "copies written as loads and stores">,
                    Statistic<"called", "called", "copies done by a helper">];
  let dependentDialects = ["::sonde::bpf::BPFDialect", "::mlir::arith::ArithDialect"];
}

def CheckLimits : Pass<"bpf-check-limits", "::mlir::ModuleOp"> {
  let summary = "report what the target kernel would refuse";
  let description = [{
    Changes nothing. Reports, at the script's line: more than 512 bytes of stack;
    helpers, map types, program types and instructions that the target lacks, or
    that a program of this type or a script of this license must not use; keys
    and per-CPU values that are too large. `report` prints a table of all
    programs on standard output.
  }];
  let options = [Option<"report", "report", "bool", "false", "print what each program needs">];
  let dependentDialects = ["::sonde::tr::TracingDialect"];
}

def PrintStack : InterfacePass<"bpf-print-stack", "::sonde::bpf::CodeOpInterface"> {
  let summary = "print buffers, their lifetimes and the stack of each program";
  let description = [{
    For tests and for the curious: buffers with those they are alive with, and
    the frame as `bpf-check-limits` sees it. Changes nothing.
  }];
}

#endif // SONDE_TRANSFORMS_BPF_PASSES
