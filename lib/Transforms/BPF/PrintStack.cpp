//===- PrintStack.cpp - Show lifetimes of buffers and the frame -----------===//
#include "lib/Transforms/BPF/Passes.h"

#include "lib/Transforms/BPF/BufferLifetime.h"
#include "lib/Transforms/BPF/StackFrame.h"

#include "llvm/Support/raw_ostream.h"

namespace sonde {
#define GEN_PASS_DEF_PRINTSTACK
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

/// Buffers are numbered as they stand in the program.
void printBuffers(raw_ostream &out, const BufferLifetime &lifetime) {
  for (auto [index, each] : llvm::enumerate(lifetime.buffers())) {
    BufferOp buffer = each;
    out << "  buffer " << index << ": " << buffer.getSize() << " bytes";
    if (lifetime.usesOf(buffer).onlyWords)
      out << ", in registers";
    if (lifetime.usesOf(buffer).escapes)
      out << ", escapes";
    out << ", alive with:";
    for (auto [otherIndex, other] : llvm::enumerate(lifetime.buffers()))
      if (other != buffer && lifetime.overlap(buffer, other))
        out << " " << otherIndex;
    out << "\n";
  }
}

struct PrintStack : sonde::impl::PrintStackBase<PrintStack> {
  void runOnOperation() override {
    // Programs may be visited by several threads: print each as a whole.
    std::string text;
    llvm::raw_string_ostream out(text);
    auto &frame = getAnalysis<StackFrame>();
    out << "@" << getOperation().getCodeName() << ": " << frame.bytes() << " bytes of stack\n";
    for (const StackFrame::Slot &slot : frame.slots())
      out << "  slot: " << slot.bytes << " bytes\n";
    printBuffers(out, getAnalysis<BufferLifetime>());
    llvm::outs() << text;
    markAllAnalysesPreserved();
  }
};

} // namespace
