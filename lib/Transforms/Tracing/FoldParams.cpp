//===- FoldParams.cpp - Known parameters as constants ---------------------===//
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/Builders.h"

namespace sonde {
#define GEN_PASS_DEF_FOLDPARAMS
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

/// Replaces the use, which is in either form.
static void fold(ParamValueOp use, Attribute value) {
  OpBuilder builder(use);
  Location loc = use.getLoc();
  if (auto text = dyn_cast<StringAttr>(value)) {
    auto constant = builder.create<ConstStrOp>(loc, use->getResultTypes(), text, use.getInto());
    use->replaceAllUsesWith(constant);
  } else {
    auto type = cast<IntegerType>(producedType(use));
    APInt number = cast<IntegerAttr>(value).getValue().sextOrTrunc(type.getWidth());
    Value constant = builder.create<arith::ConstantOp>(loc, builder.getIntegerAttr(type, number));
    if (use.getInto())
      builder.create<StoreLocalOp>(loc, constant, use.getInto());
    else
      use.getResult().replaceAllUsesWith(constant);
  }
  use.erase();
}

namespace {

struct FoldParams : impl::FoldParamsBase<FoldParams> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    for (auto probe : getOperation().getOps<ProbeOp>())
      probe.walk([&](ParamValueOp use) {
        auto param = symbols.lookup<ParamOp>(use.getParam());
        if (!param.getKnown())
          return;
        fold(use, param.getValue());
        ++folded;
      });
  }
};

} // namespace
} // namespace sonde
