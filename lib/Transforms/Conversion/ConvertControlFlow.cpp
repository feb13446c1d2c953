//===- ConvertControlFlow.cpp - Blocks, and operations of other dialects --===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace sonde {

Block *ProbeConverter::addBlock(TypeRange arguments) {
  OpBuilder::InsertionGuard guard(builder);
  Block *current = builder.getInsertionBlock();
  SmallVector<Location> locations(arguments.size(), loc);
  return builder.createBlock(current->getParent(), std::next(Region::iterator(current)), arguments,
                             locations);
}

void ProbeConverter::branchTo(Block *block, ValueRange operands) {
  builder.create<cf::BranchOp>(loc, block, operands);
}

void ProbeConverter::createIf(Value condition, llvm::function_ref<void()> then) {
  Block *next = addBlock();
  Block *body = addBlock();
  builder.create<cf::CondBranchOp>(loc, condition, body, next);
  continueIn(body);
  then();
  branchTo(next);
  continueIn(next);
}

void ProbeConverter::createBlock(Block &block) {
  Region &body = function->getRegion(0);
  Block *converted = builder.createBlock(&body, body.end());
  values.map(&block, converted);
  for (BlockArgument argument : block.getArguments()) {
    auto pointer = dyn_cast<tr::PtrType>(argument.getType());
    Type type = argument.getType();
    if (pointer && pointer.getSpace() == tr::AddrSpace::Ctx)
      type = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::Ctx);
    else if (pointer && pointer.isLocal())
      type = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::Mem);
    else if (pointer)
      type = builder.getI64Type(); // Some that meet here may not be typed.
    BlockArgument mapped = converted->addArgument(type, argument.getLoc());
    if (pointer && pointer.isLocal())
      places[argument] = {mapped};
    else
      values.map(argument, mapped);
  }
}

void ProbeConverter::createBlocks(ArrayRef<Block *> blocks) {
  for (Block *block : blocks)
    createBlock(*block);
}

/// A block may use what the ones before it define: the first error is the last.
LogicalResult ProbeConverter::convertBlocks(ArrayRef<Block *> blocks) {
  for (Block *block : blocks)
    if (failed(convertBlock(*block)))
      return failure();
  return success();
}

LogicalResult ProbeConverter::convertBlock(Block &block) {
  builder.setInsertionPointToEnd(values.lookup(&block));
  slots = KeySlots(); // Those of another block may not have been written.
  for (Operation &op : block)
    if (failed(convertOp(&op)))
      return failure();
  return success();
}

LogicalResult ProbeConverter::convertOp(Operation *op) {
  loc = op->getLoc();
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case<tr::BuiltinOp, tr::ClockOp, tr::RandomOp, tr::CtxFieldOp, tr::CtxArgOp, tr::RetvalOp,
            tr::CtxRegOp, tr::CtxMemberOp, tr::FuncAddrOp, tr::PackOp, tr::BufOp, tr::BufCastOp,
            tr::ReadBufOp, tr::CaptureStackOp, tr::StackDepthOp, tr::ParamValueOp, tr::RecordOp,
            tr::ExtractOp, tr::DivOp, tr::RemOp, tr::ShiftOp, tr::Log2BucketOp, tr::LinearBucketOp,
            tr::CallOp, tr::ConstStrOp, tr::StrCastOp, tr::StrCmpOp, tr::StrLenOp, tr::LocalOp,
            tr::LoadLocalOp, tr::StoreLocalOp, tr::BufferOp, tr::FieldPtrOp, tr::ElemPtrOp,
            tr::PtrCastOp, tr::ReadOp, tr::ReadStrOp, tr::MapGetOp, tr::MapHasOp, tr::MapSetOp,
            tr::MapDeleteOp, tr::MapUpdateOp, tr::MapFoldOp, tr::MapAddrOp, tr::LocalAddrOp,
            tr::MemberOp, tr::ComposeOp, tr::ElementOp, tr::InRangeOp, tr::EqualOp, tr::BitcastOp,
            tr::EmitOp, tr::ReportOp, tr::ReturnOp, tr::NextOp, tr::LeaveOp, tr::RunLoopOp,
            tr::IterNumNewOp, tr::IterNumNextOp, tr::IterNumDestroyOp, tr::MayGotoOp, tr::ForgetOp>(
          [&](auto each) { return convert(each); })
      .Default([&](Operation *other) { return convertForeign(other); });
}

/// Arithmetic and branches stay what they are, on converted values.
LogicalResult ProbeConverter::convertForeign(Operation *op) {
  if (!isa<arith::ArithDialect, cf::ControlFlowDialect>(op->getDialect()) || op->getNumRegions())
    return op->emitError("this operation cannot be part of a program");
  IRMapping mapping;
  for (Value operand : op->getOperands())
    if (isPlaced(operand) && place(operand).offset != 0)
      return op->emitError("a part of local memory cannot be used by this operation");
  for (Value operand : op->getOperands())
    mapping.map(operand, isPlaced(operand) ? place(operand).base : number(value(operand)));
  for (Block *successor : op->getSuccessors())
    mapping.map(successor, values.lookup(successor));
  Operation *clone = builder.insert(op->clone(mapping));
  for (auto [result, converted] : llvm::zip(op->getResults(), clone->getResults())) {
    auto pointer = dyn_cast<tr::PtrType>(result.getType());
    if (pointer && pointer.isLocal())
      return op->emitError("local memory cannot be chosen by this operation");
    if (pointer)
      converted.setType(builder.getI64Type());
    values.map(result, converted);
  }
  return success();
}

} // namespace sonde
