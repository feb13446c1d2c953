//===- MapUse.h - How the maps of a module are used -----------------------===//
#ifndef SONDE_TRANSFORMS_TRACING_MAPUSE_H
#define SONDE_TRANSFORMS_TRACING_MAPUSE_H

#include "dialect/Tracing/IR/Tracing.h"

#include "llvm/ADT/MapVector.h"

namespace sonde {

/// An analysis of a module: for each map, who accesses it.
class MapUse {
public:
  struct Uses {
    llvm::SmallVector<tr::MapAccessOpInterface> accesses;
    llvm::SmallVector<tr::ForEachOp> loops;
    llvm::SmallVector<tr::EventOp> events;
    llvm::SmallVector<tr::ErrorSiteOp> sites;

    bool isEmpty() const { return accesses.empty() && loops.empty() && events.empty(); }
    /// Can what is in the map be seen, other than when it is printed at exit?
    bool isObserved() const;
  };

  explicit MapUse(mlir::Operation *module);

  const Uses &of(tr::MapOp map) const { return uses.find(map)->second; }
  auto begin() const { return uses.begin(); }
  auto end() const { return uses.end(); }

private:
  llvm::MapVector<tr::MapOp, Uses> uses; ///< In the order of the module.
};

/// Does the operation let the program see what is in its map?
bool observesMap(tr::MapAccessOpInterface access);

} // namespace sonde

#endif // SONDE_TRANSFORMS_TRACING_MAPUSE_H
