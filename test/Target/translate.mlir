// RUN: sonde-opt %s --bpf-build-debug-info --convert-bpf-to-llvm -mlir-print-debuginfo \
// RUN:   | sonde-translate --mlir-to-llvmir | FileCheck %s
// Leaf operations and attributes as LLVM IR.

module attributes {bpf.sources = {"t.bt" = "begin {\0A}\0A"}} {
bpf.core_type @task_struct size 9792 relocate [#tracing.member<"tgid", si32, 2468>]
bpf.core_type @u size 8 union relocate [#tracing.member<"word", ui64, 0>]
bpf.global @patched rodata volatile : !llvm.array<8 x i8>
bpf.map @sonde_events ringbuf max_entries 4096
// A weak function of the kernel, with its types for BTF.
// CHECK: declare !dbg ![[DECL:[0-9]+]] extern_weak i32 @bpf_f(i64) section ".ksyms"
bpf.extern @bpf_f "kfunc" weak : (ui64) -> si32

// CHECK: define i32 @p(ptr %[[CTX:.*]]) #[[NOUNWIND:[0-9]+]] section "raw_tp/x" !dbg ![[SP:[0-9]+]]
bpf.prog @p type(raw_tracepoint) section("raw_tp/x") attach [] (%ctx: !bpf.ptr<ctx>) {
  %c0 = arith.constant 0 : i32
  %zero = arith.constant 0 : i64
  // Ordinary values for LLVM: unused, it goes; used twice, it is called once.
  // CHECK: %[[T:.*]] = call i64 inttoptr (i64 35 to ptr)() #[[PURE:[0-9]+]]
  %t = bpf.helper get_current_task() : () -> i64 loc("t.bt":1:3)
  // CHECK: call ptr @llvm.preserve.struct.access.index.p0.p0(ptr elementtype({ i8 }) %{{.*}}, i32 0, i32 0), {{.*}}!llvm.preserve.access.index ![[TASK:[0-9]+]]
  %a = bpf.field_addr %t, @task_struct, "tgid" : i64 -> i64 loc("t.bt":1:4)
  // CHECK: call ptr @llvm.preserve.union.access.index.p0.p0(ptr %{{.*}}, i32 0), {{.*}}!llvm.preserve.access.index ![[UNION:[0-9]+]]
  %b = bpf.field_addr %t, @u, "word" : i64 -> i64
  // An empty assembly: LLVM cannot see through it.
  // CHECK: call ptr asm "", "=r,0"(ptr @patched) #[[ASM:[0-9]+]]
  %g = bpf.global_addr @patched : !bpf.ptr<map_value>
  %x = bpf.load %g[0] align 8 : !bpf.ptr<map_value> -> i64
  // CHECK: call noalias ptr inttoptr (i64 131 to ptr)(ptr nocapture @sonde_events, i64 16, i64 0) #[[CALL:[0-9]+]]
  %r = bpf.ringbuf_reserve @sonde_events size 16 : !bpf.ptr<ringbuf, nullable>
  bpf.br_null %r, ^exit, ^fill : !bpf.ptr<ringbuf, nullable>
^fill(%p: !bpf.ptr<ringbuf>):
  // CHECK: call i64 inttoptr (i64 113 to ptr)(ptr nocapture %{{.*}}, i64 16, i64 %{{.*}}) #[[READ:[0-9]+]]
  %e = bpf.probe_read kernel %p[0] size 16 from %a : !bpf.ptr<ringbuf> -> i64
  bpf.ringbuf_submit %p : !bpf.ptr<ringbuf>
  cf.br ^exit
^exit:
  bpf.return %c0 : i32
} loc("t.bt":1:1)
}

// CHECK: attributes #[[NOUNWIND]] = { nounwind }
// CHECK: attributes #[[PURE]] = { nomerge nounwind willreturn memory(none) }
// CHECK: attributes #[[ASM]] = { nounwind memory(none) }
// CHECK: attributes #[[CALL]] = { nomerge nounwind willreturn }
// CHECK: attributes #[[READ]] = { nomerge nounwind willreturn memory(read, argmem: readwrite) }
// CHECK-DAG: ![[DECL]] = !DISubprogram(name: "bpf_f"
// The text of the script, and the argument's name.
// CHECK-DAG: ![[FILE:[0-9]+]] = !DIFile(filename: "t.bt", directory: "", source: "begin {\0A}\0A")
// CHECK-DAG: ![[SP]] = distinct !DISubprogram(name: "p", {{.*}}file: ![[FILE]], line: 1, {{.*}}retainedNodes: ![[NODES:[0-9]+]])
// CHECK-DAG: ![[NODES]] = !{![[CTXVAR:[0-9]+]]}
// CHECK-DAG: ![[CTXVAR]] = !DILocalVariable(name: "ctx", arg: 1
// CHECK-DAG: ![[TASK]] = {{.*}}!DICompositeType(tag: DW_TAG_structure_type, name: "task_struct"
// CHECK-DAG: ![[UNION]] = {{.*}}!DICompositeType(tag: DW_TAG_union_type, name: "u"
// CHECK-DAG: !{i32 2, !"Debug Info Version", i32 3}
