//===- StackFrame.h - The stack of one program ----------------------------===//
#ifndef SONDE_TRANSFORMS_BPF_STACKFRAME_H
#define SONDE_TRANSFORMS_BPF_STACKFRAME_H

#include "dialect/BPF/IR/BPF.h"

namespace sonde {

/// An analysis of one program: its slots, without those that LLVM will keep in
/// registers.
class StackFrame {
public:
  explicit StackFrame(mlir::Operation *prog);

  struct Slot {
    bpf::StackOp op;
    uint64_t bytes; ///< What it takes in the frame.
  };
  /// Largest first.
  llvm::ArrayRef<Slot> slots() const { return frame; }
  uint64_t bytes() const;

private:
  llvm::SmallVector<Slot> frame;
};

/// What an object of this size takes in a frame, which consists of words.
uint64_t bytesInFrame(uint64_t size);

} // namespace sonde

#endif // SONDE_TRANSFORMS_BPF_STACKFRAME_H
