// RUN: sonde-opt %s -split-input-file --tracing-insert-error-reports | FileCheck %s
// Each wanted report gets a site that knows what fails, and where.

// CHECK: tracing.map @m
tracing.map @m : ui32 -> si64
tracing.map @c : ui32 -> !tracing.agg<count>
tracing.map @s : none -> si64
// CHECK:      tracing.error_site @err_0 map_full "map_update_elem" map(@m)
// CHECK-NEXT: tracing.error_site @err_1 map_full "map_update_elem" map(@c)
// CHECK-NEXT: tracing.error_site @err_2 helper "probe_read_user_str"
// CHECK-NEXT: tracing.error_site @err_3 helper "probe_read_kernel"
// CHECK-NEXT: tracing.error_site @err_4 divide_by_zero
// CHECK-NEXT: tracing.probe @p
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %pid = tracing.builtin pid : i32
  %n = tracing.clock boot : i64
  %c2 = arith.constant 2 : i64
  // CHECK: tracing.map_set @m[%{{.*}} : i32] = %[[N:.*]] on_error(@err_0) : i64
  tracing.map_set @m[%pid : i32] = %n report : i64
  // CHECK: tracing.aggregate count @c[%{{.*}} : i32] on_error(@err_1)
  tracing.aggregate count @c[%pid : i32] report
  // A scalar map is never full.
  // CHECK-NEXT: tracing.map_set @s[] = %[[N]] : i64
  tracing.map_set @s[] = %n report : i64
  %u = tracing.ptr_cast %n : i64 -> !tracing.ptr<i8, user>
  // CHECK: tracing.read_str %{{.*}} on_error(@err_2)
  %s = tracing.read_str %u report : !tracing.ptr<i8, user> -> !tracing.str<16>
  %k = tracing.ptr_cast %n : i64 -> !tracing.ptr<i64, kernel>
  // CHECK: %[[V:.*]] = tracing.read %{{.*}} on_error(@err_3)
  %v = tracing.read %k report : !tracing.ptr<i64, kernel> -> i64
  // CHECK: %[[C0:.*]] = arith.constant 0 : i64
  // CHECK: %[[IS_ZERO:.*]] = arith.cmpi eq, %[[V]], %[[C0]] : i64
  // CHECK: cf.cond_br %[[IS_ZERO]], ^[[REPORT:.*]], ^[[NEXT:.*]]
  // CHECK: ^[[REPORT]]:
  // CHECK: tracing.report @err_4
  // CHECK: cf.br ^[[NEXT]]
  // CHECK: ^[[NEXT]]:
  // CHECK: %[[Q:.*]] = tracing.div signed %{{.*}}, %[[V]] : i64
  %q = tracing.div signed %n, %v report : i64
  // A constant that is not zero cannot fail.
  // CHECK-NEXT: tracing.rem %[[Q]], %{{.*}} : i64
  %r = tracing.rem %q, %c2 report : i64
  // CHECK-NEXT: tracing.return
  tracing.return
}

// -----

// A name that is taken is left to its owner.
// CHECK: tracing.error_site @err_0 divide_by_zero
tracing.error_site @err_0 divide_by_zero
// CHECK: tracing.map @m
tracing.map @m : ui32 -> si64
// CHECK: tracing.error_site @[[SITE:err_0_.*]] map_full
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %pid = tracing.builtin pid : i32
  %n = tracing.clock boot : i64
  // CHECK: on_error(@[[SITE]])
  tracing.map_set @m[%pid : i32] = %n report : i64
  tracing.return
}

// -----

// Nothing to do where no report is wanted.
// CHECK-NOT: error_site
// CHECK: tracing.probe @quiet
tracing.map @m : none -> si64
tracing.probe @quiet attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %n = tracing.clock boot : i64
  // CHECK: tracing.div %[[N:.*]], %[[N]] : i64
  %q = tracing.div %n, %n : i64
  // CHECK-NEXT: tracing.map_set @m[] = %{{.*}} : i64
  tracing.map_set @m[] = %q : i64
  // CHECK-NEXT: tracing.return
  tracing.return
}

// -----

// The kernel may end a loop; not one that is known to be short.
// CHECK:     tracing.error_site @err_0 loop_limit
// CHECK:     tracing.error_site @err_1 loop_limit
// CHECK-NOT: tracing.error_site
tracing.probe @p attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %zero = arith.constant 0 : i64
  %long = arith.constant 8388609 : i64
  %most = arith.constant 8388608 : i64
  // CHECK: tracing.for %{{.*}} = %{{.*}} to %{{.*}} on_error(@err_0) {
  %a = tracing.for %i = %zero to %long report {
    tracing.next
  }
  // CHECK: tracing.for %{{.*}} = %{{.*}} to %{{.*}} {
  %b = tracing.for %i = %zero to %most report {
    tracing.next
  }
  // CHECK: tracing.while on_error(@err_1) {
  %c = tracing.while report {
    tracing.next
  }
  tracing.return
}
