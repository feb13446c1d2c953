//===- BPFMemoryOps.cpp - Buffers, loads, stores and checks ---------------===//
#include "dialect/BPF/IR/BPF.h"
#include "dialect/BPF/IR/Memory.h"

using namespace mlir;
using namespace sonde::bpf;

using Effects = SmallVectorImpl<MemoryEffects::EffectInstance>;

static void reads(Effects &effects, OpOperand &pointer) {
  effects.emplace_back(MemoryEffects::Read::get(), &pointer);
}

static void writes(Effects &effects, OpOperand &pointer) {
  effects.emplace_back(MemoryEffects::Write::get(), &pointer);
}

//===- Accesses -----------------------------------------------------------===//

static uint64_t widthOf(Type type) {
  return isa<PtrType>(type) ? 8 : type.getIntOrFloatBitWidth() / 8;
}

LogicalResult LoadOp::verify() {
  bool isFromStack = getPtr().getType().getKind() == PtrKind::Stack;
  if (auto result = dyn_cast<PtrType>(getResult().getType()); result && !isFromStack) {
    if (result.getKind() != PtrKind::BtfId)
      return emitOpError("only a 'btf_id' pointer can be loaded");
    PtrKind from = getPtr().getType().getKind();
    if (from != PtrKind::Ctx && from != PtrKind::BtfId)
      return emitOpError() << "a typed pointer cannot come from a '" << stringifyPtrKind(from)
                           << "' pointer";
  }
  return verifyWordAccess(*this, getPtr(), getOffset(), widthOf(getResult().getType()), getAlign(),
                          AccessKind::Read);
}

void LoadOp::getEffects(Effects &effects) {
  bool constant = getPtr().getType().getKind() == PtrKind::Ctx;
  if (constant && !getIsVolatile())
    return;
  reads(effects, getPtrMutable());
  // A volatile load happens as often as it is written.
  if (getIsVolatile())
    writes(effects, getPtrMutable());
}

LogicalResult StoreOp::verify() {
  if (isa<PtrType>(getValue().getType()) && getPtr().getType().getKind() != PtrKind::Stack)
    return emitOpError("a pointer can only be stored on the stack");
  return verifyWordAccess(*this, getPtr(), getOffset(), widthOf(getValue().getType()), getAlign(),
                          AccessKind::Write);
}

void StoreOp::getEffects(Effects &effects) { writes(effects, getPtrMutable()); }

LogicalResult CopyOp::verify() {
  if (failed(verifyAccess(*this, getTo(), getToOffset(), getSize(), AccessKind::Write)))
    return failure();
  return verifyAccess(*this, getFrom(), getFromOffset(), getSize(), AccessKind::Read);
}

void CopyOp::getEffects(Effects &effects) {
  reads(effects, getFromMutable());
  writes(effects, getToMutable());
}

LogicalResult ZeroOp::verify() {
  return verifyAccess(*this, getPtr(), getOffset(), getSize(), AccessKind::Write);
}

void ZeroOp::getEffects(Effects &effects) { writes(effects, getPtrMutable()); }

/// Atomic instructions need their natural alignment everywhere.
static LogicalResult verifyAtomic(Operation *op, Value pointer, uint64_t offset) {
  if (offset % 8 != 0)
    return op->emitOpError() << "the offset of a word is a multiple of 8, not " << offset;
  return verifyAccess(op, pointer, offset, 8, AccessKind::Write);
}

LogicalResult AtomicOp::verify() { return verifyAtomic(*this, getPtr(), getOffset()); }

void AtomicOp::getEffects(Effects &effects) {
  reads(effects, getPtrMutable());
  writes(effects, getPtrMutable());
}

std::optional<Feature> AtomicOp::getRequiredFeature() {
  bool isPlain = getKind() == AtomicKind::Add && !getOld();
  return isPlain ? std::nullopt : std::optional(Feature::atomic_fetch);
}

LogicalResult AtomicCmpxchgOp::verify() { return verifyAtomic(*this, getPtr(), getOffset()); }

void AtomicCmpxchgOp::getEffects(Effects &effects) {
  reads(effects, getPtrMutable());
  writes(effects, getPtrMutable());
}

std::optional<Feature> AtomicCmpxchgOp::getRequiredFeature() { return Feature::atomic_fetch; }

//===- Addresses ----------------------------------------------------------===//

LogicalResult PtrAddOp::verify() {
  if (getAccess() > getBound())
    return emitOpError() << "an access of " << getAccess() << " bytes does not fit into "
                         << getBound();
  if (std::optional<uint64_t> bytes = bytesBehind(getPtr()); bytes && getBound() > *bytes)
    return emitOpError() << "the bound " << getBound() << " is above the object's " << *bytes
                         << " bytes";
  return success();
}

LogicalResult GlobalAddrOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (symbols.lookupNearestSymbolFrom<GlobalOp>(*this, getGlobalAttr()))
    return success();
  auto outside = symbols.lookupNearestSymbolFrom<ExternOp>(*this, getGlobalAttr());
  if (outside && !isa<FunctionType>(outside.getType()))
    return success();
  return emitOpError() << "'" << getGlobal() << "' is not a global";
}

LogicalResult MapAddrOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (symbols.lookupNearestSymbolFrom<MapOp>(*this, getMapAttr()))
    return success();
  return emitOpError() << "'" << getMap() << "' is not a map";
}

LogicalResult FieldAddrOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto type = symbols.lookupNearestSymbolFrom<CoreTypeOp>(*this, getTypeAttr());
  if (!type)
    return emitOpError() << "'" << getType() << "' is not a kernel type";
  auto base = dyn_cast<PtrType>(getBase().getType());
  auto result = dyn_cast<PtrType>(getResult().getType());
  if (!base && !result)
    return success();
  if (!base || !result || base.getKind() != PtrKind::BtfId || result.getKind() != PtrKind::BtfId)
    return emitOpError("base and result are both 'i64', or both 'btf_id' pointers");
  return success();
}

//===- Checks -------------------------------------------------------------===//

LogicalResult RequireNonnullOp::verify() {
  if (getResult().getType() != getPtr().getType().nonNull())
    return emitOpError() << "yields " << getPtr().getType().nonNull() << ", not "
                         << getResult().getType();
  if (getOnNull() == OnNull::Leave)
    return success();
  if (getPtr().getType().getKind() != PtrKind::MapValue)
    return emitOpError("only a map's value can be replaced by zero bytes");
  if (getSize() == 0)
    return emitOpError("'zero' needs the number of bytes");
  return success();
}

SuccessorOperands BrNullOp::getSuccessorOperands(unsigned index) {
  assert(index < 2 && "br_null has two successors");
  if (index == 0)
    return SuccessorOperands(getNullOperandsMutable());
  // The pointer that is no longer nullable is made by the branch itself.
  return SuccessorOperands(/*producedOperandCount=*/1, getNonnullOperandsMutable());
}

Block *BrNullOp::getSuccessorForOperands(ArrayRef<Attribute>) { return nullptr; }

LogicalResult BrNullOp::verify() {
  Block *nonnull = getNonnullDest();
  PtrType expected = getPtr().getType().nonNull();
  if (nonnull->getNumArguments() == 0 || nonnull->getArgument(0).getType() != expected)
    return emitOpError() << "the first argument of the second successor is the checked pointer, "
                         << expected;
  return success();
}

OpFoldResult ClampOp::fold(FoldAdaptor adaptor) {
  auto value = dyn_cast_if_present<IntegerAttr>(adaptor.getValue());
  if (!value)
    return {};
  uint64_t bits = value.getValue().getZExtValue();
  return IntegerAttr::get(getType(), static_cast<int64_t>(std::min(bits, getMax())));
}

void ClampOp::inferResultRanges(ArrayRef<ConstantIntRanges> ranges, SetIntRangeFn setRange) {
  auto bounded = [&](const APInt &bound) {
    return llvm::APIntOps::umin(bound, APInt(64, getMax()));
  };
  setRange(getResult(),
           ConstantIntRanges::fromUnsigned(bounded(ranges[0].umin()), bounded(ranges[0].umax())));
}
