//===- MapUse.cpp - How the maps of a module are used ---------------------===//
#include "lib/Transforms/Tracing/MapUse.h"

#include "mlir/IR/BuiltinOps.h"

using namespace mlir;

namespace sonde {

using namespace tr;

bool observesMap(MapAccessOpInterface access) {
  if (!access.readsMap())
    return false;
  // An in-place read has no result, but the memory it writes may be used.
  if (isa<MapGetOp>(access.getOperation()))
    return true;
  return llvm::any_of(access->getResults(), [](Value result) { return !result.use_empty(); });
}

bool MapUse::Uses::isObserved() const {
  return !events.empty() || !loops.empty() || llvm::any_of(accesses, observesMap);
}

MapUse::MapUse(Operation *module) {
  SymbolTable symbols(module);
  for (auto map : cast<ModuleOp>(module).getOps<MapOp>())
    uses[map];
  auto usesOf = [&](FlatSymbolRefAttr map) -> Uses & {
    return uses[symbols.lookup<MapOp>(map.getValue())];
  };
  module->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op != module && isa<ModuleOp>(op)) // Has its own maps.
      return WalkResult::skip();
    if (auto access = dyn_cast<MapAccessOpInterface>(op))
      usesOf(access.getMapRef()).accesses.push_back(access);
    else if (auto loop = dyn_cast<ForEachOp>(op))
      usesOf(loop.getMapAttr()).loops.push_back(loop);
    else if (auto event = dyn_cast<EventOp>(op); event && event.getMap())
      usesOf(event.getMapAttr()).events.push_back(event);
    else if (auto site = dyn_cast<ErrorSiteOp>(op); site && site.getMap())
      usesOf(site.getMapAttr()).sites.push_back(site);
    return WalkResult::advance();
  });
}

} // namespace sonde
