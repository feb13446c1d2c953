//===- CountMapReads.cpp - An example pass outside the tree ---------------===//
//
// Remarks on each map read of a probe, and counts them. Written against an
// interface, not against operations, so that new map operations join it.
//
//===----------------------------------------------------------------------===//
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/Pass/Pass.h"
#include "mlir/Tools/Plugins/PassPlugin.h"

namespace {

struct CountMapReads : mlir::PassWrapper<CountMapReads, mlir::OperationPass<sonde::tr::ProbeOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(CountMapReads)

  CountMapReads() = default;
  CountMapReads(const CountMapReads &other) : PassWrapper(other) {}

  llvm::StringRef getArgument() const final { return "count-map-reads"; }
  llvm::StringRef getDescription() const final { return "Remark on each map read"; }

  void runOnOperation() override {
    getOperation().walk([&](sonde::tr::MapAccessOpInterface access) {
      if (!access.readsMap())
        return;
      ++reads;
      access->emitRemark("reads map '@") << access.getMapRef().getValue() << "'";
    });
    markAllAnalysesPreserved();
  }

  Statistic reads{this, "reads", "map reads seen"};
};

} // namespace

extern "C" LLVM_ATTRIBUTE_WEAK mlir::PassPluginLibraryInfo mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "count-map-reads", "0.1",
          [] { mlir::PassRegistration<CountMapReads>(); }};
}
