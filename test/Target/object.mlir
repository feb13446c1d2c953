// RUN: sonde-opt %s --bpf-build-debug-info --convert-bpf-to-llvm -mlir-print-debuginfo -o %t.mlir
// RUN: sonde-translate --llvm-to-object %t.mlir -o %t.o
// RUN: llvm-readelf -S --symbols %t.o | FileCheck %s --check-prefix=ELF
// RUN: sonde-translate --llvm-to-dis %t.mlir | FileCheck %s --check-prefix=DIS
// RUN: sonde-translate --llvm-to-asm %t.mlir | FileCheck %s --check-prefix=ASM
// RUN: sonde-translate --llvm-to-ir-opt %t.mlir | FileCheck %s --check-prefix=OPT
// RUN: sonde-translate --llvm-to-report %t.mlir | FileCheck %s --check-prefix=REPORT
// The script of architecture section 8, from the bpf dialect to an object.

// No table for unwinding and no DWARF sections with types, lines or text.
// ELF-NOT: .eh_frame
// ELF-NOT: .debug_info
// ELF-NOT: .debug_line
// ELF-NOT: .debug_str
// ELF-DAG: raw_tp/sys_enter PROGBITS
// ELF-DAG: .maps
// ELF-DAG: .bss NOBITS
// ELF-DAG: license
// ELF-DAG: .BTF PROGBITS
// ELF-DAG: .BTF.ext PROGBITS
// ELF-DAG: FUNC GLOBAL DEFAULT {{.*}} probe_0
// ELF-DAG: OBJECT GLOBAL DEFAULT {{.*}} AT_opens
// ELF-DAG: OBJECT GLOBAL DEFAULT {{.*}} sonde_lost

// The lines are the script's, though no such file exists.
// DIS: probe_0: # raw_tp/sys_enter
// DIS: ; opens.bt:1: tracepoint:syscalls:sys_enter_openat / pid != 1 /
// DIS: call 14
// DIS: ; opens.bt:3: @opens[comm] = count();
// DIS: call 16
// DIS: r1 = 0 ll # AT_opens
// DIS: call 1
// DIS: if r0 == 0 goto
// DIS: ; opens.bt:5: printf("%s creates %s\n", comm, str(args.filename));
// DIS: call 131
// Without a use of its result an atomic addition fetches nothing.
// DIS: lock *(u64 *)({{.*}}) += r
// Copies are words.
// DIS: *(u64 *)(r0 + 8) = r1
// DIS: *(u64 *)(r0 + 16) = r1
// DIS: call 114
// DIS: call 132
// DIS: exit

// ASM: .section "raw_tp/sys_enter"
// ASM: probe_0:
// ASM: call 14

// OPT: define {{.*}}i32 @probe_0(
// OPT-NOT: llvm.preserve.static.offset
// OPT: load i64

// REPORT: probe_0: {{[0-9]+}} instructions, {{24|32}} bytes of stack, helpers 1 2 14 16 114 131 132
// REPORT: opens.bt:1: {{[0-9]+}}
// REPORT: opens.bt:3: {{[0-9]+}}
// REPORT: opens.bt:5: {{[0-9]+}}

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">,
                   bpf.sources = {"opens.bt" = "tracepoint:syscalls:sys_enter_openat / pid != 1 /\n{\n  @opens[comm] = count();\n  if (args.flags & 64) {\n    printf(\"%s creates %s\\n\", comm, str(args.filename));\n  }\n}\n"}} {
  bpf.map @AT_opens percpu_hash key !llvm.array<16 x i8> value i64 max_entries 4096
      script("@opens", !tracing.agg<count>, key !tracing.str<16>) loc("opens.bt":3:3)
  bpf.map @sonde_events ringbuf max_entries 262144 loc("opens.bt":1:1)
  bpf.global @sonde_lost bss : !llvm.array<1 x i64> loc("opens.bt":1:1)
  bpf.event @printf_0 id 0 kind "printf" size 88 format "%s creates %s\0A"
      fields [!tracing.str<16>, !tracing.str<64>] offsets [8, 24] loc("opens.bt":5:5)
  bpf.prog @probe_0 type(raw_tracepoint) section("raw_tp/sys_enter")
      attach [#tracing.attach<tracepoint, "syscalls:sys_enter_openat">] (%ctx: !bpf.ptr<ctx>) {
    %c0 = arith.constant 0 : i32
    %zero = arith.constant 0 : i64
    %one = arith.constant 1 : i64
    %c16 = arith.constant 16 : i32
    %c32 = arith.constant 32 : i64
    %c64 = arith.constant 64 : i64
    %comm = bpf.stack size 16 align 8 : !bpf.ptr<stack> loc("opens.bt":3:10)
    %init = bpf.stack size 8 align 8 : !bpf.ptr<stack> loc("opens.bt":3:3)
    %pt = bpf.helper get_current_pid_tgid() : () -> i64 loc("opens.bt":1:41)
    %pid = arith.shrui %pt, %c32 : i64 loc("opens.bt":1:41)
    %skip = arith.cmpi eq, %pid, %one : i64 loc("opens.bt":1:41)
    cf.cond_br %skip, ^exit, ^body loc("opens.bt":1:41)
  ^body:
    %e0 = bpf.helper get_current_comm(%comm, %c16) : (!bpf.ptr<stack>, i32) -> i64 loc("opens.bt":3:10)
    %v = bpf.lookup @AT_opens[%comm] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable> loc("opens.bt":3:3)
    bpf.br_null %v, ^miss, ^hit : !bpf.ptr<map_value, nullable> loc("opens.bt":3:3)
  ^hit(%slot: !bpf.ptr<map_value>):
    %old = bpf.load %slot[0] align 8 : !bpf.ptr<map_value> -> i64 loc("opens.bt":3:3)
    %new = arith.addi %old, %one : i64 loc("opens.bt":3:3)
    bpf.store %new, %slot[0] align 8 : i64, !bpf.ptr<map_value> loc("opens.bt":3:3)
    cf.br ^test loc("opens.bt":3:3)
  ^miss:
    bpf.store %one, %init[0] align 8 : i64, !bpf.ptr<stack> loc("opens.bt":3:3)
    %e1 = bpf.update @AT_opens[%comm], %init any : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64 loc("opens.bt":3:3)
    cf.br ^test loc("opens.bt":3:3)
  ^test:
    %flags = bpf.load %ctx[0] align 8 : !bpf.ptr<ctx> -> i64 loc("opens.bt":4:7)
    %bit = arith.andi %flags, %c64 : i64 loc("opens.bt":4:7)
    %creates = arith.cmpi ne, %bit, %zero : i64 loc("opens.bt":4:7)
    cf.cond_br %creates, ^emit, ^exit loc("opens.bt":4:3)
  ^emit:
    %r = bpf.ringbuf_reserve @sonde_events size 88 : !bpf.ptr<ringbuf, nullable> loc("opens.bt":5:5)
    bpf.br_null %r, ^lost, ^fill : !bpf.ptr<ringbuf, nullable> loc("opens.bt":5:5)
  ^lost:
    %g = bpf.global_addr @sonde_lost : !bpf.ptr<map_value> loc("opens.bt":5:5)
    bpf.atomic add %g[0], %one : !bpf.ptr<map_value> loc("opens.bt":5:5)
    cf.br ^exit loc("opens.bt":5:5)
  ^fill(%ev: !bpf.ptr<ringbuf>):
    bpf.store %zero, %ev[0] align 8 : i64, !bpf.ptr<ringbuf> loc("opens.bt":5:5)
    bpf.copy %ev[8], %comm[0] size 16 align 8 : !bpf.ptr<ringbuf>, !bpf.ptr<stack> loc("opens.bt":5:32)
    %name = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64 loc("opens.bt":5:42)
    %n = bpf.probe_read_str user %ev[24] size 64 from %name : !bpf.ptr<ringbuf> -> i64 loc("opens.bt":5:38)
    bpf.ringbuf_submit %ev : !bpf.ptr<ringbuf> loc("opens.bt":5:5)
    cf.br ^exit loc("opens.bt":5:5)
  ^exit:
    bpf.return %c0 : i32 loc("opens.bt":1:1)
  } loc("opens.bt":1:1)
} loc("opens.bt":1:1)
