// RUN: sonde-opt %s --canonicalize | FileCheck %s
// Folds compute what the program would, and keep what they cannot know.

tracing.map @out : ui32 -> si64
tracing.map @flag : ui32 -> ui8
tracing.event @show print fields [!tracing.str<16>]
tracing.event @short print fields [!tracing.str<3>]
tracing.struct @task size 8 [#tracing.member<"tgid", si32, 4>]

// CHECK-LABEL: tracing.probe @division
// The keys tell the results apart; division by zero gives 1.
tracing.probe @division attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-DAG: %[[ONE:.*]] = arith.constant 1 : i64
  // CHECK-DAG: %[[MINUS3:.*]] = arith.constant -3 : i64
  // CHECK-DAG: %[[MINUS1:.*]] = arith.constant -1 : i64
  // CHECK-DAG: %[[ZERO:.*]] = arith.constant 0 : i64
  // CHECK-DAG: %[[HUGE:.*]] = arith.constant 6148914691236517202 : i64
  // CHECK-DAG: %[[MIN:.*]] = arith.constant -9223372036854775808 : i64
  %k0 = arith.constant 0 : i32
  %k1 = arith.constant 1 : i32
  %k2 = arith.constant 2 : i32
  %k3 = arith.constant 3 : i32
  %k4 = arith.constant 4 : i32
  %k5 = arith.constant 5 : i32
  %k6 = arith.constant 6 : i32
  %k7 = arith.constant 7 : i32
  %k8 = arith.constant 8 : i32
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %three = arith.constant 3 : i64
  %minus1 = arith.constant -1 : i64
  %minus10 = arith.constant -10 : i64
  %min = arith.constant -9223372036854775808 : i64
  %x = tracing.clock boot : i64
  // CHECK: %[[X:.*]] = tracing.clock
  %by_zero = tracing.div %x, %zero : i64
  // CHECK: tracing.map_set @out[%c0_i32 : i32] = %[[ONE]]
  tracing.map_set @out[%k0 : i32] = %by_zero : i64
  %rem_by_zero = tracing.rem signed %minus10, %zero : i64
  // CHECK: tracing.map_set @out[%c1_i32 : i32] = %[[ONE]]
  tracing.map_set @out[%k1 : i32] = %rem_by_zero : i64
  %signed = tracing.div signed %minus10, %three : i64
  // CHECK: tracing.map_set @out[%c2_i32 : i32] = %[[MINUS3]]
  tracing.map_set @out[%k2 : i32] = %signed : i64
  %signed_rem = tracing.rem signed %minus10, %three : i64
  // CHECK: tracing.map_set @out[%c3_i32 : i32] = %[[MINUS1]]
  tracing.map_set @out[%k3 : i32] = %signed_rem : i64
  %unsigned = tracing.div %minus10, %three : i64
  // CHECK: tracing.map_set @out[%c4_i32 : i32] = %[[HUGE]]
  tracing.map_set @out[%k4 : i32] = %unsigned : i64
  %wraps = tracing.div signed %min, %minus1 : i64
  // CHECK: tracing.map_set @out[%c5_i32 : i32] = %[[MIN]]
  tracing.map_set @out[%k5 : i32] = %wraps : i64
  %by_one = tracing.div %x, %one : i64
  // CHECK: tracing.map_set @out[%c6_i32 : i32] = %[[X]]
  tracing.map_set @out[%k6 : i32] = %by_one : i64
  %rem_by_one = tracing.rem %x, %one : i64
  // CHECK: tracing.map_set @out[%c7_i32 : i32] = %[[ZERO]]
  tracing.map_set @out[%k7 : i32] = %rem_by_one : i64
  // A report must not get lost.
  // CHECK: %[[REPORTED:.*]] = tracing.div %[[X]], %[[ZERO]] report : i64
  %reported = tracing.div %x, %zero report : i64
  // CHECK: tracing.map_set @out[%c8_i32 : i32] = %[[REPORTED]]
  tracing.map_set @out[%k8 : i32] = %reported : i64
  tracing.return
}

// CHECK-LABEL: tracing.probe @shifts
tracing.probe @shifts attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-DAG: %[[ZERO:.*]] = arith.constant 0 : i64
  // CHECK-DAG: %[[MINUS1:.*]] = arith.constant -1 : i64
  // CHECK-DAG: %[[BIG:.*]] = arith.constant 4611686018427387902 : i64
  %k0 = arith.constant 0 : i32
  %k1 = arith.constant 1 : i32
  %k2 = arith.constant 2 : i32
  %k3 = arith.constant 3 : i32
  %k4 = arith.constant 4 : i32
  %zero = arith.constant 0 : i64
  %two = arith.constant 2 : i64
  %far = arith.constant 64 : i64
  %minus8 = arith.constant -8 : i64
  %x = tracing.clock boot : i64
  // CHECK: %[[X:.*]] = tracing.clock
  %gone = tracing.shift left %x, %far : i64
  // CHECK: tracing.map_set @out[%c0_i32 : i32] = %[[ZERO]]
  tracing.map_set @out[%k0 : i32] = %gone : i64
  %sign = tracing.shift signed_right %minus8, %far : i64
  // CHECK: tracing.map_set @out[%c1_i32 : i32] = %[[MINUS1]]
  tracing.map_set @out[%k1 : i32] = %sign : i64
  %logical = tracing.shift right %minus8, %two : i64
  // CHECK: tracing.map_set @out[%c2_i32 : i32] = %[[BIG]]
  tracing.map_set @out[%k2 : i32] = %logical : i64
  %same = tracing.shift right %x, %zero : i64
  // CHECK: tracing.map_set @out[%c3_i32 : i32] = %[[X]]
  tracing.map_set @out[%k3 : i32] = %same : i64
  // Whether the sign appears is not known.
  // CHECK: %[[UNKNOWN:.*]] = tracing.shift signed_right
  %unknown = tracing.shift signed_right %x, %far : i64
  tracing.map_set @out[%k4 : i32] = %unknown : i64
  tracing.return
}

// CHECK-LABEL: tracing.probe @text
tracing.probe @text attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k0 = arith.constant 0 : i32
  %k1 = arith.constant 1 : i32
  %k2 = arith.constant 2 : i32
  %k3 = arith.constant 3 : i32
  %abc = tracing.const_str "abc" : !tracing.str<4>
  %abd = tracing.const_str "abd" : !tracing.str<16>
  %comm = tracing.builtin comm : !tracing.str<16>
  // CHECK-DAG: %[[TRUE:.*]] = arith.constant 1 : i8
  // CHECK-DAG: %[[FALSE:.*]] = arith.constant 0 : i8
  // CHECK: %[[COMM:.*]] = tracing.builtin comm
  %less = tracing.str_cmp lt %abc, %abd : !tracing.str<4>, !tracing.str<16>
  %less8 = arith.extui %less : i1 to i8
  // CHECK: tracing.map_set @flag[%c0_i32 : i32] = %[[TRUE]]
  tracing.map_set @flag[%k0 : i32] = %less8 : i8
  %equal = tracing.str_cmp eq %abc, %abd : !tracing.str<4>, !tracing.str<16>
  %equal8 = arith.extui %equal : i1 to i8
  // CHECK: tracing.map_set @flag[%c1_i32 : i32] = %[[FALSE]]
  tracing.map_set @flag[%k1 : i32] = %equal8 : i8
  %itself = tracing.str_cmp ge %comm, %comm : !tracing.str<16>, !tracing.str<16>
  %itself8 = arith.extui %itself : i1 to i8
  // CHECK: tracing.map_set @flag[%c2_i32 : i32] = %[[TRUE]]
  tracing.map_set @flag[%k2 : i32] = %itself8 : i8
  // CHECK: tracing.str_cmp eq %[[COMM]]
  %unknown = tracing.str_cmp eq %comm, %abd : !tracing.str<16>, !tracing.str<16>
  %unknown8 = arith.extui %unknown : i1 to i8
  tracing.map_set @flag[%k3 : i32] = %unknown8 : i8
  // A limit cuts both; lengths and places of constants are known.
  // CHECK: tracing.map_set @flag[%{{.*}}] = %[[TRUE]]
  %alike = tracing.str_cmp eq %abc, %abd limit 2 : !tracing.str<4>, !tracing.str<16>
  %alike8 = arith.extui %alike : i1 to i8
  tracing.map_set @flag[%k3 : i32] = %alike8 : i8
  // CHECK: tracing.map_set @flag[%{{.*}}] = %c3_i8
  %length = tracing.str_len %abc : !tracing.str<4>
  %length8 = arith.trunci %length : i64 to i8
  tracing.map_set @flag[%k3 : i32] = %length8 : i8
  // CHECK: tracing.map_set @flag[%{{.*}}] = %[[TRUE]]
  %bc = tracing.const_str "bd" : !tracing.str<3>
  %at = tracing.str_find %bc in %abd : !tracing.str<3>, !tracing.str<16>
  %at8 = arith.trunci %at : i64 to i8
  tracing.map_set @flag[%k3 : i32] = %at8 : i8
  // CHECK: tracing.map_set @flag[%{{.*}}] = %{{c-1_i8.*}}
  %none = tracing.str_find %abd in %abc : !tracing.str<16>, !tracing.str<4>
  %none8 = arith.trunci %none : i64 to i8
  tracing.map_set @flag[%k3 : i32] = %none8 : i8
  %cast = tracing.str_cast %comm : !tracing.str<16> -> !tracing.str<16>
  // CHECK: tracing.emit @show(%[[COMM]]
  tracing.emit @show(%cast : !tracing.str<16>)
  // Cut to what the capacity has room for.
  // CHECK-NEXT: %[[CUT:.*]] = tracing.const_str "ab" : !tracing.str<3>
  // CHECK-NEXT: tracing.emit @short(%[[CUT]]
  %short = tracing.str_cast %abc : !tracing.str<4> -> !tracing.str<3>
  tracing.emit @short(%short : !tracing.str<3>)
  %record = tracing.record(%k0, %comm : i32, !tracing.str<16>) : !tracing.record<i32, !tracing.str<16>>
  %element = tracing.extract %record[1] : !tracing.record<i32, !tracing.str<16>> -> !tracing.str<16>
  // CHECK-NEXT: tracing.emit @show(%[[COMM]]
  tracing.emit @show(%element : !tracing.str<16>)
  tracing.return
}

// CHECK-LABEL: tracing.probe @addresses
tracing.probe @addresses attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k0 = arith.constant 0 : i32
  // CHECK: %[[NOW:.*]] = tracing.clock
  %now = tracing.clock boot : i64
  %p = tracing.ptr_cast %now : i64 -> !tracing.ptr<i8, user>
  %back = tracing.ptr_cast %p : !tracing.ptr<i8, user> -> i64
  // CHECK: tracing.map_set @out[%c0_i32 : i32] = %[[NOW]]
  tracing.map_set @out[%k0 : i32] = %back : i64
  %q = tracing.ptr_cast %p : !tracing.ptr<i8, user> -> !tracing.ptr<i32, user>
  // CHECK: %[[Q:.*]] = tracing.ptr_cast %[[NOW]] : i64 -> !tracing.ptr<i32, user>
  // CHECK: tracing.read %[[Q]]
  %v = tracing.read %q : !tracing.ptr<i32, user> -> i32
  %v64 = arith.extsi %v : i32 to i64
  tracing.map_set @out[%k0 : i32] = %v64 : i64
  tracing.return
}

// What has no use goes, unless others can see it: reads yes, writes no.
// CHECK-LABEL: tracing.probe @unused
tracing.probe @unused attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  // CHECK-NEXT: %[[C0:.*]] = arith.constant 0 : i32
  %k0 = arith.constant 0 : i32
  %clock = tracing.clock boot : i64
  %random = tracing.random : i32
  %comm = tracing.builtin comm : !tracing.str<16>
  %value = tracing.map_get @out[%k0 : i32] : i64
  %has = tracing.map_has @out[%k0 : i32] : i1
  %t = tracing.builtin curtask : !tracing.ptr<!tracing.struct<"task">, kernel>
  %p = tracing.field_ptr %t, "tgid" : !tracing.ptr<!tracing.struct<"task">, kernel> -> !tracing.ptr<i32, kernel>
  %r = tracing.read %p : !tracing.ptr<i32, kernel> -> i32
  // CHECK-NEXT: tracing.map_delete @out[%[[C0]] : i32]
  %deleted = tracing.map_delete @out[%k0 : i32] : i1
  // CHECK-NEXT: tracing.return
  tracing.return
}

// A yielded value that nobody uses is not asked for.
// CHECK-LABEL: tracing.probe @yield
tracing.probe @yield attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %k = tracing.builtin pid : i32
  %one = arith.constant 1 : i64
  // CHECK: tracing.map_update @out[%{{.*}} : i32] add(%[[ONE:.*]]){{$}}
  %unused = tracing.map_update @out[%k : i32] add(%one) yield old : i64
  // CHECK: %[[NEW:.*]] = tracing.map_update @out[%{{.*}} : i32] add(%[[ONE]]) yield new : i64
  %new = tracing.map_update @out[%k : i32] add(%one) yield new : i64
  // CHECK: tracing.map_set @out[%{{.*}} : i32] = %[[NEW]] : i64
  tracing.map_set @out[%k : i32] = %new : i64
  tracing.return
}
