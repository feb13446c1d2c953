//===- CallTree.cpp - Which callbacks a program runs ----------------------===//
#include "lib/Transforms/BPF/CallTree.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

CallTree::CallTree(Operation *module) {
  SymbolTable symbols(module);
  for (auto code : cast<ModuleOp>(module).getOps<CodeOpInterface>())
    nodes[code];
  for (auto &[op, node] : nodes) {
    auto code = cast<CodeOpInterface>(op);
    code.getCode().walk([&, &entry = node](RunLoopOp loop) {
      auto callback = symbols.lookup<CallbackOp>(loop.getCallback());
      entry.loops.push_back(loop);
      entry.callees.push_back(cast<CodeOpInterface>(callback.getOperation()));
    });
  }
  for (auto &[op, node] : nodes)
    for (CodeOpInterface callee : node.callees)
      nodes[callee].caller = cast<CodeOpInterface>(op);
  for (auto &[op, node] : nodes)
    if (!node.caller)
      visit(cast<CodeOpInterface>(op));
}

void CallTree::visit(CodeOpInterface code) {
  for (CodeOpInterface callee : callees(code))
    visit(callee);
  order.push_back(code);
}

CodeOpInterface CallTree::caller(CodeOpInterface code) const {
  return nodes.find(code)->second.caller;
}

ArrayRef<CodeOpInterface> CallTree::callees(CodeOpInterface code) const {
  return nodes.find(code)->second.callees;
}

ArrayRef<RunLoopOp> CallTree::loops(CodeOpInterface code) const {
  return nodes.find(code)->second.loops;
}

uint64_t sonde::captureBytes(ArrayRef<RunLoopOp> loops) {
  uint64_t most = 0;
  for (RunLoopOp loop : loops)
    most = std::max<uint64_t>(most, loop.getCaptured().size());
  return most * 8;
}

uint64_t sonde::bytesInChain(uint64_t frame) {
  return llvm::alignTo(std::max<uint64_t>(frame, 1), 32);
}
