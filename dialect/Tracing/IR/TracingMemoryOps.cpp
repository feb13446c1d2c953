//===- TracingMemoryOps.cpp - Variables, addresses and reads --------------===//
#include "dialect/Tracing/IR/Layout.h"
#include "dialect/Tracing/IR/OpSupport.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"

using namespace mlir;

namespace sonde::tr {

using detail::addErrorEffect;
using detail::addLocalEffects;
using detail::cloneWithDestination;
using detail::fits;
using detail::fitsOrPointsTo;
using detail::requireSymbol;

//===----------------------------------------------------------------------===//
// Variables: promoted by the standard mem2reg
//===----------------------------------------------------------------------===//

SmallVector<MemorySlot> LocalOp::getPromotableSlots() {
  Type type = withoutSigns(getSlot().getType().getPointee());
  if (isLarge(type, *this))
    return {};
  return {MemorySlot{getSlot(), type}};
}

/// Zero: what a variable holds until it is written.
Value LocalOp::getDefaultValue(const MemorySlot &slot, OpBuilder &builder) {
  if (auto integer = dyn_cast<IntegerType>(slot.elemType))
    return builder.create<arith::ConstantOp>(getLoc(), builder.getIntegerAttr(integer, 0));
  Value zero = builder.create<arith::ConstantOp>(getLoc(), builder.getI64IntegerAttr(0));
  return builder.create<PtrCastOp>(getLoc(), slot.elemType, zero);
}

void LocalOp::handleBlockArgument(const MemorySlot &, BlockArgument, OpBuilder &) {}

std::optional<PromotableAllocationOpInterface>
LocalOp::handlePromotionComplete(const MemorySlot &, Value defaultValue, OpBuilder &) {
  if (defaultValue && defaultValue.use_empty()) {
    Operation *zero = defaultValue.getDefiningOp();
    Operation *number = zero->getNumOperands() ? zero->getOperand(0).getDefiningOp() : nullptr;
    zero->erase();
    if (number)
      number->erase();
  }
  erase();
  return std::nullopt;
}

/// Is this the one use of the slot that the operation has, in a form that does
/// not touch other memory?
static bool isOnlyUse(const SmallPtrSetImpl<OpOperand *> &blockingUses, const MemorySlot &slot,
                      OpOperand &use) {
  return blockingUses.size() == 1 && *blockingUses.begin() == &use && use.get() == slot.ptr;
}

LogicalResult LoadLocalOp::verify() {
  Type type = producedType(*this);
  if (!fits(type, getSlot().getType().getPointee()))
    return emitOpError() << "has type " << type << ", but the variable has type "
                         << getSlot().getType().getPointee();
  return success();
}

void LoadLocalOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  addLocalEffects(*this, getInto(), effects);
}

Operation *LoadLocalOp::cloneInto(OpBuilder &builder, Value destination) {
  return cloneWithDestination(*this, builder, destination);
}

bool LoadLocalOp::loadsFrom(const MemorySlot &slot) { return getSlot() == slot.ptr; }
bool LoadLocalOp::storesTo(const MemorySlot &slot) { return getInto() == slot.ptr; }
Value LoadLocalOp::getStored(const MemorySlot &, OpBuilder &, Value, const DataLayout &) {
  return {};
}

bool LoadLocalOp::canUsesBeRemoved(const MemorySlot &slot,
                                   const SmallPtrSetImpl<OpOperand *> &blockingUses,
                                   SmallVectorImpl<OpOperand *> &, const DataLayout &) {
  return getResult() && getResult().getType() == slot.elemType &&
         isOnlyUse(blockingUses, slot, getSlotMutable());
}

DeletionKind LoadLocalOp::removeBlockingUses(const MemorySlot &,
                                             const SmallPtrSetImpl<OpOperand *> &, OpBuilder &,
                                             Value reachingDefinition, const DataLayout &) {
  getResult().replaceAllUsesWith(reachingDefinition);
  return DeletionKind::Delete;
}

LogicalResult StoreLocalOp::verify() {
  Type variable = getSlot().getType().getPointee();
  if (!fitsOrPointsTo(getValue().getType(), variable))
    return emitOpError() << "writes " << getValue().getType() << ", but the variable has type "
                         << variable;
  return success();
}

void StoreLocalOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  addLocalEffects(*this, getSlot(), effects);
}

bool StoreLocalOp::loadsFrom(const MemorySlot &slot) { return getValue() == slot.ptr; }
bool StoreLocalOp::storesTo(const MemorySlot &slot) { return getSlot() == slot.ptr; }
Value StoreLocalOp::getStored(const MemorySlot &, OpBuilder &, Value, const DataLayout &) {
  return getValue();
}

bool StoreLocalOp::canUsesBeRemoved(const MemorySlot &slot,
                                    const SmallPtrSetImpl<OpOperand *> &blockingUses,
                                    SmallVectorImpl<OpOperand *> &, const DataLayout &) {
  return getValue() != slot.ptr && getValue().getType() == slot.elemType &&
         isOnlyUse(blockingUses, slot, getSlotMutable());
}

DeletionKind StoreLocalOp::removeBlockingUses(const MemorySlot &,
                                              const SmallPtrSetImpl<OpOperand *> &, OpBuilder &,
                                              Value, const DataLayout &) {
  return DeletionKind::Delete;
}

//===----------------------------------------------------------------------===//
// Addresses
//===----------------------------------------------------------------------===//

LogicalResult FieldPtrOp::verifySymbolUses(SymbolTableCollection &symbols) {
  PtrType base = getBase().getType(), result = getResult().getType();
  auto type = dyn_cast<StructType>(base.getPointee());
  if (!type)
    return emitOpError() << "takes a member of " << base.getPointee() << ", which is not a struct";
  auto definition = requireSymbol<StructOp>(
      *this, FlatSymbolRefAttr::get(getContext(), type.getName()), symbols, "a struct");
  if (!definition)
    return failure();
  MemberAttr member = definition.find(getMember());
  if (!member)
    return emitOpError() << "refers to '" << getMember() << "', which '" << type.getName()
                         << "' does not have";
  if (!fits(result.getPointee(), member.getType()))
    return emitOpError() << "points to " << result.getPointee() << ", but '" << getMember()
                         << "' has type " << member.getType();
  if (result.getSpace() != base.getSpace())
    return emitOpError("leads from one memory into another");
  return success();
}

LogicalResult ElemPtrOp::verify() {
  PtrType base = getBase().getType(), result = getResult().getType();
  auto array = dyn_cast<ArrayType>(base.getPointee());
  bool isElement = array && fits(result.getPointee(), array.getElement());
  if (!isElement && result.getPointee() != base.getPointee())
    return emitOpError() << "points to " << result.getPointee() << ", which is not an element of "
                         << base.getPointee();
  if (result.getSpace() != base.getSpace())
    return emitOpError("leads from one memory into another");
  return success();
}

LogicalResult LocalAddrOp::verify() {
  PtrType result = getResult().getType();
  if (result.getSpace() != AddrSpace::Kernel ||
      !fits(result.getPointee(), getSlot().getType().getPointee()))
    return emitOpError() << "gives the address of " << getSlot().getType().getPointee()
                         << " the type " << result;
  return success();
}

OpFoldResult PtrCastOp::fold(FoldAdaptor) {
  if (getSource().getType() == getType())
    return getSource();
  // Only the last of several casts counts: none of them loses a bit.
  auto inner = getSource().getDefiningOp<PtrCastOp>();
  if (!inner || inner == *this) // Unreachable code may go round in circles.
    return {};
  if (inner.getSource().getType() == getType())
    return inner.getSource();
  getSourceMutable().assign(inner.getSource());
  return getResult();
}

//===----------------------------------------------------------------------===//
// Reads
//===----------------------------------------------------------------------===//

static SideEffects::Resource *memoryOf(PtrType address) {
  if (address.getSpace() == AddrSpace::User)
    return UserMemoryResource::get();
  return KernelMemoryResource::get();
}

/// `local` and `ctx` memory is not read by a helper.
static LogicalResult verifyIsExternal(Operation *op, PtrType address) {
  if (address.getSpace() == AddrSpace::Local || address.getSpace() == AddrSpace::Ctx)
    return op->emitOpError() << "reads " << stringifyAddrSpace(address.getSpace())
                             << " memory, which needs no helper";
  return success();
}

static StringRef helperName(bool isUser, bool isText) {
  if (isText)
    return isUser ? "probe_read_user_str" : "probe_read_kernel_str";
  return isUser ? "probe_read_user" : "probe_read_kernel";
}

// NOLINTBEGIN(bugprone-macro-parentheses): it defines functions.
#define SONDE_READING_OP(OP, IS_TEXT)                                                              \
  void OP::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {                   \
    effects.emplace_back(MemoryEffects::Read::get(), memoryOf(getPtr().getType()));                \
    addLocalEffects(*this, getInto(), effects);                                                    \
    addErrorEffect(*this, effects);                                                                \
  }                                                                                                \
  Operation *OP::cloneInto(OpBuilder &builder, Value destination) {                                \
    return cloneWithDestination(*this, builder, destination);                                      \
  }                                                                                                \
  LogicalResult OP::verifySymbolUses(SymbolTableCollection &symbols) {                             \
    return detail::verifyErrorSite(*this, getOnErrorAttr(), symbols);                              \
  }                                                                                                \
  ErrorKind OP::getErrorKind() { return ErrorKind::Helper; }                                       \
  StringRef OP::getFailingHelper() {                                                               \
    return helperName(getPtr().getType().getSpace() == AddrSpace::User, IS_TEXT);                  \
  }                                                                                                \
  FlatSymbolRefAttr OP::getFailingMap() { return {}; }
// NOLINTEND(bugprone-macro-parentheses)
SONDE_READING_OP(ReadOp, /*isText=*/false)
SONDE_READING_OP(ReadStrOp, /*isText=*/true)
SONDE_READING_OP(ReadBufOp, /*isText=*/false)
#undef SONDE_READING_OP

LogicalResult ReadOp::verify() {
  Type type = producedType(*this), pointee = getPtr().getType().getPointee();
  if (!fits(type, pointee))
    return emitOpError() << "has type " << type << ", but the address is of " << pointee;
  return verifyIsExternal(*this, getPtr().getType());
}

LogicalResult ReadStrOp::verify() {
  if (!isa<StrType>(producedType(*this)))
    return emitOpError("writes its text to memory of another type");
  if (getFill() && getLen())
    return emitOpError("has a length, which says more than 'fill' where text ends");
  return verifyIsExternal(*this, getPtr().getType());
}

LogicalResult ReadBufOp::verify() {
  if (!isa<BufType>(producedType(*this)))
    return emitOpError("writes its bytes to memory of another type");
  return verifyIsExternal(*this, getPtr().getType());
}

} // namespace sonde::tr
