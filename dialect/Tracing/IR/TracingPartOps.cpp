//===- TracingPartOps.cpp - Values made of parts --------------------------===//
#include "dialect/Tracing/IR/Layout.h"
#include "dialect/Tracing/IR/OpSupport.h"

#include "mlir/IR/Builders.h"

using namespace mlir;

namespace sonde::tr {

using detail::addErrorEffect;
using detail::fits;
using detail::fitsOrPointsTo;
using detail::pointedToOrSame;
using detail::requireSymbol;

SONDE_PURE_IN_PLACE(MemberOp)
SONDE_PURE_IN_PLACE(ComposeOp)
SONDE_PURE_IN_PLACE(ElementOp)
SONDE_PURE_IN_PLACE(BitcastOp)

//===----------------------------------------------------------------------===//
// Structs
//===----------------------------------------------------------------------===//

/// The member of that name of the struct `type`; null, after saying why, if there
/// is none.
static MemberAttr findMember(Operation *op, Type type, StringRef name,
                             SymbolTableCollection &symbols) {
  auto structure = dyn_cast<StructType>(type);
  if (!structure) {
    op->emitOpError() << "takes a member of " << type << ", which is not a struct";
    return {};
  }
  auto definition = requireSymbol<StructOp>(
      op, FlatSymbolRefAttr::get(op->getContext(), structure.getName()), symbols, "a struct");
  if (!definition)
    return {};
  MemberAttr member = definition.find(name);
  if (!member)
    op->emitOpError() << "refers to '" << name << "', which '" << structure.getName()
                      << "' does not have";
  return member;
}

LogicalResult MemberOp::verifySymbolUses(SymbolTableCollection &symbols) {
  MemberAttr member =
      findMember(*this, pointedToOrSame(getStructure().getType()), getMember(), symbols);
  if (!member)
    return failure();
  if (!fits(producedType(*this), member.getType()))
    return emitOpError() << "has type " << producedType(*this) << ", but '" << getMember()
                         << "' has type " << member.getType();
  return success();
}

LogicalResult ComposeOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (getNames().size() != getValues().size())
    return emitOpError() << "has " << getValues().size() << " values for " << getNames().size()
                         << " members";
  Type type = producedType(*this);
  for (auto [name, value] : llvm::zip(getNames().getAsValueRange<StringAttr>(), getValues())) {
    MemberAttr member = findMember(*this, type, name, symbols);
    if (!member)
      return failure();
    if (!fitsOrPointsTo(value.getType(), member.getType()))
      return emitOpError() << "has a value of type " << value.getType() << " for '" << name
                           << "', which has type " << member.getType();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Arrays
//===----------------------------------------------------------------------===//

LogicalResult ElementOp::verify() {
  Type aggregate = pointedToOrSame(getAggregate().getType());
  Type element = detail::elementOf(aggregate);
  if (!element)
    return emitOpError() << "takes an element of " << aggregate << ", which has none";
  if (!fits(producedType(*this), element))
    return emitOpError() << "has type " << producedType(*this) << ", but the elements have type "
                         << element;
  return success();
}

void InRangeOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  addErrorEffect(*this, effects);
}

LogicalResult InRangeOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return detail::verifyErrorSite(*this, getOnErrorAttr(), symbols);
}

ErrorKind InRangeOp::getErrorKind() { return ErrorKind::OutOfRange; }
StringRef InRangeOp::getFailingHelper() { return {}; }
FlatSymbolRefAttr InRangeOp::getFailingMap() { return {}; }

OpFoldResult InRangeOp::fold(FoldAdaptor adaptor) {
  auto index = dyn_cast_or_null<IntegerAttr>(adaptor.getIndex());
  if (!index)
    return {};
  bool inRange = index.getValue().ult(getCount());
  if (!inRange && (getReport() || getOnErrorAttr())) // The report would be lost.
    return {};
  return Builder(getContext()).getBoolAttr(inRange);
}

//===----------------------------------------------------------------------===//
// Bytes
//===----------------------------------------------------------------------===//

LogicalResult EqualOp::verify() {
  Type lhs = pointedToOrSame(getLhs().getType()), rhs = pointedToOrSame(getRhs().getType());
  if (lhs != rhs || !isLarge(lhs, *this) || isa<StrType>(lhs))
    return emitOpError() << "compares " << lhs << " with " << rhs
                         << "; it compares records, arrays or structs of one type";
  return success();
}

OpFoldResult EqualOp::fold(FoldAdaptor) {
  if (getLhs() != getRhs())
    return {};
  return Builder(getContext()).getBoolAttr(true);
}

LogicalResult BitcastOp::verify() {
  Type from = pointedToOrSame(getSource().getType()), to = producedType(*this);
  // Structs have their sizes in symbols, which an operation alone does not see.
  uint64_t given = sizeInBytes(from, nullptr), wanted = sizeInBytes(to, nullptr);
  if (given && wanted && given > wanted)
    return emitOpError() << "makes " << wanted << " bytes of " << given;
  return success();
}

} // namespace sonde::tr
