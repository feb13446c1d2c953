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
    Facts &entry = facts[buffer];
    entry = {static_cast<unsigned>(number), BufferUses::of(buffer)};
    computeSpans(body, entry);
  }
  computeOverlaps();
}

void BufferLifetime::computeSpans(Region &body, const Facts &facts) {
  DenseMap<Block *, Span> used;
  for (Operation *user : facts.uses.users) {
    unsigned number = numbers.lookup(user);
    auto [entry, isNew] = used.try_emplace(user->getBlock(), number, number);
    entry->second.first = std::min(entry->second.first, number);
    entry->second.second = std::max(entry->second.second, number);
  }

  // Blocks that a use may come before, and blocks that one may come after.
  DenseSet<Block *> before, after;
  SmallVector<Block *> work;
  for (auto &[block, span] : used)
    work.push_back(block);
  while (!work.empty())
    for (Block *next : work.pop_back_val()->getSuccessors())
      if (before.insert(next).second)
        work.push_back(next);
  for (auto &[block, span] : used)
    work.push_back(block);
  while (!work.empty())
    for (Block *previous : work.pop_back_val()->getPredecessors())
      if (after.insert(previous).second)
        work.push_back(previous);

  constexpr unsigned kEnd = ~0u;
  for (Block &block : body) {
    auto span = used.find(&block);
    bool startsAlive = before.contains(&block), endsAlive = after.contains(&block);
    if (span == used.end() && !(startsAlive && endsAlive))
      continue;
    alive[&block].push_back(
        {facts.number,
         {startsAlive ? 0 : span->second.first, endsAlive ? kEnd : span->second.second}});
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
