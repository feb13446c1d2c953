// RUN: split-file %s %t
// RUN: sonde-translate --interpret --scenario=%t/events.json %t/memory.mlir | FileCheck %s
// Variables, addresses, and reads of the kernel's and the process's memory.

//--- events.json
{
  "memory": {
    "kernel": {"0x1000": "0102030405060708fffefdfc", "0x2000": {"text": "of the kernel"}},
    "user": {"0x2000": {"text": "of the process"}, "0x3000": "6162"}
  },
  "events": [{"probe": "p"}]
}
//--- memory.mlir
tracing.struct @s size 12 [#tracing.member<"b", si32, 8>]
tracing.error_site @err_0 helper "probe_read_kernel"
tracing.event @u print fields [ui64]
tracing.event @s32 print fields [si32]
tracing.event @text print fields [!tracing.str<16>]
tracing.event @array print fields [!tracing.array<4 x ui8>]

tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // A variable is zero until it is written.
  // CHECK:      print @u 0
  // CHECK-NEXT: print @u 5
  %x = tracing.local "x" : !tracing.ptr<i64, local>
  %before = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  tracing.emit @u(%before : i64)
  %five = arith.constant 5 : i64
  tracing.store_local %five, %x : i64, !tracing.ptr<i64, local>
  %after = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
  tracing.emit @u(%after : i64)

  // CHECK-NEXT: print @s32 -50462977
  %address = arith.constant 0x1000 : i64
  %p = tracing.ptr_cast %address : i64 -> !tracing.ptr<!tracing.struct<"s">, kernel>
  %pb = tracing.field_ptr %p, "b" : !tracing.ptr<!tracing.struct<"s">, kernel> -> !tracing.ptr<i32, kernel>
  %b = tracing.read %pb : !tracing.ptr<i32, kernel> -> i32
  tracing.emit @s32(%b : i32)
  // CHECK-NEXT: print @array [3, 4, 5, 6]
  %bytes = tracing.ptr_cast %address : i64 -> !tracing.ptr<!tracing.array<4 x i8>, kernel>
  %two = arith.constant 2 : i64
  %elem = tracing.elem_ptr %bytes[%two] : !tracing.ptr<!tracing.array<4 x i8>, kernel> -> !tracing.ptr<i8, kernel>
  %moved = tracing.ptr_cast %elem : !tracing.ptr<i8, kernel> -> !tracing.ptr<!tracing.array<4 x i8>, kernel>
  %array = tracing.read %moved : !tracing.ptr<!tracing.array<4 x i8>, kernel> -> !tracing.array<4 x i8>
  tracing.emit @array(%array : !tracing.array<4 x i8>)

  // One address in two spaces.
  // CHECK-NEXT: print @text "of the kernel"
  // CHECK-NEXT: print @text "of the process"
  // CHECK-NEXT: print @text "of t"
  // CHECK-NEXT: print @text "of th"
  %text = arith.constant 0x2000 : i64
  %k = tracing.ptr_cast %text : i64 -> !tracing.ptr<i8, kernel>
  %u = tracing.ptr_cast %text : i64 -> !tracing.ptr<i8, user>
  %ks = tracing.read_str %k : !tracing.ptr<i8, kernel> -> !tracing.str<16>
  tracing.emit @text(%ks : !tracing.str<16>)
  %us = tracing.read_str %u : !tracing.ptr<i8, user> -> !tracing.str<16>
  tracing.emit @text(%us : !tracing.str<16>)
  // The length counts the NUL.
  %part = tracing.read_str %u, %five : !tracing.ptr<i8, user> -> !tracing.str<16>
  tracing.emit @text(%part : !tracing.str<16>)
  // Longer text that fills its memory leaves no room for a NUL.
  %short = tracing.read_str %u fill : !tracing.ptr<i8, user> -> !tracing.str<5>
  %full = tracing.str_cast %short : !tracing.str<5> -> !tracing.str<16>
  tracing.emit @text(%full : !tracing.str<16>)

  // A fault gives zero, also when it comes in the middle of the text.
  // CHECK-NEXT: print @u 0
  // CHECK-NEXT: print @text ""
  %bad = arith.constant 0x9000 : i64
  %pbad = tracing.ptr_cast %bad : i64 -> !tracing.ptr<i64, kernel>
  %nothing = tracing.read %pbad on_error(@err_0) : !tracing.ptr<i64, kernel> -> i64
  tracing.emit @u(%nothing : i64)
  %open = arith.constant 0x3000 : i64
  %popen = tracing.ptr_cast %open : i64 -> !tracing.ptr<i8, user>
  %none = tracing.read_str %popen report : !tracing.ptr<i8, user> -> !tracing.str<16>
  tracing.emit @text(%none : !tracing.str<16>)

  // What is in place: written there, and read from there.
  // CHECK-NEXT: print @text "placed"
  %buffer = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.const_str "placed" into %buffer : !tracing.ptr<!tracing.str<16>, local>
  tracing.emit @text(%buffer : !tracing.ptr<!tracing.str<16>, local>)
  tracing.return
}
// CHECK-NEXT: error @err_0: 1
// CHECK-NEXT: error {{.*}}read_user{{.*}}: 1
//--- end
