// RUN: split-file %s %t
// RUN: sonde-translate --interpret --scenario=%t/events.json %t/values.mlir | FileCheck %s
// Registers, stacks, packed bytes and buffers: what user space turns into text.

//--- events.json
{
  "memory": {"user": {"0x1000": "01020304"}},
  "events": [{"probe": "p", "ip": 7, "func": 8, "kernel stack": 2}]
}
//--- values.mlir
tracing.error_site @err_0 helper "get_stack"
tracing.event @u print fields [ui64]
tracing.event @bytes print fields [!tracing.array<8 x ui8>]
tracing.event @buf print fields [!tracing.buf<8>]
tracing.event @sym print fields [!tracing.tagged<ksym, i64>]

tracing.probe @p attach [#tracing.attach<kprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  // CHECK: print @sym 7
  %ip = tracing.ctx_reg %ctx, "ip" : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.emit @sym(%ip : i64)
  // CHECK-NEXT: print @u 7
  %member = tracing.ctx_member %ctx, "ip" at 128 : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.emit @u(%member : i64)
  // CHECK-NEXT: print @u 8
  %f = tracing.func_addr %ctx : !tracing.ptr<!tracing.struct<"pt_regs">, ctx> -> i64
  tracing.emit @u(%f : i64)

  // CHECK-NEXT: print @u 2
  %k = tracing.capture_stack : !tracing.stack<kernel, 127, bpftrace>
  %kn = tracing.stack_depth %k : !tracing.stack<kernel, 127, bpftrace> -> i64
  tracing.emit @u(%kn : i64)
  // A stack that cannot be read is empty.
  // CHECK-NEXT: print @u 0
  %u = tracing.capture_stack on_error(@err_0) : !tracing.stack<user, 127, bpftrace>
  %un = tracing.stack_depth %u : !tracing.stack<user, 127, bpftrace> -> i64
  tracing.emit @u(%un : i64)

  // CHECK-NEXT: print @bytes [1, 2, 0, 0, 0, 0, 0, 0]
  %one = arith.constant 1 : i8
  %two = arith.constant 2 : i16
  %packed = tracing.pack(%one, %two : i8, i16) : !tracing.array<8 x i8>
  tracing.emit @bytes(%packed : !tracing.array<8 x i8>)

  // CHECK-NEXT: print @buf x010200
  %three = arith.constant 3 : i64
  %b = tracing.buf %packed, %three : !tracing.array<8 x i8> -> !tracing.buf<8>
  tracing.emit @buf(%b : !tracing.buf<8>)
  // CHECK-NEXT: print @buf x0102
  %address = arith.constant 0x1000 : i64
  %p = tracing.ptr_cast %address : i64 -> !tracing.ptr<i8, user>
  %read = tracing.read_buf %p : !tracing.ptr<i8, user> -> !tracing.buf<2>
  %wide = tracing.buf_cast %read : !tracing.buf<2> -> !tracing.buf<8>
  tracing.emit @buf(%wide : !tracing.buf<8>)
  // CHECK-NEXT: print @buf x0000000000000000
  %far = arith.constant 0x9000 : i64
  %q = tracing.ptr_cast %far : i64 -> !tracing.ptr<i8, user>
  %none = tracing.read_buf %q : !tracing.ptr<i8, user> -> !tracing.buf<8>
  tracing.emit @buf(%none : !tracing.buf<8>)
  tracing.return
}
// CHECK-NEXT: error @err_0: 1
//--- end
