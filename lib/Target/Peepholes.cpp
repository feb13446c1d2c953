//===- Peepholes.cpp - What LLVM leaves that the kernel dislikes ----------===//
#include "lib/Target/Peepholes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PatternMatch.h"

#include <optional>

namespace sonde {
namespace {

/// A comparison of the bits of `value` from `shift` on.
struct UpperCompare {
  llvm::Value *value;
  unsigned shift;
  llvm::CmpInst::Predicate predicate;
  uint64_t bound;
};

bool fitsImmediate(uint64_t value) { return llvm::isInt<32>(static_cast<int64_t>(value)); }

/// `(x & mask) == c` where the mask keeps all bits from some bit on.
std::optional<UpperCompare> matchMask(llvm::ICmpInst &compare) {
  using namespace llvm::PatternMatch;
  llvm::Value *value;
  const llvm::APInt *mask, *bound;
  if (!compare.isEquality() ||
      !match(&compare, m_ICmp(m_OneUse(m_And(m_Value(value), m_APInt(mask))), m_APInt(bound))) ||
      mask->getBitWidth() != 64 || !mask->isNegatedPowerOf2() || (*bound & ~*mask) != 0)
    return std::nullopt;
  if (fitsImmediate(mask->getZExtValue()) && fitsImmediate(bound->getZExtValue()))
    return std::nullopt;
  unsigned shift = mask->countr_zero();
  return UpperCompare{value, shift, compare.getPredicate(), bound->lshr(shift).getZExtValue()};
}

/// `x < c` where the low bits of c are zero, or `x > c` where they are one.
std::optional<UpperCompare> matchRange(llvm::ICmpInst &compare) {
  using namespace llvm::PatternMatch;
  llvm::Value *value;
  const llvm::APInt *bound;
  if (!match(&compare, m_ICmp(m_Value(value), m_APInt(bound))) || bound->getBitWidth() != 64 ||
      fitsImmediate(bound->getZExtValue()))
    return std::nullopt;
  llvm::CmpInst::Predicate predicate = compare.getPredicate();
  unsigned shift = predicate == llvm::CmpInst::ICMP_ULT   ? bound->countr_zero()
                   : predicate == llvm::CmpInst::ICMP_UGT ? bound->countr_one()
                                                          : 0;
  if (shift == 0 || shift >= 64)
    return std::nullopt;
  return UpperCompare{value, shift, predicate, bound->lshr(shift).getZExtValue()};
}

/// The same value, of which LLVM knows nothing and which it does not move.
llvm::Value *pin(llvm::Value *value, llvm::Instruction *before) {
  auto *type = llvm::FunctionType::get(value->getType(), {value->getType()}, false);
  auto *nothing = llvm::InlineAsm::get(type, "", "=r,0", /*hasSideEffects=*/true);
  auto *call = llvm::CallInst::Create(type, nothing, {value}, "", before->getIterator());
  call->setDebugLoc(before->getDebugLoc());
  return call;
}

/// Lets `load` be the only one whose value this is, for LLVM joins two that are alike.
void pinLoaded(llvm::LoadInst &load) {
  llvm::Instruction *next = load.getNextNode();
  llvm::IRBuilder<> builder(next);
  builder.SetCurrentDebugLocation(load.getDebugLoc());
  llvm::Type *type = load.getType(), *whole = builder.getInt64Ty();
  // Inline assembly takes registers only, and a load fills one.
  bool isPart = type->isIntegerTy() && type != whole;
  llvm::Value *extended = isPart ? builder.CreateZExt(&load, whole) : &load;
  llvm::Value *pinned = pin(extended, next);
  llvm::Value *result = isPart ? builder.CreateTrunc(pinned, type) : pinned;
  load.replaceUsesWithIf(
      result, [&](llvm::Use &use) { return use.getUser() != extended && use.getUser() != pinned; });
}

} // namespace

void replaceUnreachable(llvm::Module &module) {
  for (llvm::Function &function : module)
    for (llvm::BasicBlock &block : function) {
      auto *end = llvm::dyn_cast_or_null<llvm::UnreachableInst>(block.getTerminator());
      if (!end)
        continue;
      llvm::Type *type = function.getReturnType();
      llvm::Value *zero = type->isVoidTy() ? nullptr : llvm::Constant::getNullValue(type);
      auto *leave = llvm::ReturnInst::Create(module.getContext(), zero, end->getIterator());
      leave->setDebugLoc(end->getDebugLoc());
      end->eraseFromParent();
    }
}

void fillUndefined(llvm::Module &module) {
  for (llvm::Function &function : module)
    for (llvm::Instruction &instruction : llvm::instructions(function))
      for (llvm::Use &operand : instruction.operands()) {
        llvm::Type *type = operand->getType();
        bool isRegister = type->isIntegerTy() || type->isPointerTy();
        if (isRegister && llvm::isa<llvm::UndefValue>(operand)) // Poison is one, too.
          operand.set(llvm::Constant::getNullValue(type));
      }
}

void shiftBeforeCompare(llvm::Module &module) {
  for (llvm::Function &function : module)
    for (llvm::BasicBlock &block : function)
      for (llvm::Instruction &instruction : llvm::make_early_inc_range(block)) {
        auto *compare = llvm::dyn_cast<llvm::ICmpInst>(&instruction);
        if (!compare)
          continue;
        std::optional<UpperCompare> upper = matchMask(*compare);
        if (!upper)
          upper = matchRange(*compare);
        if (!upper || !fitsImmediate(upper->bound))
          continue;
        llvm::IRBuilder<> builder(compare);
        llvm::Value *shifted = builder.CreateLShr(upper->value, upper->shift);
        llvm::Value *bound = llvm::ConstantInt::get(shifted->getType(), upper->bound);
        compare->replaceAllUsesWith(builder.CreateICmp(upper->predicate, shifted, bound));
        auto *masked = llvm::dyn_cast<llvm::Instruction>(compare->getOperand(0));
        compare->eraseFromParent();
        if (masked && masked->use_empty() && masked != upper->value)
          masked->eraseFromParent();
      }
}

static void sinkAddress(llvm::GetElementPtrInst &address) {
  llvm::SmallVector<llvm::Use *> uses;
  for (llvm::Use &use : address.uses())
    uses.push_back(&use);
  for (llvm::Use *use : uses) {
    auto *user = llvm::cast<llvm::Instruction>(use->getUser());
    auto *phi = llvm::dyn_cast<llvm::PHINode>(user);
    llvm::Instruction *before = phi ? phi->getIncomingBlock(*use)->getTerminator() : user;
    if (use->get() != &address || before->getParent() == address.getParent())
      continue;
    llvm::Instruction *copy = address.clone();
    copy->insertBefore(before);
    copy->setDebugLoc(before->getDebugLoc());
    // An access has the distance in its instruction; elsewhere it would be added early.
    if (!llvm::isa<llvm::LoadInst, llvm::StoreInst>(user))
      copy->setOperand(0, pin(address.getPointerOperand(), copy));
    if (phi) // All its values from one block must be the same.
      phi->setIncomingValueForBlock(phi->getIncomingBlock(*use), copy);
    else
      use->set(copy);
  }
}

void keepInMemory(llvm::Module &module) {
  for (llvm::Function &function : module)
    for (llvm::Instruction &instruction : llvm::make_early_inc_range(llvm::instructions(function)))
      if (auto *load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
          load &&
          !llvm::isa<llvm::AllocaInst>(llvm::getUnderlyingObject(load->getPointerOperand()))) {
        // Those through typed pointers of the kernel are volatile, and others are not, so that
        // no two of both kinds become one. They still must not when all are volatile.
        if (load->isVolatile())
          pinLoaded(*load);
        load->setVolatile(true);
      }
}

void sinkAddresses(llvm::Module &module) {
  for (llvm::Function &function : module) {
    llvm::SmallVector<llvm::GetElementPtrInst *> addresses;
    for (llvm::Instruction &instruction : llvm::instructions(function))
      if (auto *address = llvm::dyn_cast<llvm::GetElementPtrInst>(&instruction);
          address && address->hasAllConstantIndices())
        addresses.push_back(address);
    // From the end, because an address may be part of another one.
    for (llvm::GetElementPtrInst *address : llvm::reverse(addresses)) {
      sinkAddress(*address);
      if (address->use_empty())
        address->eraseFromParent();
    }
  }
}

} // namespace sonde
