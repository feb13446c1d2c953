//===- PrintMapUse.cpp - Print how each map is used -----------------------===//
#include "lib/Transforms/Tracing/MapUse.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "llvm/Support/raw_ostream.h"

namespace sonde {
#define GEN_PASS_DEF_PRINTMAPUSE
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

struct PrintMapUse : impl::PrintMapUseBase<PrintMapUse> {
  void runOnOperation() override {
    for (const auto &[map, uses] : getAnalysis<MapUse>()) {
      unsigned reads = 0, writes = 0, updates = 0;
      for (MapAccessOpInterface access : uses.accesses) {
        bool isUpdate = isa<MapUpdateOp, AggregateOp>(access.getOperation());
        updates += isUpdate;
        reads += !isUpdate && access.readsMap();
        writes += !isUpdate && access.writesMap();
      }
      llvm::errs() << MapOp(map).scriptName() << ": " << reads << " reads, " << writes
                   << " writes, " << updates << " updates, " << uses.events.size() << " events"
                   << (uses.loops.empty() ? "" : ", loops")
                   << (uses.isObserved() ? "" : ", not observed") << "\n";
    }
    markAllAnalysesPreserved();
  }
};

} // namespace
} // namespace sonde
