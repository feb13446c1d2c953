//===- sonde-lsp-server.cpp - Editor support for .mlir files --------------===//
//
// Speaks the language server protocol about IR text in both dialects.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Pipelines/Registration.h"

#include "mlir/IR/Dialect.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  sonde::registerAllDialects(registry);
  return mlir::failed(mlir::MlirLspServerMain(argc, argv, registry));
}
