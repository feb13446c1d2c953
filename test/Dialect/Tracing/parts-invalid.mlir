// RUN: sonde-opt %s -split-input-file -verify-diagnostics
// Each message of the verifiers of values made of parts.

// Rule: a member of a struct.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %t = tracing.const_str "abc" : !tracing.str<4>
  // expected-error@+1 {{takes a member of '!tracing.str<4>', which is not a struct}}
  %x = tracing.member %t, "x" : !tracing.str<4> -> i32
  tracing.return
}

// -----

// Rule: a member that exists.
tracing.struct @point size 8 [#tracing.member<"x", si32, 0>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.compose [](): !tracing.struct<"point">
  // expected-error@+1 {{refers to 'z', which 'point' does not have}}
  %x = tracing.member %s, "z" : !tracing.struct<"point"> -> i32
  tracing.return
}

// -----

// Rule: the member's type.
tracing.struct @point size 8 [#tracing.member<"x", si32, 0>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %s = tracing.compose [](): !tracing.struct<"point">
  // expected-error@+1 {{has type 'i64', but 'x' has type 'si32'}}
  %x = tracing.member %s, "x" : !tracing.struct<"point"> -> i64
  tracing.return
}

// -----

// Rule: a value for each member.
tracing.struct @point size 8 [#tracing.member<"x", si32, 0>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{has 0 values for 1 members}}
  %s = tracing.compose ["x"](): !tracing.struct<"point">
  tracing.return
}

// -----

// Rule: values of the members' types.
tracing.struct @point size 8 [#tracing.member<"x", si32, 0>]
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has a value of type 'i64' for 'x', which has type 'si32'}}
  %s = tracing.compose ["x"](%n : i64) : !tracing.struct<"point">
  tracing.return
}

// -----

// Rule: an element of something that has some.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{takes an element of 'i64', which has none}}
  %e = tracing.element %n[%n] : i64 -> i8
  tracing.return
}

// -----

// Rule: the elements' type.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  %t = tracing.const_str "abc" : !tracing.str<4>
  // expected-error@+1 {{has type 'i16', but the elements have type 'i8'}}
  %e = tracing.element %t[%n] : !tracing.str<4> -> i16
  tracing.return
}

// -----

// Rule: values of one type that have bytes in memory.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{compares 'i64' with 'i64'; it compares records, arrays or structs of one type}}
  %e = tracing.equal %n, %n : i64, i64
  tracing.return
}

// -----

// Rule: no byte is lost.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{makes 4 bytes of 8}}
  %a = tracing.bitcast %n : i64 -> !tracing.array<4 x i8>
  tracing.return
}

// -----

// Rule: the address of a variable.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  // expected-error@+1 {{gives the address of 'i64' the type '!tracing.ptr<i64, user>'}}
  %p = tracing.local_addr %x : !tracing.ptr<i64, local> -> !tracing.ptr<i64, user>
  tracing.return
}

// -----

// Rule: a map that exists.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{refers to @m, which is not a map}}
  %p = tracing.map_addr @m : !tracing.ptr<i64, kernel>
  tracing.return
}

// -----

// Rule: how CPUs' words are combined.
tracing.map @c : none -> !tracing.agg<count>
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // expected-error@+1 {{combines what CPUs hold by 'add' or 'umax' only}}
  tracing.map_fold @c[] mul : i64
  tracing.return
}

// -----

// expected-error@+1 {{the width of 'e' is 8, 16, 32 or 64, not 7}}
tracing.map @m : none -> !tracing.enum<"e", 7>
