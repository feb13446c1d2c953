// RUN: sonde-opt %s -split-input-file -verify-diagnostics
// Every rule about presentations, buffers and stacks refuses what breaks it.

// Rule: what a tag shows.
// expected-error@+1 {{'ksym' shows a value of type 'i64', not 'i32'}}
tracing.map @m : none -> !tracing.tagged<ksym, i32>

// -----

// Rule: what a tag shows, in bytes.
// expected-error@+1 {{'mac' shows a value of type '!tracing.array<6 x i8>', not '!tracing.array<8 x i8>'}}
tracing.map @m : none -> !tracing.tagged<mac, !tracing.array<8 x i8>>

// -----

// Rule: room in a buffer.
// expected-error@+1 {{a buffer has room for at least one byte}}
tracing.map @m : none -> !tracing.buf<0>

// -----

// Rule: depth of a stack.
// expected-error@+1 {{a stack has at most 1024 frames}}
tracing.map @m : none -> !tracing.stack<user, 1025, perf>

// -----

// Rule: build IDs are those of files.
// expected-error@+1 {{the kernel's frames have no build ID}}
tracing.map @m : none -> !tracing.stack<kernel, 10, build_id>

// -----

// Rule: room for what is packed.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{has elements of 16 bytes, but room for 12}}
  tracing.pack(%n, %n : i64, i64) : !tracing.array<12 x i8>
  tracing.return
}

// -----

// Rule: bytes of a buffer.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  // expected-error@+1 {{takes 17 bytes of a value that has 16}}
  tracing.buf %c : !tracing.str<16> -> !tracing.buf<17>
  tracing.return
}

// -----

// Rule: a buffer only grows.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  %b = tracing.buf %c : !tracing.str<16> -> !tracing.buf<16>
  // expected-error@+1 {{casts a buffer of 16 bytes to one of 8}}
  tracing.buf_cast %b : !tracing.buf<16> -> !tracing.buf<8>
  tracing.return
}

// -----

// Rule: only buffers are cast to buffers.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %c = tracing.builtin comm : !tracing.str<16>
  // expected-error@+1 {{casts between buffers only}}
  tracing.buf_cast %c : !tracing.str<16> -> !tracing.buf<16>
  tracing.return
}

// -----

// Rule: the program's own memory needs no helper.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %l = tracing.local "x" : !tracing.ptr<i8, local>
  // expected-error@+1 {{reads local memory, which needs no helper}}
  tracing.read_buf %l : !tracing.ptr<i8, local> -> !tracing.buf<16>
  tracing.return
}

// -----

// Rule: only stacks have frames.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %n = tracing.clock boot : i64
  // expected-error@+1 {{counts the frames of 'i64', which is no stack}}
  tracing.stack_depth %n : i64 -> i64
  tracing.return
}

// -----

// Rule: where a stack is written.
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  %l = tracing.local "x" : !tracing.ptr<i64, local>
  // expected-error@+1 {{writes its stack to memory of another type}}
  tracing.capture_stack into %l : !tracing.ptr<i64, local>
  tracing.return
}

// -----

// Rule: where a failure is counted.
tracing.map @m : none -> si64
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"ctx">, ctx>) {
  // expected-error@+1 {{refers to @m, which is not an error site}}
  tracing.capture_stack on_error(@m) : !tracing.stack<kernel, 10, raw>
  tracing.return
}
