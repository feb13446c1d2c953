//===- ConvertTextLength.cpp - Where a text ends --------------------------===//
//
// Eight bytes at a time: a word has a zero byte if taking 1 from each of its bytes
// borrows where no bit 7 was set.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;

namespace sonde {

constexpr uint64_t kLowBits = 0x0101010101010101, kHighBits = 0x8080808080808080;

/// Bit 7 of the first byte of a word that is zero, and of no byte before it; bits behind it may be
/// set, too. 0 if no byte is zero.
static Value zeroBytes(OpBuilder &builder, Location loc, Value word, Value low, Value high,
                       Value ones) {
  Value less = builder.create<arith::SubIOp>(loc, word, low);
  Value wasClear = builder.create<arith::XOrIOp>(loc, word, ones);
  return builder.create<arith::AndIOp>(loc, builder.create<arith::AndIOp>(loc, less, wasClear),
                                       high);
}

/// How many bytes stand before the first one that `zeros` marks: the lowest bit leaves a one in
/// each byte up to its own, and a multiplication counts them.
Value ProbeConverter::bytesBefore(Value zeros) {
  Value rest = builder.create<arith::SubIOp>(loc, zeros, constant(1));
  Value below = builder.create<arith::AndIOp>(
      loc, rest, builder.create<arith::XOrIOp>(loc, zeros, constant(-1)));
  Value ones = builder.create<arith::AndIOp>(loc, below, constant(int64_t(kLowBits)));
  Value sum = builder.create<arith::MulIOp>(loc, ones, constant(int64_t(kLowBits)));
  Value count = builder.create<arith::ShRUIOp>(loc, sum, constant(56));
  return builder.create<arith::SubIOp>(loc, count, constant(1));
}

LogicalResult ProbeConverter::convert(tr::StrLenOp op) {
  uint64_t capacity = tr::sizeInBytes(cast<tr::PtrType>(op.getText().getType()).getPointee(), op);
  uint64_t words = capacity / 8 * 8;
  const Place text = place(op.getText());
  // What is behind the last whole word, from its end.
  Value length = constant(int64_t(capacity));
  for (uint64_t at = capacity; at > words; --at) {
    Value isEnd = builder.create<arith::CmpIOp>(
        loc, arith::CmpIPredicate::eq, load(text.at(at - 1), builder.getI8Type()), constant(0, 8));
    length = builder.create<arith::SelectOp>(loc, isEnd, constant(int64_t(at - 1)), length);
  }
  if (words > 0)
    length = lengthInWords(text, words, length);
  values.map(op.getResult(), length);
  return success();
}

/// `otherwise` if none of `size` bytes is zero, a multiple of 8.
Value ProbeConverter::lengthInWords(const Place &text, uint64_t size, Value otherwise) {
  Type i64 = builder.getI64Type();
  Value bytes = pointerTo(aligned(text, size), size);
  Value low = constant(int64_t(kLowBits)), high = constant(int64_t(kHighBits)), ones = constant(-1);
  Block *done = addBlock(i64);
  Block *found = addBlock();
  Block *more = addBlock();
  Block *head = addBlock(i64);
  branchTo(head, constant(0));

  continueIn(head);
  Value offset = head->getArgument(0);
  Value word =
      load(Place{builder.create<bpf::PtrAddOp>(loc, bytes, offset, /*access=*/8, size)}, i64);
  Value zeros = zeroBytes(builder, loc, word, low, high, ones);
  Value isEnd = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ne, zeros, constant(0));
  builder.create<cf::CondBranchOp>(loc, isEnd, found, more);

  continueIn(found);
  Value length = builder.create<arith::AddIOp>(loc, offset, bytesBefore(zeros));
  branchTo(done, length);

  continueIn(more);
  Value following = builder.create<arith::AddIOp>(loc, offset, constant(8));
  Value isLeft =
      builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, following, constant(size));
  builder.create<cf::CondBranchOp>(loc, isLeft, head, following, done, otherwise);

  continueIn(done);
  return done->getArgument(0);
}

} // namespace sonde
