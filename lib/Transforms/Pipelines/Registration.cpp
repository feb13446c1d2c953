//===- Registration.cpp - All dialects and passes by name -----------------===//
#include "lib/Transforms/Pipelines/Registration.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Tracing.h"
#include "lib/Transforms/BPF/Passes.h"
#include "lib/Transforms/Conversion/Passes.h"
#include "lib/Transforms/LLVM/Passes.h"
#include "lib/Transforms/Pipelines/Pipelines.h"
#include "lib/Transforms/Plan/Passes.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

namespace sonde {

void registerAllDialects(mlir::DialectRegistry &registry) {
  registry.insert<tr::TracingDialect, bpf::BPFDialect, mlir::arith::ArithDialect,
                  mlir::cf::ControlFlowDialect, mlir::LLVM::LLVMDialect>();
}

void registerAllPasses() {
  mlir::registerCanonicalizer();
  mlir::registerCSE();
  mlir::registerMem2RegPass();
  mlir::registerSCCP();
  mlir::registerSymbolDCE();
  mlir::registerStripDebugInfo();
  mlir::registerPrintIRPass();
  registerTracingPasses();
  registerPlanPasses();
  registerConversionPasses();
  registerBPFPasses();
  registerLLVMPasses();

  for (unsigned i = 0; i < kPassStages; ++i) {
    auto stage = static_cast<PassStage>(i);
    mlir::registerPassPipeline(
        passStageName(stage), std::string("All passes of the stage ") + passStageName(stage),
        [stage](mlir::OpPassManager &manager, llvm::StringRef options,
                llvm::function_ref<mlir::LogicalResult(const llvm::Twine &)> errorHandler) {
          if (!options.empty())
            return errorHandler("a stage has no options");
          return mlir::parsePassPipeline(stagePipeline(stage, {}), manager);
        },
        [](llvm::function_ref<void(const mlir::detail::PassOptions &)>) {});
  }
}

} // namespace sonde
