//===- ConvertTracingToBPF.cpp - The pass ---------------------------------===//
#include "lib/Transforms/Conversion/ModuleSymbols.h"
#include "lib/Transforms/Conversion/Passes.h"
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "llvm/Support/MathExtras.h"

namespace sonde {
#define GEN_PASS_DEF_CONVERTTRACINGTOBPF
#include "lib/Transforms/Conversion/Passes.h.inc"

using namespace mlir;

namespace {

struct ConvertTracingToBPF : impl::ConvertTracingToBPFBase<ConvertTracingToBPF> {
  using ConvertTracingToBPFBase::ConvertTracingToBPFBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    uint64_t size = ringbufSize;
    if (!llvm::isPowerOf2_64(size) || size < 4096) {
      module.emitError() << "the size of the ring buffer is a power of two from 4096, not " << size;
      return signalPassFailure();
    }
    ModuleSymbols symbols(module);
    if (failed(symbols.collect()))
      return signalPassFailure();
    bpf::TargetEnv target = bpf::TargetEnv::lookup(module);
    bool isConverted = true;
    for (auto probe : llvm::make_early_inc_range(module.getOps<tr::ProbeOp>())) {
      // All probes are tried, so that all errors are shown.
      isConverted &= succeeded(ProbeConverter(probe, symbols, target).convert());
    }
    for (auto callback : llvm::make_early_inc_range(module.getOps<tr::CallbackOp>())) {
      auto probe = module.lookupSymbol<tr::ProbeOp>(callback.getProbe());
      isConverted &= succeeded(ProbeConverter(probe, symbols, target).convert(callback));
    }
    if (!isConverted)
      return signalPassFailure();
    for (auto callback : llvm::make_early_inc_range(module.getOps<tr::CallbackOp>()))
      callback.erase();
    for (auto probe : llvm::make_early_inc_range(module.getOps<tr::ProbeOp>()))
      probe.erase();
    symbols.convert(size);
  }
};

} // namespace
} // namespace sonde
