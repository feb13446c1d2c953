//===- PassCaptures.cpp - What callbacks share with who runs them ---------===//
//
// A helper hands one pointer on to a callback. Behind it, in the frame of who runs
// the loop, stand the values and pointers that the callback uses: the verifier keeps
// the kinds of pointers that are stored on the stack. Runs when every buffer has its
// place, because a buffer whose address is stored could not be placed any more.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/BPF/Passes.h"

#include "lib/Transforms/BPF/CallTree.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"

namespace sonde {
#define GEN_PASS_DEF_PASSCAPTURES
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

/// Integers are stored as words, whatever their width.
Type wordType(Type type) {
  return isa<PtrType>(type) ? type : IntegerType::get(type.getContext(), 64);
}

struct PassCaptures : sonde::impl::PassCapturesBase<PassCaptures> {
  void runOnOperation() override {
    CallTree tree(getOperation());
    for (CodeOpInterface code : tree.bottomUp()) {
      ArrayRef<RunLoopOp> loops = tree.loops(code);
      if (uint64_t bytes = captureBytes(loops)) {
        auto builder = OpBuilder::atBlockBegin(&code.getCode().front());
        Value frame = builder.create<StackOp>(code.getLoc(), bytes, int64_t(8));
        for (RunLoopOp loop : loops)
          store(loop, frame);
      }
      if (auto callback = dyn_cast<CallbackOp>(code.getOperation()))
        load(callback);
    }
  }

  void store(RunLoopOp loop, Value frame) {
    if (loop.getCaptured().empty())
      return;
    OpBuilder builder(loop);
    Location loc = loop.getLoc();
    for (auto [i, value] : llvm::enumerate(loop.getCaptured())) {
      Value word = value;
      if (wordType(value.getType()) != value.getType())
        word = builder.create<arith::ExtUIOp>(loc, builder.getI64Type(), value);
      builder.create<StoreOp>(loc, word, frame, i * 8, int64_t(8));
      ++captures;
    }
    loop.getCapturedMutable().clear();
    loop.getEnvironmentMutable().assign(frame);
  }

  void load(CallbackOp callback) {
    Block &entry = callback.getBody().front();
    unsigned first = callback.kernelArguments(), count = entry.getNumArguments() - first;
    if (count == 0)
      return;
    auto builder = OpBuilder::atBlockBegin(&entry);
    Location loc = callback.getLoc();
    Value frame = entry.addArgument(PtrType::get(builder.getContext(), PtrKind::Stack), loc);
    for (unsigned i = 0; i < count; ++i) {
      BlockArgument captured = entry.getArgument(first + i);
      Type type = captured.getType();
      Value value = builder.create<LoadOp>(loc, wordType(type), frame, i * 8, int64_t(8));
      if (value.getType() != type)
        value = builder.create<arith::TruncIOp>(loc, type, value);
      captured.replaceAllUsesWith(value);
    }
    entry.eraseArguments(first, count);
  }
};

} // namespace
