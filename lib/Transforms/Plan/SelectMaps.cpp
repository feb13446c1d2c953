//===- SelectMaps.cpp - The kernel map behind each map --------------------===//
#include "dialect/BPF/IR/BPF.h"
#include "lib/Transforms/Plan/Passes.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

namespace sonde {
#define GEN_PASS_DEF_SELECTMAPS
#include "lib/Transforms/Plan/Passes.h.inc"

using namespace mlir;
using namespace tr;

/// What a script may declare, in its words.
static std::optional<Storage> declaredStorage(StringRef word) {
  return llvm::StringSwitch<std::optional<Storage>>(word)
      .Case("hash", Storage::Hash)
      .Case("lruhash", Storage::LruHash)
      .Case("percpuhash", Storage::PercpuHash)
      .Case("percpulruhash", Storage::PercpuLruHash)
      .Default(std::nullopt);
}

/// Aggregations whose number programs read, or which they clear, where they cannot
/// see what other CPUs hold: one value for all is slower, but can be read.
static llvm::StringSet<> mapsForAllCpus(ModuleOp module) {
  llvm::StringSet<> maps;
  if (bpf::TargetEnv::lookup(module).has(bpf::Feature::lookup_percpu))
    return maps;
  module.walk([&](Operation *op) {
    auto access = dyn_cast<MapAccessOpInterface>(op);
    bool concernsAll = isa<MapReduceOp>(op) || (isa<MapDeleteOp>(op) && !access.getMapKey());
    if (concernsAll)
      maps.insert(access.getMapRef().getValue());
  });
  return maps;
}

namespace {

struct SelectMaps : impl::SelectMapsBase<SelectMaps> {
  void runOnOperation() override {
    shared = mapsForAllCpus(getOperation());
    maxKeys = ConfigAttr::lookup(getOperation()).number("max_map_keys", 4096);
    for (auto map : getOperation().getOps<MapOp>()) {
      std::optional<Storage> kind = selectKind(map);
      if (!kind) {
        signalPassFailure();
        continue;
      }
      int64_t declared = map.getMaxEntries() ? int64_t(*map.getMaxEntries()) : maxKeys;
      auto storage = StorageAttr::get(&getContext(), *kind, map.isScalar() ? 1 : declared);
      map.setStorageAttr(storage);
      perCpu += storage.isPerCpu();
    }
  }

  std::optional<Storage> selectKind(MapOp map) {
    bool isAggregation = bool(map.getAggregation());
    std::optional<StringRef> word = map.getDeclaredKind();
    bool hasOnePerCpu = isAggregation && !shared.contains(map.getSymName());
    // The verifier asks for an array behind a scalar map, whatever was declared.
    if (map.isScalar())
      return hasOnePerCpu ? Storage::PercpuArray : Storage::Array;
    if (!word)
      return hasOnePerCpu ? Storage::PercpuHash : Storage::Hash;
    std::optional<Storage> kind = declaredStorage(*word);
    if (!kind) {
      map.emitError() << "there is no map type '" << *word
                      << "'; use 'hash', 'lruhash', 'percpuhash' or 'percpulruhash'";
      return std::nullopt;
    }
    bool isPerCpu = *kind == Storage::PercpuHash || *kind == Storage::PercpuLruHash;
    if (isPerCpu != isAggregation) {
      map.emitError() << "'" << map.scriptName() << "' is declared as '" << *word << "', but "
                      << (isAggregation ? "aggregations need" : "its values cannot be in")
                      << " a per-CPU map";
      return std::nullopt;
    }
    return kind;
  }

  int64_t maxKeys = 0;
  llvm::StringSet<> shared; ///< Aggregations that CPUs must share.
};

} // namespace
} // namespace sonde
