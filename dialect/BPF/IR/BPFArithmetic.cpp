//===- BPFArithmetic.cpp - Total division and shifts ----------------------===//
//
// What they yield for constants, and which ranges they have. The meaning is that
// of the tracing dialect's operations of the same names.
//
//===----------------------------------------------------------------------===//
#include "dialect/BPF/IR/BPF.h"

#include "mlir/Interfaces/Utils/InferIntRangeCommon.h"

using namespace mlir;
using namespace sonde::bpf;

static IntegerAttr asInteger(Attribute attribute) {
  return dyn_cast_if_present<IntegerAttr>(attribute);
}

OpFoldResult DivOp::fold(FoldAdaptor adaptor) {
  IntegerAttr rhs = asInteger(adaptor.getRhs());
  if (!rhs)
    return {};
  if (rhs.getValue().isZero())
    return IntegerAttr::get(getType(), 1);
  if (rhs.getValue().isOne())
    return getLhs();
  IntegerAttr lhs = asInteger(adaptor.getLhs());
  if (!lhs)
    return {};
  const APInt &a = lhs.getValue(), &b = rhs.getValue();
  return IntegerAttr::get(getType(), getIsSigned() ? a.sdiv(b) : a.udiv(b));
}

OpFoldResult RemOp::fold(FoldAdaptor adaptor) {
  IntegerAttr rhs = asInteger(adaptor.getRhs());
  if (!rhs)
    return {};
  if (rhs.getValue().isZero())
    return IntegerAttr::get(getType(), 1);
  if (rhs.getValue().isOne())
    return IntegerAttr::get(getType(), 0);
  IntegerAttr lhs = asInteger(adaptor.getLhs());
  if (!lhs)
    return {};
  const APInt &a = lhs.getValue(), &b = rhs.getValue();
  return IntegerAttr::get(getType(), getIsSigned() ? a.srem(b) : a.urem(b));
}

OpFoldResult ShiftOp::fold(FoldAdaptor adaptor) {
  IntegerAttr amount = asInteger(adaptor.getAmount());
  if (!amount)
    return {};
  if (amount.getValue().isZero())
    return getValue();
  bool tooFar = amount.getValue().uge(64);
  if (tooFar && getKind() != ShiftKind::ArithmeticRight)
    return IntegerAttr::get(getType(), 0);
  IntegerAttr value = asInteger(adaptor.getValue());
  if (!value)
    return {};
  uint64_t by = tooFar ? 63 : amount.getValue().getZExtValue();
  const APInt &bits = value.getValue();
  switch (getKind()) {
  case ShiftKind::Left:
    return IntegerAttr::get(getType(), bits.shl(by));
  case ShiftKind::LogicalRight:
    return IntegerAttr::get(getType(), bits.lshr(by));
  case ShiftKind::ArithmeticRight:
    return IntegerAttr::get(getType(), bits.ashr(by));
  }
  return {};
}

//===- Ranges -------------------------------------------------------------===//

static ConstantIntRanges anything() { return ConstantIntRanges::maxRange(64); }

static bool mayBeZero(const ConstantIntRanges &range) { return range.umin().isZero(); }

void DivOp::inferResultRanges(ArrayRef<ConstantIntRanges> ranges, SetIntRangeFn setRange) {
  // The common analysis takes a division by zero for undefined; here it is 1.
  if (mayBeZero(ranges[1])) {
    if (getIsSigned())
      return setRange(getResult(), anything());
    APInt largest = llvm::APIntOps::umax(ranges[0].umax(), APInt(64, 1));
    return setRange(getResult(), ConstantIntRanges::fromUnsigned(APInt(64, 0), largest));
  }
  setRange(getResult(), getIsSigned() ? intrange::inferDivS(ranges) : intrange::inferDivU(ranges));
}

void RemOp::inferResultRanges(ArrayRef<ConstantIntRanges> ranges, SetIntRangeFn setRange) {
  if (getIsSigned())
    return setRange(getResult(), mayBeZero(ranges[1]) ? anything() : intrange::inferRemS(ranges));
  // Below the divisor, and 1 if the divisor is zero.
  APInt divisor = ranges[1].umax();
  APInt largest = divisor.isZero() ? APInt(64, 1) : divisor - 1;
  if (mayBeZero(ranges[1]))
    largest = llvm::APIntOps::umax(largest, APInt(64, 1));
  else
    largest = llvm::APIntOps::umin(largest, ranges[0].umax());
  setRange(getResult(), ConstantIntRanges::fromUnsigned(APInt(64, 0), largest));
}

void ShiftOp::inferResultRanges(ArrayRef<ConstantIntRanges> ranges, SetIntRangeFn setRange) {
  if (getKind() == ShiftKind::LogicalRight) {
    APInt least = ranges[1].umin();
    uint64_t by = least.uge(64) ? 64 : least.getZExtValue();
    return setRange(getResult(),
                    ConstantIntRanges::fromUnsigned(APInt(64, 0), ranges[0].umax().lshr(by)));
  }
  setRange(getResult(), anything());
}
