//===- BufferLifetime.h - When the bytes of a buffer matter ---------------===//
//
// An analysis of one program. A buffer is alive wherever one of its uses has
// happened before and one may still come: what it holds before its first use
// does not matter, since buffers are not initialised.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_BPF_BUFFERLIFETIME_H
#define SONDE_TRANSFORMS_BPF_BUFFERLIFETIME_H

#include "dialect/BPF/IR/BPF.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"

namespace sonde {

/// Uses of a buffer or a slot, also through what is computed from its address.
struct BufferUses {
  /// The pointer itself, moved pointers, and block arguments it is passed to, those
  /// of callbacks that capture it included.
  llvm::SmallSetVector<mlir::Value, 4> pointers;
  /// In the function of the buffer.
  llvm::SmallVector<mlir::Operation *> users;
  /// Its address becomes a number, so that not every use is known.
  bool escapes = false;
  /// Only loaded and stored, at constant offsets: LLVM keeps it in registers.
  bool onlyWords = true;

  static BufferUses of(mlir::Value buffer);
};

class BufferLifetime {
public:
  explicit BufferLifetime(mlir::Operation *prog);

  llvm::ArrayRef<bpf::BufferOp> buffers() const { return order; }
  const BufferUses &usesOf(bpf::BufferOp buffer) const { return facts.at(buffer).uses; }
  /// Is there a moment at which the bytes of both matter?
  bool overlap(bpf::BufferOp a, bpf::BufferOp b) const { return overlapsOf(a).test(numberOf(b)); }
  /// All buffers that this one overlaps, by number.
  const llvm::BitVector &overlapsOf(bpf::BufferOp buffer) const {
    return overlaps[numberOf(buffer)];
  }
  /// In the order of the program.
  unsigned numberOf(bpf::BufferOp buffer) const { return facts.at(buffer).number; }

private:
  /// Numbers of the first and last operation in a block at which it is alive.
  using Span = std::pair<unsigned, unsigned>;
  struct Facts {
    unsigned number;
    BufferUses uses;
  };
  /// The buffers that are alive somewhere in a block.
  struct Alive {
    unsigned number;
    Span span;
  };

  void computeSpans(mlir::Region &body);
  void computeOverlaps();

  llvm::SmallVector<bpf::BufferOp> order;
  llvm::DenseMap<mlir::Operation *, Facts> facts;
  llvm::DenseMap<mlir::Block *, llvm::SmallVector<Alive>> alive;
  llvm::SmallVector<llvm::BitVector> overlaps;
  llvm::DenseMap<mlir::Operation *, unsigned> numbers; ///< Within the block.
};

} // namespace sonde

#endif // SONDE_TRANSFORMS_BPF_BUFFERLIFETIME_H
