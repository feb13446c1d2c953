// RUN: split-file %s %t
// RUN: sonde-translate --interpret --scenario=%t/events.json %t/values.mlir | FileCheck %s
// Values of the probe, text, records and arithmetic, each operation with its odd cases.

//--- events.json
{
  "cpus": 2,
  "parameters": {"$1": 7, "$2": "given"},
  "events": [{
    "probe": "begin", "cpu": 1, "pid": 10, "tid": 11, "uid": 12, "gid": 13, "cgroup": 14, "numaid": 15,
    "comm": "a name that is too long", "curtask": "0xffff888000001000",
    "context": {"id": -5, "name": "field"}, "arg1": 21, "retval": "0xffffffffffffffff",
    "clock": [100, 200], "random": [4294967295]
  }]
}
//--- values.mlir
tracing.struct @c size 64 [#tracing.member<"id", si32, 8>, #tracing.member<"name", !tracing.str<8>, 16>]
tracing.param @p1 "$1" : si64 = 1
tracing.param @p2 "$2" : !tracing.str<8> = "default"
tracing.param @p3 "$3" : si64 = 3
tracing.event @u print fields [ui64]
tracing.event @s print fields [si64]
tracing.event @u32 print fields [ui32]
tracing.event @s32 print fields [si32]
tracing.event @u8 print fields [ui8]
tracing.event @i1 print fields [i1]
tracing.event @ptr print fields [!tracing.ptr<i8, kernel>]
tracing.event @text print fields [!tracing.str<16>]
tracing.event @short print fields [!tracing.str<8>]
tracing.event @record print fields [!tracing.record<a: si8, b: ui16, c: !tracing.str<3>>]

tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"c">, ctx>) {
  // CHECK:      print @u32 10
  %pid = tracing.builtin pid : i32
  tracing.emit @u32(%pid : i32)
  // CHECK-NEXT: print @u32 11
  %tid = tracing.builtin tid : i32
  tracing.emit @u32(%tid : i32)
  // CHECK-NEXT: print @u 12
  %uid = tracing.builtin uid : i64
  tracing.emit @u(%uid : i64)
  // CHECK-NEXT: print @u 1
  %cpu = tracing.builtin cpu : i64
  tracing.emit @u(%cpu : i64)
  // CHECK-NEXT: print @text "a name that is "
  %comm = tracing.builtin comm : !tracing.str<16>
  tracing.emit @text(%comm : !tracing.str<16>)
  // CHECK-NEXT: print @ptr 0xffff888000001000
  %task = tracing.builtin curtask : !tracing.ptr<i8, kernel>
  tracing.emit @ptr(%task : !tracing.ptr<i8, kernel>)
  // CHECK-NEXT: print @s32 -5
  %id = tracing.ctx_field %ctx, "id" : !tracing.ptr<!tracing.struct<"c">, ctx> -> i32
  tracing.emit @s32(%id : i32)
  // CHECK-NEXT: print @short "field"
  %name = tracing.ctx_field %ctx, "name" : !tracing.ptr<!tracing.struct<"c">, ctx> -> !tracing.str<8>
  tracing.emit @short(%name : !tracing.str<8>)
  // CHECK-NEXT: print @s 21
  %arg = tracing.ctx_arg %ctx, 1 : !tracing.ptr<!tracing.struct<"c">, ctx> -> i64
  tracing.emit @s(%arg : i64)
  // CHECK-NEXT: print @s -1
  %ret = tracing.retval %ctx : !tracing.ptr<!tracing.struct<"c">, ctx> -> i64
  tracing.emit @s(%ret : i64)
  // CHECK-NEXT: print @text "begin"
  %info = tracing.probe_info : !tracing.str<16>
  tracing.emit @text(%info : !tracing.str<16>)

  // Each use of a clock is a new one; a list that has ended gives zero.
  // CHECK-NEXT: print @u 100
  // CHECK-NEXT: print @u 200
  // CHECK-NEXT: print @u 0
  %t0 = tracing.clock boot : i64
  %t1 = tracing.clock monotonic : i64
  %t2 = tracing.clock jiffies : i64
  tracing.emit @u(%t0 : i64)
  tracing.emit @u(%t1 : i64)
  tracing.emit @u(%t2 : i64)
  // CHECK-NEXT: print @s32 -1
  %random = tracing.random : i32
  tracing.emit @s32(%random : i32)

  // A parameter that is not given has its default.
  // CHECK-NEXT: print @s 7
  // CHECK-NEXT: print @short "given"
  // CHECK-NEXT: print @s 3
  %p1 = tracing.param_value @p1 : i64
  %p2 = tracing.param_value @p2 : !tracing.str<8>
  %p3 = tracing.param_value @p3 : i64
  tracing.emit @s(%p1 : i64)
  tracing.emit @short(%p2 : !tracing.str<8>)
  tracing.emit @s(%p3 : i64)

  // Text is cut, and ends with a NUL.
  // CHECK-NEXT: print @short "a name "
  %cut = tracing.str_cast %comm : !tracing.str<16> -> !tracing.str<8>
  tracing.emit @short(%cut : !tracing.str<8>)
  // CHECK-NEXT: print @text "a name "
  %grown = tracing.str_cast %cut : !tracing.str<8> -> !tracing.str<16>
  tracing.emit @text(%grown : !tracing.str<16>)

  // Comparisons stop at the NUL, or where the shorter text ends.
  // CHECK-NEXT: print @i1 1
  %ab = tracing.const_str "ab" : !tracing.str<3>
  %abc = tracing.const_str "abc" : !tracing.str<16>
  %lt = tracing.str_cmp lt %ab, %abc : !tracing.str<3>, !tracing.str<16>
  tracing.emit @i1(%lt : i1)
  // CHECK-NEXT: print @i1 0
  %eq = tracing.str_cmp eq %ab, %abc : !tracing.str<3>, !tracing.str<16>
  tracing.emit @i1(%eq : i1)
  // CHECK-NEXT: print @i1 1
  %ge = tracing.str_cmp ge %ab, %ab : !tracing.str<3>, !tracing.str<3>
  tracing.emit @i1(%ge : i1)
  // CHECK-NEXT: print @i1 1
  %limited = tracing.str_cmp eq %ab, %abc limit 2 : !tracing.str<3>, !tracing.str<16>
  tracing.emit @i1(%limited : i1)
  // CHECK-NEXT: print @s 3
  %length = tracing.str_len %abc : !tracing.str<16>
  tracing.emit @s(%length : i64)
  // CHECK-NEXT: print @s 0
  %place = tracing.str_find %ab in %abc : !tracing.str<3>, !tracing.str<16>
  tracing.emit @s(%place : i64)
  // CHECK-NEXT: print @s -1
  %nowhere = tracing.str_find %abc in %ab : !tracing.str<16>, !tracing.str<3>
  tracing.emit @s(%nowhere : i64)

  // Elements stand where C puts them.
  // CHECK-NEXT: print @record (-1, 65535, "ab")
  %byte = arith.constant -1 : i8
  %word = arith.constant -1 : i16
  %r = tracing.record(%byte, %word, %ab : i8, i16, !tracing.str<3>)
      : !tracing.record<a: i8, b: i16, c: !tracing.str<3>>
  tracing.emit @record(%r : !tracing.record<a: i8, b: i16, c: !tracing.str<3>>)
  // CHECK-NEXT: print @u8 255
  %first = tracing.extract %r[0] : !tracing.record<a: i8, b: i16, c: !tracing.str<3>> -> i8
  tracing.emit @u8(%first : i8)
  tracing.return
}
//--- end
