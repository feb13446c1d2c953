//===- InlineFunctions.cpp - The script's functions as part of callers ----===//
//
// Functions are short, and called from few places. As part of their callers they are
// optimised with them, may take text and records, and share one frame of the stack.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/DenseMap.h"

namespace sonde {
#define GEN_PASS_DEF_INLINEFUNCTIONS
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

/// So many operations may be copied: MLIR's passes take time in the square of them.
constexpr size_t kMostCopied = 32768;

/// A body without branches becomes part of the block.
static void inlineBlock(CallOp call, FuncOp function) {
  Block &body = function.getBody().front();
  OpBuilder builder(call);
  IRMapping mapping;
  mapping.map(body.getArguments(), call.getArguments());
  for (Operation &op : body.without_terminator())
    builder.clone(op, mapping);
  if (Value result = call.getResult())
    result.replaceAllUsesWith(mapping.lookupOrDefault(body.getTerminator()->getOperand(0)));
  call.erase();
}

/// Puts a copy of the body in the place of the call. A function returns from its
/// own blocks only, never from inside a loop.
static void inlineCall(CallOp call, FuncOp function) {
  if (function.getBody().hasOneBlock())
    return inlineBlock(call, function);
  Block *before = call->getBlock();
  Block *after = before->splitBlock(call);
  IRMapping mapping;
  mapping.map(function.getBody().getArguments(), call.getArguments());
  Region copy;
  function.getBody().cloneInto(&copy, mapping);
  Block *entry = &copy.front();
  OpBuilder::atBlockEnd(before).create<cf::BranchOp>(call.getLoc(), entry);
  for (Block &block : copy)
    if (auto end = dyn_cast<ReturnOp>(block.getTerminator())) {
      OpBuilder(end).create<cf::BranchOp>(end.getLoc(), after, end->getOperands());
      end.erase();
    }
  before->getParent()->getBlocks().splice(Region::iterator(after), copy.getBlocks());
  if (Value result = call.getResult())
    result.replaceAllUsesWith(after->addArgument(result.getType(), call.getLoc()));
  call.erase();
}

namespace {

class Inliner {
public:
  explicit Inliner(ModuleOp module) : symbols(module) {}

  /// Callees first, so that each body that is copied calls nothing any more.
  LogicalResult flatten(FuncOp function) {
    auto [entry, isNew] = states.try_emplace(function, State::Open);
    if (!isNew && entry->second == State::Done)
      return success();
    if (!isNew)
      return function.emitError() << "the function calls itself, directly or through others";
    for (auto [call, callee] : callsIn(function))
      if (failed(flatten(callee)))
        return failure();
    if (failed(inlineCalls(function)))
      return failure();
    function.walk([&](Operation *) { ++sizes[function]; });
    states[function] = State::Done;
    return success();
  }

  LogicalResult inlineCalls(Operation *code) {
    for (auto [call, function] : callsIn(code)) {
      copied += sizes[function];
      if (copied > kMostCopied)
        return call.emitError() << "the functions of this script grow too large here: more than "
                                << kMostCopied << " operations, as each call is a copy";
      inlineCall(call, function);
      ++inlined;
    }
    return success();
  }

  size_t inlined = 0;

private:
  enum class State { Open, Done };
  SymbolTable symbols;
  DenseMap<Operation *, State> states;
  DenseMap<Operation *, size_t> sizes; ///< Operations of functions that call nothing any more.
  size_t copied = 0;

  /// Calls of the script's functions, not of C functions.
  SmallVector<std::pair<CallOp, FuncOp>> callsIn(Operation *code) {
    SmallVector<std::pair<CallOp, FuncOp>> calls;
    code->walk([&](CallOp call) {
      if (auto function = symbols.lookup<FuncOp>(call.getCallee()))
        calls.emplace_back(call, function);
    });
    return calls;
  }
};

struct InlineFunctions : impl::InlineFunctionsBase<InlineFunctions> {
  void runOnOperation() override {
    Inliner inliner(getOperation());
    for (auto function : getOperation().getOps<FuncOp>())
      if (failed(inliner.flatten(function)))
        return signalPassFailure();
    for (auto probe : getOperation().getOps<ProbeOp>())
      if (failed(inliner.inlineCalls(probe)))
        return signalPassFailure();
    inlined += inliner.inlined;
    for (auto function : llvm::make_early_inc_range(getOperation().getOps<FuncOp>()))
      function.erase();
  }
};

} // namespace
} // namespace sonde
