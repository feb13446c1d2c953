//===- BufferLifetime.cpp - When the bytes of a buffer matter -------------===//
#include "lib/Transforms/BPF/BufferLifetime.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

/// Block arguments that an operand of a branch is passed to.
static void followBranch(BranchOpInterface branch, OpOperand &use, BufferUses &uses) {
  if (std::optional<BlockArgument> argument =
          branch.getSuccessorBlockArgument(use.getOperandNumber()))
    uses.pointers.insert(*argument);
}

/// The argument of the callback that an operand is captured as.
static void followCapture(RunLoopOp loop, OpOperand &use, BufferUses &uses) {
  MutableOperandRange captured = loop.getCapturedMutable();
  auto callback = SymbolTable::lookupNearestSymbolFrom<CallbackOp>(loop, loop.getCallbackAttr());
  for (auto [i, operand] : llvm::enumerate(captured))
    if (operand.getOperandNumber() == use.getOperandNumber())
      uses.pointers.insert(callback.getBody().getArgument(callback.kernelArguments() + i));
}

BufferUses BufferUses::of(Value buffer) {
  BufferUses uses;
  uses.pointers.insert(buffer);
  for (unsigned i = 0; i < uses.pointers.size(); ++i) {
    for (OpOperand &use : uses.pointers[i].getUses()) {
      Operation *user = use.getOwner();
      if (user->getParentRegion() == buffer.getParentRegion())
        uses.users.push_back(user);
      auto store = dyn_cast<StoreOp>(user);
      bool isStored = store && store.getValue() == use.get();
      if (!isa<LoadOp, StoreOp>(user) || isStored)
        uses.onlyWords = false;
      if (isa<PtrToIntOp>(user) || isStored)
        uses.escapes = true;
      if (auto loop = dyn_cast<RunLoopOp>(user))
        followCapture(loop, use, uses);
      if (isa<PtrAddOp, arith::SelectOp>(user))
        uses.pointers.insert(user->getResult(0));
      else if (auto branch = dyn_cast<BranchOpInterface>(user))
        followBranch(branch, use, uses);
    }
  }
  return uses;
}

BufferLifetime::BufferLifetime(Operation *prog) {
  prog->walk([&](BufferOp buffer) { order.push_back(buffer); });
  Region &body = prog->getRegion(0);
  for (Block &block : body)
    for (auto [number, op] : llvm::enumerate(block))
      numbers[&op] = number;
  for (auto [number, buffer] : llvm::enumerate(order)) {
    facts[buffer] = {static_cast<unsigned>(number), BufferUses::of(buffer)};
  }
  computeSpans(body);
  computeOverlaps();
}

void BufferLifetime::computeSpans(Region &body) {
  /// What is used in a block, by the buffers' numbers, and on some way to it and from it.
  struct BlockUses {
    llvm::BitVector here, before, behind;
    DenseMap<unsigned, Span> spans;
  };
  DenseMap<Block *, BlockUses> blocks;
  SmallVector<Block *> inOrder;
  for (Block &block : body) {
    BlockUses &uses = blocks[&block];
    uses.here = uses.before = uses.behind = llvm::BitVector(order.size());
    inOrder.push_back(&block);
  }
  for (auto &[buffer, entry] : facts)
    for (Operation *user : entry.uses.users) {
      BlockUses &uses = blocks[user->getBlock()];
      unsigned at = numbers.lookup(user);
      auto [span, isNew] = uses.spans.try_emplace(entry.number, at, at);
      span->second = {std::min(span->second.first, at), std::max(span->second.second, at)};
      uses.here.set(entry.number);
    }

  auto spread = [&](ArrayRef<Block *> lastFirst, auto neighbours,
                    llvm::BitVector BlockUses::*known) {
    llvm::SetVector<Block *> work(lastFirst.begin(), lastFirst.end());
    while (!work.empty()) {
      Block *block = work.pop_back_val();
      llvm::BitVector given = blocks[block].*known;
      given |= blocks[block].here;
      for (Block *next : neighbours(block)) {
        llvm::BitVector &taken = blocks[next].*known;
        if (given.test(taken)) { // Anything new?
          taken |= given;
          work.insert(next);
        }
      }
    }
  };
  spread(inOrder, [](Block *block) { return block->getPredecessors(); }, &BlockUses::behind);
  std::reverse(inOrder.begin(), inOrder.end());
  spread(inOrder, [](Block *block) { return block->getSuccessors(); }, &BlockUses::before);

  constexpr unsigned kEnd = ~0u;
  for (Block &block : body) {
    BlockUses &uses = blocks[&block];
    llvm::BitVector living = uses.before;
    living &= uses.behind;
    living |= uses.here;
    for (unsigned number : living.set_bits()) {
      Span span = uses.spans.lookup(number);
      alive[&block].push_back({number,
                               {uses.before.test(number) ? 0 : span.first,
                                uses.behind.test(number) ? kEnd : span.second}});
    }
  }
}

void BufferLifetime::computeOverlaps() {
  overlaps.assign(order.size(), llvm::BitVector(order.size()));
  auto add = [&](unsigned a, unsigned b) {
    overlaps[a].set(b);
    overlaps[b].set(a);
  };
  for (const auto &[block, buffers] : alive)
    for (auto [i, first] : llvm::enumerate(buffers))
      for (const Alive &second : llvm::ArrayRef(buffers).take_front(i))
        if (first.span.first <= second.span.second && second.span.first <= first.span.second)
          add(first.number, second.number);
  for (BufferOp buffer : order)
    if (const Facts &escaping = facts.at(buffer); escaping.uses.escapes)
      for (unsigned other = 0; other < order.size(); ++other)
        add(escaping.number, other);
}
