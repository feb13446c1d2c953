//===- sonde-opt.cpp - Runs passes on .mlir files -------------------------===//
//
// The workbench: both dialects, every pass, every stage of the compiler as a
// named pipeline, and plugins. With --check-meaning=FILE, the module is interpreted
// before and after each pass.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Analysis/CheckMeaning.h"
#include "lib/Transforms/Pipelines/Pipelines.h"
#include "lib/Transforms/Pipelines/Registration.h"

#include "mlir/IR/Dialect.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/ToolOutputFile.h"

using namespace sonde;

namespace {

llvm::cl::opt<std::string>
    scenarioFile("check-meaning",
                 llvm::cl::desc("Interpret the module around each pass, in this scenario"),
                 llvm::cl::value_desc("events.json"));

std::optional<Scenario> readScenario() {
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = mlir::openInputFile(scenarioFile, &error);
  if (!file) {
    llvm::errs() << "error: " << error << "\n";
    return std::nullopt;
  }
  llvm::Expected<Scenario> scenario = Scenario::parse(file->getBuffer());
  if (scenario)
    return std::move(*scenario);
  llvm::errs() << "error: " << scenarioFile << ": " << llvm::toString(scenario.takeError()) << "\n";
  return std::nullopt;
}

/// Puts the check around each pass that is run.
bool addCheck(mlir::MlirOptMainConfig &config, CheckMeaning::Verdict &verdict) {
  std::optional<Scenario> scenario = readScenario();
  if (!scenario)
    return false;
  mlir::MlirOptMainConfig asGiven = config;
  config.setPassPipelineSetupFn([=, &verdict](mlir::PassManager &manager) {
    manager.getContext()->disableMultithreading();
    manager.addInstrumentation(
        std::make_unique<CheckMeaning>(*scenario, structuralPasses(), verdict));
    return asGiven.setupPassPipeline(manager);
  });
  return true;
}

mlir::LogicalResult run(llvm::StringRef input, llvm::StringRef output,
                        mlir::DialectRegistry &registry) {
  mlir::MlirOptMainConfig config = mlir::MlirOptMainConfig::createFromCLOptions();
  CheckMeaning::Verdict verdict;
  if (!addCheck(config, verdict))
    return mlir::failure();
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = mlir::openInputFile(input, &error);
  std::unique_ptr<llvm::ToolOutputFile> out;
  if (file)
    out = mlir::openOutputFile(output, &error);
  if (!out) {
    llvm::errs() << "error: " << error << "\n";
    return mlir::failure();
  }
  if (mlir::failed(mlir::MlirOptMain(out->os(), std::move(file), registry, config)) ||
      verdict.isChanged)
    return mlir::failure();
  out->keep();
  return mlir::success();
}

} // namespace

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  registerAllDialects(registry);
  registerAllPasses();
  llvm::InitLLVM init(argc, argv);
  auto [input, output] =
      mlir::registerAndParseCLIOptions(argc, argv, "Sonde's workbench\n", registry);
  if (scenarioFile.empty()) // The usual way, which also lists passes.
    return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, input, output, registry));
  return mlir::asMainReturnCode(run(input, output, registry));
}
