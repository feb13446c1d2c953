//===- Target.h - From the LLVM dialect to a BPF object -------------------===//
//
// Translates a module, links the C files that the script imports, optimises
// everything together and emits one ELF object that libbpf loads: programs,
// maps, globals, BTF and line information, and nothing else.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TARGET_TARGET_H
#define SONDE_TARGET_TARGET_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/ArrayRef.h"

#include <functional>
#include <string>

namespace llvm {
class PassBuilder;
class raw_ostream;
} // namespace llvm

namespace sonde {

struct CUnit;

struct EmitOptions {
  /// Off: LLVM runs only what a BPF object needs (inlining and relocations). With
  /// imports it always optimises.
  bool optimise = true;
  /// Where texts of the stages are written, if anywhere: LLVM IR as translated
  /// and linked, LLVM IR after optimisation, assembly, and the object's code
  /// with the lines of the script.
  llvm::raw_ostream *ir = nullptr;
  llvm::raw_ostream *optimisedIr = nullptr;
  llvm::raw_ostream *assembly = nullptr;
  llvm::raw_ostream *disassembly = nullptr;
  /// Set, instead of an error, when the only fault is that a program needs more stack than there
  /// is: with more buffers in scratch maps it may need less.
  bool *needsMoreStack = nullptr;
  /// Rather compute again than keep.
  bool saveStack = false;
  /// Called before the pipeline is built: may register LLVM passes.
  std::function<void(llvm::PassBuilder &)> extendPipeline;
};

/// The bytes of the object. The CPU version comes from the module's
/// `bpf.target`. Failures are reported on the module's context, at the lines of
/// the script (or of the C file) that LLVM names.
mlir::FailureOr<std::string> emitObject(mlir::ModuleOp module, llvm::ArrayRef<CUnit> imports = {},
                                        const EmitOptions &options = {});

} // namespace sonde

#endif // SONDE_TARGET_TARGET_H
