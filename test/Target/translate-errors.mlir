// RUN: sonde-translate %s -split-input-file -verify-diagnostics --mlir-to-llvmir
// Leaves and attributes in the wrong place are errors at their place.

llvm.func @type(%p: !llvm.ptr) {
  // expected-error @below {{'bpf.preserve_access' op needs the debug information of a struct}}
  // expected-error @below {{LLVM Translation failed for operation: bpf.preserve_access}}
  %a = bpf.preserve_access %p[0] !llvm.struct<(i8)> of "no type" in !llvm.ptr to !llvm.ptr
  llvm.return
}

// -----

llvm.func @leaf() {
  // expected-error @below {{'bpf.buffer' op has no translation to LLVM IR: it is not a leaf}}
  // expected-error @below {{LLVM Translation failed for operation: bpf.buffer}}
  %b = bpf.buffer size 16 align 8 : !bpf.ptr<mem>
  llvm.return
}

// -----

// expected-error @below {{'llvm.func' op 'bpf.ksym' belongs on a function declaration}}
llvm.func @defined() attributes {bpf.ksym = "weak"} {
  llvm.return
}
