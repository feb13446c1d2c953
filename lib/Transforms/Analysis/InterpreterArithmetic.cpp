//===- InterpreterArithmetic.cpp - Arithmetic of both dialects ------------===//
//
// Operations of `arith` whose result is not defined (a zero divisor, a shift by
// the width or more) are errors: no pass may make one that is executed.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/Analysis/InterpreterMachine.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/APInt.h"

using namespace mlir;

namespace sonde::interpreter {

using namespace tr;

//===----------------------------------------------------------------------===//
// Division, shifts, buckets
//===----------------------------------------------------------------------===//

/// Counts a division by zero where that is asked for. Once sites are inserted, a
/// branch in front of the division does it.
template <typename OpT> static void reportZero(Machine &machine, OpT op) {
  if (op.getReport())
    machine.countError(stringifyErrorKind(ErrorKind::DivideByZero));
}

static APInt word(uint64_t number) { return APInt(64, number); }

static LogicalResult runDiv(Machine &machine, DivOp op) {
  APInt lhs = word(machine.number(op.getLhs())), rhs = word(machine.number(op.getRhs()));
  if (rhs.isZero()) {
    reportZero(machine, op);
    machine.setNumber(op.getResult(), 1);
    return success();
  }
  APInt quotient = op.getIsSigned() ? lhs.sdiv(rhs) : lhs.udiv(rhs);
  machine.setNumber(op.getResult(), quotient.getZExtValue());
  return success();
}

static LogicalResult runRem(Machine &machine, RemOp op) {
  APInt lhs = word(machine.number(op.getLhs())), rhs = word(machine.number(op.getRhs()));
  if (rhs.isZero()) {
    reportZero(machine, op);
    machine.setNumber(op.getResult(), 1);
    return success();
  }
  APInt rest = op.getIsSigned() ? lhs.srem(rhs) : lhs.urem(rhs);
  machine.setNumber(op.getResult(), rest.getZExtValue());
  return success();
}

static LogicalResult runShift(Machine &machine, ShiftOp op) {
  uint64_t number = machine.number(op.getValue()), amount = machine.number(op.getAmount());
  bool isSigned = op.getKind() == ShiftKind::ArithmeticRight;
  uint64_t shifted = 0;
  if (isSigned)
    shifted = int64_t(number) >> std::min<uint64_t>(amount, 63);
  else if (amount < 64)
    shifted = op.getKind() == ShiftKind::Left ? number << amount : number >> amount;
  machine.setNumber(op.getResult(), shifted);
  return success();
}

static uint64_t log2Bucket(int64_t number, unsigned bits) {
  uint64_t linear = uint64_t(1) << bits;
  if (number < 0)
    return 0;
  if (uint64_t(number) < linear)
    return number + 1;
  uint64_t level = llvm::Log2_64(number) - bits;
  return ((level + 1) << bits) + ((uint64_t(number) >> level) & (linear - 1)) + 1;
}

static uint64_t linearBucket(int64_t number, int64_t min, int64_t max, int64_t step) {
  if (number < min)
    return 0;
  return 1 + uint64_t(std::min(number, max) - min) / step;
}

uint64_t bucketOf(AggType type, int64_t number) {
  ArrayRef<int64_t> range = type.getParameters();
  if (type.getKind() == AggKind::Hist)
    return log2Bucket(number, range[0]);
  return linearBucket(number, range[0], range[1], range[2]);
}

static LogicalResult runLog2Bucket(Machine &machine, Log2BucketOp op) {
  machine.setNumber(op.getResult(), log2Bucket(machine.number(op.getValue()), op.getBits()));
  return success();
}

static LogicalResult runLinearBucket(Machine &machine, LinearBucketOp op) {
  machine.setNumber(op.getResult(),
                    linearBucket(machine.number(op.getValue()), op.getMinAttr().getInt(),
                                 op.getMaxAttr().getInt(), op.getStepAttr().getInt()));
  return success();
}

//===----------------------------------------------------------------------===//
// arith
//===----------------------------------------------------------------------===//

/// An operation on two numbers of one width; nothing when it is not defined.
using Binary = std::optional<APInt> (*)(const APInt &, const APInt &);

template <typename OpT, Binary compute> static LogicalResult runBinary(Machine &machine, OpT op) {
  unsigned width = op.getType().getIntOrFloatBitWidth();
  std::optional<APInt> result =
      compute(APInt(width, machine.number(op.getLhs())), APInt(width, machine.number(op.getRhs())));
  if (!result)
    return op.emitError("the result of this operation is not defined for these operands");
  machine.setNumber(op.getResult(), result->getZExtValue());
  return success();
}

static std::optional<APInt> add(const APInt &a, const APInt &b) { return a + b; }
static std::optional<APInt> sub(const APInt &a, const APInt &b) { return a - b; }
static std::optional<APInt> mul(const APInt &a, const APInt &b) { return a * b; }
static std::optional<APInt> bitAnd(const APInt &a, const APInt &b) { return a & b; }
static std::optional<APInt> bitOr(const APInt &a, const APInt &b) { return a | b; }
static std::optional<APInt> bitXor(const APInt &a, const APInt &b) { return a ^ b; }
static std::optional<APInt> minS(const APInt &a, const APInt &b) { return a.slt(b) ? a : b; }
static std::optional<APInt> minU(const APInt &a, const APInt &b) { return a.ult(b) ? a : b; }
static std::optional<APInt> maxS(const APInt &a, const APInt &b) { return a.sgt(b) ? a : b; }
static std::optional<APInt> maxU(const APInt &a, const APInt &b) { return a.ugt(b) ? a : b; }

static bool isDefinedShift(const APInt &amount) { return amount.ult(amount.getBitWidth()); }
static std::optional<APInt> shl(const APInt &a, const APInt &b) {
  return isDefinedShift(b) ? std::optional(a.shl(b)) : std::nullopt;
}
static std::optional<APInt> shrU(const APInt &a, const APInt &b) {
  return isDefinedShift(b) ? std::optional(a.lshr(b)) : std::nullopt;
}
static std::optional<APInt> shrS(const APInt &a, const APInt &b) {
  return isDefinedShift(b) ? std::optional(a.ashr(b)) : std::nullopt;
}

static bool overflows(const APInt &a, const APInt &b) {
  return b.isZero() || (a.isMinSignedValue() && b.isAllOnes());
}
static std::optional<APInt> divU(const APInt &a, const APInt &b) {
  return b.isZero() ? std::nullopt : std::optional(a.udiv(b));
}
static std::optional<APInt> divS(const APInt &a, const APInt &b) {
  return overflows(a, b) ? std::nullopt : std::optional(a.sdiv(b));
}
static std::optional<APInt> remU(const APInt &a, const APInt &b) {
  return b.isZero() ? std::nullopt : std::optional(a.urem(b));
}
static std::optional<APInt> remS(const APInt &a, const APInt &b) {
  return overflows(a, b) ? std::nullopt : std::optional(a.srem(b));
}

static LogicalResult runConstant(Machine &machine, arith::ConstantOp op) {
  auto integer = dyn_cast<IntegerAttr>(op.getValue());
  if (!integer)
    return op.emitError("a constant that is no integer");
  machine.setNumber(op.getResult(), integer.getValue().getZExtValue());
  return success();
}

static LogicalResult runCmp(Machine &machine, arith::CmpIOp op) {
  auto integer = dyn_cast<IntegerType>(op.getLhs().getType());
  if (!integer)
    return op.emitError("a comparison of values that are no integers");
  APInt lhs(integer.getWidth(), machine.number(op.getLhs()));
  APInt rhs(integer.getWidth(), machine.number(op.getRhs()));
  machine.setNumber(op.getResult(), arith::applyCmpPredicate(op.getPredicate(), lhs, rhs));
  return success();
}

static LogicalResult runSelect(Machine &machine, arith::SelectOp op) {
  bool isFirst = machine.number(op.getCondition());
  machine.set(op.getResult(), machine.bytes(isFirst ? op.getTrueValue() : op.getFalseValue()));
  return success();
}

static LogicalResult runExtU(Machine &machine, arith::ExtUIOp op) {
  machine.setNumber(op.getResult(), machine.number(op.getIn()));
  return success();
}

static LogicalResult runExtS(Machine &machine, arith::ExtSIOp op) {
  machine.setNumber(op.getResult(), uint64_t(machine.signedNumber(op.getIn())));
  return success();
}

static LogicalResult runTrunc(Machine &machine, arith::TruncIOp op) {
  machine.setNumber(op.getResult(), machine.number(op.getIn()));
  return success();
}

void addArithmeticHandlers(Handlers &handlers) {
  handlers.add(runDiv);
  handlers.add(runRem);
  handlers.add(runShift);
  handlers.add(runLog2Bucket);
  handlers.add(runLinearBucket);

  handlers.add(runBinary<arith::AddIOp, add>);
  handlers.add(runBinary<arith::SubIOp, sub>);
  handlers.add(runBinary<arith::MulIOp, mul>);
  handlers.add(runBinary<arith::AndIOp, bitAnd>);
  handlers.add(runBinary<arith::OrIOp, bitOr>);
  handlers.add(runBinary<arith::XOrIOp, bitXor>);
  handlers.add(runBinary<arith::MinSIOp, minS>);
  handlers.add(runBinary<arith::MinUIOp, minU>);
  handlers.add(runBinary<arith::MaxSIOp, maxS>);
  handlers.add(runBinary<arith::MaxUIOp, maxU>);
  handlers.add(runBinary<arith::ShLIOp, shl>);
  handlers.add(runBinary<arith::ShRUIOp, shrU>);
  handlers.add(runBinary<arith::ShRSIOp, shrS>);
  handlers.add(runBinary<arith::DivUIOp, divU>);
  handlers.add(runBinary<arith::DivSIOp, divS>);
  handlers.add(runBinary<arith::RemUIOp, remU>);
  handlers.add(runBinary<arith::RemSIOp, remS>);
  handlers.add(runConstant);
  handlers.add(runCmp);
  handlers.add(runSelect);
  handlers.add(runExtU);
  handlers.add(runExtS);
  handlers.add(runTrunc);
}

} // namespace sonde::interpreter
