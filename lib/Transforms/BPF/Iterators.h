//===- Iterators.h - Where the kernel's iterators live --------------------===//
#ifndef SONDE_TRANSFORMS_BPF_ITERATORS_H
#define SONDE_TRANSFORMS_BPF_ITERATORS_H

#include "dialect/BPF/IR/BPF.h"

#include "mlir/IR/Dominance.h"

namespace sonde::bpf {

/// Does the operation make an iterator?
inline bool makesIterator(mlir::Operation *op) {
  auto call = mlir::dyn_cast<CallOp>(op);
  return call && call.getCallee() == kIterNumNew;
}

/// Has the iterator that `make` makes been made on every way to `op`, and not been destroyed?
inline bool isIteratorAliveAt(CallOp make, mlir::Operation *op, mlir::DominanceInfo &dominance) {
  auto isEnd = [&](mlir::Operation *user) {
    auto call = mlir::dyn_cast<CallOp>(user);
    return call && call.getCallee() == kIterNumDestroy && dominance.properlyDominates(make, call) &&
           dominance.properlyDominates(call, op);
  };
  return dominance.properlyDominates(make, op) &&
         llvm::none_of(make.getArguments()[0].getUsers(), isEnd);
}

} // namespace sonde::bpf

#endif // SONDE_TRANSFORMS_BPF_ITERATORS_H
