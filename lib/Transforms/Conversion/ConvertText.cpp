//===- ConvertText.cpp - Constants, casts and comparisons of text ---------===//
//
// Text is compared in words, which is right because it is zero-filled behind its
// NUL. Against a constant, only as many bytes count as the constant has.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sonde {

/// Up to here a comparison becomes straight code. Beyond it is a loop: LLVM would
/// load all words first, and run out of registers and stack.
constexpr uint64_t kStraightBytes = 128;
/// Up to here a constant is stored as immediate operands.
constexpr uint64_t kImmediateText = 16;

static uint64_t capacityOf(Value pointer) {
  auto type = cast<tr::PtrType>(pointer.getType());
  return cast<tr::StrType>(type.getPointee()).getCapacity();
}

/// The text up to its NUL that a buffer holds from its only writer on.
static std::optional<StringRef> constantText(Value pointer) {
  if (!pointer.getDefiningOp<tr::BufferOp>())
    return std::nullopt;
  tr::ConstStrOp constant;
  for (Operation *user : pointer.getUsers()) {
    auto store = dyn_cast<tr::StoreLocalOp>(user);
    if (store && store.getSlot() == pointer)
      return std::nullopt;
    auto writer = dyn_cast<tr::InPlaceOpInterface>(user);
    if (!writer || writer.getDestination() != pointer)
      continue;
    if (constant || !isa<tr::ConstStrOp>(user))
      return std::nullopt;
    constant = cast<tr::ConstStrOp>(user);
  }
  if (!constant)
    return std::nullopt;
  return constant.getText().take_until([](char c) { return c == 0; });
}

Value constantOperand(tr::StrCmpOp op) {
  bool isEquality =
      op.getPredicate() == tr::CmpPredicate::EQ || op.getPredicate() == tr::CmpPredicate::NE;
  if (!isEquality || op.getLhs() == op.getRhs())
    return {};
  if (constantText(op.getRhs()))
    return op.getRhs();
  return constantText(op.getLhs()) ? op.getLhs() : Value();
}

bool isOnlyCompared(Value pointer) {
  if (!isa<tr::StrType>(cast<tr::PtrType>(pointer.getType()).getPointee()) ||
      !constantText(pointer))
    return false;
  return llvm::all_of(pointer.getUsers(), [&](Operation *user) {
    auto comparison = dyn_cast<tr::StrCmpOp>(user);
    return isa<tr::ConstStrOp>(user) || (comparison && constantOperand(comparison) == pointer);
  });
}

/// Up to 8 bytes of a text as the number that a load gives (little endian).
static uint64_t wordOf(StringRef text, uint64_t offset, uint64_t bytes) {
  uint64_t word = 0;
  for (uint64_t i = 0; i < bytes && offset + i < text.size(); ++i)
    word |= uint64_t(uint8_t(text[offset + i])) << (8 * i);
  return word;
}

/// The widest access of at most `bytes` bytes at that alignment.
static uint64_t widthFor(uint64_t align, uint64_t bytes) {
  return std::min<uint64_t>(align, llvm::bit_floor(std::min<uint64_t>(bytes, 8)));
}

//===----------------------------------------------------------------------===//
// Constants and casts
//===----------------------------------------------------------------------===//

LogicalResult ProbeConverter::convert(tr::ConstStrOp op) {
  if (!isPlaced(op.getInto()))
    return success();
  const Place to = place(op.getInto());
  uint64_t capacity = capacityOf(op.getInto());
  StringRef text = op.getText();
  uint64_t used = std::min<uint64_t>(llvm::alignTo(text.size() + 1, to.align()), capacity);
  if (used <= kImmediateText) {
    for (uint64_t offset = 0, width; offset < used; offset += width) {
      width = widthFor(to.at(offset).align(), used - offset);
      store(constant(int64_t(wordOf(text, offset, width)), width * 8), to.at(offset));
    }
  } else {
    copy(to, global(symbols.text(text, used)), used);
  }
  if (used < capacity && needsZeroFill(op.getInto()))
    zero(to.at(used), capacity - used);
  return success();
}

LogicalResult ProbeConverter::convert(tr::StrCastOp op) {
  const Place from = place(op.getText()), to = place(op.getInto());
  uint64_t given = capacityOf(op.getText()), wanted = capacityOf(op.getInto());
  copy(to, from, std::min(given, wanted));
  if (wanted < given)
    store(constant(0, 8), to.at(wanted - 1));
  else if (wanted > given && needsZeroFill(op.getInto()))
    zero(to.at(given), wanted - given);
  return success();
}

//===----------------------------------------------------------------------===//
// Comparisons
//===----------------------------------------------------------------------===//

/// Compares words until two differ or `size` bytes are done, a multiple of 8; yields
/// the last two words.
std::pair<Value, Value> ProbeConverter::firstDifference(const Place &lhs, const Place &rhs,
                                                        uint64_t size) {
  Type i64 = builder.getI64Type();
  Value left = pointerTo(aligned(lhs, size), size), right = pointerTo(aligned(rhs, size), size);
  Block *next = addBlock({i64, i64});
  Block *more = addBlock();
  Block *head = addBlock(i64);
  branchTo(head, constant(0));

  continueIn(head);
  Value offset = head->getArgument(0);
  auto word = [&](Value text) {
    Value pointer = builder.create<bpf::PtrAddOp>(loc, text, offset, /*access=*/8, size);
    return load(Place{pointer}, i64);
  };
  Value a = word(left), b = word(right);
  Value differs = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ne, a, b);
  builder.create<cf::CondBranchOp>(loc, differs, next, ValueRange{a, b}, more, ValueRange());

  continueIn(more);
  Value following = builder.create<arith::AddIOp>(loc, offset, constant(8));
  Value isLeft =
      builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, following, constant(size));
  builder.create<cf::CondBranchOp>(loc, isLeft, head, following, next, ValueRange{a, b});

  continueIn(next);
  return {next->getArgument(0), next->getArgument(1)};
}

/// The same bytes where they can be read in words.
Place ProbeConverter::aligned(const Place &bytes, uint64_t size) {
  if (bytes.align() == 8)
    return bytes;
  Place copied = createBuffer(size);
  copy(copied, bytes, size);
  return copied;
}

/// `compared` bytes of a text of that capacity, of which `wanted` may have fewer.
Value ProbeConverter::equalsConstant(const Place &text, uint64_t capacity, StringRef wanted,
                                     uint64_t compared) {
  if (compared > kStraightBytes)
    return equals(text, global(symbols.text(wanted, compared)), compared);
  Value difference;
  for (uint64_t offset = 0, width; offset < compared; offset += width) {
    uint64_t rest = compared - offset;
    // Reading some bytes too many and masking them is cheaper than small reads.
    width = std::min(llvm::PowerOf2Ceil(std::min<uint64_t>(rest, 8)), text.at(offset).align());
    while (offset + width > capacity)
      width /= 2;
    Type type = builder.getIntegerType(width * 8);
    Value word = load(text.at(offset), type);
    if (rest < width)
      word = builder.create<arith::AndIOp>(
          loc, word, constant(int64_t(llvm::maskTrailingOnes<uint64_t>(rest * 8)), width * 8));
    word = builder.create<arith::XOrIOp>(
        loc, word, constant(int64_t(wordOf(wanted, offset, std::min(rest, width))), width * 8));
    word = resize(word, builder.getI64Type());
    difference = difference ? Value(builder.create<arith::OrIOp>(loc, difference, word)) : word;
  }
  return builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, difference, constant(0));
}

Value ProbeConverter::equals(const Place &lhs, const Place &rhs, uint64_t compared) {
  if (compared > kStraightBytes) {
    uint64_t words = compared / 8 * 8, rest = compared - words;
    auto [a, b] = firstDifference(lhs, rhs, words);
    Value same = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, a, b);
    if (rest == 0)
      return same;
    return builder.create<arith::AndIOp>(loc, same, equals(lhs.at(words), rhs.at(words), rest));
  }
  Value difference;
  for (uint64_t offset = 0, width; offset < compared; offset += width) {
    width = widthFor(std::min(lhs.at(offset).align(), rhs.at(offset).align()), compared - offset);
    Type type = builder.getIntegerType(width * 8);
    Value word =
        builder.create<arith::XOrIOp>(loc, load(lhs.at(offset), type), load(rhs.at(offset), type));
    word = resize(word, builder.getI64Type());
    difference = difference ? Value(builder.create<arith::OrIOp>(loc, difference, word)) : word;
  }
  return builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, difference, constant(0));
}

/// Does the text in word `a` come before that in `b`? Where they are the same,
/// `otherwise` decides.
Value ProbeConverter::isLessOr(Value a, Value b, Value otherwise) {
  Type type = a.getType();
  Value differs = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ne, a, b);
  if (!type.isInteger(8)) {
    a = builder.create<LLVM::ByteSwapOp>(loc, type, a);
    b = builder.create<LLVM::ByteSwapOp>(loc, type, b);
  }
  Value less = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, a, b);
  return builder.create<arith::SelectOp>(loc, differs, less, otherwise);
}

/// The first word that differs decides. The first byte in memory counts most, so
/// words are swapped to compare them as numbers.
Value ProbeConverter::isLess(const Place &lhs, const Place &rhs, uint64_t compared) {
  if (compared > kStraightBytes) {
    uint64_t words = compared / 8 * 8, rest = compared - words;
    auto [a, b] = firstDifference(lhs, rhs, words);
    Value behind = rest ? isLess(lhs.at(words), rhs.at(words), rest) : constant(0, 1);
    return isLessOr(a, b, behind);
  }
  SmallVector<std::pair<uint64_t, uint64_t>> words;
  for (uint64_t offset = 0, width; offset < compared; offset += width) {
    width = widthFor(std::min(lhs.at(offset).align(), rhs.at(offset).align()), compared - offset);
    words.push_back({offset, width});
  }
  Value result = constant(0, 1);
  for (auto [offset, width] : llvm::reverse(words)) {
    Type type = builder.getIntegerType(width * 8);
    result = isLessOr(load(lhs.at(offset), type), load(rhs.at(offset), type), result);
  }
  return result;
}

LogicalResult ProbeConverter::convert(tr::StrCmpOp op) {
  using Predicate = tr::CmpPredicate;
  Predicate predicate = op.getPredicate();
  uint64_t compared = std::min({capacityOf(op.getLhs()), capacityOf(op.getRhs()),
                                op.getLimit().value_or(std::numeric_limits<uint64_t>::max())});
  Value result;
  if (Value known = constantOperand(op)) {
    Value other = known == op.getRhs() ? op.getLhs() : op.getRhs();
    StringRef wanted = constantText(known)->take_front(compared);
    // With its NUL, unless that does not count any more.
    result = equalsConstant(place(other), capacityOf(other), wanted,
                            std::min<uint64_t>(wanted.size() + 1, compared));
  } else {
    const Place lhs = place(op.getLhs()), rhs = place(op.getRhs());
    bool isEquality = predicate == Predicate::EQ || predicate == Predicate::NE;
    bool isSwapped = predicate == Predicate::GT || predicate == Predicate::LE;
    if (isEquality)
      result = equals(lhs, rhs, compared);
    else
      result = isSwapped ? isLess(rhs, lhs, compared) : isLess(lhs, rhs, compared);
  }
  bool isNegated =
      predicate == Predicate::NE || predicate == Predicate::GE || predicate == Predicate::LE;
  if (isNegated)
    result = builder.create<arith::XOrIOp>(loc, result, constant(1, 1));
  values.map(op.getResult(), result);
  return success();
}

} // namespace sonde
