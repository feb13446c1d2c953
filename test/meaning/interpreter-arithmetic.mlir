// RUN: sonde-translate --interpret %s | FileCheck %s
// Arithmetic that is defined for every operand, and that of 'arith'.

tracing.event @u print fields [ui64]
tracing.event @s print fields [si64]
tracing.event @u8 print fields [ui8]

tracing.probe @division attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %zero = arith.constant 0 : i64
  %two = arith.constant 2 : i64
  %minus7 = arith.constant -7 : i64
  %minus1 = arith.constant -1 : i64
  %least = arith.constant -9223372036854775808 : i64
  // CHECK:      print @s -3
  %0 = tracing.div signed %minus7, %two : i64
  tracing.emit @s(%0 : i64)
  // CHECK-NEXT: print @u 9223372036854775804
  %1 = tracing.div %minus7, %two : i64
  tracing.emit @u(%1 : i64)
  // CHECK-NEXT: print @s -9223372036854775808
  %2 = tracing.div signed %least, %minus1 : i64
  tracing.emit @s(%2 : i64)
  // CHECK-NEXT: print @s 1
  %3 = tracing.div signed %minus7, %zero report : i64
  tracing.emit @s(%3 : i64)
  // CHECK-NEXT: print @s -1
  %4 = tracing.rem signed %minus7, %two : i64
  tracing.emit @s(%4 : i64)
  // CHECK-NEXT: print @u 1
  %5 = tracing.rem %minus7, %zero report : i64
  tracing.emit @u(%5 : i64)
  tracing.return
}

tracing.probe @shifts attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %minus8 = arith.constant -8 : i64
  %one = arith.constant 1 : i64
  %sixty4 = arith.constant 64 : i64
  // CHECK-NEXT: print @s -16
  %0 = tracing.shift left %minus8, %one : i64
  tracing.emit @s(%0 : i64)
  // CHECK-NEXT: print @s -4
  %1 = tracing.shift signed_right %minus8, %one : i64
  tracing.emit @s(%1 : i64)
  // CHECK-NEXT: print @s 9223372036854775804
  %2 = tracing.shift right %minus8, %one : i64
  tracing.emit @s(%2 : i64)
  // CHECK-NEXT: print @s 0
  %3 = tracing.shift left %minus8, %sixty4 : i64
  tracing.emit @s(%3 : i64)
  // CHECK-NEXT: print @s 0
  %4 = tracing.shift right %minus8, %sixty4 : i64
  tracing.emit @s(%4 : i64)
  // CHECK-NEXT: print @s -1
  %5 = tracing.shift signed_right %minus8, %sixty4 : i64
  tracing.emit @s(%5 : i64)
  tracing.return
}

tracing.probe @buckets attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %minus1 = arith.constant -1 : i64
  %zero = arith.constant 0 : i64
  %seven = arith.constant 7 : i64
  %fifty = arith.constant 50 : i64
  // CHECK-NEXT: print @u 0
  %0 = tracing.log2_bucket %minus1 bits 0 : i64
  tracing.emit @u(%0 : i64)
  // CHECK-NEXT: print @u 1
  %1 = tracing.log2_bucket %zero bits 0 : i64
  tracing.emit @u(%1 : i64)
  // CHECK-NEXT: print @u 4
  %2 = tracing.log2_bucket %seven bits 0 : i64
  tracing.emit @u(%2 : i64)
  // CHECK-NEXT: print @u 8
  %3 = tracing.log2_bucket %seven bits 2 : i64
  tracing.emit @u(%3 : i64)
  // CHECK-NEXT: print @u 0
  %4 = tracing.linear_bucket %minus1 from 0 to 30 step 10 : i64
  tracing.emit @u(%4 : i64)
  // CHECK-NEXT: print @u 1
  %5 = tracing.linear_bucket %seven from 0 to 30 step 10 : i64
  tracing.emit @u(%5 : i64)
  // CHECK-NEXT: print @u 4
  %6 = tracing.linear_bucket %fifty from 0 to 30 step 10 : i64
  tracing.emit @u(%6 : i64)
  tracing.return
}

tracing.probe @arith attach [#tracing.attach<begin, "">] (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %a = arith.constant 200 : i8
  %b = arith.constant 100 : i8
  // CHECK-NEXT: print @u8 44
  %0 = arith.addi %a, %b : i8
  tracing.emit @u8(%0 : i8)
  // CHECK-NEXT: print @u8 156
  %1 = arith.subi %b, %a : i8
  tracing.emit @u8(%1 : i8)
  // CHECK-NEXT: print @u8 32
  %2 = arith.muli %a, %b : i8
  tracing.emit @u8(%2 : i8)
  // CHECK-NEXT: print @u8 100
  %3 = arith.minui %a, %b : i8
  tracing.emit @u8(%3 : i8)
  // CHECK-NEXT: print @u8 200
  %4 = arith.minsi %a, %b : i8
  tracing.emit @u8(%4 : i8)
  // CHECK-NEXT: print @u 200
  %5 = arith.extui %a : i8 to i64
  tracing.emit @u(%5 : i64)
  // CHECK-NEXT: print @s -56
  %6 = arith.extsi %a : i8 to i64
  tracing.emit @s(%6 : i64)
  // CHECK-NEXT: print @u8 200
  %7 = arith.trunci %6 : i64 to i8
  tracing.emit @u8(%7 : i8)
  // CHECK-NEXT: print @u8 100
  %less = arith.cmpi ult, %a, %b : i8
  %8 = arith.select %less, %a, %b : i8
  tracing.emit @u8(%8 : i8)
  // CHECK-NEXT: print @u8 200
  %sless = arith.cmpi slt, %a, %b : i8
  %9 = arith.select %sless, %a, %b : i8
  tracing.emit @u8(%9 : i8)
  tracing.return
}

// CHECK-NEXT: error divide_by_zero: 2
