// RUN: sonde-opt %s --verify-roundtrip | FileCheck %s
// RUN: sonde-opt %s --mlir-print-op-generic | sonde-opt | FileCheck %s
// Every operation, type and attribute is printed as it is written.

// CHECK: module attributes {tracing.config = #tracing.config<{license = "GPL", max_strlen = 64 : i64}>}
module attributes {tracing.config = #tracing.config<{license = "GPL", max_strlen = 64 : i64}>} {

  // CHECK-LABEL: tracing.map @opens : !tracing.str<16> -> !tracing.agg<count>
  tracing.map @opens : !tracing.str<16> -> !tracing.agg<count>
  // CHECK: tracing.map @last : none -> si64
  tracing.map @last : none -> si64
  // CHECK: tracing.map @start : ui32 -> ui64 storage(<hash, 4096>)
  tracing.map @start : ui32 -> ui64 storage(<hash, 4096>)
  // CHECK: tracing.map @declared : ui32 -> ui64 declared("lruhash", 10)
  tracing.map @declared : ui32 -> ui64 declared("lruhash", 10)
  // CHECK: tracing.map @sum : none -> !tracing.agg<sum, unsigned> storage(<percpu_array, 1>)
  tracing.map @sum : none -> !tracing.agg<sum, unsigned> storage(<percpu_array, 1>)
  // CHECK: tracing.map @min : none -> !tracing.agg<min>
  tracing.map @min : none -> !tracing.agg<min>
  // CHECK: tracing.map @max : none -> !tracing.agg<max>
  tracing.map @max : none -> !tracing.agg<max>
  // CHECK: tracing.map @avg : none -> !tracing.agg<avg>
  tracing.map @avg : none -> !tracing.agg<avg>
  // CHECK: tracing.map @stats : none -> !tracing.agg<stats, unsigned>
  tracing.map @stats : none -> !tracing.agg<stats, unsigned>
  // CHECK: tracing.map @hist : none -> !tracing.agg<hist, 0>
  tracing.map @hist : none -> !tracing.agg<hist, 0>
  // CHECK: tracing.map @lhist : none -> !tracing.agg<lhist, 0, 100, 10>
  tracing.map @lhist : none -> !tracing.agg<lhist, 0, 100, 10>
  // CHECK: tracing.map @tseries : none -> !tracing.agg<tseries, 1000000000, 60>
  tracing.map @tseries : none -> !tracing.agg<tseries, 1000000000, 60>
  // CHECK: tracing.map @means : none -> !tracing.agg<tseries, unsigned, 1000, 5, avg>
  tracing.map @means : none -> !tracing.agg<tseries, unsigned, 1000, 5, avg>
  // CHECK: tracing.map @pairs : !tracing.record<ui32, !tracing.str<16>> -> !tracing.record<x: si64, y: !tracing.array<4 x ui8>>
  tracing.map @pairs : !tracing.record<ui32, !tracing.str<16>>
      -> !tracing.record<x: si64, y: !tracing.array<4 x ui8>>
  // CHECK: tracing.map @names : ui32 -> !tracing.record<"i8": si64, "two words": ui8, none_: si8>
  tracing.map @names : ui32 -> !tracing.record<"i8": si64, "two words": ui8, none_: si8>
  // CHECK: tracing.map @nothing : ui32 -> !tracing.record<>
  tracing.map @nothing : ui32 -> !tracing.record<>

  // CHECK: tracing.event @printf_0 printf "%s %d\0A" fields [!tracing.str<16>, si64]
  tracing.event @printf_0 printf "%s %d\0A" fields [!tracing.str<16>, si64]
  // CHECK: tracing.event @planned printf "%s %d\0A" fields [!tracing.str<16>, si64] id(0) layout(<[16, 8], size = 32>)
  tracing.event @planned printf "%s %d\0A" fields [!tracing.str<16>, si64] id(0)
      layout(<[16, 8], size = 32>)
  // CHECK: tracing.event @text printf "hi" id(1) layout(<size = 8>)
  tracing.event @text printf "hi" id(1) layout(<size = 8>)
  // CHECK: tracing.event @print_0 print fields [si64]
  tracing.event @print_0 print fields [si64]
  // CHECK: tracing.event @print_1 print_map map(@opens) {div = 1000 : i64, top = 5 : i64}
  tracing.event @print_1 print_map map(@opens) {top = 5 : i64, div = 1000 : i64}
  // CHECK: tracing.event @clear_0 clear_map map(@opens)
  tracing.event @clear_0 clear_map map(@opens)
  // CHECK: tracing.event @zero_0 zero_map map(@opens)
  tracing.event @zero_0 zero_map map(@opens)
  // CHECK: tracing.event @exit_0 exit
  tracing.event @exit_0 exit

  // CHECK: tracing.error_site @err_0 divide_by_zero
  tracing.error_site @err_0 divide_by_zero
  // CHECK: tracing.error_site @err_1 map_full "map_update_elem" map(@opens)
  tracing.error_site @err_1 map_full "map_update_elem" map(@opens)
  // CHECK: tracing.error_site @err_2 helper "probe_read_user"
  tracing.error_site @err_2 helper "probe_read_user"

  // CHECK: tracing.struct @task_struct size 9792 relocate
  // CHECK-SAME: #tracing.member<"tgid", si32, 2468>
  // CHECK-SAME: #tracing.member<"flags", ui32, 4, bits = 3 at 2>
  // CHECK-SAME: #tracing.member<"comm", !tracing.array<16 x si8>, 3000>
  tracing.struct @task_struct size 9792 relocate [
    #tracing.member<"tgid", si32, 2468>, #tracing.member<"flags", ui32, 4, bits = 3 at 2>,
    #tracing.member<"comm", !tracing.array<16 x si8>, 3000>]
  // CHECK: tracing.struct @either size 8 union [#tracing.member<"a", si64, 0>, #tracing.member<"b", ui8, 0>]
  tracing.struct @either size 8 union [#tracing.member<"a", si64, 0>, #tracing.member<"b", ui8, 0>]
  // CHECK: tracing.struct @sys_enter size 64 [#tracing.member<"id", si64, 8, raw = 1>
  tracing.struct @sys_enter size 64 [#tracing.member<"id", si64, 8, raw = 1>,
    #tracing.member<"filename", !tracing.ptr<si8, user>, 24>]

  // CHECK: tracing.param @arg1 "$1" : si64 = 42
  tracing.param @arg1 "$1" : si64 = 42
  // CHECK: tracing.param @arg2 "$2" : !tracing.str<64> = "abc" {known}
  tracing.param @arg2 "$2" : !tracing.str<64> = "abc" {known}

  // CHECK: tracing.c_func @__add_one : (si32) -> si32 {pure}
  tracing.c_func @__add_one : (si32) -> si32 {pure}
  // CHECK: tracing.c_func @__touch : (!tracing.ptr<si8, kernel>) -> ()
  tracing.c_func @__touch : (!tracing.ptr<si8, kernel>) -> ()

  // CHECK-LABEL: tracing.probe @attach_points attach [
  // CHECK-SAME: #tracing.attach<tracepoint, "sched:sched_switch", {event = "sched_switch", raw}>
  // CHECK-SAME: #tracing.attach<begin, "">
  // CHECK-SAME: #tracing.attach<kprobe, "vfs_open+16", {function = "vfs_open", offset = 16 : i64}>
  // CHECK-SAME: (%[[CTX:.*]]: !tracing.ptr<!tracing.struct<"sys_enter">, ctx>) attributes {note = "kept"} {
  tracing.probe @attach_points attach [
      #tracing.attach<tracepoint, "sched:sched_switch", {event = "sched_switch", raw}>,
      #tracing.attach<begin, "">, #tracing.attach<end, "">,
      #tracing.attach<raw_tracepoint, "sys_enter">, #tracing.attach<btf_tracepoint, "sys_enter">,
      #tracing.attach<kprobe, "vfs_open+16", {function = "vfs_open", offset = 16 : i64}>,
      #tracing.attach<kretprobe, "vfs_open">, #tracing.attach<uprobe, "/bin/sh:main">,
      #tracing.attach<uretprobe, "/bin/sh:main">, #tracing.attach<fentry, "vfs_open">,
      #tracing.attach<fexit, "vfs_open">,
      #tracing.attach<profile, "hz:99", {unit = "hz", value = 99 : i64}>,
      #tracing.attach<interval, "s:1", {unit = "s", value = 1 : i64}>]
      (%ctx: !tracing.ptr<!tracing.struct<"sys_enter">, ctx>) attributes {note = "kept"} {
    %c1 = arith.constant 1 : i64
    // CHECK: tracing.return %{{.*}} : i64
    tracing.return %c1 : i64
  }

  // CHECK-LABEL: tracing.probe @values
  tracing.probe @values attach [#tracing.attach<tracepoint, "raw_syscalls:sys_enter">]
      (%ctx: !tracing.ptr<!tracing.struct<"sys_enter">, ctx>) {
    // CHECK: tracing.builtin pid : i32
    %pid = tracing.builtin pid : i32
    // CHECK: tracing.builtin tid : i32
    tracing.builtin tid : i32
    // CHECK: tracing.builtin uid : i64
    tracing.builtin uid : i64
    // CHECK: tracing.builtin gid : i64
    tracing.builtin gid : i64
    // CHECK: tracing.builtin cpu : i64
    tracing.builtin cpu : i64
    // CHECK: tracing.builtin cgroup : i64
    tracing.builtin cgroup : i64
    // CHECK: tracing.builtin numaid : i64
    tracing.builtin numaid : i64
    // CHECK: tracing.builtin comm : !tracing.str<16>
    %comm = tracing.builtin comm : !tracing.str<16>
    // CHECK: %[[SLOT:.*]] = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
    %slot = tracing.buffer : !tracing.ptr<!tracing.str<16>, local>
    // CHECK: tracing.builtin comm into %[[SLOT]] : !tracing.ptr<!tracing.str<16>, local>
    tracing.builtin comm into %slot : !tracing.ptr<!tracing.str<16>, local>
    // CHECK: tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task_struct">, btf>
    %task = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task_struct">, btf>
    // CHECK: tracing.clock boot : i64
    %now = tracing.clock boot : i64
    // CHECK: tracing.clock monotonic : i64
    tracing.clock monotonic : i64
    // CHECK: tracing.clock tai : i64
    tracing.clock tai : i64
    // CHECK: tracing.clock jiffies : i64
    tracing.clock jiffies : i64
    // CHECK: tracing.random : i32
    tracing.random : i32
    // CHECK: tracing.ctx_field %{{.*}}, "id" : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
    %id = tracing.ctx_field %ctx, "id" : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
    // CHECK: tracing.ctx_arg %{{.*}}, 1 : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
    tracing.ctx_arg %ctx, 1 : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
    // CHECK: tracing.retval %{{.*}} : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
    tracing.retval %ctx : !tracing.ptr<!tracing.struct<"sys_enter">, ctx> -> i64
    // CHECK: tracing.probe_info : !tracing.str<64>
    tracing.probe_info : !tracing.str<64>
    // CHECK: tracing.param_value @arg1 : i64
    tracing.param_value @arg1 : i64
    // CHECK: tracing.param_value @arg2 : !tracing.str<64>
    tracing.param_value @arg2 : !tracing.str<64>
    // CHECK: tracing.const_str "hello\0A" : !tracing.str<7>
    %hello = tracing.const_str "hello\0A" : !tracing.str<7>
    // CHECK: tracing.const_str "hi" into %[[SLOT]] : !tracing.ptr<!tracing.str<16>, local>
    tracing.const_str "hi" into %slot : !tracing.ptr<!tracing.str<16>, local>
    // CHECK: %[[KEY:.*]] = tracing.record(%{{.*}}, %{{.*}} : i32, !tracing.str<16>) : !tracing.record<i32, !tracing.str<16>>
    %key = tracing.record(%pid, %comm : i32, !tracing.str<16>) : !tracing.record<i32, !tracing.str<16>>
    // CHECK: %[[KEYSLOT:.*]] = tracing.buffer : !tracing.ptr<!tracing.record<i32, !tracing.str<16>>, local>
    %key_slot = tracing.buffer : !tracing.ptr<!tracing.record<i32, !tracing.str<16>>, local>
    // CHECK: tracing.record(%{{.*}}, %[[SLOT]] : i32, !tracing.ptr<!tracing.str<16>, local>) into %[[KEYSLOT]] : !tracing.ptr<!tracing.record<i32, !tracing.str<16>>, local>
    tracing.record(%pid, %slot : i32, !tracing.ptr<!tracing.str<16>, local>)
        into %key_slot : !tracing.ptr<!tracing.record<i32, !tracing.str<16>>, local>
    // CHECK: tracing.record() : !tracing.record<>
    tracing.record() : !tracing.record<>
    // CHECK: tracing.extract %[[KEY]][1] : !tracing.record<i32, !tracing.str<16>> -> !tracing.str<16>
    tracing.extract %key[1] : !tracing.record<i32, !tracing.str<16>> -> !tracing.str<16>
    // CHECK: tracing.extract %[[KEYSLOT]][1] into %[[SLOT]] : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<!tracing.record<i32, !tracing.str<16>>, local>
    tracing.extract %key_slot[1] into %slot : !tracing.ptr<!tracing.str<16>, local>,
        : !tracing.ptr<!tracing.record<i32, !tracing.str<16>>, local>
    // CHECK: tracing.str_cast %{{.*}} : !tracing.str<7> -> !tracing.str<16>
    tracing.str_cast %hello : !tracing.str<7> -> !tracing.str<16>
    // CHECK: tracing.str_cast %{{.*}} into %[[SLOT]] : !tracing.ptr<!tracing.str<16>, local>, : !tracing.str<7>
    tracing.str_cast %hello into %slot : !tracing.ptr<!tracing.str<16>, local>, : !tracing.str<7>
    // CHECK: tracing.str_cmp eq %{{.*}}, %{{.*}} : !tracing.str<16>, !tracing.str<7>
    tracing.str_cmp eq %comm, %hello : !tracing.str<16>, !tracing.str<7>
    // CHECK: tracing.str_cmp le %[[SLOT]], %{{.*}} : !tracing.ptr<!tracing.str<16>, local>, !tracing.str<7>
    tracing.str_cmp le %slot, %hello : !tracing.ptr<!tracing.str<16>, local>, !tracing.str<7>
    // CHECK: tracing.str_cmp ne %{{.*}}, %{{.*}} limit 3 : !tracing.str<16>, !tracing.str<7>
    tracing.str_cmp ne %comm, %hello limit 3 : !tracing.str<16>, !tracing.str<7>
    // CHECK: tracing.str_len %{{.*}} : !tracing.str<16>
    tracing.str_len %comm : !tracing.str<16>
    // CHECK: tracing.str_len %[[SLOT]] : !tracing.ptr<!tracing.str<16>, local>
    tracing.str_len %slot : !tracing.ptr<!tracing.str<16>, local>
    // CHECK: tracing.str_find %{{.*}} in %{{.*}} : !tracing.str<7>, !tracing.str<16>
    tracing.str_find %hello in %comm : !tracing.str<7>, !tracing.str<16>
    // CHECK: tracing.div signed %{{.*}}, %{{.*}} report : i64
    tracing.div signed %id, %now report : i64
    // CHECK: tracing.rem %{{.*}}, %{{.*}} : i64
    tracing.rem %id, %now : i64
    // CHECK: tracing.shift left %{{.*}}, %{{.*}} : i64
    tracing.shift left %id, %now : i64
    // CHECK: tracing.shift right %{{.*}}, %{{.*}} : i64
    tracing.shift right %id, %now : i64
    // CHECK: tracing.shift signed_right %{{.*}}, %{{.*}} : i64
    tracing.shift signed_right %id, %now : i64
    // CHECK: tracing.log2_bucket %{{.*}} bits 3 : i64
    tracing.log2_bucket %id bits 3 : i64
    // CHECK: tracing.linear_bucket %{{.*}} from -10 to 100 step 10 : i64
    tracing.linear_bucket %id from -10 to 100 step 10 : i64
    // CHECK: tracing.call @__add_one(%{{.*}}) : (i32) -> i32
    tracing.call @__add_one(%pid) : (i32) -> i32
    // CHECK: tracing.return
    tracing.return
  }

  // CHECK-LABEL: tracing.probe @memory
  tracing.probe @memory attach [#tracing.attach<tracepoint, "raw_syscalls:sys_enter">]
      (%ctx: !tracing.ptr<!tracing.struct<"sys_enter">, ctx>) {
    // CHECK: %[[X:.*]] = tracing.local "x" : !tracing.ptr<i64, local>
    %x = tracing.local "x" : !tracing.ptr<i64, local>
    // CHECK: %[[V:.*]] = tracing.load_local %[[X]] : !tracing.ptr<i64, local> -> i64
    %v = tracing.load_local %x : !tracing.ptr<i64, local> -> i64
    // CHECK: tracing.store_local %[[V]], %[[X]] : i64, !tracing.ptr<i64, local>
    tracing.store_local %v, %x : i64, !tracing.ptr<i64, local>
    // CHECK: %[[S:.*]] = tracing.local "s" : !tracing.ptr<!tracing.str<64>, local>
    %s = tracing.local "s" : !tracing.ptr<!tracing.str<64>, local>
    %t = tracing.local "t" : !tracing.ptr<!tracing.str<64>, local>
    // CHECK: tracing.load_local %[[S]] into %{{.*}} : !tracing.ptr<!tracing.str<64>, local>, : !tracing.ptr<!tracing.str<64>, local>
    tracing.load_local %s into %t : !tracing.ptr<!tracing.str<64>, local>, : !tracing.ptr<!tracing.str<64>, local>
    // CHECK: tracing.store_local %{{.*}}, %[[S]] : !tracing.ptr<!tracing.str<64>, local>, !tracing.ptr<!tracing.str<64>, local>
    tracing.store_local %t, %s : !tracing.ptr<!tracing.str<64>, local>, !tracing.ptr<!tracing.str<64>, local>

    %task = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task_struct">, kernel>
    // CHECK: tracing.field_ptr %{{.*}}, "tgid" : !tracing.ptr<!tracing.struct<"task_struct">, kernel> -> !tracing.ptr<si32, kernel>
    %p = tracing.field_ptr %task, "tgid"
        : !tracing.ptr<!tracing.struct<"task_struct">, kernel> -> !tracing.ptr<si32, kernel>
    %a = tracing.field_ptr %task, "comm"
        : !tracing.ptr<!tracing.struct<"task_struct">, kernel> -> !tracing.ptr<!tracing.array<16 x i8>, kernel>
    // CHECK: tracing.elem_ptr %{{.*}}[%[[V]]] : !tracing.ptr<!tracing.array<16 x i8>, kernel> -> !tracing.ptr<i8, kernel>
    tracing.elem_ptr %a[%v] : !tracing.ptr<!tracing.array<16 x i8>, kernel> -> !tracing.ptr<i8, kernel>
    // CHECK: %[[U:.*]] = tracing.ptr_cast %[[V]] : i64 -> !tracing.ptr<i8, user>
    %u = tracing.ptr_cast %v : i64 -> !tracing.ptr<i8, user>
    // CHECK: tracing.elem_ptr %[[U]][%[[V]]] : !tracing.ptr<i8, user> -> !tracing.ptr<i8, user>
    tracing.elem_ptr %u[%v] : !tracing.ptr<i8, user> -> !tracing.ptr<i8, user>
    // CHECK: tracing.read %{{.*}} : !tracing.ptr<si32, kernel> -> i32
    tracing.read %p : !tracing.ptr<si32, kernel> -> i32
    // CHECK: tracing.read %{{.*}} report : !tracing.ptr<si32, kernel> -> i32
    tracing.read %p report : !tracing.ptr<si32, kernel> -> i32
    // CHECK: tracing.read %{{.*}} on_error(@err_2) : !tracing.ptr<si32, kernel> -> i32
    tracing.read %p on_error(@err_2) : !tracing.ptr<si32, kernel> -> i32
    // CHECK: tracing.read_str %[[U]] : !tracing.ptr<i8, user> -> !tracing.str<64>
    tracing.read_str %u : !tracing.ptr<i8, user> -> !tracing.str<64>
    // CHECK: tracing.read_str %[[U]], %[[V]] report : !tracing.ptr<i8, user> -> !tracing.str<64>
    tracing.read_str %u, %v report : !tracing.ptr<i8, user> -> !tracing.str<64>
    // CHECK: tracing.read_str %[[U]], %[[V]] into %[[S]] : !tracing.ptr<!tracing.str<64>, local>, on_error(@err_2) : !tracing.ptr<i8, user>
    tracing.read_str %u, %v into %s : !tracing.ptr<!tracing.str<64>, local>, on_error(@err_2)
        : !tracing.ptr<i8, user>
    tracing.return
  }

  // CHECK-LABEL: tracing.probe @maps
  tracing.probe @maps attach [#tracing.attach<tracepoint, "raw_syscalls:sys_enter">]
      (%ctx: !tracing.ptr<!tracing.struct<"sys_enter">, ctx>) {
    %pid = tracing.builtin pid : i32
    %comm = tracing.builtin comm : !tracing.str<16>
    %slot = tracing.local "s" : !tracing.ptr<!tracing.str<16>, local>
    // CHECK: %[[N:.*]] = tracing.map_get @start[%{{.*}} : i32] : i64
    %n = tracing.map_get @start[%pid : i32] : i64
    // CHECK: tracing.map_get @last[] : i64
    tracing.map_get @last[] : i64
    %key = tracing.record(%pid, %comm : i32, !tracing.str<16>) : !tracing.record<i32, !tracing.str<16>>
    %pair = tracing.local "p" : !tracing.ptr<!tracing.record<x: i64, y: !tracing.array<4 x i8>>, local>
    // CHECK: tracing.map_get @pairs[%{{.*}} : !tracing.record<i32, !tracing.str<16>>] into %{{.*}} : !tracing.ptr<!tracing.record<x: i64, y: !tracing.array<4 x i8>>, local>
    tracing.map_get @pairs[%key : !tracing.record<i32, !tracing.str<16>>]
        into %pair : !tracing.ptr<!tracing.record<x: i64, y: !tracing.array<4 x i8>>, local>
    // CHECK: tracing.map_has @start[%{{.*}} : i32] : i1
    tracing.map_has @start[%pid : i32] : i1
    // CHECK: tracing.map_set @start[%{{.*}} : i32] = %[[N]] : i64
    tracing.map_set @start[%pid : i32] = %n : i64
    // CHECK: tracing.map_set @last[] = %[[N]] report : i64
    tracing.map_set @last[] = %n report : i64
    // CHECK: tracing.map_set @last[] = %[[N]] on_error(@err_1) : i64
    tracing.map_set @last[] = %n on_error(@err_1) : i64
    // CHECK: tracing.map_delete @start[%{{.*}} : i32] : i1
    tracing.map_delete @start[%pid : i32] : i1
    // CHECK: tracing.map_update @start[%{{.*}} : i32] add(%[[N]])
    tracing.map_update @start[%pid : i32] add(%n)
    // CHECK: tracing.map_update @avg[] add(%[[N]]), add(%[[N]]) report
    tracing.map_update @avg[] add(%n), add(%n) report
    // CHECK: tracing.map_update @min[] umax(%[[N]]), umax(%[[N]])
    tracing.map_update @min[] umax(%n), umax(%n)
    // CHECK: tracing.map_update @hist[] at %[[N]] add(%[[N]]) on_error(@err_1)
    tracing.map_update @hist[] at %n add(%n) on_error(@err_1)
    // CHECK: tracing.map_update @tseries[] at %[[N]] epoch %[[N]] set(%[[N]]), set(%[[N]]) report
    tracing.map_update @tseries[] at %n epoch %n set(%n), set(%n) report
    // CHECK: tracing.map_update @last[] add(%[[N]]) yield old : i64
    tracing.map_update @last[] add(%n) yield old : i64
    // CHECK: tracing.map_update @last[] add(%[[N]]) yield new report : i64
    tracing.map_update @last[] add(%n) yield new report : i64
    // CHECK: tracing.map_update @opens[%{{.*}} : !tracing.ptr<!tracing.str<16>, local>] add(%[[N]])
    tracing.map_update @opens[%slot : !tracing.ptr<!tracing.str<16>, local>] add(%n)
    // CHECK: tracing.aggregate count @opens[%{{.*}} : !tracing.str<16>]
    tracing.aggregate count @opens[%comm : !tracing.str<16>]
    // CHECK: tracing.aggregate sum @sum[](%[[N]]) report
    tracing.aggregate sum @sum[](%n) report
    // CHECK: tracing.aggregate hist @hist[](%[[N]]) on_error(@err_1)
    tracing.aggregate hist @hist[](%n) on_error(@err_1)
    // CHECK: tracing.aggregate tseries @tseries[](%[[N]]) at %[[N]] report
    tracing.aggregate tseries @tseries[](%n) at %n report
    // CHECK: tracing.map_reduce @opens[%{{.*}} : !tracing.str<16>] : i64
    tracing.map_reduce @opens[%comm : !tracing.str<16>] : i64
    // CHECK: tracing.map_reduce @stats[] : i64, i64, i64
    %count, %average, %total = tracing.map_reduce @stats[] : i64, i64, i64
    // CHECK: tracing.map_fold @opens[%{{.*}} : !tracing.ptr<!tracing.str<16>, local>] add : i64
    tracing.map_fold @opens[%slot : !tracing.ptr<!tracing.str<16>, local>] add : i64
    // CHECK: tracing.map_fold @min[] umax, umax : i64, i64
    %ordered, %set = tracing.map_fold @min[] umax, umax : i64, i64
    // CHECK: tracing.emit @printf_0(%{{.*}}, %[[N]] : !tracing.str<16>, i64)
    tracing.emit @printf_0(%comm, %n : !tracing.str<16>, i64)
    // CHECK: tracing.emit @exit_0()
    tracing.emit @exit_0()
    %u = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, user>
    // CHECK: tracing.emit @printf_0(%[[N]] : i64) deferred [0] {
    // CHECK-NEXT: ^bb0(%[[F:.*]]: !tracing.ptr<!tracing.str<16>, local>):
    // CHECK-NEXT: tracing.read_str %{{.*}} into %[[F]] : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<i8, user>
    // CHECK-NEXT: }
    tracing.emit @printf_0(%n : i64) deferred [0] {
    ^bb0(%f: !tracing.ptr<!tracing.str<16>, local>):
      tracing.read_str %u into %f : !tracing.ptr<!tracing.str<16>, local>, : !tracing.ptr<i8, user>
    }
    // CHECK: tracing.report @err_0
    tracing.report @err_0
    %k = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, kernel>
    // CHECK: tracing.call @__touch(%{{.*}}) : (!tracing.ptr<i8, kernel>) -> ()
    tracing.call @__touch(%k) : (!tracing.ptr<i8, kernel>) -> ()
    tracing.return
  }

  // CHECK-LABEL: tracing.func @twice(%{{.*}}: i64) -> i64
  tracing.func @twice(%x: i64) -> i64 {
    %y = arith.addi %x, %x : i64
    // CHECK: tracing.return %{{.*}} : i64
    tracing.return %y : i64
  }

  // CHECK-LABEL: tracing.callback @over_numbers of(@loops) (%{{.*}}: i64, %{{.*}}: !tracing.ptr<i64, local>)
  tracing.callback @over_numbers of(@loops) (%i: i64, %n: !tracing.ptr<i64, local>) {
    // CHECK: tracing.next
    tracing.next
  }
  // CHECK-LABEL: tracing.callback @over_entries of(@loops) over(@start) (%{{.*}}: i32, %{{.*}}: i64)
  tracing.callback @over_entries of(@loops) over(@start) (%key: i32, %value: i64) {
    // CHECK: tracing.leave
    tracing.leave
  }

  // CHECK-LABEL: tracing.probe @loops
  tracing.probe @loops attach [#tracing.attach<begin, "">]
      (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %zero = arith.constant 0 : i64
    %ten = arith.constant 10 : i64
    %n = tracing.local "n" : !tracing.ptr<i64, local>
    // CHECK: %{{.*}} = tracing.call @twice(%{{.*}}) : (i64) -> i64
    %twenty = tracing.call @twice(%ten) : (i64) -> i64
    // CHECK: %{{.*}} = tracing.for %[[I:.*]] = %{{.*}} to %{{.*}} report {
    %a = tracing.for %i = %zero to %ten report {
      // CHECK: tracing.store_local %[[I]]
      tracing.store_local %i, %n : i64, !tracing.ptr<i64, local>
      // CHECK: tracing.leave returning
      tracing.leave returning
    }
    // CHECK: tracing.for %{{.*}} = %{{.*}} to %{{.*}} unsigned plan <callback, 10> attributes {x = 1 : i64} {
    %b = tracing.for %i = %zero to %ten unsigned plan <callback, 10> attributes {x = 1 : i64} {
      tracing.next
    }
    // CHECK: tracing.for_each @start (%{{.*}}: i32, %{{.*}}: i64) plan <callback, 8388608> {
    %c = tracing.for_each @start (%key: i32, %value: i64) plan <callback, 8388608> {
      tracing.next
    }
    // CHECK: tracing.for_each @opens (%{{.*}}: !tracing.str<16>) {
    %d = tracing.for_each @opens (%key: !tracing.str<16>) {
      tracing.next
    }
    // CHECK: tracing.while {
    %e = tracing.while {
      tracing.leave
    }
    // CHECK: tracing.run_loop @over_numbers times %{{.*}} captures(%{{.*}} : !tracing.ptr<i64, local>)
    tracing.run_loop @over_numbers times %ten captures(%n : !tracing.ptr<i64, local>)
    // CHECK: tracing.run_loop @over_entries
    tracing.run_loop @over_entries
    // CHECK: %[[IT:.*]] = tracing.iter_num_new %{{.*}} : !tracing.ptr<i64, local>
    %it = tracing.iter_num_new %ten : !tracing.ptr<i64, local>
    // CHECK: %{{.*}}, %{{.*}} = tracing.iter_num_next %[[IT]] : !tracing.ptr<i64, local>
    %index, %more = tracing.iter_num_next %it : !tracing.ptr<i64, local>
    // CHECK: tracing.iter_num_destroy %[[IT]] : !tracing.ptr<i64, local>
    tracing.iter_num_destroy %it : !tracing.ptr<i64, local>
    // CHECK: tracing.forget %{{.*}} : i64
    %unknown = tracing.forget %zero : i64
    // CHECK: tracing.may_goto ^[[GO:.*]], ^[[OUT:.*]]
    tracing.may_goto ^go_on, ^out
  ^go_on:
    cf.br ^out
  ^out:
    tracing.return
  }
}
