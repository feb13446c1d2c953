//===- Translation.h - The bpf dialect's part in the translation to LLVM IR ==//
//
// Leaf operations become LLVM IR, and some attributes on operations of the LLVM
// dialect say what that dialect cannot express:
//
//   bpf.ksym         on a function: a symbol of the kernel (section `.ksyms`,
//                    weak when its value is "weak")
//   bpf.arg_names    on a function: the names of its arguments, for BTF
//   bpf.helper_call  on a call: the number of the helper, for call attributes
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DIALECT_BPF_TRANSLATION_TRANSLATION_H
#define SONDE_DIALECT_BPF_TRANSLATION_TRANSLATION_H

#include "mlir/IR/BuiltinOps.h"

namespace llvm {
class Module;
}

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace sonde::bpf {

/// Registers what `translateModuleToLLVMIR` needs for a converted module: the
/// bpf, LLVM and builtin dialects and their translations.
void registerBPFTranslation(mlir::DialectRegistry &registry);

/// Puts the texts of `bpf.sources` into the file nodes of the debug
/// information, so that BTF quotes the script even when no such file exists.
void attachSources(mlir::ModuleOp from, llvm::Module &to);

} // namespace sonde::bpf

#endif // SONDE_DIALECT_BPF_TRANSLATION_TRANSLATION_H
