//===- BPFArithmetic.cpp - Total division and shifts ----------------------===//
//
// What they yield for constants, and which ranges they have. The meaning is that
// of the tracing dialect's operations of the same names.
//
//===----------------------------------------------------------------------===//
#include "dialect/BPF/IR/BPF.h"

using namespace mlir;
using namespace sonde::bpf;

static IntegerAttr asInteger(Attribute attribute) {
  return dyn_cast_if_present<IntegerAttr>(attribute);
}

/// A division or its remainder. `byOne` is what dividing by 1 gives.
template <typename DivisionOp, typename Divide>
static OpFoldResult foldDivision(DivisionOp op, typename DivisionOp::FoldAdaptor adaptor,
                                 OpFoldResult byOne, Divide divide) {
  IntegerAttr rhs = asInteger(adaptor.getRhs());
  if (!rhs)
    return {};
  if (rhs.getValue().isZero())
    return IntegerAttr::get(op.getType(), 1);
  if (rhs.getValue().isOne())
    return byOne;
  IntegerAttr lhs = asInteger(adaptor.getLhs());
  if (!lhs)
    return {};
  return IntegerAttr::get(op.getType(), divide(lhs.getValue(), rhs.getValue()));
}

OpFoldResult DivOp::fold(FoldAdaptor adaptor) {
  return foldDivision(*this, adaptor, getLhs(), [this](const APInt &a, const APInt &b) {
    return getIsSigned() ? a.sdiv(b) : a.udiv(b);
  });
}

OpFoldResult RemOp::fold(FoldAdaptor adaptor) {
  IntegerAttr zero = IntegerAttr::get(getType(), 0);
  return foldDivision(*this, adaptor, zero, [this](const APInt &a, const APInt &b) {
    return getIsSigned() ? a.srem(b) : a.urem(b);
  });
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

// Only what the kernel's verifier tracks as well, since `bpf-clamp-sizes` leaves
// out a bound that these ranges prove. Division is not among it.
void ShiftOp::inferResultRanges(ArrayRef<ConstantIntRanges> ranges, SetIntRangeFn setRange) {
  std::optional<APInt> amount = ranges[1].getConstantValue();
  if (getKind() != ShiftKind::LogicalRight || !amount)
    return setRange(getResult(), ConstantIntRanges::maxRange(64));
  uint64_t by = amount->getLimitedValue(64);
  setRange(getResult(),
           ConstantIntRanges::fromUnsigned(ranges[0].umin().lshr(by), ranges[0].umax().lshr(by)));
}
