//===- Target.cpp - From the LLVM dialect to a BPF object -----------------===//
#include "lib/Target/Target.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/BPF/Translation/Translation.h"
#include "lib/CImport/CImport.h"
#include "lib/Target/CodeGeneration.h"
#include "lib/Target/Disassemble.h"
#include "lib/Target/LinkImports.h"
#include "lib/Target/LlvmDiagnostics.h"
#include "lib/Target/Peepholes.h"
#include "lib/Target/StackUse.h"

#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Metadata.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/Utils/Cloning.h"

#include <tuple>

using namespace mlir;

namespace sonde {
namespace {

/// BTF is made from the debug information; DWARF is not wanted. LLVM 19 makes
/// DWARF unless the module asks for CodeView only, which exists for Windows
/// alone: so this yields neither.
void requestBTFOnly(llvm::Module &module) {
  if (module.debug_compile_units().empty())
    return;
  llvm::NamedMDNode *flags = module.getOrInsertModuleFlagsMetadata();
  SmallVector<llvm::MDNode *> kept;
  for (llvm::MDNode *flag : flags->operands())
    if (cast<llvm::MDString>(flag->getOperand(1))->getString() != "Dwarf Version")
      kept.push_back(flag);
  flags->clearOperands();
  for (llvm::MDNode *flag : kept)
    flags->addOperand(flag);
  if (!module.getModuleFlag("Debug Info Version"))
    module.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
  module.addModuleFlag(llvm::Module::Warning, "CodeView", 1);
}

/// One compilation's LLVM part. The context outlives the module.
class ObjectBuilder {
public:
  ObjectBuilder(ModuleOp source, const EmitOptions &options)
      : source(source), options(options), context(std::make_unique<llvm::LLVMContext>()) {
    auto owned = std::make_unique<LlvmDiagnostics>(source.getLoc());
    diagnostics = owned.get();
    context->setDiagnosticHandler(std::move(owned));
  }

  FailureOr<std::string> build(ArrayRef<CUnit> imports);

private:
  ModuleOp source;
  const EmitOptions &options;
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
  LlvmDiagnostics *diagnostics; ///< Owned by the context.

  LogicalResult translate(ArrayRef<CUnit> imports);
  std::string optimiseAndEmit(llvm::TargetMachine &machine, bool optimise);
  LogicalResult checkStack();
};

LogicalResult ObjectBuilder::translate(ArrayRef<CUnit> imports) {
  module = translateModuleToLLVMIR(source, *context, "script");
  if (!module)
    return mlir::failure();
  bpf::attachSources(source, *module);
  return linkImports(*module, imports, source.getLoc());
}

std::string ObjectBuilder::optimiseAndEmit(llvm::TargetMachine &machine, bool optimise) {
  if (options.ir)
    *options.ir << *module;
  if (options.saveStack)
    keepInMemory(*module);
  runPipeline(*module, machine, optimise, options.extendPipeline);
  if (options.saveStack)
    sinkAddresses(*module);
  if (options.optimisedIr)
    *options.optimisedIr << *module;
  if (options.assembly) {
    std::unique_ptr<llvm::Module> copy = llvm::CloneModule(*module);
    *options.assembly << emitModule(*copy, machine, llvm::CodeGenFileType::AssemblyFile);
  }
  requestFrameSizes(*module);
  return emitModule(*module, machine, llvm::CodeGenFileType::ObjectFile);
}

LogicalResult ObjectBuilder::checkStack() {
  StackUse use = largestStackUse(*module, diagnostics->frames());
  if (use.bytes <= kStackBytes)
    return success();
  if (options.needsMoreStack) {
    *options.needsMoreStack = true;
    return mlir::failure();
  }
  Operation *function = source.lookupSymbol(use.function);
  bool isOfScript = function && !function->getRegion(0).empty(); // Else of an import.
  InFlightDiagnostic error = emitError(function ? function->getLoc() : source.getLoc())
                             << (isOfScript ? "this probe" : "'" + use.function + "'") << " needs "
                             << use.bytes << " bytes of stack; the kernel allows " << kStackBytes;
  error.attachNote() << "fewer values at the same time need less, as in two probes instead of one";
  return error;
}

FailureOr<std::string> ObjectBuilder::build(ArrayRef<CUnit> imports) {
  if (failed(translate(imports)))
    return mlir::failure();
  auto target = source->getAttrOfType<bpf::TargetAttr>("bpf.target");
  // C calls helpers through variables, which only optimisation makes constants:
  // an indirect call is refused by the kernel.
  bool optimise = options.optimise || !imports.empty();
  std::unique_ptr<llvm::TargetMachine> machine =
      createBPFMachine(bpf::TargetEnv(target).cpuVersion(), optimise);
  module->setDataLayout(machine->createDataLayout());
  requestBTFOnly(*module);

  std::string object, crash;
  if (!runGuarded([&] { object = optimiseAndEmit(*machine, optimise); }, crash)) {
    // LLVM was left in the middle of its work: freeing it would touch what is
    // half built.
    std::ignore = module.release();
    std::ignore = context.release();
    std::ignore = machine.release();
    return emitError(source.getLoc()) << "LLVM cannot compile this for BPF: " << crash;
  }
  if (diagnostics->hasErrors() || failed(checkStack()))
    return mlir::failure();
  if (options.disassembly) {
    Result<std::string> text = disassemble(object);
    if (!text)
      return emitError(source.getLoc()) << text.error().message;
    *options.disassembly << *text;
  }
  return object;
}

} // namespace

FailureOr<std::string> emitObject(ModuleOp module, ArrayRef<CUnit> imports,
                                  const EmitOptions &options) {
  return ObjectBuilder(module, options).build(imports);
}

} // namespace sonde
