//===- TargetFixture.h - Modules as text, and what is said about them -----===//
#ifndef SONDE_TEST_UNIT_TARGET_TARGETFIXTURE_H
#define SONDE_TEST_UNIT_TARGET_TARGETFIXTURE_H

#include "dialect/BPF/IR/BPF.h"
#include "dialect/BPF/Translation/Translation.h"
#include "dialect/Tracing/IR/Tracing.h"
#include "lib/Transforms/LLVM/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <string>
#include <vector>

namespace sonde {

class TargetFixture : public testing::Test {
protected:
  TargetFixture() : context(dialects(), mlir::MLIRContext::Threading::DISABLED) {}

  mlir::OwningOpRef<mlir::ModuleOp> parse(const std::string &text) {
    mlir::OwningOpRef<mlir::ModuleOp> module =
        mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    EXPECT_TRUE(bool(module)) << testing::PrintToString(said);
    return module;
  }

  /// From the bpf dialect to the LLVM dialect.
  mlir::OwningOpRef<mlir::ModuleOp> lower(const std::string &text) {
    mlir::OwningOpRef<mlir::ModuleOp> module = parse(text);
    mlir::PassManager passes(&context);
    passes.addPass(createBuildDebugInfo());
    passes.addPass(createConvertBPFToLLVM());
    EXPECT_TRUE(mlir::succeeded(passes.run(*module))) << testing::PrintToString(said);
    return module;
  }

  mlir::MLIRContext context;
  /// Diagnostics as "file:line:column: message"; without a place, the message.
  std::vector<std::string> said;

private:
  mlir::ScopedDiagnosticHandler handler{&context, [this](mlir::Diagnostic &diagnostic) {
                                          said.push_back(placeOf(diagnostic.getLocation()) +
                                                         diagnostic.str());
                                        }};

  static mlir::DialectRegistry dialects() {
    mlir::DialectRegistry registry;
    bpf::registerBPFTranslation(registry);
    registry.insert<tr::TracingDialect, mlir::arith::ArithDialect, mlir::cf::ControlFlowDialect>();
    return registry;
  }

  static std::string placeOf(mlir::Location location) {
    auto place = mlir::dyn_cast<mlir::FileLineColLoc>(location);
    if (!place || place.getFilename() == "-")
      return "";
    return place.getFilename().str() + ":" + std::to_string(place.getLine()) + ":" +
           std::to_string(place.getColumn()) + ": ";
  }
};

} // namespace sonde

#endif // SONDE_TEST_UNIT_TARGET_TARGETFIXTURE_H
