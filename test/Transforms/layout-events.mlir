// RUN: sonde-opt %s --tracing-layout-events | FileCheck %s
// RUN: sonde-opt %s --tracing-layout-events --tracing-layout-events | FileCheck %s
// Events are numbered in order, and their records have no holes.

tracing.map @m : none -> si64
tracing.struct @inode size 12 [#tracing.member<"i", si32, 4>]

// CHECK: @mixed {{.*}} id(0) layout(<[32, 8, 24], size = 40>)
tracing.event @mixed printf "%c %s %d" fields [si8, !tracing.str<16>, si64]
// Text whose size is no multiple of 8 comes behind the integers.
// CHECK: @odd_text {{.*}} id(1) layout(<[20, 16, 8], size = 32>)
tracing.event @odd_text printf "%s %d %d" fields [!tracing.str<5>, ui32, ui64]
// CHECK: @nested {{.*}} id(2) layout(<[24, 8, 36], size = 40>)
tracing.event @nested print fields [!tracing.struct<"inode">, !tracing.record<si32, si64>, i1]
// CHECK: @empty {{.*}} id(3) layout(<size = 8>)
tracing.event @empty printf "hi"
// CHECK: @map {{.*}} id(4) layout(<size = 8>)
tracing.event @map print_map map(@m)
