// RUN: sonde-translate --bpf-to-artifact %s | FileCheck %s
// Everything that the runtime must know is in the artifact, as JSON.

// CHECK: "license": "Dual MIT/GPL"
// CHECK: "missing_probes": "warn"
// CHECK: "print_maps_on_exit": false
// CHECK: "error_sites"
// CHECK: "kind": "map_full"
// CHECK: "events"
// CHECK: "format": "%d\n"
// CHECK: "kind": "printf"
// CHECK: "size": 24
// CHECK: "kind": "print_map"
// CHECK: "top": 5
// CHECK: "files"
// CHECK: "name": "main.bt"
// CHECK: "name": "a.bt"
// CHECK: "elf": "AT_opens"
// CHECK: "name": "@opens"
// CHECK: "storage": "percpu_hash"
// CHECK: "value": "count"
// CHECK: "ringbuf"
// CHECK: 208
// CHECK: "kernel": "6.1"
// CHECK: "default": "42"
// CHECK: "function": "vfs_open"
// CHECK: "kind": "kprobe"
// CHECK: "name": "kprobe:vfs_open+4"
// CHECK: "offset": 4
// CHECK: "program": "probe_0"

module attributes {
    bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">,
    bpf.sources = {"a.bt" = "begin { }\0A", "main.bt" = "kprobe:vfs_open { @opens[comm] = count(); }\0A"},
    tracing.config = #tracing.config<{license = "Dual MIT/GPL", print_maps_on_exit = 0 : i64, missing_probes = "warn"}>} {
  bpf.map @AT_opens percpu_hash key !llvm.array<16 x i8> value i64 max_entries 4096
      script("@opens", !tracing.agg<count>, key !tracing.str<16>)
  bpf.map @sonde_events ringbuf max_entries 262144
  bpf.event @e1 id 1 kind "print_map" size 8 map @AT_opens {top = 5 : i64} loc("main.bt":1:20)
  bpf.event @e0 id 0 kind "printf" size 24 format "%d\0A" fields [si32, ui8] offsets [8, 16] loc("main.bt":1:20)
  bpf.error_site @s0 id 0 kind "map_full" helper "map_update_elem" map @AT_opens loc("main.bt":1:19)
  bpf.param @p "$1" : si64 at 0 default "42"
  bpf.prog @probe_0 type(kprobe) section("kprobe") attach [#tracing.attach<kprobe, "vfs_open+4", {function = "vfs_open", offset = 4 : i64}>] (%ctx: !bpf.ptr<ctx>) {
    %c0 = arith.constant 0 : i32
    %t = bpf.helper ktime_get_tai_ns() : () -> i64
    bpf.return %c0 : i32
  } loc("main.bt":1:1)
}
