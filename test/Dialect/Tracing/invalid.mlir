// RUN: sonde-opt %s -split-input-file -verify-diagnostics
// Every rule of a verifier or parser refuses what breaks it.

// Rule: record names.
// expected-error@+1 {{either all elements of a record have names or none}}
tracing.map @m : !tracing.record<x: i32, i32> -> si64

// -----

// Rule: record element.
// expected-error@+1 {{expected a type, or a name and a type}}
tracing.map @m : !tracing.record<+> -> si64

// -----

// Rule: room for a NUL.
// expected-error@+1 {{text has room for at least its NUL}}
tracing.map @m : !tracing.str<0> -> si64

// -----

// Rule: unknown aggregation.
// expected-error@+1 {{unknown aggregation 'median'}}
tracing.map @m : none -> !tracing.agg<median>

// -----

// Rule: aggregation parameters.
// expected-error@+1 {{the number of parameters of 'hist' is not 1}}
tracing.map @m : none -> !tracing.agg<hist>

// -----

// Rule: hist bits.
// expected-error@+1 {{'hist' has between 0 and 5 bits}}
tracing.map @m : none -> !tracing.agg<hist, 6>

// -----

// Rule: lhist range.
// expected-error@+1 {{'lhist' has a minimum, a larger maximum and a step of at least 1}}
tracing.map @m : none -> !tracing.agg<lhist, 10, 10, 1>

// -----

// Rule: lhist step.
// expected-error@+1 {{'lhist' has a minimum, a larger maximum and a step of at least 1}}
tracing.map @m : none -> !tracing.agg<lhist, 0, 10, 0>

// -----

// Rule: lhist parameters are numbers.
// expected-error@+1 {{expected integer value}}
tracing.map @m : none -> !tracing.agg<lhist, 0, 10, sum>

// -----

// Rule: tseries parameters.
// expected-error@+1 {{the number of parameters of 'tseries' is not 2}}
tracing.map @m : none -> !tracing.agg<tseries, 1000>

// -----

// Rule: tseries interval.
// expected-error@+1 {{'tseries' has an interval and a number of at least 1}}
tracing.map @m : none -> !tracing.agg<tseries, 0, 10>

// -----

// Rule: tseries number.
// expected-error@+1 {{'tseries' has an interval and a number of at least 1}}
tracing.map @m : none -> !tracing.agg<tseries, 1000, 0>

// -----

// Rule: tseries kind.
// expected-error@+1 {{'tseries' takes 'sum', 'min', 'max' or 'avg' of an interval}}
tracing.map @m : none -> !tracing.agg<tseries, 1000, 10, stats>

// -----

// Rule: tseries kind's name.
// expected-error@+1 {{unknown aggregation 'median'}}
tracing.map @m : none -> !tracing.agg<tseries, 1000, 10, median>

// -----

// Rule: member option.
// expected-error@+1 {{expected 'bits' or 'raw'}}
tracing.struct @s size 8 [#tracing.member<"x", si32, 0, width = 3>]

// -----

// Rule: config's place.
// expected-error@+1 {{has 'tracing.config', which belongs to the module}}
tracing.map @m : none -> si64 {tracing.config = #tracing.config<{}>}

// -----

// Rule: config's type.
// expected-error@+1 {{has a 'tracing.config' that is not a '#tracing.config'}}
module attributes {tracing.config = 1} {}

// -----

// Rule: map key.
// expected-error@+1 {{has an aggregation as key}}
tracing.map @m : !tracing.agg<count> -> si64

// -----

// Rule: map value.
// expected-error@+1 {{has no value}}
tracing.map @m : si64 -> none

// -----

// Rule: map room.
// expected-error@+1 {{has room for no entry}}
tracing.map @m : si64 -> si64 declared("hash", 0)

// -----

// Rule: scalar storage.
// expected-error@+1 {{is scalar, so its storage is an array of one entry}}
tracing.map @m : none -> si64 storage(<hash, 1>)

// -----

// Rule: scalar storage size.
// expected-error@+1 {{is scalar, so its storage is an array of one entry}}
tracing.map @m : none -> si64 storage(<array, 2>)

// -----

// Rule: symbol's parent.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{'tracing.map' op expects parent op 'builtin.module'}}
  tracing.map @m : none -> si64
  tracing.return
}

// -----

// Rule: a body operation's parent.
// expected-error@+1 {{'tracing.builtin' op expects parent op to be one of 'tracing.probe, tracing.func, tracing.for, tracing.for_each, tracing.while, tracing.callback, tracing.emit'}}
%pid = tracing.builtin pid : i32

// -----

// Rule: printf without format.
// expected-error@+1 {{has a format exactly when it is a 'printf'}}
tracing.event @e printf fields [si64]

// -----

// Rule: format without printf.
// expected-error@+1 {{has a format exactly when it is a 'printf'}}
tracing.event @e exit "bye"

// -----

// Rule: map event without map.
// expected-error@+1 {{is a 'clear_map' without a map}}
tracing.event @e clear_map

// -----

// Rule: top.
// expected-error@+1 {{has 'top' or 'div', which only 'print_map' has}}
tracing.event @e exit {top = 1 : i64}

// -----

// Rule: layout's length.
// expected-error@+1 {{has 2 fields, but offsets of 1}}
tracing.event @e print fields [si64, si64] id(0) layout(<[8], size = 24>)

// -----

// Rule: layout over the end.
// expected-error@+1 {{has field 1 outside its record}}
tracing.event @e print fields [si64, si64] id(0) layout(<[8, 16], size = 23>)

// -----

// Rule: layout over the header.
// expected-error@+1 {{has field 0 outside its record}}
tracing.event @e print fields [si64] id(0) layout(<[0], size = 16>)

// -----

// Rule: event's map.
tracing.param @m "$1" : si64 = 1
// expected-error@+1 {{refers to @m, which is not a map}}
tracing.event @e clear_map map(@m)

// -----

// Rule: map_full without map.
// expected-error@+1 {{is a 'map_full' without a map}}
tracing.error_site @s map_full "map_update_elem"

// -----

// Rule: helper without name.
// expected-error@+1 {{is a 'helper' without the helper's name}}
tracing.error_site @s helper

// -----

// Rule: error site's map.
// expected-error@+1 {{refers to @m, which is not a map}}
tracing.error_site @s map_full map(@m)

// -----

// Rule: member twice.
// expected-error@+1 {{has two members 'x'}}
tracing.struct @s size 8 [#tracing.member<"x", si32, 0>, #tracing.member<"x", si32, 4>]

// -----

// Rule: member outside.
// expected-error@+1 {{has member 'x' outside its 8 bytes}}
tracing.struct @s size 8 [#tracing.member<"x", si64, 4>]

// -----

// Rule: member far outside.
// expected-error@+1 {{has member 'x' outside its 8 bytes}}
tracing.struct @s size 8 [#tracing.member<"x", si64, 18446744073709551615>]

// -----

// Rule: text for a number.
// expected-error@+1 {{has a text as value, but not a type of text}}
tracing.param @a "$1" : si64 = "x"

// -----

// Rule: text too long.
// expected-error@+1 {{has a text that is too long for its type}}
tracing.param @a "$1" : !tracing.str<3> = "abc"

// -----

// Rule: number for a text.
// expected-error@+1 {{has a number as value, but not a type of numbers}}
tracing.param @a "$1" : !tracing.str<3> = 1

// -----

// Rule: no attach point.
// expected-error@+1 {{has no attach point}}
tracing.probe @p attach [] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  tracing.return
}

// -----

// Rule: context.
// expected-error@+1 {{has one argument, which points to its context}}
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: i64) {
  tracing.return
}

// -----

// Rule: neither result nor destination.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{either yields its value or writes it 'into' memory}}
  tracing.builtin comm
  tracing.return
}

// -----

// Rule: result and destination.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %s = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  // expected-error@+1 {{either yields its value or writes it 'into' memory}}
  %c = tracing.builtin comm into %s : !tracing.ptr<!tracing.str<16>, local> : !tracing.str<16>
  tracing.return
}

// -----

// Rule: destination's memory.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %s = tracing.builtin curtask : !tracing.ptr<!tracing.str<16>, kernel>
  // expected-error@+1 {{must be pointer to local memory}}
  tracing.builtin comm into %s : !tracing.ptr<!tracing.str<16>, kernel>
  tracing.return
}

// -----

// Rule: type of pid.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{gives 'pid' the type 'i64'}}
  tracing.builtin pid : i64
  tracing.return
}

// -----

// Rule: type of cpu.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{gives 'cpu' the type 'i32'}}
  tracing.builtin cpu : i32
  tracing.return
}

// -----

// Rule: type of comm.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{gives 'comm' the type '!tracing.str<8>'}}
  tracing.builtin comm : !tracing.str<8>
  tracing.return
}

// -----

// Rule: type of curtask.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{gives 'curtask' the type '!tracing.ptr<i8, user>'}}
  tracing.builtin curtask : !tracing.ptr<i8, user>
  tracing.return
}

// -----

// Rule: context's fields.
tracing.struct @ctx size 16 [#tracing.member<"id", si64, 8>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.ptr_cast %ctx : !tracing.ptr<!tracing.struct<"ctx">, ctx> -> !tracing.ptr<i8, ctx>
  // expected-error@+1 {{has a context without fields}}
  tracing.ctx_field %c, "id" : !tracing.ptr<i8, ctx> -> i64
  tracing.return
}

// -----

// Rule: context's struct.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{refers to @ctx, which is not a struct}}
  tracing.ctx_field %ctx, "id" : !tracing.ptr<!tracing.struct<"ctx">, ctx> -> i64
  tracing.return
}

// -----

// Rule: unknown field.
tracing.struct @ctx size 16 [#tracing.member<"id", si64, 8>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{refers to 'ip', which 'ctx' does not have}}
  tracing.ctx_field %ctx, "ip" : !tracing.ptr<!tracing.struct<"ctx">, ctx> -> i64
  tracing.return
}

// -----

// Rule: field's type.
tracing.struct @ctx size 16 [#tracing.member<"id", si64, 8>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{has type 'i32', but 'id' has type 'si64'}}
  tracing.ctx_field %ctx, "id" : !tracing.ptr<!tracing.struct<"ctx">, ctx> -> i32
  tracing.return
}

// -----

// Rule: not a context.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.ptr_cast %ctx : !tracing.ptr<!tracing.struct<"ctx">, ctx> -> !tracing.ptr<i8, kernel>
  // expected-error@+1 {{must be pointer to the probe's context}}
  tracing.retval %p : !tracing.ptr<i8, kernel> -> i64
  tracing.return
}

// -----

// Rule: argument's number.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{non-negative}}
  tracing.ctx_arg %ctx, -1 : !tracing.ptr<!tracing.struct<"ctx">, ctx> -> i64
  tracing.return
}

// -----

// Rule: unknown parameter.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{refers to @a, which is not a parameter}}
  tracing.param_value @a : i64
  tracing.return
}

// -----

// Rule: parameter's type.
tracing.param @a "$1" : si64 = 1
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{has type 'i32', but the parameter has type 'si64'}}
  tracing.param_value @a : i32
  tracing.return
}

// -----

// Rule: text's room.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{has 5 bytes and a NUL, but room for 5}}
  tracing.const_str "hello" : !tracing.str<5>
  tracing.return
}

// -----

// Rule: text's memory.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %s = tracing.buffer : !tracing.ptr<!tracing.array<8 x i8>, local>
  // expected-error@+1 {{writes its text to memory of another type}}
  tracing.const_str "x" into %s : !tracing.ptr<!tracing.array<8 x i8>, local>
  tracing.return
}

// -----

// Rule: cast of a number.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{casts 'i32', which is not text}}
  tracing.str_cast %p : i32 -> !tracing.str<8>
  tracing.return
}

// -----

// Rule: cast's memory.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  %s = tracing.buffer : !tracing.ptr<!tracing.array<8 x i8>, local>
  // expected-error@+1 {{writes its text to memory of another type}}
  tracing.str_cast %c into %s : !tracing.ptr<!tracing.array<8 x i8>, local>, : !tracing.str<16>
  tracing.return
}

// -----

// Rule: comparison of a number.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{compares 'i32', which is not text}}
  tracing.str_cmp eq %c, %p : !tracing.str<16>, i32
  tracing.return
}

// -----

// Rule: str_cmp's limit.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{has a limit, which only 'eq' and 'ne' can have}}
  tracing.str_cmp lt %c, %c limit 3 : !tracing.str<16>, !tracing.str<16>
  tracing.return
}

// -----

// Rule: str_cmp's limit is positive.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{attribute 'limit' failed to satisfy constraint}}
  tracing.str_cmp eq %c, %c limit 0 : !tracing.str<16>, !tracing.str<16>
  tracing.return
}

// -----

// Rule: str_len's text.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{takes 'i32', which is not text}}
  tracing.str_len %p : i32
  tracing.return
}

// -----

// Rule: str_find's text.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{must be text}}
  tracing.str_find %c in %p : !tracing.str<16>, i32
  tracing.return
}

// -----

// Rule: record's memory.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %s = tracing.buffer : !tracing.ptr<!tracing.str<8>, local>
  // expected-error@+1 {{writes its elements to memory of another type}}
  tracing.record() into %s : !tracing.ptr<!tracing.str<8>, local>
  tracing.return
}

// -----

// Rule: record's length.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{has 1 elements, but its type has 2}}
  tracing.record(%p : i32) : !tracing.record<i32, i32>
  tracing.return
}

// -----

// Rule: record's element.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{has an element of type 'i32' where its type has 'i64'}}
  tracing.record(%p : i32) : !tracing.record<i64>
  tracing.return
}

// -----

// Rule: element's number.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  %r = tracing.record(%p : i32) : !tracing.record<i32>
  // expected-error@+1 {{takes element 1, which '!tracing.record<i32>' does not have}}
  tracing.extract %r[1] : !tracing.record<i32> -> i32
  tracing.return
}

// -----

// Rule: element of a number.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{takes element 0, which 'i32' does not have}}
  tracing.extract %p[0] : i32 -> i32
  tracing.return
}

// -----

// Rule: element's type.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  %r = tracing.record(%p : i32) : !tracing.record<i32>
  // expected-error@+1 {{has type 'i64', but the element has type 'i32'}}
  tracing.extract %r[0] : !tracing.record<i32> -> i64
  tracing.return
}

// -----

// Rule: bucket's bits.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has more than 5 bits}}
  tracing.log2_bucket %n bits 6 : i64
  tracing.return
}

// -----

// Rule: bucket's range.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{needs a minimum, a larger maximum and a step of at least 1}}
  tracing.linear_bucket %n from 0 to 10 step 0 : i64
  tracing.return
}

// -----

// Rule: callee.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{refers to @f, which is not a function}}
  tracing.call @f(%p) : (i32) -> i32
  tracing.return
}

// -----

// Rule: call's type.
tracing.c_func @f : (si64) -> si32
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{does not fit the type of @f, '(si64) -> si32'}}
  tracing.call @f(%p) : (i32) -> i32
  tracing.return
}

// -----

// Rule: variable's type.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  // expected-error@+1 {{has type 'i32', but the variable has type 'i64'}}
  tracing.load_local %x : !tracing.ptr<i64, local> -> i32
  tracing.return
}

// -----

// Rule: written type.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  // expected-error@+1 {{writes 'i32', but the variable has type 'i64'}}
  tracing.store_local %p, %x : i32, !tracing.ptr<i64, local>
  tracing.return
}

// -----

// Rule: member of a number.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<i8, kernel>
  // expected-error@+1 {{takes a member of 'i8', which is not a struct}}
  tracing.field_ptr %t, "x" : !tracing.ptr<i8, kernel> -> !tracing.ptr<i8, kernel>
  tracing.return
}

// -----

// Rule: unknown struct.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task">, kernel>
  // expected-error@+1 {{refers to @task, which is not a struct}}
  tracing.field_ptr %t, "x" : !tracing.ptr<!tracing.struct<"task">, kernel> -> !tracing.ptr<i8, kernel>
  tracing.return
}

// -----

// Rule: unknown member.
tracing.struct @task size 8 [#tracing.member<"tgid", si32, 4>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task">, kernel>
  // expected-error@+1 {{refers to 'pid', which 'task' does not have}}
  tracing.field_ptr %t, "pid" : !tracing.ptr<!tracing.struct<"task">, kernel> -> !tracing.ptr<i32, kernel>
  tracing.return
}

// -----

// Rule: member's type.
tracing.struct @task size 8 [#tracing.member<"tgid", si32, 4>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task">, kernel>
  // expected-error@+1 {{points to 'i64', but 'tgid' has type 'si32'}}
  tracing.field_ptr %t, "tgid" : !tracing.ptr<!tracing.struct<"task">, kernel> -> !tracing.ptr<i64, kernel>
  tracing.return
}

// -----

// Rule: member's memory.
tracing.struct @task size 8 [#tracing.member<"tgid", si32, 4>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task">, kernel>
  // expected-error@+1 {{leads from one memory into another}}
  tracing.field_ptr %t, "tgid" : !tracing.ptr<!tracing.struct<"task">, kernel> -> !tracing.ptr<i32, user>
  tracing.return
}

// -----

// Rule: array's element.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  %t = tracing.builtin curtask : !tracing.ptr<!tracing.array<4 x i8>, kernel>
  // expected-error@+1 {{points to 'i32', which is not an element of}}
  tracing.elem_ptr %t[%n] : !tracing.ptr<!tracing.array<4 x i8>, kernel> -> !tracing.ptr<i32, kernel>
  tracing.return
}

// -----

// Rule: element's memory.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  %t = tracing.builtin curtask : !tracing.ptr<i8, kernel>
  // expected-error@+1 {{leads from one memory into another}}
  tracing.elem_ptr %t[%n] : !tracing.ptr<i8, kernel> -> !tracing.ptr<i8, user>
  tracing.return
}

// -----

// Rule: read's type.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<i8, kernel>
  // expected-error@+1 {{has type 'i32', but the address is of 'i8'}}
  tracing.read %t : !tracing.ptr<i8, kernel> -> i32
  tracing.return
}

// -----

// Rule: read of a variable.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  // expected-error@+1 {{reads local memory, which needs no helper}}
  tracing.read %x : !tracing.ptr<i64, local> -> i64
  tracing.return
}

// -----

// Rule: text of the context.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.ptr_cast %ctx : !tracing.ptr<!tracing.struct<"ctx">, ctx> -> !tracing.ptr<i8, ctx>
  // expected-error@+1 {{reads ctx memory, which needs no helper}}
  tracing.read_str %c : !tracing.ptr<i8, ctx> -> !tracing.str<8>
  tracing.return
}

// -----

// Rule: read text's memory.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<i8, kernel>
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  // expected-error@+1 {{writes its text to memory of another type}}
  tracing.read_str %t into %x : !tracing.ptr<i64, local>, : !tracing.ptr<i8, kernel>
  tracing.return
}

// -----

// Rule: error site.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %t = tracing.builtin curtask : !tracing.ptr<i8, kernel>
  // expected-error@+1 {{refers to @s, which is not an error site}}
  tracing.read %t on_error(@s) : !tracing.ptr<i8, kernel> -> i8
  tracing.return
}

// -----

// Rule: unknown map.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{refers to @x, which is not a map}}
  tracing.map_has @x[%p : i32] : i1
  tracing.return
}

// -----

// Rule: key of a scalar map.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{has a key, but '@s' is scalar}}
  tracing.map_has @s[%p : i32] : i1
  tracing.return
}

// -----

// Rule: no key.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{has no key, but '@m' has keys of type 'ui32'}}
  tracing.map_delete @m[] : i1
  tracing.return
}

// -----

// Rule: key's type.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has a key of type 'i64', but '@m' has keys of type 'ui32'}}
  tracing.map_get @m[%n : i64] : i64
  tracing.return
}

// -----

// Rule: the nameless map.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{has no key, but '@' has keys of type 'ui32'}}
  tracing.map_has @__[] : i1
  tracing.return
}

// -----

// Rule: key's memory.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %k = tracing.buffer : !tracing.ptr<!tracing.str<8>, local>
  // expected-error@+1 {{has a key of type '!tracing.ptr<!tracing.str<8>, local>', but '@m' has keys of type 'ui32'}}
  tracing.map_has @m[%k : !tracing.ptr<!tracing.str<8>, local>] : i1
  tracing.return
}

// -----

// Rule: value's type.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{has type 'i32', but '@s' has values of type 'si64'}}
  tracing.map_get @s[] : i32
  tracing.return
}

// -----

// Rule: aggregation as value.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{takes the aggregation '@a' as a value}}
  tracing.map_get @a[] : i64
  tracing.return
}

// -----

// Rule: aggregation written.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{takes the aggregation '@a' as a value}}
  tracing.map_set @a[] = %n : i64
  tracing.return
}

// -----

// Rule: written value's type.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %p = tracing.builtin pid : i32
  // expected-error@+1 {{writes 'i32', but '@s' has values of type 'si64'}}
  tracing.map_set @s[] = %p : i32
  tracing.return
}

// -----

// Rule: map's error site.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{refers to @m, which is not an error site}}
  tracing.map_set @s[] = %n on_error(@m) : i64
  tracing.return
}

// -----

// Rule: update kind's name.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{expected 'add', 'umax', 'mul', 'and', 'or', 'xor' or 'set'}}
  tracing.map_update @s[] sub(%n)
  tracing.return
}

// -----

// Rule: update's kinds.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has one kind for each of its values, and at least one value}}
  "tracing.map_update"(%n) <{map = @s, kinds = array<i32: 0, 0>, operandSegmentSizes = array<i32: 0, 0, 0, 1>}> : (i64) -> ()
  tracing.return
}

// -----

// Rule: update's kind.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has a kind that there is not}}
  "tracing.map_update"(%n) <{map = @s, kinds = array<i32: 7>, operandSegmentSizes = array<i32: 0, 0, 0, 1>}> : (i64) -> ()
  tracing.return
}

// -----

// Rule: yield without result.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has a result exactly when it says which it yields}}
  tracing.map_update @s[] add(%n) yield old
  tracing.return
}

// -----

// Rule: result without yield.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has a result exactly when it says which it yields}}
  tracing.map_update @s[] add(%n) : i64
  tracing.return
}

// -----

// Rule: several words yield.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{yields a word, but changes several}}
  tracing.map_update @s[] add(%n), add(%n) yield old : i64
  tracing.return
}

// -----

// Rule: an epoch yields nothing.
tracing.map @t : none -> !tracing.agg<tseries, 1000, 1, sum>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{yields a word, but may begin it anew}}
  tracing.map_update @t[] epoch %n add(%n) yield old : i64
  tracing.return
}

// -----

// Rule: an epoch has a word.
tracing.map @t : none -> !tracing.agg<tseries, 1000, 1, sum>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{changes 3 words, but values of '@t' have 2}}
  tracing.map_update @t[] epoch %n add(%n), add(%n)
  tracing.return
}

// -----

// Rule: update of text.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{changes '@t', whose values of type '!tracing.str<8>' are not rows of 64-bit words}}
  tracing.map_update @t[] add(%n)
  tracing.return
}

// -----

// Rule: too many words.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{changes 2 words, but values of '@s' have 1}}
  tracing.map_update @s[] add(%n), add(%n)
  tracing.return
}

// -----

// Rule: count of a value.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{takes a value exactly when it is not a 'count'}}
  tracing.aggregate count @a[](%n)
  tracing.return
}

// -----

// Rule: sum of nothing.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{takes a value exactly when it is not a 'count'}}
  tracing.aggregate sum @a[]
  tracing.return
}

// -----

// Rule: a series needs a time.
tracing.map @t : none -> !tracing.agg<tseries, 1000, 1>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{takes a time exactly when it is a 'tseries'}}
  tracing.aggregate tseries @t[](%n)
  tracing.return
}

// -----

// Rule: only a series has a time.
tracing.map @a : none -> !tracing.agg<sum>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{takes a time exactly when it is a 'tseries'}}
  tracing.aggregate sum @a[](%n) at %n
  tracing.return
}

// -----

// Rule: other aggregation.
tracing.map @m : ui32 -> si64
tracing.map @s : none -> si64
tracing.map @a : none -> !tracing.agg<count>
tracing.map @t : none -> !tracing.str<8>
tracing.map @__ : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{takes a 'sum' into '@a', whose values have type '!tracing.agg<count>'}}
  tracing.aggregate sum @a[](%n)
  tracing.return
}

// -----

// Rule: unknown event.
tracing.event @e print fields [!tracing.str<8>, si64]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{refers to @x, which is not an event}}
  tracing.emit @x()
  tracing.return
}

// -----

// Rule: number of fields.
tracing.event @e print fields [!tracing.str<8>, si64]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has 1 fields, but the event has 2}}
  tracing.emit @e(%n : i64)
  tracing.return
}

// -----

// Rule: field's type.
tracing.event @e print fields [!tracing.str<8>, si64]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{sends 'i64' as field 0, which has type '!tracing.str<8>'}}
  tracing.emit @e(%n, %n : i64, i64)
  tracing.return
}

// -----

// Rule: deferred fields' order.
tracing.event @e print fields [!tracing.str<8>, si64]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{defers fields that are not in ascending order, or do not exist}}
  tracing.emit @e() deferred [1, 0] {
  ^bb0(%a: !tracing.ptr<i64, local>, %b: !tracing.ptr<!tracing.str<8>, local>):
  }
  tracing.return
}

// -----

// Rule: deferred field's number.
tracing.event @e print fields [!tracing.str<8>, si64]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{defers fields that are not in ascending order, or do not exist}}
  tracing.emit @e(%n : i64) deferred [2] {
  ^bb0(%a: !tracing.ptr<!tracing.str<8>, local>):
  }
  tracing.return
}

// -----

// Rule: deferred fields' pointers.
tracing.event @e print fields [!tracing.str<8>, si64]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{defers 1 fields, but has pointers to 0}}
  tracing.emit @e(%n : i64) deferred [0] {
  }
  tracing.return
}

// -----

// Rule: deferred field's type.
tracing.event @e print fields [!tracing.str<8>, si64]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{writes field 0 of type '!tracing.str<8>' through '!tracing.ptr<i64, local>'}}
  tracing.emit @e(%n : i64) deferred [0] {
  ^bb0(%a: !tracing.ptr<i64, local>):
  }
  tracing.return
}

// -----

// Rule: reported site.
tracing.event @e print fields [!tracing.str<8>, si64]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{refers to @e, which is not an error site}}
  tracing.report @e
  tracing.return
}

// -----

// Rule: number of something that is none.
tracing.map @h : none -> !tracing.agg<hist, 0>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{reads a number out of '@h', whose values have type '!tracing.agg<hist, 0>'}}
  tracing.map_reduce @h[] : i64
  tracing.return
}

// -----

// Rule: as many numbers as there are.
tracing.map @s : none -> !tracing.agg<stats>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{has 1 results, but '!tracing.agg<stats>' gives 3}}
  tracing.map_reduce @s[] : i64
  tracing.return
}

// -----

// Rule: a kind for each folded word.
tracing.map @s : none -> !tracing.agg<stats>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{has one kind for each of its results, and at least one result}}
  tracing.map_fold @s[] add, add : i64
  tracing.return
}

// -----

// Rule: folded words exist.
tracing.map @c : none -> !tracing.agg<count>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{reads 2 words of '@c', whose values have type '!tracing.agg<count>'}}
  tracing.map_fold @c[] add, add : i64, i64
  tracing.return
}

// -----

// Rule: map of a loop.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{refers to @m, which is not a map}}
  %r = tracing.for_each @m (%k: i32, %v: i64) {
    tracing.next
  }
  tracing.return
}

// -----

// Rule: loop over a scalar map.
tracing.map @m : none -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{goes over '@m', which is scalar}}
  %r = tracing.for_each @m (%k: i32, %v: i64) {
    tracing.next
  }
  tracing.return
}

// -----

// Rule: entry of a loop.
tracing.map @m : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{does not begin with arguments for the entries of '@m'}}
  %r = tracing.for_each @m (%k: i64, %v: i64) {
    tracing.next
  }
  tracing.return
}

// -----

// Rule: an aggregation's entry has no value.
tracing.map @m : ui32 -> !tracing.agg<count>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has a body with 2 arguments instead of 1}}
  %r = tracing.for_each @m (%k: i32, %v: i64) {
    tracing.next
  }
  tracing.return
}

// -----

// Rule: an entry has a key and a value.
tracing.map @m : ui32 -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has a body whose arguments are not a key and a value}}
  %r = tracing.for_each @m (%k: i32, %v: i64, %w: i64) {
    tracing.next
  }
  tracing.return
}

// -----

// Rule: a while has no number.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has a body with 1 arguments instead of 0}}
  %r = "tracing.while"() ({
  ^bb0(%i: i64):
    tracing.next
  }) : () -> i1
  tracing.return
}

// -----

// Rule: index of a range.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{counts in 'i32' instead of 'i64'}}
  %r = "tracing.for"(%n, %n) ({
  ^bb0(%i: i32):
    tracing.next
  }) : (i64, i64) -> i1
  tracing.return
}

// -----

// Rule: callback of a loop.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{refers to @f, which is not a callback}}
  tracing.run_loop @f times %n
  tracing.return
}

// -----

// Rule: captures of a loop.
tracing.callback @f of(@p) (%i: i64, %x: i64) {
  tracing.next
}
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{does not capture what @f takes}}
  tracing.run_loop @f times %n
  tracing.return
}

// -----

// Rule: times of a loop.
tracing.callback @f of(@p) (%i: i64, %x: i64) {
  tracing.next
}
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{says how often exactly when its callback does not go over a map}}
  tracing.run_loop @f captures(%n : i64)
  tracing.return
}

// -----

// Rule: a callback's probe.
// expected-error@+1 {{refers to @q, which is not a probe}}
tracing.callback @f of(@q) (%i: i64) {
  tracing.next
}
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64

  tracing.return
}

// -----

// Rule: first argument of a callback.
// expected-error@+1 {{does not begin with the number of the iteration, an 'i64'}}
tracing.callback @f of(@p) (%i: i32) {
  tracing.next
}
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64

  tracing.return
}

// -----

// Rule: a callback has no probe to return from.
tracing.callback @f of(@p) (%i: i64) {
  // expected-error@+1 {{cannot return from a callback}}
  tracing.leave returning
}
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64

  tracing.return
}

// -----

// Rule: result of a probe.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  %x = arith.constant 1 : i32
  // expected-error@+1 {{returns something else than an 'i64' from a probe}}
  tracing.return %x : i32
^more:
  tracing.return
}

// -----

// Rule: result of a function.
tracing.func @f() -> i64 {
  // expected-error@+1 {{does not return what its function yields}}
  tracing.return
}
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64

  tracing.return
}

// -----

// Rule: arguments of a function.
// expected-error@+1 {{has arguments of other types than its function type}}
"tracing.func"() ({
^bb0(%x: i32):
  tracing.return
}) {sym_name = "f", function_type = (i64) -> ()} : () -> ()
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64

  tracing.return
}
