// RUN: sonde-opt %s -split-input-file --tracing-select-loops | FileCheck %s
// RUN: sonde-opt %s -split-input-file --tracing-select-loops=prefer=callback | FileCheck %s --check-prefix=PREFER
// Each loop gets the cheapest way that the target has; 'prefer' comes first where it is possible.

module attributes {bpf.target = #bpf.target<kernel = "6.18", arch = "x86_64">} {
  tracing.map @m : ui32 -> ui64
  // CHECK-LABEL: tracing.probe @new
  // PREFER-LABEL: tracing.probe @new
  tracing.probe @new attach [#tracing.attach<begin, "">]
      (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %zero = arith.constant 0 : i64
    %eight = arith.constant 8 : i64
    %many = arith.constant 9 : i64
    %unknown = tracing.clock boot : i64
    // CHECK: to %{{.*}} plan <branch, 8>
    // PREFER: to %{{.*}} plan <callback, 8>
    %a = tracing.for %i = %zero to %eight {
      tracing.next
    }
    // Of an empty range nothing stays, whatever is preferred: the kernel would not see its callback.
    // CHECK: to %{{.*}} plan <unroll, 0>
    // PREFER: to %{{.*}} plan <unroll, 0>
    %b = tracing.for %i = %eight to %zero {
      tracing.next
    }
    // CHECK: to %{{.*}} plan <iter_num, 9>
    %c = tracing.for %i = %zero to %many {
      tracing.next
    }
    // CHECK: to %{{.*}} plan <iter_num, 8388608>
    %d = tracing.for %i = %zero to %unknown {
      tracing.next
    }
    // CHECK: tracing.while plan <may_goto, 8388608>
    // PREFER: tracing.while plan <callback, 8388608>
    %e = tracing.while {
      tracing.leave
    }
    // CHECK: tracing.for_each @m {{.*}} plan <callback, 8388608>
    %f = tracing.for_each @m (%k: i32, %v: i64) {
      tracing.next
    }
    // What is planned stays as it is.
    // CHECK: to %{{.*}} plan <may_goto, 7>
    // PREFER: to %{{.*}} plan <may_goto, 7>
    %g = tracing.for %i = %zero to %unknown plan <may_goto, 7> {
      tracing.next
    }
    // A loop in a loop is a function that a helper calls, and so is the loop around it.
    // CHECK: to %{{.*}} plan <callback, 8388608>
    %h = tracing.for %i = %zero to %unknown {
      // CHECK: to %{{.*}} plan <callback, 8>
      %inner = tracing.for %j = %zero to %eight {
        tracing.next
      }
      tracing.next
    }
    // One `if` is simple, two are not.
    // CHECK: tracing.while plan <may_goto, 8388608>
    %once = tracing.while {
      %is = arith.cmpi eq, %unknown, %zero : i64
      cf.cond_br %is, ^yes, ^no
    ^yes:
      cf.br ^no
    ^no:
      tracing.next
    }
    // CHECK: tracing.while plan <callback, 8388608>
    %twice = tracing.while {
      %is = arith.cmpi eq, %unknown, %zero : i64
      cf.cond_br %is, ^yes, ^no
    ^yes:
      cf.br ^no
    ^no:
      cf.cond_br %is, ^yes2, ^no2
    ^yes2:
      cf.br ^no2
    ^no2:
      tracing.next
    }
    tracing.return
  }
}

// -----

module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64">} {
  // CHECK-LABEL: tracing.probe @older
  tracing.probe @older attach [#tracing.attach<begin, "">]
      (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %zero = arith.constant 0 : i64
    %unknown = tracing.clock boot : i64
    // CHECK: to %{{.*}} plan <callback, 8388608>
    %a = tracing.for %i = %zero to %unknown {
      tracing.next
    }
    // CHECK: tracing.while plan <callback, 8388608>
    %b = tracing.while {
      tracing.leave
    }
    tracing.return
  }
}

// -----

// A feature that is named by the target counts, not the release.
module attributes {bpf.target = #bpf.target<kernel = "6.1", arch = "x86_64",
                                            features = ["+may_goto", "-bpf_loop"]>} {
  // CHECK-LABEL: tracing.probe @features
  tracing.probe @features attach [#tracing.attach<begin, "">]
      (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
    %zero = arith.constant 0 : i64
    %unknown = tracing.clock boot : i64
    // CHECK: to %{{.*}} plan <may_goto, 8388608>
    %a = tracing.for %i = %zero to %unknown {
      tracing.next
    }
    tracing.return
  }
}

// -----

// Without a target, the oldest kernel is meant: the verifier has to walk.
// CHECK-LABEL: tracing.probe @oldest
tracing.probe @oldest attach [#tracing.attach<begin, "">]
    (%ctx: !tracing.ptr<!tracing.struct<"none">, ctx>) {
  %zero = arith.constant 0 : i64
  %most = arith.constant 64 : i64
  // CHECK: to %{{.*}} plan <branch, 64>
  %a = tracing.for %i = %zero to %most {
    tracing.next
  }
  tracing.return
}
