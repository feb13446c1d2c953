//===- OpSupport.cpp - What the operations of the dialect share -----------===//
#include "dialect/Tracing/IR/OpSupport.h"

#include "dialect/Tracing/IR/Layout.h"

using namespace mlir;

namespace sonde::tr {

StructOp lookupStruct(StructType type, Operation *scope) {
  return SymbolTable::lookupNearestSymbolFrom<StructOp>(
      scope, StringAttr::get(type.getContext(), type.getName()));
}

Type producedType(InPlaceOpInterface op) {
  if (Value value = op.getProduced())
    return value.getType();
  return withoutSigns(cast<PtrType>(op.getDestination().getType()).getPointee());
}

namespace detail {

bool fits(Type value, Type layout) {
  if (isa<PtrType>(value) && isa<PtrType>(layout))
    return true;
  return withoutSigns(value) == withoutSigns(layout);
}

Type pointedToOrSame(Type type) {
  auto pointer = dyn_cast<PtrType>(type);
  return pointer && pointer.isLocal() ? pointer.getPointee() : type;
}

Type elementOf(Type aggregate) {
  if (auto array = dyn_cast<ArrayType>(aggregate))
    return array.getElement();
  if (isa<StrType>(aggregate))
    return IntegerType::get(aggregate.getContext(), 8);
  return {};
}

bool fitsOrPointsTo(Type value, Type layout) {
  return fits(value, layout) || fits(pointedToOrSame(value), layout);
}

LogicalResult verifyInPlace(Operation *op) {
  auto inPlace = cast<InPlaceOpInterface>(op);
  if (static_cast<bool>(inPlace.getProduced()) == static_cast<bool>(inPlace.getDestination()))
    return op->emitOpError("either yields its value or writes it 'into' memory");
  return success();
}

LogicalResult verifyKey(Operation *op, MapOp map, Value key) {
  if (map.isScalar()) {
    if (key)
      return op->emitOpError() << "has a key, but '" << map.scriptName() << "' is scalar";
    return success();
  }
  if (!key)
    return op->emitOpError() << "has no key, but '" << map.scriptName() << "' has keys of type "
                             << map.getKeyType();
  if (!fitsOrPointsTo(key.getType(), map.getKeyType()))
    return op->emitOpError() << "has a key of type " << key.getType() << ", but '"
                             << map.scriptName() << "' has keys of type " << map.getKeyType();
  return success();
}

LogicalResult verifyErrorSite(Operation *op, FlatSymbolRefAttr site,
                              SymbolTableCollection &symbols) {
  return success(!site || requireSymbol<ErrorSiteOp>(op, site, symbols, "an error site"));
}

void printArguments(OpAsmPrinter &printer, Region &region) {
  printer << "(";
  llvm::interleaveComma(region.getArguments(), printer,
                        [&](BlockArgument argument) { printer.printRegionArgument(argument); });
  printer << ")";
}

/// Does the script have the address of a variable?
static bool hasAddress(Value slot) {
  return llvm::any_of(slot.getUsers(), [](Operation *user) { return isa<LocalAddrOp>(user); });
}

void addLocalEffects(Operation *op, Value destination, EffectList &effects) {
  for (OpOperand &operand : op->getOpOperands()) {
    auto pointer = dyn_cast<PtrType>(operand.get().getType());
    if (!pointer || !pointer.isLocal())
      continue;
    MemoryEffects::Effect *effect = MemoryEffects::Read::get();
    if (operand.get() == destination)
      effect = MemoryEffects::Write::get();
    effects.emplace_back(effect, &operand, LocalMemoryResource::get());
    // What is read through its address changes, too.
    if (operand.get() == destination && hasAddress(destination))
      effects.emplace_back(MemoryEffects::Write::get(), KernelMemoryResource::get());
  }
}

void addMapEffect(MemoryEffects::Effect *effect, SymbolRefAttr map, EffectList &effects) {
  effects.emplace_back(effect, map, MapResource::get());
}

void addErrorEffect(FallibleOpInterface op, EffectList &effects) {
  if (op.wantsReport() || op->hasAttr("on_error"))
    effects.emplace_back(MemoryEffects::Write::get(), ErrorsResource::get());
}

} // namespace detail
} // namespace sonde::tr
