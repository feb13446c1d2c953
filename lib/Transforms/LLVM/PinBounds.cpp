//===- PinBounds.cpp - Keep the masks that bound an access ----------------===//
//
// LLVM drops a mask that it can prove to change nothing: `(64 / x) & 255`. The
// verifier cannot follow every such proof (it knows nothing of a quotient), and
// misses the bound. So what goes into a mask on the way to an access is hidden
// from LLVM. So is the offset of a pointer: if it is smaller than the pointer's alignment
// LLVM writes `|` instead of `+`, which the verifier forbids for pointers.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/LLVM/Patterns.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace sonde {
namespace {

/// Operands that the verifier wants a bound for.
void collectBounded(Operation *op, SmallVectorImpl<Value> &values) {
  if (auto move = dyn_cast<bpf::PtrAddOp>(op))
    values.push_back(move.getOffset());
  else if (auto read = dyn_cast<bpf::ProbeReadOp>(op))
    values.push_back(read.getLength());
  else if (auto read = dyn_cast<bpf::ProbeReadStrOp>(op))
    values.push_back(read.getLength());
  else if (auto call = dyn_cast<bpf::HelperCallOp>(op))
    llvm::append_range(values, call.getArguments());
}

void hide(OpOperand &operand) {
  Operation *user = operand.getOwner();
  if (operand.get().getDefiningOp<bpf::OpaqueOp>())
    return;
  OpBuilder builder(user);
  operand.set(builder.create<bpf::OpaqueOp>(user->getLoc(), operand.get()));
}

/// Walks from a bounded value to the masks that bound it.
void pin(Value value, llvm::SmallPtrSetImpl<Operation *> &seen) {
  Operation *op = value ? value.getDefiningOp() : nullptr;
  if (!op || !seen.insert(op).second)
    return;
  if (auto mask = dyn_cast<arith::AndIOp>(op)) {
    if (matchPattern(mask.getRhs(), m_Constant()))
      return hide(op->getOpOperand(0));
    if (matchPattern(mask.getLhs(), m_Constant()))
      return hide(op->getOpOperand(1));
  }
  if (isa<arith::TruncIOp, arith::MinUIOp>(op))
    return hide(op->getOpOperand(0));
  if (isa<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::ShLIOp, arith::ShRUIOp, arith::OrIOp,
          arith::ExtUIOp, arith::SelectOp>(op))
    for (Value operand : op->getOperands())
      pin(operand, seen);
}

} // namespace

void pinBounds(ModuleOp module) {
  SmallVector<Value> bounded;
  SmallVector<bpf::PtrAddOp> moves;
  module.walk([&](Operation *op) {
    collectBounded(op, bounded);
    if (auto move = dyn_cast<bpf::PtrAddOp>(op))
      moves.push_back(move);
  });
  llvm::SmallPtrSet<Operation *, 16> seen;
  for (Value value : bounded)
    pin(value, seen);
  for (bpf::PtrAddOp move : moves)
    if (!matchPattern(move.getOffset(), m_Constant()))
      hide(move.getOffsetMutable());
}

} // namespace sonde
