//===- CodeGeneration.cpp - From LLVM IR to an object ---------------------===//
#include "lib/Target/CodeGeneration.h"

#include "lib/Target/Peepholes.h"

#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Analysis/LoopAnalysisManager.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PassManager.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"

// Of all targets, only BPF is linked.
extern "C" {
void LLVMInitializeBPFTargetInfo();
void LLVMInitializeBPFTarget();
void LLVMInitializeBPFTargetMC();
void LLVMInitializeBPFAsmPrinter();
void LLVMInitializeBPFAsmParser();
}

namespace sonde {
namespace {

constexpr const char *kTriple = "bpfel";

/// There is no C library below a BPF program: LLVM must not turn loops into
/// calls of memset or strlen.
llvm::TargetLibraryInfoImpl noLibrary() {
  llvm::TargetLibraryInfoImpl library{llvm::Triple(kTriple)};
  library.disableAllFunctions();
  return library;
}

/// Two branches that write the same parts of two records would become one, for which LLVM keeps
/// every offset in a register of its own, and so on the stack. There is no other way to say so.
void keepBranchesApart() {
  static const bool done = [] {
    auto &options = llvm::cl::getRegisteredOptions();
    auto found = options.find("sink-common-insts");
    return found != options.end() && !found->second->addOccurrence(0, "sink-common-insts", "false");
  }();
  assert(done && "LLVM has this option");
  (void)done;
}

} // namespace

std::unique_ptr<llvm::TargetMachine> createBPFMachine(llvm::StringRef cpu, bool optimise) {
  static const llvm::Target *target = [] {
    LLVMInitializeBPFTargetInfo();
    LLVMInitializeBPFTarget();
    LLVMInitializeBPFTargetMC();
    LLVMInitializeBPFAsmPrinter();
    LLVMInitializeBPFAsmParser(); // For inline assembly in C files.
    std::string error;
    const llvm::Target *found = llvm::TargetRegistry::lookupTarget(kTriple, error);
    assert(found && "the BPF target is not linked");
    return found;
  }();
  llvm::TargetOptions options;
  auto level = optimise ? llvm::CodeGenOptLevel::Default : llvm::CodeGenOptLevel::Less;
  return std::unique_ptr<llvm::TargetMachine>(target->createTargetMachine(
      kTriple, cpu, /*Features=*/"", options, llvm::Reloc::Static, std::nullopt, level));
}

void runPipeline(llvm::Module &module, llvm::TargetMachine &machine, bool optimise,
                 const std::function<void(llvm::PassBuilder &)> &extend) {
  keepBranchesApart();
  // Unrolled and vectorised loops cost the verifier more than they save.
  llvm::PipelineTuningOptions tuning;
  tuning.LoopUnrolling = false;
  tuning.LoopInterleaving = false;
  tuning.LoopVectorization = false;
  tuning.SLPVectorization = false;

  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graph;
  llvm::ModuleAnalysisManager modules;
  // The relocations of kernel types are made by passes that the target adds.
  llvm::PassBuilder builder(&machine, tuning);
  if (extend)
    extend(builder);
  functions.registerPass([] { return llvm::TargetLibraryAnalysis(noLibrary()); });
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graph, modules);

  llvm::ModulePassManager passes =
      optimise ? builder.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O2)
               : builder.buildO0DefaultPipeline(llvm::OptimizationLevel::O0);
  passes.run(module, modules);
  shiftBeforeCompare(module);
  replaceUnreachable(module);
  fillUndefined(module);
}

std::string emitModule(llvm::Module &module, llvm::TargetMachine &machine,
                       llvm::CodeGenFileType kind) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  passes.add(new llvm::TargetLibraryInfoWrapperPass(noLibrary()));
  [[maybe_unused]] bool refused =
      machine.addPassesToEmitFile(passes, stream, /*DwoOut=*/nullptr, kind, /*DisableVerify=*/true);
  assert(!refused && "the BPF target emits objects and assembly");
  passes.run(module);
  return std::string(bytes.data(), bytes.size());
}

bool runGuarded(const std::function<void()> &body, std::string &error) {
  llvm::CrashRecoveryContext::Enable();
  llvm::ScopedFatalErrorHandler handler(
      [](void *text, const char *reason, bool) {
        *static_cast<std::string *>(text) = reason;
        if (llvm::CrashRecoveryContext *context = llvm::CrashRecoveryContext::GetCurrent())
          context->HandleExit(1);
      },
      &error);
  llvm::CrashRecoveryContext recovery;
  bool finished = recovery.RunSafely([&] { body(); });
  llvm::CrashRecoveryContext::Disable();
  if (!finished && error.empty())
    error = "it crashed";
  return finished;
}

} // namespace sonde
