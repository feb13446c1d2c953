//===- CallTree.h - Which callbacks a program runs ------------------------===//
#ifndef SONDE_TRANSFORMS_BPF_CALLTREE_H
#define SONDE_TRANSFORMS_BPF_CALLTREE_H

#include "dialect/BPF/IR/BPF.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/MapVector.h"

namespace sonde {

/// An analysis of a module: each callback is run by one function, so that programs
/// and callbacks form trees.
class CallTree {
public:
  explicit CallTree(mlir::Operation *module);

  /// Programs and callbacks, callbacks before those who run them.
  llvm::ArrayRef<bpf::CodeOpInterface> bottomUp() const { return order; }
  /// Who runs the callback; null for a program.
  bpf::CodeOpInterface caller(bpf::CodeOpInterface code) const;
  llvm::ArrayRef<bpf::CodeOpInterface> callees(bpf::CodeOpInterface code) const;
  /// Loops that the function runs itself.
  llvm::ArrayRef<bpf::RunLoopOp> loops(bpf::CodeOpInterface code) const;

private:
  struct Node {
    bpf::CodeOpInterface caller;
    llvm::SmallVector<bpf::CodeOpInterface> callees;
    llvm::SmallVector<bpf::RunLoopOp> loops;
  };
  llvm::MapVector<mlir::Operation *, Node> nodes;
  llvm::SmallVector<bpf::CodeOpInterface> order;

  void visit(bpf::CodeOpInterface code);
};

/// What a function's captures take in its frame: one place for all its loops, of
/// which one runs at a time.
uint64_t captureBytes(llvm::ArrayRef<bpf::RunLoopOp> loops);

/// The kernel adds up the frames of a chain of calls, each rounded up.
uint64_t bytesInChain(uint64_t frame);

} // namespace sonde

#endif // SONDE_TRANSFORMS_BPF_CALLTREE_H
