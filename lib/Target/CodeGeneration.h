//===- CodeGeneration.h - From LLVM IR to an object -----------------------===//
#ifndef SONDE_TARGET_CODEGENERATION_H
#define SONDE_TARGET_CODEGENERATION_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/CodeGen.h"

#include <functional>
#include <memory>
#include <string>

namespace llvm {
class Module;
class PassBuilder;
class TargetMachine;
} // namespace llvm

namespace sonde {

/// `cpu` is "v2", "v3" or "v4".
std::unique_ptr<llvm::TargetMachine> createBPFMachine(llvm::StringRef cpu, bool optimise);

/// Without `optimise`, only what BPF objects need: inlining of what must be
/// inlined, and the relocations of kernel types.
void runPipeline(llvm::Module &module, llvm::TargetMachine &machine, bool optimise,
                 const std::function<void(llvm::PassBuilder &)> &extend);

/// Consumes the module's contents.
std::string emitModule(llvm::Module &module, llvm::TargetMachine &machine,
                       llvm::CodeGenFileType kind);

/// Runs `body`, which may end in one of LLVM's fatal errors: then its text is in
/// `error`, the result is false, and everything that `body` worked on must be
/// leaked, because it was left in the middle.
bool runGuarded(const std::function<void()> &body, std::string &error);

} // namespace sonde

#endif // SONDE_TARGET_CODEGENERATION_H
