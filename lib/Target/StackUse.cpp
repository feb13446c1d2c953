//===- StackUse.cpp - The stack that programs need ------------------------===//
#include "lib/Target/StackUse.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/MathExtras.h"

namespace sonde {
namespace {

using Functions = llvm::SmallSetVector<const llvm::Function *, 4>;

/// Calls, and callbacks that are handed to helpers.
Functions functionsIn(const llvm::Function &function) {
  Functions found;
  for (const llvm::Instruction &instruction : llvm::instructions(function))
    for (const llvm::Value *operand : instruction.operands())
      if (const auto *other = llvm::dyn_cast<llvm::Function>(operand->stripPointerCasts()))
        if (!other->isDeclaration())
          found.insert(other);
  return found;
}

class Chains {
public:
  explicit Chains(const std::map<std::string, uint64_t> &frames) : frames(frames) {}

  uint64_t bytesOf(const llvm::Function &function) {
    if (!open.insert(&function))
      return 0; // The kernel refuses what calls itself.
    uint64_t below = 0;
    Functions callees = functionsIn(function);
    for (const llvm::Function *callee : callees)
      below = std::max(below, bytesOf(*callee));
    open.remove(&function);
    auto frame = frames.find(function.getName().str());
    uint64_t own = frame == frames.end() ? 0 : frame->second;
    // In a chain, each frame is rounded up.
    bool isAlone = callees.empty() && open.empty();
    return isAlone ? own : below + llvm::alignTo(std::max<uint64_t>(own, 1), 32);
  }

private:
  const std::map<std::string, uint64_t> &frames;
  Functions open;
};

} // namespace

void requestFrameSizes(llvm::Module &module) {
  for (llvm::Function &function : module)
    if (!function.isDeclaration())
      function.addFnAttr("warn-stack-size", "0");
}

StackUse largestStackUse(const llvm::Module &module,
                         const std::map<std::string, uint64_t> &frames) {
  Chains chains(frames);
  StackUse largest;
  for (const llvm::Function &function : module)
    if (!function.isDeclaration())
      if (uint64_t bytes = chains.bytesOf(function); bytes > largest.bytes)
        largest = {function.getName().str(), bytes};
  return largest;
}

} // namespace sonde
