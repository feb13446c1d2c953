// RUN: sonde-opt %s | sonde-opt | FileCheck %s
// RUN: sonde-opt %s --mlir-print-op-generic | sonde-opt | FileCheck %s
// Every operation, type and attribute of the dialect survives printing and parsing.

// CHECK:      module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64",
// CHECK-SAME: features = ["+atomic_fetch", "-kprobe_multi"]>}
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64", features = ["+atomic_fetch", "-kprobe_multi"]>} {

// CHECK:      bpf.map @AT_opens percpu_hash key !llvm.array<16 x i8> value i64 max_entries 4096
// CHECK-SAME: script("@opens", i64, key !llvm.array<16 x i8>)
bpf.map @AT_opens percpu_hash key !llvm.array<16 x i8> value i64 max_entries 4096
    script("@opens", i64, key !llvm.array<16 x i8>)
// CHECK: bpf.map @AT_x array key i32 value !llvm.struct<(i64, i64)> max_entries 1 script("@x", si64)
bpf.map @AT_x array key i32 value !llvm.struct<(i64, i64)> max_entries 1 script("@x", si64)
// CHECK: bpf.map @hash hash key i64 value i64 max_entries 64 flags 1
bpf.map @hash hash key i64 value i64 max_entries 64 flags 1
// CHECK: bpf.map @lru lru_hash key i64 value i64 max_entries 64
bpf.map @lru lru_hash key i64 value i64 max_entries 64
// CHECK: bpf.map @percpu_lru lru_percpu_hash key i64 value i64 max_entries 64
bpf.map @percpu_lru lru_percpu_hash key i64 value i64 max_entries 64
// CHECK: bpf.map @percpu percpu_array key i32 value i64 max_entries 1
bpf.map @percpu percpu_array key i32 value i64 max_entries 1
// CHECK: bpf.map @sonde_events ringbuf max_entries 262144
bpf.map @sonde_events ringbuf max_entries 262144

// CHECK: bpf.event @printf_0 id 0 kind "printf" size 24 format "%d\0A" fields [si64] offsets [8]
bpf.event @printf_0 id 0 kind "printf" size 24 format "%d\0A" fields [si64] offsets [8]
// CHECK: bpf.event @print_1 id 1 kind "print_map" size 8 map @AT_opens {top = 5 : i64}
bpf.event @print_1 id 1 kind "print_map" size 8 map @AT_opens {top = 5 : i64}
// CHECK: bpf.enum @enum.color {blue = 5 : i64, red = 1 : i64}
bpf.enum @enum.color {blue = 5 : i64, red = 1 : i64}
// CHECK: bpf.error_site @err_0 id 0 kind "divide_by_zero"
bpf.error_site @err_0 id 0 kind "divide_by_zero"
// CHECK: bpf.error_site @err_1 id 1 kind "map_full" helper "map_update_elem" map @AT_opens
bpf.error_site @err_1 id 1 kind "map_full" helper "map_update_elem" map @AT_opens
// CHECK: bpf.param @arg1 "$1" : si64 at 0 default "42"
bpf.param @arg1 "$1" : si64 at 0 default "42"
// CHECK: bpf.global @sonde_lost bss : !llvm.array<4 x i64>
bpf.global @sonde_lost bss : !llvm.array<4 x i64>
// CHECK: bpf.global @text_0 rodata : !llvm.array<6 x i8> = "hello"
bpf.global @text_0 rodata : !llvm.array<6 x i8> = "hello"
// CHECK: bpf.global @sonde_params rodata volatile : !llvm.array<8 x i8>
bpf.global @sonde_params rodata volatile : !llvm.array<8 x i8>
// CHECK: bpf.global @counter data : i64
bpf.global @counter data : i64
// CHECK: bpf.extern @__add_one "c" : (si32) -> si32
bpf.extern @__add_one "c" : (si32) -> si32
// CHECK: bpf.extern @bpf_rdonly_cast "kfunc" weak : (ui64, ui32) -> ui64
bpf.extern @bpf_rdonly_cast "kfunc" weak : (ui64, ui32) -> ui64
// CHECK: bpf.extern @CONFIG_HZ "kconfig" : ui64
bpf.extern @CONFIG_HZ "kconfig" : ui64
// CHECK: bpf.extern @runqueues "ksym" weak : i64
bpf.extern @runqueues "ksym" weak : i64
// CHECK: bpf.core_type @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>]
bpf.core_type @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>]
// CHECK: bpf.core_type @sigval size 8 union [#tracing.member<"sival_int", si32, 0>]
bpf.core_type @sigval size 8 union [#tracing.member<"sival_int", si32, 0>]

// CHECK:      bpf.prog @programs type(kprobe) section("kprobe/vfs_open") attach []
// CHECK-SAME: (%{{.*}}: !bpf.ptr<ctx>) attributes {note = 1 : i64}
bpf.prog @programs type(kprobe) section("kprobe/vfs_open") attach [] (%ctx: !bpf.ptr<ctx>) attributes {note = 1 : i64} {
  %c0 = arith.constant 0 : i32
  // CHECK: bpf.return %{{.*}} : i32
  bpf.return %c0 : i32
}

// CHECK: bpf.prog @kinds type(perf_event)
bpf.prog @kinds type(perf_event) section("perf_event") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  bpf.return %c0 : i32
}

// CHECK-LABEL: bpf.prog @memory type(tracepoint)
bpf.prog @memory type(tracepoint) section("tracepoint") attach [#tracing.attach<tracepoint, "sched:sched_switch">] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %n = arith.constant 3 : i64
  // CHECK: %[[BUFFER:.*]] = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  %b = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  // CHECK: bpf.buffer size 8 align 8 on_stack : !bpf.ptr<mem>
  %stays = bpf.buffer size 8 align 8 on_stack : !bpf.ptr<mem>
  // CHECK: %[[STACK:.*]] = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  %s = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  // CHECK: %[[GLOBAL:.*]] = bpf.global_addr @sonde_lost : !bpf.ptr<map_value>
  %g = bpf.global_addr @sonde_lost : !bpf.ptr<map_value>
  // CHECK: bpf.scratch %[[GLOBAL]][8] size 16 : !bpf.ptr<map_value>
  %part = bpf.scratch %g[8] size 16 : !bpf.ptr<map_value>
  // CHECK: %[[X:.*]] = bpf.load %{{.*}}[8] align 8 : !bpf.ptr<ctx> -> i64
  %x = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: bpf.load volatile %[[GLOBAL]][0] align 4 : !bpf.ptr<map_value> -> i32
  %y = bpf.load volatile %g[0] align 4 : !bpf.ptr<map_value> -> i32
  // CHECK: bpf.store %[[X]], %[[STACK]][8] align 8 : i64, !bpf.ptr<stack>
  bpf.store %x, %s[8] align 8 : i64, !bpf.ptr<stack>
  // CHECK: bpf.copy %[[BUFFER]][0], %[[STACK]][0] size 16 align 8 : !bpf.ptr<mem>, !bpf.ptr<stack>
  bpf.copy %b[0], %s[0] size 16 align 8 : !bpf.ptr<mem>, !bpf.ptr<stack>
  // CHECK: bpf.zero %[[STACK]][0] size 16 align 8 : !bpf.ptr<stack>
  bpf.zero %s[0] size 16 align 8 : !bpf.ptr<stack>
  // CHECK: bpf.atomic add %[[GLOBAL]][8], %[[X]] : !bpf.ptr<map_value>{{$}}
  bpf.atomic add %g[8], %x : !bpf.ptr<map_value>
  // CHECK: bpf.atomic add %[[GLOBAL]][8], %[[X]] : !bpf.ptr<map_value> -> i64
  %old = bpf.atomic add %g[8], %x : !bpf.ptr<map_value> -> i64
  // CHECK: bpf.ptr_add %[[GLOBAL]], %[[X]] access 8 bound 32 : !bpf.ptr<map_value>
  %moved = bpf.ptr_add %g, %x access 8 bound 32 : !bpf.ptr<map_value>
  // CHECK: bpf.ptr_to_int %[[STACK]] : !bpf.ptr<stack>
  %address = bpf.ptr_to_int %s : !bpf.ptr<stack>
  // CHECK: bpf.clamp %[[X]], 64 : i64
  %l = bpf.clamp %x, 64 : i64
  // CHECK: bpf.probe_read kernel %[[STACK]][0] size 4 from %[[X]] : !bpf.ptr<stack> -> i64
  %e = bpf.probe_read kernel %s[0] size 4 from %x : !bpf.ptr<stack> -> i64
  // CHECK: bpf.probe_read_str user %[[STACK]][0] size 16 length %{{.*}} from %[[X]] : !bpf.ptr<stack> -> i64
  %len = bpf.probe_read_str user %s[0] size 16 length %l from %x : !bpf.ptr<stack> -> i64
  // CHECK: bpf.div signed %[[X]], %{{.*}} : i64
  %q = bpf.div signed %x, %n : i64
  // CHECK: bpf.rem %[[X]], %{{.*}} : i64
  %r = bpf.rem %x, %n : i64
  // CHECK: bpf.shift left %[[X]], %{{.*}} : i64
  %s0 = bpf.shift left %x, %n : i64
  // CHECK: bpf.shift right %[[X]], %{{.*}} : i64
  %s1 = bpf.shift right %x, %n : i64
  // CHECK: bpf.shift signed_right %[[X]], %{{.*}} : i64
  %s2 = bpf.shift signed_right %x, %n : i64
  // CHECK: bpf.opaque %[[X]] : i64
  %opaque = bpf.opaque %x : i64
  bpf.return %c0 : i32
}

// CHECK-LABEL: bpf.prog @calls type(raw_tracepoint)
bpf.prog @calls type(raw_tracepoint) section("raw_tp") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %c16 = arith.constant 16 : i32
  %a = bpf.load %ctx[0] align 8 : !bpf.ptr<ctx> -> i64
  // CHECK: %[[KEY:.*]] = bpf.stack
  %key = bpf.stack size 16 align 8 : !bpf.ptr<stack>
  // CHECK: %[[VALUE:.*]] = bpf.stack
  %value = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // CHECK: bpf.helper get_current_comm(%[[KEY]], %{{.*}}) : (!bpf.ptr<stack>, i32) -> i64
  %e0 = bpf.helper get_current_comm(%key, %c16) : (!bpf.ptr<stack>, i32) -> i64
  // CHECK: bpf.helper ktime_get_boot_ns() : () -> i64
  %now = bpf.helper ktime_get_boot_ns() : () -> i64
  // CHECK: bpf.helper get_attach_cookie(%{{.*}}) : (!bpf.ptr<ctx>) -> i64
  %cookie = bpf.helper get_attach_cookie(%ctx) : (!bpf.ptr<ctx>) -> i64
  // CHECK: %[[FOUND:.*]] = bpf.lookup @AT_opens[%[[KEY]]] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  %v = bpf.lookup @AT_opens[%key] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.br_null %[[FOUND]], ^[[MISS:.*]], ^[[HIT:.*]](%{{.*}} : i64) : !bpf.ptr<map_value, nullable>
  bpf.br_null %v, ^miss, ^hit(%now : i64) : !bpf.ptr<map_value, nullable>
// CHECK: ^[[MISS]]:
^miss:
  // CHECK: bpf.update @AT_opens[%[[KEY]]], %[[VALUE]] noexist : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64
  %e1 = bpf.update @AT_opens[%key], %value noexist : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64
  // CHECK: bpf.update @AT_opens[%[[KEY]]], %[[VALUE]] any
  %e2 = bpf.update @AT_opens[%key], %value any : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64
  // CHECK: bpf.update @AT_opens[%[[KEY]]], %[[VALUE]] exist
  %e3 = bpf.update @AT_opens[%key], %value exist : !bpf.ptr<stack>, !bpf.ptr<stack> -> i64
  // CHECK: bpf.delete @AT_opens[%[[KEY]]] : !bpf.ptr<stack> -> i64
  %e4 = bpf.delete @AT_opens[%key] : !bpf.ptr<stack> -> i64
  // CHECK: bpf.call @__add_one(%{{.*}}) : (i32) -> i32
  %one = bpf.call @__add_one(%c16) : (i32) -> i32
  cf.br ^out
// CHECK: ^[[HIT]](%[[SLOT:.*]]: !bpf.ptr<map_value>, %{{.*}}: i64):
^hit(%p: !bpf.ptr<map_value>, %n: i64):
  bpf.store %n, %p[0] align 8 : i64, !bpf.ptr<map_value>
  // CHECK: %[[ROOM:.*]] = bpf.ringbuf_reserve @sonde_events size 24 : !bpf.ptr<ringbuf, nullable>
  %r = bpf.ringbuf_reserve @sonde_events size 24 : !bpf.ptr<ringbuf, nullable>
  // CHECK: bpf.require_nonnull %[[ROOM]] else(leave) : !bpf.ptr<ringbuf, nullable> -> !bpf.ptr<ringbuf>
  %record = bpf.require_nonnull %r else(leave) : !bpf.ptr<ringbuf, nullable> -> !bpf.ptr<ringbuf>
  // CHECK: bpf.ringbuf_submit %{{.*}} : !bpf.ptr<ringbuf>
  bpf.ringbuf_submit %record : !bpf.ptr<ringbuf>
  %r2 = bpf.ringbuf_reserve @sonde_events size 24 : !bpf.ptr<ringbuf, nullable>
  %record2 = bpf.require_nonnull %r2 else(leave) : !bpf.ptr<ringbuf, nullable> -> !bpf.ptr<ringbuf>
  // CHECK: bpf.ringbuf_discard %{{.*}} : !bpf.ptr<ringbuf>
  bpf.ringbuf_discard %record2 : !bpf.ptr<ringbuf>
  // CHECK: bpf.atomic xor %{{.*}}[0], %{{.*}} : !bpf.ptr<map_value> -> i64
  // CHECK: bpf.atomic_cmpxchg %{{.*}}[0], %{{.*}}, %{{.*}} : !bpf.ptr<map_value>
  // CHECK: bpf.map_addr @AT_opens : i64
  %shared = bpf.require_nonnull %v else(leave) : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  %xored = bpf.atomic xor %shared[0], %now : !bpf.ptr<map_value> -> i64
  %was = bpf.atomic_cmpxchg %shared[0], %now, %now : !bpf.ptr<map_value>
  %map = bpf.map_addr @AT_opens : i64
  // CHECK: bpf.lookup_percpu @AT_opens[%[[KEY]]] cpu %{{.*}} : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  %other = bpf.lookup_percpu @AT_opens[%key] cpu %now : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  // CHECK: bpf.require_nonnull %{{.*}} else(zero) size 8 : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  %w = bpf.lookup @AT_opens[%key] : !bpf.ptr<stack> -> !bpf.ptr<map_value, nullable>
  %zero = bpf.require_nonnull %w else(zero) size 8 : !bpf.ptr<map_value, nullable> -> !bpf.ptr<map_value>
  cf.br ^out
^out:
  bpf.return %c0 : i32
}

// CHECK-LABEL: bpf.prog @typed type(tracing)
bpf.prog @typed type(tracing) section("tp_btf/sched_switch") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  // CHECK: bpf.load %{{.*}}[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  %t = bpf.load %ctx[8] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct>
  // CHECK: bpf.load %{{.*}}[16] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct, nullable>
  %maybe = bpf.load %ctx[16] align 8 : !bpf.ptr<ctx> -> !bpf.ptr<btf_id, @task_struct, nullable>
  // CHECK: bpf.field_addr %{{.*}}, @task_struct, "tgid" : !bpf.ptr<btf_id, @task_struct> -> !bpf.ptr<btf_id>
  %f = bpf.field_addr %t, @task_struct, "tgid" : !bpf.ptr<btf_id, @task_struct> -> !bpf.ptr<btf_id>
  %tgid = bpf.load %f[0] align 4 : !bpf.ptr<btf_id> -> i32
  // CHECK: bpf.helper get_current_task_btf() : () -> !bpf.ptr<btf_id, @task_struct>
  %self = bpf.helper get_current_task_btf() : () -> !bpf.ptr<btf_id, @task_struct>
  %a = bpf.ptr_to_int %self : !bpf.ptr<btf_id, @task_struct>
  // CHECK: bpf.field_addr %{{.*}}, @task_struct, "tgid" : i64 -> i64
  %fa = bpf.field_addr %a, @task_struct, "tgid" : i64 -> i64
  bpf.return %c0 : i32
}

}

// CHECK-LABEL: bpf.callback @numbers type(tracepoint) (%{{.*}}: i64, %{{.*}}: !bpf.ptr<mem>)
bpf.callback @numbers type(tracepoint) (%i: i64, %p: !bpf.ptr<mem>) {
  %go_on = arith.constant 0 : i64
  // CHECK: bpf.return %{{.*}} : i64
  bpf.return %go_on : i64
}

// CHECK-LABEL: bpf.callback @entries type(tracepoint) each (%{{.*}}: !bpf.ptr<map_value>, %{{.*}}: !bpf.ptr<map_value>, %{{.*}}: !bpf.ptr<map_value>, %{{.*}}: !bpf.ptr<stack>)
bpf.callback @entries type(tracepoint) each (%m: !bpf.ptr<map_value>, %k: !bpf.ptr<map_value>,
                                             %v: !bpf.ptr<map_value>, %frame: !bpf.ptr<stack>) {
  // CHECK: bpf.load %{{.*}}[0] align 8 : !bpf.ptr<stack> -> !bpf.ptr<ctx>
  %ctx = bpf.load %frame[0] align 8 : !bpf.ptr<stack> -> !bpf.ptr<ctx>
  %stop = arith.constant 1 : i64
  bpf.return %stop : i64
}

bpf.map @looped hash key i64 value i64 max_entries 64
// CHECK-LABEL: bpf.prog @loops
bpf.prog @loops type(tracepoint) section("tracepoint") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %n = arith.constant 5 : i64
  %b = bpf.buffer size 8 align 8 : !bpf.ptr<mem>
  %frame = bpf.stack size 8 align 8 : !bpf.ptr<stack>
  // CHECK: bpf.store %{{.*}}, %{{.*}}[0] align 8 : !bpf.ptr<ctx>, !bpf.ptr<stack>
  bpf.store %ctx, %frame[0] align 8 : !bpf.ptr<ctx>, !bpf.ptr<stack>
  // CHECK: bpf.run_loop @numbers times %{{.*}} captures(%{{.*}} : !bpf.ptr<mem>)
  bpf.run_loop @numbers times %n captures(%b : !bpf.ptr<mem>)
  // CHECK: bpf.run_loop @entries over @looped with %{{.*}} : !bpf.ptr<stack>
  bpf.run_loop @entries over @looped with %frame : !bpf.ptr<stack>
  // CHECK: bpf.may_goto ^[[GO:.*]], ^[[OUT:.*]]
  bpf.may_goto ^go_on, ^out
^go_on:
  cf.br ^out
^out:
  bpf.return %c0 : i32
}

// CHECK-LABEL: llvm.func @leaves
llvm.func @leaves(%p: !llvm.ptr) {
  // CHECK: bpf.preserve_access %{{.*}}[1] !llvm.struct<(i64, i32)> of "type" in !llvm.ptr to !llvm.ptr
  %m = bpf.preserve_access %p[1] !llvm.struct<(i64, i32)> of "type" in !llvm.ptr to !llvm.ptr
  // CHECK: bpf.preserve_access union %{{.*}}[0] !llvm.struct<(i64)> of "type" in !llvm.ptr to !llvm.ptr
  %u = bpf.preserve_access union %p[0] !llvm.struct<(i64)> of "type" in !llvm.ptr to !llvm.ptr
  llvm.return
}
