//===- InsertNullChecks.cpp - Demands for non-null pointers as branches ---===//
//
// The verifier knows only branches. Where a check is needed is decided before,
// by whoever writes `bpf.require_nonnull`; here each becomes a branch, unless an
// earlier branch on the same pointer has already answered.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/BPF/Iterators.h"
#include "lib/Transforms/BPF/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/RegionUtils.h"

#include <map>

namespace sonde {
#define GEN_PASS_DEF_INSERTNULLCHECKS
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

constexpr const char *kZeroBytes = "sonde_zero";

/// The checks of one program or callback.
class NullChecks {
public:
  NullChecks(CodeOpInterface code) : code(code) {}

  /// Replaces what an earlier check answers, and branches for the rest.
  void run();

  unsigned inserted = 0, reused = 0;
  uint64_t zeroBytes = 0; ///< Largest object that zero bytes stand for.

private:
  /// The block, dominating `op`, that is entered only when `pointer` is not
  /// null; its first argument is the pointer.
  Block *knownNonNull(Value pointer, Operation *op);
  void insertCheck(RequireNonnullOp op);
  void insertZero(RequireNonnullOp op, Block *rest);
  /// A second branch on a pointer that is known not to be null.
  void foldBranch(BrNullOp op, Block *checked);
  /// The iterators of the kernel, innermost first, that live at `op`.
  SmallVector<CallOp> iteratorsAt(Operation *op);
  /// Where the code is left from `op`: iterators are given back there.
  Block *leaveBlock(Operation *op);

  CodeOpInterface code;
  SmallVector<CallOp> iterators; ///< Where they are made, outer ones first.
  /// By the iterators that are given back.
  std::map<SmallVector<Operation *>, Block *> leaves;
};

void NullChecks::run() {
  SmallVector<Operation *> work;
  code.walk([&](Operation *op) {
    if (isa<RequireNonnullOp, BrNullOp>(op))
      work.push_back(op);
    else if (makesIterator(op))
      iterators.push_back(cast<CallOp>(op));
  });
  for (Operation *op : work) {
    if (auto branch = dyn_cast<BrNullOp>(op)) {
      if (Block *checked = knownNonNull(branch.getPtr(), op))
        foldBranch(branch, checked);
      continue;
    }
    auto demand = cast<RequireNonnullOp>(op);
    if (Block *checked = knownNonNull(demand.getPtr(), op)) {
      demand.replaceAllUsesWith(checked->getArgument(0));
      demand.erase();
      ++reused;
      continue;
    }
    insertCheck(demand);
  }
}

Block *NullChecks::knownNonNull(Value pointer, Operation *op) {
  DominanceInfo dominance(code);
  for (OpOperand &use : pointer.getUses()) {
    auto branch = dyn_cast<BrNullOp>(use.getOwner());
    if (!branch || branch == op)
      continue;
    Block *checked = branch.getNonnullDest();
    // With another way in, the argument could be another pointer.
    if (checked->getSinglePredecessor() && checked != branch.getNullDest() &&
        dominance.dominates(checked, op->getBlock()))
      return checked;
  }
  return nullptr;
}

void NullChecks::insertCheck(RequireNonnullOp op) {
  Block *block = op->getBlock();
  Block *leave = op.getOnNull() == OnNull::Zero ? nullptr : leaveBlock(op);
  Block *rest = block->splitBlock(op);
  BlockArgument pointer = rest->insertArgument(0u, op.getType(), op.getLoc());
  op.replaceAllUsesWith(pointer);
  if (op.getOnNull() == OnNull::Zero) {
    insertZero(op, rest);
  } else {
    auto builder = OpBuilder::atBlockEnd(block);
    builder.create<BrNullOp>(op.getLoc(), op.getPtr(), ValueRange(), ValueRange(), leave, rest);
  }
  op.erase();
  ++inserted;
}

void NullChecks::insertZero(RequireNonnullOp op, Block *rest) {
  OpBuilder builder(op.getContext());
  Block *missing = builder.createBlock(rest);
  Value zero = builder.create<GlobalAddrOp>(op.getLoc(), cast<PtrType>(op.getType()), kZeroBytes);
  builder.create<cf::BranchOp>(op.getLoc(), rest, zero);
  builder.setInsertionPointToEnd(missing->getPrevNode());
  builder.create<BrNullOp>(op.getLoc(), op.getPtr(), ValueRange(), ValueRange(), missing, rest);
  zeroBytes = std::max<uint64_t>(zeroBytes, op.getSize());
}

void NullChecks::foldBranch(BrNullOp op, Block *checked) {
  SmallVector<Value> operands = {checked->getArgument(0)};
  llvm::append_range(operands, op.getNonnullOperands());
  OpBuilder(op).create<cf::BranchOp>(op.getLoc(), op.getNonnullDest(), operands);
  op.erase();
  ++reused;
}

SmallVector<CallOp> NullChecks::iteratorsAt(Operation *op) {
  SmallVector<CallOp> alive;
  if (iterators.empty())
    return alive;
  DominanceInfo dominance(code);
  for (CallOp make : llvm::reverse(iterators))
    if (isIteratorAliveAt(make, op, dominance))
      alive.push_back(make);
  return alive;
}

Block *NullChecks::leaveBlock(Operation *op) {
  SmallVector<CallOp> alive = iteratorsAt(op);
  Block *&leave = leaves[SmallVector<Operation *>(alive.begin(), alive.end())];
  if (leave)
    return leave;
  OpBuilder builder(code.getContext());
  leave = builder.createBlock(&code.getCode(), code.getCode().end());
  for (CallOp iterator : alive)
    builder.create<CallOp>(iterator.getLoc(), Type(), kIterNumDestroy, iterator.getArguments()[0]);
  code.createLeave(builder, code.getLoc());
  return leave;
}

/// Makes sure that the global of zero bytes has at least `size` of them.
void provideZeroBytes(ModuleOp module, uint64_t size) {
  OpBuilder builder(module.getContext());
  auto type = [&](uint64_t bytes) { return LLVM::LLVMArrayType::get(builder.getI8Type(), bytes); };
  if (auto global = module.lookupSymbol<GlobalOp>(kZeroBytes)) {
    auto present = dyn_cast<LLVM::LLVMArrayType>(global.getType());
    if (present && present.getNumElements() < size)
      global.setType(type(size));
    return;
  }
  builder.setInsertionPointToStart(module.getBody());
  builder.create<GlobalOp>(module.getLoc(), kZeroBytes, GlobalKind::Rodata, type(size),
                           StringAttr(), /*is_volatile=*/false);
}

struct InsertNullChecks : sonde::impl::InsertNullChecksBase<InsertNullChecks> {
  void runOnOperation() override {
    uint64_t zeroBytes = 0;
    IRRewriter rewriter(&getContext());
    for (auto code : getOperation().getOps<CodeOpInterface>()) {
      NullChecks checks(code);
      checks.run();
      // The other side of a branch that was decided may have become unreachable.
      if (checks.reused)
        (void)eraseUnreachableBlocks(rewriter, code->getRegions());
      zeroBytes = std::max(zeroBytes, checks.zeroBytes);
      inserted += checks.inserted;
      reused += checks.reused;
    }
    if (zeroBytes)
      provideZeroBytes(getOperation(), zeroBytes);
  }
};

} // namespace
