// RUN: sonde-opt %s -split-input-file -verify-diagnostics
// Every rule of the dialect, broken once; each case is named after its rule.

// pointer: unknown kind
// expected-error @below {{unknown kind of pointer 'heap'}}
bpf.extern @e "ksym" : !bpf.ptr<heap>

// -----

// pointer: name of a type
// expected-error @below {{expected 'nullable' or the name of a type}}
bpf.extern @e "ksym" : !bpf.ptr<btf_id, 3>

// -----

// pointer: only btf_id names a type
// expected-error @below {{only a 'btf_id' pointer names a type}}
bpf.extern @e "ksym" : !bpf.ptr<ctx, @task_struct>

// -----

// pointer: a context is never null
// expected-error @below {{a 'ctx' pointer is never null}}
bpf.extern @e "ksym" : !bpf.ptr<ctx, nullable>

// -----

// target: release
// expected-error @below {{expected a kernel release such as "6.1", not "six"}}
module attributes {bpf.target = #bpf.target<kernel = "six", arch = "x86_64">} {}

// -----

// target: architecture
// expected-error @below {{unknown architecture "vax"}}
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "vax">} {}

// -----

// target: sign of a feature
// expected-error @below {{expected '+' or '-' before the feature "ringbuf"}}
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64", features = ["ringbuf"]>} {}

// -----

// target: feature
// expected-error @below {{unknown feature "teleport"}}
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64", features = ["+teleport"]>} {}

// -----

// map: entries
// expected-error @below {{'bpf.map' op has no entries}}
bpf.map @m hash key i32 value i64 max_entries 0

// -----

// map: script key
// expected-error @below {{'bpf.map' op has a script key but no script name}}
bpf.map @m hash key i32 value i64 max_entries 1 {script_key = i32}

// -----

// map: script name and value
// expected-error @below {{'bpf.map' op needs both a script name and a script value, or neither}}
bpf.map @m hash key i32 value i64 max_entries 1 {script = "@x"}

// -----

// map: ring buffer without key
// expected-error @below {{'bpf.map' op a ring buffer has neither key nor value}}
bpf.map @m ringbuf key i32 max_entries 4096

// -----

// map: ring buffer size
// expected-error @below {{'bpf.map' op the size of a ring buffer is a power of two from 4096, not 5000}}
bpf.map @m ringbuf max_entries 5000

// -----

// map: key and value
// expected-error @below {{'bpf.map' op needs a key and a value}}
bpf.map @m hash key i32 max_entries 1

// -----

// map: layout
// expected-error @below {{'bpf.map' op 'f32' has no size in memory}}
bpf.map @m hash key f32 value i64 max_entries 1

// -----

// map: array key
// expected-error @below {{'bpf.map' op the key of an array has 4 bytes, not 8}}
bpf.map @m array key i64 value i64 max_entries 1

// -----

// event: offsets
// expected-error @below {{'bpf.event' op has 1 fields but 0 offsets}}
bpf.event @e id 0 kind "print" size 16 fields [si64]

// -----

// event: record
// expected-error @below {{'bpf.event' op offset 16 is outside the record of 16 bytes}}
bpf.event @e id 0 kind "print" size 16 fields [si64] offsets [16]

// -----

// global: layout
// expected-error @below {{'bpf.global' op 'f32' has no size in memory}}
bpf.global @g data : f32

// -----

// global: bss
// expected-error @below {{'bpf.global' op zero data has no initial bytes}}
bpf.global @g bss : i64 = "x"

// -----

// global: bytes
// expected-error @below {{'bpf.global' op has 5 initial bytes for 4}}
bpf.global @g data : i32 = "hello"

// -----

// extern: kind
// expected-error @below {{'bpf.extern' op unknown kind of extern "rust"}}
bpf.extern @e "rust" : () -> ()

// -----

// extern: function
// expected-error @below {{'bpf.extern' op "kfunc" needs a function type}}
bpf.extern @e "kfunc" : i32

// -----

// extern: data
// expected-error @below {{'bpf.extern' op "kconfig" is data, not a function}}
bpf.extern @e "kconfig" : () -> ()

// -----

// extern: weak
// expected-error @below {{'bpf.extern' op a linked function cannot be weak}}
bpf.extern @e "c" weak : () -> ()

// -----

// prog: type
// expected-error @below {{unknown program type 'xdp'}}
bpf.prog @p type(xdp) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
}

// -----

// prog: context
// expected-error @below {{'bpf.prog' op the one argument of a program is its context, '!bpf.ptr<ctx>'}}
bpf.prog @p type(kprobe) section("s") attach [] (%ctx: i64) {
  %c0 = arith.constant 0 : i32
  bpf.return %c0 : i32
}

// -----

// prog: place
module {
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.map' op expects parent op 'builtin.module'}}
  bpf.map @m hash key i32 value i64 max_entries 1
  bpf.return %c0 : i32
}
}

// -----

// load: what may be null
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // expected-error @below {{'bpf.load' op operand #0 must be pointer that is not null, but got '!bpf.ptr<map_value, nullable>'}}
  %x = bpf.load %v[0] align 8 : !bpf.ptr<map_value, nullable> -> i64
  bpf.return %c0 : i32
}

// -----

// store: what may be null
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %x = arith.constant 1 : i64
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // expected-error @below {{'bpf.store' op operand #1 must be pointer that is not null, but got '!bpf.ptr<map_value, nullable>'}}
  bpf.store %x, %v[0] align 8 : i64, !bpf.ptr<map_value, nullable>
  bpf.return %c0 : i32
}

// -----

// load: alignment
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.load' op attribute 'align' failed to satisfy constraint: 64-bit signless integer attribute whose value is 1, 2, 4 or 8}}
  %x = bpf.load %ctx[0] align 3 : !bpf.ptr<ctx> -> i64
  bpf.return %c0 : i32
}

// -----

// load: offset
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.load' op attribute 'offset' failed to satisfy constraint: 64-bit signless integer attribute whose value is non-negative}}
  %x = "bpf.load"(%ctx) {offset = -8 : i64, align = 8 : i64} : (!bpf.ptr<ctx>) -> i64
  bpf.return %c0 : i32
}

// -----

// load: pointer kind
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.load' op only a 'btf_id' pointer can be loaded}}
  %x = bpf.load %ctx[0] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

// load: pointer source
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  // expected-error @below {{'bpf.load' op a typed pointer cannot come from a 'mem' pointer}}
  %x = bpf.load %s[0] align 8 : !bpf.ptr<mem> -> !bpf.ptr<btf_id>
  bpf.return %c0 : i32
}

// -----

// load: end of the object
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.load' op accesses bytes 4 to 12 of an object of 8}}
  %x = bpf.load %s[4] align 8 : !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// load: stack alignment
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.load' op needs an alignment of 8 on the stack, not 4}}
  %x = bpf.load %s[0] align 4 : !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// load: context alignment
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.load' op reads 8 bytes of the context at offset 12, which is not a multiple}}
  %x = bpf.load %ctx[12] align 4 : !bpf.ptr<ctx> -> i64
  bpf.return %c0 : i32
}

// -----

// store: context
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.store' op cannot write through a 'ctx' pointer}}
  bpf.store %c0, %ctx[0] align 4 : i32, !bpf.ptr<ctx>
  bpf.return %c0 : i32
}

// -----

// store: end of the object
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.store' op accesses bytes 8 to 12 of an object of 8}}
  bpf.store %c0, %s[8] align 4 : i32, !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// copy: end of the object
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.copy' op accesses bytes 0 to 16 of an object of 8}}
  bpf.copy %s[0], %ctx[0] size 16 align 8 : !bpf.ptr<stack>, !bpf.ptr<ctx>
  bpf.return %c0 : i32
}

// -----

// copy: context
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.copy' op cannot write through a 'ctx' pointer}}
  bpf.copy %ctx[0], %s[0] size 8 align 8 : !bpf.ptr<ctx>, !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// zero: end of the object
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.zero' op accesses bytes 0 to 9 of an object of 8}}
  bpf.zero %s[0] size 9 align 8 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// atomic_add: offset
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %x = arith.constant 1 : i64
  // expected-error @below {{'bpf.atomic' op the offset of a word is a multiple of 8, not 4}}
  bpf.atomic add %s[4], %x : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// atomic_add: context
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %x = arith.constant 1 : i64
  // expected-error @below {{'bpf.atomic' op cannot write through a 'ctx' pointer}}
  bpf.atomic add %ctx[0], %x : !bpf.ptr<ctx>
  bpf.return %c0 : i32
}

// -----

// ptr_add: access
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %x = arith.constant 1 : i64
  // expected-error @below {{'bpf.ptr_add' op an access of 8 bytes does not fit into 4}}
  %q = bpf.ptr_add %s, %x access 8 bound 4 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// ptr_add: bound
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %x = arith.constant 1 : i64
  // expected-error @below {{'bpf.ptr_add' op the bound 16 is above the object's 8 bytes}}
  %q = bpf.ptr_add %s, %x access 8 bound 16 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// buffer: kind
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.buffer' op result #0 must be pointer to a buffer without a place, but got '!bpf.ptr<stack>'}}
  %b = bpf.buffer size 8 align 8 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// stack: size
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.stack' op attribute 'size' failed to satisfy constraint: 64-bit signless integer attribute whose value is positive}}
  %b = bpf.stack size 0 align 8 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// scratch: kind
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.scratch' op operand #0 must be pointer to a map's value, but got '!bpf.ptr<stack>'}}
  %b = bpf.scratch %s[0] size 8 : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// global_addr: symbol
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.global_addr' op 'm' is not a global}}
  %g = bpf.global_addr @m : !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

// field_addr: symbol
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %x = arith.constant 1 : i64
  // expected-error @below {{'bpf.field_addr' op 'm' is not a kernel type}}
  %g = bpf.field_addr %x, @m, "tgid" : i64 -> i64
  bpf.return %c0 : i32
}

// -----

// field_addr: kinds
bpf.core_type @t size 8 [#tracing.member<"tgid", si32, 0>]
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %x = arith.constant 1 : i64
  // expected-error @below {{'bpf.field_addr' op base and result are both 'i64', or both 'btf_id' pointers}}
  %g = bpf.field_addr %x, @t, "tgid" : i64 -> !bpf.ptr<btf_id>
  bpf.return %c0 : i32
}

// -----

// require_nonnull: result
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // expected-error @below {{'bpf.require_nonnull' op yields '!bpf.ptr<map_value>', not '!bpf.ptr<ringbuf>'}}
  %q = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<ringbuf>
  bpf.return %c0 : i32
}

// -----

// require_nonnull: zero bytes of a record
bpf.map @r ringbuf max_entries 4096
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %v = bpf.ringbuf_reserve @r size 8 : !bpf.ptr<ringbuf, nullable>
  // expected-error @below {{'bpf.require_nonnull' op only a map's value can be replaced by zero bytes}}
  %q = bpf.require_nonnull %v else(zero) size 8 : !bpf.ptr<ringbuf, nullable> -> !bpf.ptr<ringbuf>
  bpf.return %c0 : i32
}

// -----

// require_nonnull: word
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // expected-error @below {{expected 'leave' or 'zero'}}
  %q = bpf.require_nonnull %v else(panic) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

// require_nonnull: number of zero bytes
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // expected-error @below {{'bpf.require_nonnull' op 'zero' needs the number of bytes}}
  %q = bpf.require_nonnull %v else(zero) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

// br_null: refined pointer
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // expected-error @below {{'bpf.br_null' op the first argument of the second successor is the checked pointer, '!bpf.ptr<map_value>'}}
  bpf.br_null %v, ^out, ^hit : !bpf.ptr<map_value, nullable>
^hit(%q: !bpf.ptr<map_value, nullable>):
  cf.br ^out
^out:
  bpf.return %c0 : i32
}

// -----

// br_null: operands of a successor
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // expected-error @below {{branch has 1 operands for successor #1, but target block has 2}}
  bpf.br_null %v, ^out, ^hit : !bpf.ptr<map_value, nullable>
^hit(%q: !bpf.ptr<map_value>, %n: i64):
  cf.br ^out
^out:
  bpf.return %c0 : i32
}

// -----

// helper: name
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{unknown helper 'fly'}}
  %x = bpf.helper fly() : () -> i64
  bpf.return %c0 : i32
}

// -----

// helper: number
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.helper' op there is no helper 9999 in Helpers.def}}
  %x = bpf.helper 9999() : () -> i64
  bpf.return %c0 : i32
}

// -----

// helper: maps and records
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.helper' op 'map_lookup_elem' handles maps or records, which needs an operation of its own}}
  %x = bpf.helper map_lookup_elem(%s) : (!bpf.ptr<stack>) -> i64
  bpf.return %c0 : i32
}

// -----

// helper: number of arguments
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.helper' op 'ktime_get_ns' takes 0 arguments, not 1}}
  %x = bpf.helper ktime_get_ns(%ctx) : (!bpf.ptr<ctx>) -> i64
  bpf.return %c0 : i32
}

// -----

// helper: memory
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.helper' op argument 0 of 'get_current_comm' is a pointer to memory of the program, not '!bpf.ptr<ctx>'}}
  %x = bpf.helper get_current_comm(%ctx, %c0) : (!bpf.ptr<ctx>, i32) -> i64
  bpf.return %c0 : i32
}

// -----

// helper: size
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.helper' op argument 1 of 'get_current_comm' is an 'i64' or 'i32', not '!bpf.ptr<stack>'}}
  %x = bpf.helper get_current_comm(%s, %s) : (!bpf.ptr<stack>, !bpf.ptr<stack>) -> i64
  bpf.return %c0 : i32
}

// -----

// helper: address
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.helper' op argument 2 of 'probe_read_kernel' is an address, 'i64', not 'i32'}}
  %x = bpf.helper probe_read_kernel(%s, %c0, %c0) : (!bpf.ptr<stack>, i32, i32) -> i64
  bpf.return %c0 : i32
}

// -----

// helper: context
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.helper' op argument 0 of 'get_attach_cookie' is the context, not '!bpf.ptr<stack>'}}
  %x = bpf.helper get_attach_cookie(%s) : (!bpf.ptr<stack>) -> i64
  bpf.return %c0 : i32
}

// -----

// helper: typed result
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.helper' op 'get_current_task_btf' yields a 'btf_id' pointer}}
  %x = bpf.helper get_current_task_btf() : () -> i64
  bpf.return %c0 : i32
}

// -----

// helper: integer result
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.helper' op 'get_current_task' yields an integer}}
  %x = bpf.helper get_current_task() : () -> !bpf.ptr<btf_id>
  bpf.return %c0 : i32
}

// -----

// helper: end of the object
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %n = arith.constant 16 : i32
  // expected-error @below {{'bpf.helper' op accesses bytes 0 to 16 of an object of 8}}
  %x = bpf.helper get_current_comm(%s, %n) : (!bpf.ptr<stack>, i32) -> i64
  bpf.return %c0 : i32
}

// -----

// lookup: symbol
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.lookup' op 'm' is not a map}}
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  bpf.return %c0 : i32
}

// -----

// lookup: ring buffer
bpf.map @r ringbuf max_entries 4096
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.lookup' op 'r' is a ring buffer, which has no keys}}
  %v = bpf.lookup @r[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  bpf.return %c0 : i32
}

// -----

// lookup: key memory
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.lookup' op the key is memory of the program, not behind a '!bpf.ptr<ctx>'}}
  %v = bpf.lookup @m[%ctx] : !bpf.ptr<ctx> -> !bpf.ptr<map_value, nullable>
  bpf.return %c0 : i32
}

// -----

// lookup: key size
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 4 align 4 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.lookup' op the map's key has 8 bytes, but only 4 are given}}
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  bpf.return %c0 : i32
}

// -----

// lookup: result
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.lookup' op result #0 must be pointer to a map's value, or null, but got '!bpf.ptr<map_value>'}}
  %v = bpf.lookup @m[%s] : !bpf.ptr<stack> -> !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

// update: value size
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %w = bpf.stack size 4 align 4 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.update' op the map's value has 8 bytes, but only 4 are given}}
  %e = bpf.update @m[%s], %w any : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// update: symbol
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.update' op 'm' is not a map}}
  %e = bpf.update @m[%s], %s any : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// delete: symbol
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.delete' op 'm' is not a map}}
  %e = bpf.delete @m[%s] : !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// delete: array
bpf.map @a array key i32 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 4 align 4 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.delete' op 'a' is an array, whose entries stay}}
  %e = bpf.delete @a[%s] : !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// probe_read: end of the object
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  %x = arith.constant 1 : i64
  // expected-error @below {{'bpf.probe_read' op accesses bytes 4 to 12 of an object of 8}}
  %e = bpf.probe_read kernel %s[4] size 8 from %x : !bpf.ptr<stack> -> i64
  bpf.return %c0 : i32
}

// -----

// probe_read_str: context
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %x = arith.constant 1 : i64
  // expected-error @below {{'bpf.probe_read_str' op cannot write through a 'ctx' pointer}}
  %e = bpf.probe_read_str user %ctx[0] size 8 from %x : !bpf.ptr<ctx> -> i64
  bpf.return %c0 : i32
}

// -----

// ringbuf_reserve: symbol
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.ringbuf_reserve' op 'm' is not a ring buffer}}
  %v = bpf.ringbuf_reserve @m size 8 : !bpf.ptr<ringbuf, nullable>
  bpf.return %c0 : i32
}

// -----

// ringbuf_reserve: size
bpf.map @r ringbuf max_entries 4096
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.ringbuf_reserve' op a record of 5000 bytes does not fit into the 4096 of 'r'}}
  %v = bpf.ringbuf_reserve @r size 5000 : !bpf.ptr<ringbuf, nullable>
  bpf.return %c0 : i32
}

// -----

// ringbuf_submit: record
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.ringbuf_submit' op operand #0 must be pointer to a reserved record, but got '!bpf.ptr<stack>'}}
  bpf.ringbuf_submit %s : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// ringbuf_discard: record
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.ringbuf_discard' op operand #0 must be pointer to a reserved record, but got '!bpf.ptr<stack>'}}
  bpf.ringbuf_discard %s : !bpf.ptr<stack>
  bpf.return %c0 : i32
}

// -----

// call: symbol
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.call' op 'm' is not a function}}
  bpf.call @m() : () -> ()
  bpf.return %c0 : i32
}

// -----

// call: number of arguments
bpf.extern @f "c" : () -> ()
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.call' op 'f' takes 0 arguments, not 1}}
  bpf.call @f(%c0) : (i32) -> ()
  bpf.return %c0 : i32
}

// -----

// call: five arguments
bpf.extern @f "c" : (si32, si32, si32, si32, si32, si32) -> ()
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.call' op 'f' has more than 5 arguments}}
  bpf.call @f(%c0, %c0, %c0, %c0, %c0, %c0) : (i32, i32, i32, i32, i32, i32) -> ()
  bpf.return %c0 : i32
}

// -----

// call: result
bpf.extern @f "c" : () -> ()
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.call' op 'f' yields nothing}}
  %r = bpf.call @f() : () -> i32
  bpf.return %c0 : i32
}

// -----

// lookup_percpu: one value for all CPUs
bpf.map @m hash key i64 value i64 max_entries 1
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %cpu = arith.constant 0 : i64
  %s = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // expected-error @below {{'bpf.lookup_percpu' op 'm' has no value of its own for each CPU}}
  %v = bpf.lookup_percpu @m[%s] cpu %cpu : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  bpf.return %c0 : i32
}

// -----

// atomic_cmpxchg: alignment
bpf.global @g bss : !llvm.array<2 x i64>
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %n = arith.constant 0 : i64
  %g = bpf.global_addr @g : !bpf.ptr<map_value>
  // expected-error @below {{'bpf.atomic_cmpxchg' op the offset of a word is a multiple of 8, not 4}}
  %was = bpf.atomic_cmpxchg %g[4], %n, %n : !bpf.ptr<map_value>
  bpf.return %c0 : i32
}

// -----

// map_addr: no map
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.map_addr' op 'm' is not a map}}
  %m = bpf.map_addr @m : i64
  bpf.return %c0 : i32
}

// -----

// store: a pointer
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %b = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  // expected-error @below {{'bpf.store' op a pointer can only be stored on the stack}}
  bpf.store %ctx, %b[0] align 8 : !bpf.ptr<ctx>, !bpf.ptr<mem>
  bpf.return %c0 : i32
}

// -----

// return: width in a program
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i64
  // expected-error @below {{'bpf.return' op returns an 'i32' here}}
  bpf.return %c0 : i64
}

// -----

// return: width in a callback
bpf.callback @f type(tracepoint) (%i: i64) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.return' op returns an 'i64' here}}
  bpf.return %c0 : i32
}

// -----

// callback: arguments of a loop
// expected-error @below {{'bpf.callback' op begins with the number of the iteration, an 'i64'}}
bpf.callback @f type(tracepoint) (%p: !bpf.ptr<stack>) {
  %c0 = arith.constant 0 : i64
  bpf.return %c0 : i64
}

// -----

// callback: arguments of a loop over a map
// expected-error @below {{'bpf.callback' op begins with the map, the key and the value}}
bpf.callback @f type(tracepoint) each (%i: i64) {
  %c0 = arith.constant 0 : i64
  bpf.return %c0 : i64
}

// -----

// callback: program type
// expected-error @below {{unknown program type 'dance'}}
bpf.callback @f type(dance) (%i: i64) {
  %c0 = arith.constant 0 : i64
  bpf.return %c0 : i64
}

// -----

// run_loop: callee
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %n = arith.constant 5 : i64
  // expected-error @below {{'bpf.run_loop' op 'f' is not a callback}}
  bpf.run_loop @f times %n
  bpf.return %c0 : i32
}

// -----

// run_loop: how often
bpf.callback @f type(tracepoint) (%i: i64) {
  %c0 = arith.constant 0 : i64
  bpf.return %c0 : i64
}
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.run_loop' op is either done a number of times or over a map}}
  bpf.run_loop @f
  bpf.return %c0 : i32
}

// -----

// run_loop: kind of callback
bpf.callback @f type(tracepoint) (%i: i64) {
  %c0 = arith.constant 0 : i64
  bpf.return %c0 : i64
}
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.run_loop' op 'f' is for another kind of loop}}
  bpf.run_loop @f over @m
  bpf.return %c0 : i32
}

// -----

// run_loop: map
bpf.callback @f type(tracepoint) each (%m: !bpf.ptr<map_value>, %k: !bpf.ptr<map_value>,
                                       %v: !bpf.ptr<map_value>) {
  %c0 = arith.constant 0 : i64
  bpf.return %c0 : i64
}
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.run_loop' op 'm' is not a map}}
  bpf.run_loop @f over @m
  bpf.return %c0 : i32
}

// -----

// run_loop: captures
bpf.callback @f type(tracepoint) (%i: i64, %x: i32) {
  %c0 = arith.constant 0 : i64
  bpf.return %c0 : i64
}
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %n = arith.constant 5 : i64
  // expected-error @below {{'bpf.run_loop' op does not capture what 'f' takes}}
  bpf.run_loop @f times %n captures(%n : i64)
  bpf.return %c0 : i32
}

// -----

// may_goto: two ways
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.may_goto' op has two ways to one block}}
  bpf.may_goto ^a, ^a
^a:
  bpf.return %c0 : i32
}

// -----

// may_goto: arguments
bpf.prog @p type(tracepoint) section("s") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // expected-error @below {{'bpf.may_goto' op cannot pass arguments to a block}}
  bpf.may_goto ^a, ^b
^a:
  bpf.return %c0 : i32
^b(%x: i32):
  bpf.return %x : i32
}
