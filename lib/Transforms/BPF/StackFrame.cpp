//===- StackFrame.cpp - The stack of one program --------------------------===//
#include "lib/Transforms/BPF/StackFrame.h"

#include "lib/Transforms/BPF/BufferLifetime.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

uint64_t sonde::bytesInFrame(uint64_t size) { return llvm::alignTo(size, 8); }

StackFrame::StackFrame(Operation *prog) {
  prog->walk([&](StackOp op) {
    if (BufferUses::of(op).onlyWords)
      return;
    Slot slot{op, bytesInFrame(op.getSize())};
    auto smaller = [](const Slot &a, const Slot &b) { return a.bytes > b.bytes; };
    frame.insert(llvm::upper_bound(frame, slot, smaller), slot);
  });
}

uint64_t StackFrame::bytes() const {
  uint64_t sum = 0;
  for (const Slot &slot : frame)
    sum += slot.bytes;
  return sum;
}
