//===- sonde-opt.cpp - Runs passes on .mlir files -------------------------===//
//
// The workbench: both dialects, every pass, every stage of the compiler as a
// named pipeline, and plugins.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Pipelines/Registration.h"

#include "mlir/IR/Dialect.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  sonde::registerAllDialects(registry);
  sonde::registerAllPasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "Sonde's workbench\n", registry));
}
