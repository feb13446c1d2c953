//===- ExpandArith.cpp - Division and shifts without undefined cases ------===//
#include "lib/Transforms/BPF/Passes.h"

#include "mlir/Analysis/DataFlow/ConstantPropagationAnalysis.h"
#include "mlir/Analysis/DataFlow/DeadCodeAnalysis.h"
#include "mlir/Analysis/DataFlow/IntegerRangeAnalysis.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

namespace sonde {
#define GEN_PASS_DEF_EXPANDARITH
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

/// Builds 64-bit arithmetic, folding what is constant.
class Arithmetic {
public:
  explicit Arithmetic(Operation *at) : builder(at), loc(at->getLoc()) {}

  Value constant(int64_t value) { return builder.create<arith::ConstantIntOp>(loc, value, 64); }
  template <typename Op> Value make(Value lhs, Value rhs) {
    return builder.createOrFold<Op>(loc, lhs, rhs);
  }
  Value compare(arith::CmpIPredicate predicate, Value lhs, Value rhs) {
    return builder.createOrFold<arith::CmpIOp>(loc, predicate, lhs, rhs);
  }
  Value select(Value condition, Value yes, Value no) {
    return builder.createOrFold<arith::SelectOp>(loc, condition, yes, no);
  }
  /// 0 for a number that is not negative, otherwise all ones.
  Value sign(Value value) { return make<arith::ShRSIOp>(value, constant(63)); }
  /// Changes the sign where `sign` is all ones: also the way to a magnitude.
  Value applySign(Value value, Value sign) {
    return make<arith::SubIOp>(make<arith::XOrIOp>(value, sign), sign);
  }

private:
  OpBuilder builder;
  Location loc;
};

/// How a division is done.
enum class Method { Unsigned, Signed, Magnitudes };

struct Division {
  Value lhs, rhs;
  bool remainder;
  Method method;
};

std::optional<APInt> constantOf(Value value) {
  APInt constant;
  if (matchPattern(value, m_ConstantInt(&constant)))
    return constant;
  return std::nullopt;
}

/// The division itself; `rhs` is not zero, and not -1 for `Signed`.
Value divide(Arithmetic &math, const Division &division, Value rhs) {
  Value lhs = division.lhs;
  switch (division.method) {
  case Method::Unsigned:
    return division.remainder ? math.make<arith::RemUIOp>(lhs, rhs)
                              : math.make<arith::DivUIOp>(lhs, rhs);
  case Method::Signed:
    return division.remainder ? math.make<arith::RemSIOp>(lhs, rhs)
                              : math.make<arith::DivSIOp>(lhs, rhs);
  case Method::Magnitudes:
    break;
  }
  Value lhsSign = math.sign(lhs), rhsSign = math.sign(rhs);
  Value lhsSize = math.applySign(lhs, lhsSign), rhsSize = math.applySign(rhs, rhsSign);
  if (division.remainder)
    return math.applySign(math.make<arith::RemUIOp>(lhsSize, rhsSize), lhsSign);
  return math.applySign(math.make<arith::DivUIOp>(lhsSize, rhsSize),
                        math.make<arith::XOrIOp>(lhsSign, rhsSign));
}

Value expandByConstant(Arithmetic &math, const Division &division, const APInt &divisor) {
  if (divisor.isZero())
    return math.constant(1);
  // Signed division of the smallest number by -1 overflows.
  if (division.method == Method::Signed && divisor.isAllOnes())
    return division.remainder ? math.constant(0)
                              : math.make<arith::SubIOp>(math.constant(0), division.lhs);
  return divide(math, division, division.rhs);
}

Value expandDivision(Arithmetic &math, const Division &division) {
  if (std::optional<APInt> divisor = constantOf(division.rhs))
    return expandByConstant(math, division, *divisor);
  Value zero = math.constant(0), one = math.constant(1);
  Value isZero = math.compare(arith::CmpIPredicate::eq, division.rhs, zero);
  Value rhs = math.select(isZero, one, division.rhs);
  if (division.method != Method::Signed)
    return math.select(isZero, one, divide(math, division, rhs));

  Value isMinusOne = math.compare(arith::CmpIPredicate::eq, division.rhs, math.constant(-1));
  Value result = divide(math, division, math.select(isMinusOne, one, rhs));
  // The remainder by 1 is that by -1; the quotient is not.
  if (!division.remainder)
    result = math.select(isMinusOne, math.make<arith::SubIOp>(zero, division.lhs), result);
  return math.select(isZero, one, result);
}

Value shift(Arithmetic &math, ShiftKind kind, Value value, Value amount) {
  switch (kind) {
  case ShiftKind::Left:
    return math.make<arith::ShLIOp>(value, amount);
  case ShiftKind::LogicalRight:
    return math.make<arith::ShRUIOp>(value, amount);
  case ShiftKind::ArithmeticRight:
    return math.make<arith::ShRSIOp>(value, amount);
  }
  return value;
}

Value expandShift(Arithmetic &math, ShiftOp op) {
  bool keepsSign = op.getKind() == ShiftKind::ArithmeticRight;
  if (std::optional<APInt> amount = constantOf(op.getAmount())) {
    if (amount->ult(64))
      return shift(math, op.getKind(), op.getValue(), op.getAmount());
    return keepsSign ? math.sign(op.getValue()) : math.constant(0);
  }
  Value inRange = math.compare(arith::CmpIPredicate::ult, op.getAmount(), math.constant(64));
  if (keepsSign)
    return shift(math, op.getKind(), op.getValue(),
                 math.select(inRange, op.getAmount(), math.constant(63)));
  // The instruction takes the amount modulo 64, so that this costs nothing.
  Value amount = math.make<arith::AndIOp>(op.getAmount(), math.constant(63));
  return math.select(inRange, shift(math, op.getKind(), op.getValue(), amount), math.constant(0));
}

/// What the range analysis knows about signs.
class Signs {
public:
  LogicalResult run(CodeOpInterface code) {
    solver.load<dataflow::DeadCodeAnalysis>();
    solver.load<dataflow::SparseConstantPropagation>();
    solver.load<dataflow::IntegerRangeAnalysis>();
    return solver.initializeAndRun(code);
  }
  bool neverNegative(Value value) {
    const auto *state = solver.lookupState<dataflow::IntegerValueRangeLattice>(value);
    return state && !state->getValue().isUninitialized() &&
           state->getValue().getValue().smin().isNonNegative();
  }

private:
  DataFlowSolver solver;
};

struct ExpandArith : sonde::impl::ExpandArithBase<ExpandArith> {
  void runOnOperation() override {
    SmallVector<Operation *> work;
    getOperation().walk([&](Operation *op) {
      if (isa<DivOp, RemOp, ShiftOp>(op))
        work.push_back(op);
    });
    if (work.empty())
      return markAllAnalysesPreserved();

    // All answers first: the solver knows nothing of values made afterwards.
    Signs signs;
    if (failed(signs.run(getOperation())))
      return signalPassFailure();
    bool hasSigned = TargetEnv::lookup(getOperation()).has(Feature::cpu_v4);
    auto methodOf = [&](auto op) {
      if (!op.getIsSigned() ||
          (signs.neverNegative(op.getLhs()) && signs.neverNegative(op.getRhs())))
        return Method::Unsigned;
      return hasSigned ? Method::Signed : Method::Magnitudes;
    };
    SmallVector<Method> methods;
    for (Operation *op : work) {
      if (auto div = dyn_cast<DivOp>(op))
        methods.push_back(methodOf(div));
      else if (auto rem = dyn_cast<RemOp>(op))
        methods.push_back(methodOf(rem));
      else
        methods.push_back(Method::Unsigned);
    }

    for (auto [op, method] : llvm::zip(work, methods)) {
      Arithmetic math(op);
      Value result;
      if (auto shift = dyn_cast<ShiftOp>(op))
        result = expandShift(math, shift);
      else
        result =
            expandDivision(math, {op->getOperand(0), op->getOperand(1), isa<RemOp>(op), method});
      op->getResult(0).replaceAllUsesWith(result);
      op->erase();
    }
    expanded += work.size();
  }
};

} // namespace
