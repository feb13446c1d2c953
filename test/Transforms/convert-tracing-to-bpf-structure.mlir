// RUN: sonde-opt %s --convert-tracing-to-bpf -split-input-file | FileCheck %s
// RUN: sonde-opt %s --convert-tracing-to-bpf=ringbuf-size=8192 -split-input-file | FileCheck %s --check-prefix=SIZE
// Symbols, programs and what programs share.

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  // SIZE: bpf.map @sonde_events ringbuf max_entries 8192
  // CHECK-DAG: bpf.map @sonde_events ringbuf max_entries 262144
  // CHECK-DAG: bpf.global @sonde_params rodata volatile : !llvm.array<24 x i8> = "*\00\00\00\00\00\00\00abc"
  // CHECK-DAG: bpf.global @sonde_lost bss : !llvm.array<2 x i64>
  // CHECK-DAG: bpf.global @sonde_errors bss : !llvm.array<1 x i64>

  // A large hash allocates its entries when needed, where that is safe.
  // CHECK: bpf.map @AT_opens percpu_hash key !llvm.array<16 x i8> value i64 max_entries 65536 flags 1 script("@opens", !tracing.agg<count>, key !tracing.str<16>)
  tracing.map @opens : !tracing.str<16> -> !tracing.agg<count> storage(<percpu_hash, 65536>)
  // CHECK: bpf.map @AT_small hash key !llvm.struct<(i32, array<16 x i8>, i64)> value i16 max_entries 10 script("@small", si16, key !tracing.record<
  tracing.map @small : !tracing.record<si32, !tracing.str<16>, ui64> -> si16 storage(<hash, 10>)
  // CHECK: bpf.map @AT_lru lru_percpu_hash key i8 value !llvm.array<2 x i64> max_entries 5000 script("@lru", !tracing.agg<avg>, key i1)
  tracing.map @lru : i1 -> !tracing.agg<avg> storage(<percpu_lru_hash, 5000>)
  // A scalar map's value is followed by a word that says whether there is one.
  // CHECK: bpf.map @AT_ array key i32 value !llvm.struct<(array<5 x i8>, i64)> max_entries 1 script("@", !tracing.str<5>)
  tracing.map @__ : none -> !tracing.str<5> storage(<array, 1>)

  // CHECK: bpf.event @printf_0 id 0 kind "printf" size 40 format "%s %d" fields [!tracing.str<16>, si64] offsets [8, 24]
  tracing.event @printf_0 printf "%s %d" fields [!tracing.str<16>, si64] id(0) layout(<[8, 24], size = 40>)
  // CHECK: bpf.event @print_1 id 1 kind "print_map" size 8 map @AT_opens {div = 3 : i64, top = 5 : i64}
  tracing.event @print_1 print_map map(@opens) id(1) layout(<size = 8>) {top = 5 : i64, div = 3 : i64}
  // CHECK: bpf.error_site @err_0 id 0 kind "map_full" helper "map_update_elem" map @AT_opens
  tracing.error_site @err_0 map_full "map_update_elem" map(@opens)
  // CHECK: bpf.param @arg1 "$1" : si64 at 0 default "42"
  tracing.param @arg1 "$1" : si64 = 42
  // CHECK: bpf.param @arg2 "$2" : !tracing.str<16> at 8 default "abc"
  tracing.param @arg2 "$2" : !tracing.str<16> = "abc"
  // CHECK: bpf.extern @__add_one "c" : (si32) -> si32
  tracing.c_func @__add_one : (si32) -> si32
  // CHECK: bpf.core_type @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>]
  tracing.struct @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>]
  // CHECK: bpf.core_type @u size 8 union []
  tracing.struct @u size 8 union []
}

// -----

// Older kernels allocate hashes at once; nothing is shared where nothing needs it.
// CHECK: kernel = "5.15"
// CHECK-NEXT: bpf.map @AT_m hash key i64 value i64 max_entries 4096 script
// CHECK-NEXT: }
module attributes {bpf.target = #bpf.target<kernel = "5.15", arch = "x86_64">} {
  tracing.map @m : si64 -> si64 storage(<hash, 4096>)
}

// -----

// A known parameter is not for the user to choose.
// CHECK: bpf.global @sonde_params rodata volatile : !llvm.array<8 x i8> = "\07\00\00\00"
// CHECK-NOT: bpf.param
tracing.param @arg1 "$1" : si32 = 7 {known}

// -----

// Program types, sections and results.
// CHECK: bpf.prog @begin type(raw_tracepoint) section("raw_tp") attach [#tracing.attach<begin, "">] (%{{.*}}: !bpf.ptr<ctx>)
// CHECK-NEXT: %[[R:.*]] = arith.constant 0 : i32
// CHECK-NEXT: bpf.return %[[R]]
tracing.probe @begin attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @end type(raw_tracepoint) section("raw_tp")
tracing.probe @end attach [#tracing.attach<end, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}
// With 0, perf would not see the event.
// CHECK: bpf.prog @tp type(tracepoint) section("tracepoint")
// CHECK-NEXT: arith.constant 1 : i32
tracing.probe @tp attach [#tracing.attach<tracepoint, "a:b">, #tracing.attach<tracepoint, "a:c">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @returns type(tracepoint) section("tracepoint")
// CHECK-NEXT: %[[V:.*]] = arith.constant 5 : i64
// CHECK-NEXT: %[[R:.*]] = arith.trunci %[[V]] : i64 to i32
// CHECK-NEXT: bpf.return %[[R]]
tracing.probe @returns attach [#tracing.attach<tracepoint, "a:b">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %v = arith.constant 5 : i64
  tracing.return %v : i64
}
// CHECK: bpf.prog @raw type(raw_tracepoint) section("raw_tp")
tracing.probe @raw attach [#tracing.attach<raw_tracepoint, "sys_enter">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @btf type(tracing) section("tp_btf/sched_switch")
tracing.probe @btf attach [#tracing.attach<btf_tracepoint, "sched_switch", {event = "sched_switch"}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @kprobe type(kprobe) section("kprobe")
tracing.probe @kprobe attach [#tracing.attach<kprobe, "f+16", {function = "f", offset = 16 : i64}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @kretprobe type(kprobe) section("kretprobe")
tracing.probe @kretprobe attach [#tracing.attach<kretprobe, "f", {function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @uprobe type(kprobe) section("uprobe")
tracing.probe @uprobe attach [#tracing.attach<uprobe, "/bin/x:f", {path = "/bin/x", function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @uretprobe type(kprobe) section("uretprobe")
tracing.probe @uretprobe attach [#tracing.attach<uretprobe, "/bin/x:f", {path = "/bin/x", function = "f"}>] (%ctx: !tracing.ptr<!tracing.struct<"pt_regs">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @fentry type(tracing) section("fentry/vfs_read")
tracing.probe @fentry attach [#tracing.attach<fentry, "vmlinux:vfs_read", {module = "vmlinux", function = "vfs_read"}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @fexit type(tracing) section("fexit/vfs_read")
tracing.probe @fexit attach [#tracing.attach<fexit, "vfs_read", {function = "vfs_read"}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @profile type(perf_event) section("perf_event")
tracing.probe @profile attach [#tracing.attach<profile, "hz:99", {unit = "hz", value = 99 : i64}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}
// CHECK: bpf.prog @interval type(perf_event) section("perf_event")
tracing.probe @interval attach [#tracing.attach<interval, "s:1", {unit = "s", value = 1 : i64}>] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  tracing.return
}

// -----

// Blocks keep their arguments; addresses become numbers; what cannot be reached
// is left out, because the kernel would refuse it.
// CHECK-LABEL: bpf.prog @blocks
// CHECK:         cf.cond_br %{{.*}}, ^[[A:.*]], ^[[NEXT:.*]](%{{.*}} : i64)
// CHECK:       ^[[A]]:
// CHECK:         %[[T:.*]] = bpf.load %{{.*}}[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
// CHECK:         %[[N:.*]] = bpf.ptr_to_int %[[T]]
// CHECK:         cf.br ^[[NEXT]](%[[N]] : i64)
// CHECK:       ^[[NEXT]](%[[P:.*]]: i64):
// CHECK:         bpf.field_addr %[[P]], @task_struct, "tgid" : i64 -> i64
// CHECK-NOT:     arith.constant 77
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  tracing.struct @task_struct size 9792 [#tracing.member<"tgid", si32, 2468>]
  tracing.struct @switch size 16 [#tracing.member<"prev", !tracing.ptr<!tracing.struct<"task_struct">, btf>, 8>]
  tracing.probe @blocks attach [#tracing.attach<btf_tracepoint, "sched_switch">] (%ctx: !tracing.ptr<!tracing.struct<"switch">, ctx>) {
    %n = tracing.clock boot : i64
    %zero = arith.constant 0 : i64
    %c = arith.cmpi eq, %n, %zero : i64
    %q = tracing.ptr_cast %n : i64 -> !tracing.ptr<!tracing.struct<"task_struct">, btf>
    cf.cond_br %c, ^a, ^next(%q : !tracing.ptr<!tracing.struct<"task_struct">, btf>)
  ^a:
    %t = tracing.ctx_field %ctx, "prev" : !tracing.ptr<!tracing.struct<"switch">, ctx>
        -> !tracing.ptr<!tracing.struct<"task_struct">, btf>
    cf.br ^next(%t : !tracing.ptr<!tracing.struct<"task_struct">, btf>)
  ^next(%p: !tracing.ptr<!tracing.struct<"task_struct">, btf>):
    %g = tracing.field_ptr %p, "tgid" : !tracing.ptr<!tracing.struct<"task_struct">, btf> -> !tracing.ptr<i32, btf>
    %v = tracing.read %g : !tracing.ptr<i32, btf> -> i32
    tracing.return
  ^unreachable:
    %c77 = arith.constant 77 : i64
    tracing.return
  }
}
