//===- sonde-translate.cpp - Single steps between a script and an object --===//
//
//   --bt-to-tracing          a script to the tracing dialect
//   --interpret              what a module in the tracing dialect does
//   --tracing-to-bpf-object  a module in the tracing dialect to an ELF object
//   --mlir-to-llvmir         a converted module to LLVM IR
//   --artifact-to-json       an object's description to text
//
// and those of lib/Target/Translations.h.
//
//===----------------------------------------------------------------------===//
#include "dialect/BPF/Translation/Translation.h"
#include "lib/Artifact/ObjectSection.h"
#include "lib/Compiler/Compiler.h"
#include "lib/Target/Translations.h"
#include "lib/Transforms/Analysis/Interpreter.h"
#include "lib/Transforms/Pipelines/Registration.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "mlir/Tools/mlir-translate/MlirTranslateMain.h"
#include "mlir/Tools/mlir-translate/Translation.h"

#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace sonde;

namespace {

llvm::cl::opt<std::string> kernelFolder("kernel", llvm::cl::desc("recorded kernel"),
                                        llvm::cl::value_desc("folder"));
llvm::cl::opt<std::string> scenarioFile("scenario", llvm::cl::desc("what --interpret lets happen"),
                                        llvm::cl::value_desc("file"));
llvm::cl::list<std::string> parameters("parameter", llvm::cl::desc("$1, $2, …"));
llvm::cl::opt<bool> aheadOfTime("ahead-of-time",
                                llvm::cl::desc("keep parameters and kernel types open"));

/// Shows nothing.
struct NoStages : StageSink {
  bool wants(Stage) override { return false; }
  void take(Stage, std::string_view) override {}
};

/// Prints what was found wrong when it goes out of scope.
struct PrintedDiagnostics {
  SourceManager sources;
  DiagnosticEngine engine{sources};
  ~PrintedDiagnostics() { llvm::errs() << engine.flush(false); }
};

std::unique_ptr<KernelView> openKernel(DiagnosticEngine &diagnostics) {
  if (kernelFolder.empty())
    return liveKernel();
  Result<std::unique_ptr<KernelView>> kernel = recordedKernel(kernelFolder);
  if (kernel)
    return std::move(*kernel);
  diagnostics.error(kernel.error().message);
  return nullptr;
}

mlir::OwningOpRef<mlir::Operation *> scriptToTracing(llvm::SourceMgr &sourceMgr,
                                                     mlir::MLIRContext *context) {
  PrintedDiagnostics diagnostics;
  const llvm::MemoryBuffer *buffer = sourceMgr.getMemoryBuffer(sourceMgr.getMainFileID());
  uint32_t file =
      diagnostics.sources.add(buffer->getBufferIdentifier().str(), buffer->getBuffer().str());
  std::unique_ptr<KernelView> kernel = openKernel(diagnostics.engine);
  if (!kernel)
    return nullptr;
  CompileOptions options;
  options.parameters.assign(parameters.begin(), parameters.end());
  options.aheadOfTime = aheadOfTime;
  NoStages sink;
  mlir::OwningOpRef<mlir::ModuleOp> module =
      compileToTracing(file, options, *kernel, diagnostics.engine, *context, sink);
  return module.release().getOperation();
}

llvm::Expected<Scenario> readScenario() {
  if (scenarioFile.empty())
    return Scenario::madeUp();
  auto file = llvm::MemoryBuffer::getFile(scenarioFile);
  if (!file)
    return llvm::createStringError(file.getError(), "cannot read '" + scenarioFile + "'");
  return Scenario::parse((*file)->getBuffer());
}

mlir::LogicalResult moduleToOutcome(mlir::Operation *op, llvm::raw_ostream &out) {
  llvm::Expected<Scenario> scenario = readScenario();
  if (!scenario) {
    llvm::errs() << "error: " << llvm::toString(scenario.takeError()) << "\n";
    return mlir::failure();
  }
  mlir::FailureOr<Outcome> outcome = interpret(mlir::cast<mlir::ModuleOp>(op), *scenario);
  if (mlir::failed(outcome))
    return mlir::failure();
  out << outcome->text() << "\n";
  return mlir::success();
}

mlir::LogicalResult tracingToObject(mlir::Operation *op, llvm::raw_ostream &out) {
  PrintedDiagnostics diagnostics;
  NoStages sink;
  std::optional<CompiledProgram> program =
      compileModule(mlir::cast<mlir::ModuleOp>(op), {}, diagnostics.engine, sink);
  if (!program)
    return mlir::failure();
  out << program->object;
  return mlir::success();
}

mlir::LogicalResult moduleToLLVMIR(mlir::Operation *op, llvm::raw_ostream &out) {
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module = mlir::translateModuleToLLVMIR(op, context);
  if (!module)
    return mlir::failure();
  bpf::attachSources(mlir::cast<mlir::ModuleOp>(op), *module);
  module->print(out, nullptr);
  return mlir::success();
}

mlir::LogicalResult artifactToJson(const std::shared_ptr<llvm::SourceMgr> &sourceMgr,
                                   llvm::raw_ostream &out, mlir::MLIRContext *) {
  llvm::StringRef bytes = sourceMgr->getMemoryBuffer(sourceMgr->getMainFileID())->getBuffer();
  Result<std::string> json = readArtifactSection({bytes.data(), bytes.size()});
  if (!json) {
    llvm::errs() << "error: " << json.error().message << "\n";
    return mlir::failure();
  }
  out << *json;
  return mlir::success();
}

} // namespace

int main(int argc, char **argv) {
  mlir::TranslateToMLIRRegistration fromScript(
      "bt-to-tracing", "a script to the tracing dialect",
      [](llvm::SourceMgr &sources, mlir::MLIRContext *context) {
        return scriptToTracing(sources, context);
      },
      registerCompilerDialects);
  mlir::TranslateFromMLIRRegistration toOutcome(
      "interpret", "what a module in the tracing dialect does",
      [](mlir::Operation *op, llvm::raw_ostream &out) { return moduleToOutcome(op, out); },
      registerCompilerDialects);
  mlir::TranslateFromMLIRRegistration toObject(
      "tracing-to-bpf-object", "a module in the tracing dialect to an ELF object",
      [](mlir::Operation *op, llvm::raw_ostream &out) { return tracingToObject(op, out); },
      registerCompilerDialects);
  mlir::TranslateFromMLIRRegistration toLLVMIR(
      "mlir-to-llvmir", "a module in the LLVM dialect to LLVM IR",
      [](mlir::Operation *op, llvm::raw_ostream &out) { return moduleToLLVMIR(op, out); },
      registerCompilerDialects);
  mlir::TranslateRegistration toJson("artifact-to-json", "an object's description to text",
                                     artifactToJson);
  registerTargetTranslations();
  registerAllPasses();
  return mlir::failed(mlir::mlirTranslateMain(argc, argv, "Sonde's translations"));
}
