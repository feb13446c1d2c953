//===- TracingValueOps.cpp - Values of the probe and arithmetic -----------===//
#include "dialect/Tracing/IR/Layout.h"
#include "dialect/Tracing/IR/OpSupport.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace sonde::tr {

using detail::addLocalEffects;
using detail::cloneWithDestination;
using detail::fits;
using detail::fitsOrPointsTo;
using detail::pointedToOrSame;
using detail::requireSymbol;

SONDE_PURE_IN_PLACE(BuiltinOp)
SONDE_PURE_IN_PLACE(CtxFieldOp)
SONDE_PURE_IN_PLACE(ParamValueOp)
SONDE_PURE_IN_PLACE(ConstStrOp)
SONDE_PURE_IN_PLACE(RecordOp)
SONDE_PURE_IN_PLACE(ExtractOp)
SONDE_PURE_IN_PLACE(StrCastOp)
SONDE_PURE_IN_PLACE(PackOp)
SONDE_PURE_IN_PLACE(BufOp)
SONDE_PURE_IN_PLACE(BufCastOp)

//===----------------------------------------------------------------------===//
// What the probe knows
//===----------------------------------------------------------------------===//

static bool isBuiltinType(Builtin kind, Type type) {
  switch (kind) {
  case Builtin::Pid:
  case Builtin::Tid:
    return type.isInteger(32);
  case Builtin::Uid:
  case Builtin::Gid:
  case Builtin::Cpu:
  case Builtin::Cgroup:
  case Builtin::Numaid:
    return type.isInteger(64);
  case Builtin::Comm: {
    auto text = dyn_cast<StrType>(type);
    return text && text.getCapacity() == 16;
  }
  case Builtin::Curtask: {
    auto pointer = dyn_cast<PtrType>(type);
    return pointer &&
           (pointer.getSpace() == AddrSpace::Kernel || pointer.getSpace() == AddrSpace::Btf);
  }
  }
  return false;
}

LogicalResult BuiltinOp::verify() {
  Type type = producedType(*this);
  if (!isBuiltinType(getKind(), type))
    return emitOpError() << "gives '" << stringifyBuiltin(getKind()) << "' the type " << type;
  return success();
}

LogicalResult CtxFieldOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto type = dyn_cast<StructType>(getCtx().getType().getPointee());
  if (!type)
    return emitOpError("has a context without fields");
  auto definition = requireSymbol<StructOp>(
      *this, FlatSymbolRefAttr::get(getContext(), type.getName()), symbols, "a struct");
  if (!definition)
    return failure();
  MemberAttr member = definition.find(getField());
  if (!member)
    return emitOpError() << "refers to '" << getField() << "', which '" << type.getName()
                         << "' does not have";
  if (!fits(producedType(*this), member.getType()))
    return emitOpError() << "has type " << producedType(*this) << ", but '" << getField()
                         << "' has type " << member.getType();
  return success();
}

LogicalResult ParamValueOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto param = requireSymbol<ParamOp>(*this, getParamAttr(), symbols, "a parameter");
  if (!param)
    return failure();
  if (!fits(producedType(*this), param.getType()))
    return emitOpError() << "has type " << producedType(*this) << ", but the parameter has type "
                         << param.getType();
  return success();
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

LogicalResult ConstStrOp::verify() {
  auto type = dyn_cast<StrType>(producedType(*this));
  if (!type)
    return emitOpError("writes its text to memory of another type");
  if (getText().size() >= type.getCapacity())
    return emitOpError() << "has " << getText().size() << " bytes and a NUL, but room for "
                         << type.getCapacity();
  return success();
}

LogicalResult StrCastOp::verify() {
  if (!isa<StrType>(pointedToOrSame(getText().getType())))
    return emitOpError() << "casts " << getText().getType() << ", which is not text";
  if (!isa<StrType>(producedType(*this)))
    return emitOpError("writes its text to memory of another type");
  return success();
}

LogicalResult StrCastOp::fold(FoldAdaptor, SmallVectorImpl<OpFoldResult> &results) {
  if (!getResult() || getText().getType() != getResult().getType())
    return failure();
  results.push_back(getText());
  return success();
}

/// A constant is made in the capacity that is wanted.
LogicalResult StrCastOp::canonicalize(StrCastOp op, PatternRewriter &rewriter) {
  auto text = op.getText().getDefiningOp<ConstStrOp>();
  if (!text)
    return rewriter.notifyMatchFailure(op, "not a constant");
  uint64_t room = cast<StrType>(producedType(op)).getCapacity() - 1;
  rewriter.replaceOpWithNewOp<ConstStrOp>(op, op->getResultTypes(),
                                          rewriter.getStringAttr(text.getText().take_front(room)),
                                          op.getInto());
  return success();
}

LogicalResult StrCmpOp::verify() {
  for (Value text : {getLhs(), getRhs()})
    if (!isa<StrType>(pointedToOrSame(text.getType())))
      return emitOpError() << "compares " << text.getType() << ", which is not text";
  bool isEquality = getPredicate() == CmpPredicate::EQ || getPredicate() == CmpPredicate::NE;
  if (getLimit() && !isEquality)
    return emitOpError("has a limit, which only 'eq' and 'ne' can have");
  return success();
}

/// The text of a constant up to its first NUL; not of memory, which may have changed.
static std::optional<StringRef> constantText(Value value) {
  auto text = value.getDefiningOp<ConstStrOp>();
  if (!text || !isa<StrType>(value.getType()))
    return std::nullopt;
  return text.getText().take_until([](char c) { return c == 0; });
}

bool holds(CmpPredicate predicate, int order) {
  switch (predicate) {
  case CmpPredicate::EQ:
    return order == 0;
  case CmpPredicate::NE:
    return order != 0;
  case CmpPredicate::LT:
    return order < 0;
  case CmpPredicate::LE:
    return order <= 0;
  case CmpPredicate::GT:
    return order > 0;
  case CmpPredicate::GE:
    return order >= 0;
  }
  llvm_unreachable("all predicates are above");
}

OpFoldResult StrCmpOp::fold(FoldAdaptor) {
  auto lhsType = dyn_cast<StrType>(getLhs().getType());
  auto rhsType = dyn_cast<StrType>(getRhs().getType());
  if (!lhsType || !rhsType) // Memory may have changed since it was written.
    return {};
  Builder builder(getContext());
  if (getLhs() == getRhs())
    return builder.getBoolAttr(holds(getPredicate(), 0));
  std::optional<StringRef> lhs = constantText(getLhs()), rhs = constantText(getRhs());
  if (!lhs || !rhs)
    return {};
  uint64_t compared = std::min({lhsType.getCapacity(), rhsType.getCapacity(),
                                getLimit().value_or(std::numeric_limits<uint64_t>::max())});
  return builder.getBoolAttr(
      holds(getPredicate(), lhs->take_front(compared).compare(rhs->take_front(compared))));
}

LogicalResult StrLenOp::verify() {
  if (!isa<StrType>(pointedToOrSame(getText().getType())))
    return emitOpError() << "takes " << getText().getType() << ", which is not text";
  return success();
}

OpFoldResult StrLenOp::fold(FoldAdaptor) {
  std::optional<StringRef> text = constantText(getText());
  if (!text)
    return {};
  return IntegerAttr::get(getType(), static_cast<int64_t>(text->size()));
}

OpFoldResult StrFindOp::fold(FoldAdaptor) {
  std::optional<StringRef> needle = constantText(getNeedle()), text = constantText(getText());
  if (needle && needle->empty())
    return IntegerAttr::get(getType(), 0);
  if (!needle || !text)
    return {};
  size_t at = text->find(*needle);
  return IntegerAttr::get(getType(), at == StringRef::npos ? -1 : static_cast<int64_t>(at));
}

//===----------------------------------------------------------------------===//
// Bytes
//===----------------------------------------------------------------------===//

LogicalResult PackOp::verify() {
  auto type = dyn_cast<ArrayType>(producedType(*this));
  if (!type || !type.getElement().isInteger(8))
    return emitOpError("writes its bytes to memory of another type");
  uint64_t size = 0;
  for (Value element : getElements()) {
    bool mayBeCut = element == getElements().back() && size < type.getCount() &&
                    isLarge(pointedToOrSame(element.getType()), *this);
    size += sizeInBytes(pointedToOrSame(element.getType()), *this);
    if (size > type.getCount() && !mayBeCut)
      return emitOpError() << "has elements of " << size << " bytes, but room for "
                           << type.getCount();
  }
  return success();
}

LogicalResult BufOp::verify() {
  auto type = dyn_cast<BufType>(producedType(*this));
  if (!type)
    return emitOpError("writes its bytes to memory of another type");
  uint64_t size = sizeInBytes(pointedToOrSame(getValue().getType()), *this);
  if (size < type.getCapacity())
    return emitOpError() << "takes " << type.getCapacity() << " bytes of a value that has " << size;
  return success();
}

LogicalResult BufCastOp::verify() {
  auto from = dyn_cast<BufType>(pointedToOrSame(getBuffer().getType()));
  auto to = dyn_cast<BufType>(producedType(*this));
  if (!from || !to)
    return emitOpError("casts between buffers only");
  if (from.getCapacity() > to.getCapacity())
    return emitOpError() << "casts a buffer of " << from.getCapacity() << " bytes to one of "
                         << to.getCapacity();
  return success();
}

//===----------------------------------------------------------------------===//
// Stacks
//===----------------------------------------------------------------------===//

// The map of frames is nothing that a script sees: the same stack is the same
// value, however often it is captured.
void CaptureStackOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  addLocalEffects(*this, getInto(), effects);
  detail::addErrorEffect(*this, effects);
}

Operation *CaptureStackOp::cloneInto(OpBuilder &builder, Value destination) {
  return cloneWithDestination(*this, builder, destination);
}

LogicalResult CaptureStackOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return detail::verifyErrorSite(*this, getOnErrorAttr(), symbols);
}

LogicalResult CaptureStackOp::verify() {
  if (!isa<StackType>(producedType(*this)))
    return emitOpError("writes its stack to memory of another type");
  return success();
}

ErrorKind CaptureStackOp::getErrorKind() { return ErrorKind::Helper; }
StringRef CaptureStackOp::getFailingHelper() { return "get_stack"; }
FlatSymbolRefAttr CaptureStackOp::getFailingMap() { return {}; }

LogicalResult StackDepthOp::verify() {
  if (!isa<StackType>(pointedToOrSame(getStack().getType())))
    return emitOpError() << "counts the frames of " << getStack().getType()
                         << ", which is no stack";
  return success();
}

void StackDepthOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  addLocalEffects(*this, /*destination=*/Value(), effects);
}

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

LogicalResult RecordOp::verify() {
  auto type = dyn_cast<RecordType>(producedType(*this));
  if (!type)
    return emitOpError("writes its elements to memory of another type");
  if (getElements().size() != type.getTypes().size())
    return emitOpError() << "has " << getElements().size() << " elements, but its type has "
                         << type.getTypes().size();
  for (auto [i, element] : llvm::enumerate(getElements()))
    if (!fitsOrPointsTo(element.getType(), type.getTypes()[i]))
      return emitOpError() << "has an element of type " << element.getType()
                           << " where its type has " << type.getTypes()[i];
  return success();
}

/// The type of element `index`, or null.
static Type elementType(Type aggregate, uint64_t index) {
  if (auto record = dyn_cast<RecordType>(aggregate))
    return index < record.getTypes().size() ? record.getTypes()[index] : Type();
  if (auto array = dyn_cast<ArrayType>(aggregate))
    return index < array.getCount() ? array.getElement() : Type();
  if (auto text = dyn_cast<StrType>(aggregate))
    return index < text.getCapacity() ? detail::elementOf(text) : Type();
  return {};
}

LogicalResult ExtractOp::verify() {
  Type aggregate = pointedToOrSame(getAggregate().getType());
  Type element = elementType(aggregate, getIndex());
  if (!element)
    return emitOpError() << "takes element " << getIndex() << ", which " << aggregate
                         << " does not have";
  if (!fits(producedType(*this), element))
    return emitOpError() << "has type " << producedType(*this) << ", but the element has type "
                         << element;
  return success();
}

LogicalResult ExtractOp::fold(FoldAdaptor, SmallVectorImpl<OpFoldResult> &results) {
  auto record = getAggregate().getDefiningOp<RecordOp>();
  if (!record || !getResult())
    return failure();
  Value element = record.getElements()[getIndex()];
  if (element.getType() != getResult().getType()) // Given as a pointer to it.
    return failure();
  results.push_back(element);
  return success();
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

#define SONDE_DIVISION(OP)                                                                         \
  ErrorKind OP::getErrorKind() { return ErrorKind::DivideByZero; }                                 \
  StringRef OP::getFailingHelper() { return {}; }                                                  \
  FlatSymbolRefAttr OP::getFailingMap() { return {}; }
SONDE_DIVISION(DivOp)
SONDE_DIVISION(RemOp)
#undef SONDE_DIVISION

static std::optional<APInt> constantInteger(Attribute attribute) {
  auto integer = dyn_cast_or_null<IntegerAttr>(attribute);
  return integer ? std::optional(integer.getValue()) : std::nullopt;
}

OpFoldResult DivOp::fold(FoldAdaptor adaptor) {
  std::optional<APInt> lhs = constantInteger(adaptor.getLhs());
  std::optional<APInt> rhs = constantInteger(adaptor.getRhs());
  if (!rhs || (rhs->isZero() && getReport())) // The report would be lost.
    return {};
  if (rhs->isZero())
    return IntegerAttr::get(getType(), 1);
  if (rhs->isOne())
    return getLhs();
  if (!lhs)
    return {};
  // APInt wraps for the smallest number divided by -1, as the language does.
  return IntegerAttr::get(getType(), getIsSigned() ? lhs->sdiv(*rhs) : lhs->udiv(*rhs));
}

OpFoldResult RemOp::fold(FoldAdaptor adaptor) {
  std::optional<APInt> lhs = constantInteger(adaptor.getLhs());
  std::optional<APInt> rhs = constantInteger(adaptor.getRhs());
  if (!rhs || (rhs->isZero() && getReport())) // The report would be lost.
    return {};
  if (rhs->isZero())
    return IntegerAttr::get(getType(), 1);
  if (rhs->isOne())
    return IntegerAttr::get(getType(), 0);
  if (!lhs)
    return {};
  return IntegerAttr::get(getType(), getIsSigned() ? lhs->srem(*rhs) : lhs->urem(*rhs));
}

OpFoldResult ShiftOp::fold(FoldAdaptor adaptor) {
  std::optional<APInt> value = constantInteger(adaptor.getValue());
  std::optional<APInt> amount = constantInteger(adaptor.getAmount());
  if (!amount)
    return {};
  if (amount->isZero())
    return getValue();
  bool tooFar = amount->uge(64);
  if (tooFar && getKind() != ShiftKind::ArithmeticRight)
    return IntegerAttr::get(getType(), 0);
  if (!value)
    return {};
  unsigned by = tooFar ? 63 : amount->getZExtValue();
  switch (getKind()) {
  case ShiftKind::Left:
    return IntegerAttr::get(getType(), value->shl(by));
  case ShiftKind::LogicalRight:
    return IntegerAttr::get(getType(), value->lshr(by));
  case ShiftKind::ArithmeticRight:
    return IntegerAttr::get(getType(), value->ashr(by));
  }
  llvm_unreachable("all kinds are above");
}

LogicalResult Log2BucketOp::verify() {
  if (getBits() > 5)
    return emitOpError("has more than 5 bits");
  return success();
}

LogicalResult LinearBucketOp::verify() {
  if (getStepAttr().getInt() <= 0 || getMinAttr().getInt() >= getMaxAttr().getInt())
    return emitOpError("needs a minimum, a larger maximum and a step of at least 1");
  return success();
}

//===----------------------------------------------------------------------===//
// Calls of C
//===----------------------------------------------------------------------===//

LogicalResult CallOp::verifySymbolUses(SymbolTableCollection &symbols) {
  FunctionType type;
  if (auto function = symbols.lookupNearestSymbolFrom<FuncOp>(*this, getCalleeAttr())) {
    type = function.getFunctionType();
  } else {
    auto callee = requireSymbol<CFuncOp>(*this, getCalleeAttr(), symbols, "a function");
    if (!callee)
      return failure();
    type = callee.getFunctionType();
  }
  auto allFit = [](TypeRange values, TypeRange wanted) {
    return values.size() == wanted.size() && llvm::all_of(llvm::zip(values, wanted), [](auto pair) {
             return fits(std::get<0>(pair), std::get<1>(pair));
           });
  };
  if (!allFit(getArguments().getTypes(), type.getInputs()) ||
      !allFit(getOperation()->getResultTypes(), type.getResults()))
    return emitOpError() << "does not fit the type of " << getCalleeAttr() << ", " << type;
  return success();
}

void CallOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<CFuncOp>(*this, getCalleeAttr());
  if (callee && callee.getPure())
    return;
  SideEffects::Resource *everything[] = {MapResource::get(),        KernelMemoryResource::get(),
                                         UserMemoryResource::get(), EventsResource::get(),
                                         ErrorsResource::get(),     LocalMemoryResource::get()};
  for (SideEffects::Resource *resource : everything) {
    effects.emplace_back(MemoryEffects::Read::get(), resource);
    effects.emplace_back(MemoryEffects::Write::get(), resource);
  }
}

} // namespace sonde::tr
