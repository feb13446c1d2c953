//===- TracingMapOps.cpp - Map accesses, aggregations and events ----------===//
#include "dialect/Tracing/IR/Layout.h"
#include "dialect/Tracing/IR/OpSupport.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace sonde::tr {

using detail::addErrorEffect;
using detail::addLocalEffects;
using detail::addMapEffect;
using detail::fitsOrPointsTo;
using detail::requireSymbol;
using detail::verifyErrorSite;

/// The map of an access, whose key fits it.
static MapOp verifyMap(MapAccessOpInterface access, SymbolTableCollection &symbols) {
  auto map = requireSymbol<MapOp>(access, access.getMapRef(), symbols, "a map");
  if (!map || failed(detail::verifyKey(access, map, access.getMapKey())))
    return {};
  return map;
}

/// Only aggregations may change an aggregation, and its number is not the value
/// that any one CPU holds.
static LogicalResult verifyIsNotAggregation(Operation *op, MapOp map) {
  if (map.getAggregation())
    return op->emitOpError() << "takes the aggregation '" << map.scriptName() << "' as a value";
  return success();
}

/// The map's own effects, and what comes with key, value and `on_error`.
static void addAccessEffects(MapAccessOpInterface access, Value destination,
                             detail::EffectList &effects) {
  if (access.readsMap())
    addMapEffect(MemoryEffects::Read::get(), access.getMapRef(), effects);
  if (access.writesMap())
    addMapEffect(MemoryEffects::Write::get(), access.getMapRef(), effects);
  addLocalEffects(access, destination, effects);
  if (auto fallible = dyn_cast<FallibleOpInterface>(access.getOperation()))
    addErrorEffect(fallible, effects);
}

#define SONDE_MAP_ACCESS(OP, READS, WRITES)                                                        \
  bool OP::readsMap() { return READS; }                                                            \
  bool OP::writesMap() { return WRITES; }
SONDE_MAP_ACCESS(MapGetOp, true, false)
SONDE_MAP_ACCESS(MapHasOp, true, false)
SONDE_MAP_ACCESS(MapSetOp, false, true)
SONDE_MAP_ACCESS(MapDeleteOp, true, true)
SONDE_MAP_ACCESS(MapUpdateOp, true, true)
SONDE_MAP_ACCESS(AggregateOp, true, true)
SONDE_MAP_ACCESS(MapReduceOp, true, false)
SONDE_MAP_ACCESS(MapFoldOp, true, false)
#undef SONDE_MAP_ACCESS

#define SONDE_MAP_EFFECTS(OP)                                                                      \
  void OP::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {                   \
    addAccessEffects(*this, /*destination=*/{}, effects);                                          \
  }
SONDE_MAP_EFFECTS(MapHasOp)
SONDE_MAP_EFFECTS(MapSetOp)
SONDE_MAP_EFFECTS(MapDeleteOp)
SONDE_MAP_EFFECTS(MapUpdateOp)
SONDE_MAP_EFFECTS(AggregateOp)
SONDE_MAP_EFFECTS(MapReduceOp)
SONDE_MAP_EFFECTS(MapFoldOp)
#undef SONDE_MAP_EFFECTS

#define SONDE_MAP_MAY_BE_FULL(OP)                                                                  \
  ErrorKind OP::getErrorKind() { return ErrorKind::MapFull; }                                      \
  StringRef OP::getFailingHelper() { return "map_update_elem"; }                                   \
  FlatSymbolRefAttr OP::getFailingMap() { return getMapAttr(); }
SONDE_MAP_MAY_BE_FULL(MapSetOp)
SONDE_MAP_MAY_BE_FULL(MapUpdateOp)
SONDE_MAP_MAY_BE_FULL(AggregateOp)
#undef SONDE_MAP_MAY_BE_FULL

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

void MapGetOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  addAccessEffects(*this, getInto(), effects);
}

Operation *MapGetOp::cloneInto(OpBuilder &builder, Value destination) {
  return detail::cloneWithDestination(*this, builder, destination);
}

LogicalResult MapGetOp::verifySymbolUses(SymbolTableCollection &symbols) {
  MapOp map = verifyMap(*this, symbols);
  if (!map || failed(verifyIsNotAggregation(*this, map)))
    return failure();
  if (!detail::fits(producedType(*this), map.getValueType()))
    return emitOpError() << "has type " << producedType(*this) << ", but '" << map.scriptName()
                         << "' has values of type " << map.getValueType();
  return success();
}

LogicalResult MapHasOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return success(static_cast<bool>(verifyMap(*this, symbols)));
}

LogicalResult MapDeleteOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return success(static_cast<bool>(verifyMap(*this, symbols)));
}

LogicalResult MapSetOp::verifySymbolUses(SymbolTableCollection &symbols) {
  MapOp map = verifyMap(*this, symbols);
  if (!map || failed(verifyIsNotAggregation(*this, map)))
    return failure();
  if (!fitsOrPointsTo(getValue().getType(), map.getValueType()))
    return emitOpError() << "writes " << getValue().getType() << ", but '" << map.scriptName()
                         << "' has values of type " << map.getValueType();
  return verifyErrorSite(*this, getOnErrorAttr(), symbols);
}

LogicalResult MapAddrOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return success(requireSymbol<MapOp>(*this, getMapAttr(), symbols, "a map"));
}

//===----------------------------------------------------------------------===//
// Updates and aggregations
//===----------------------------------------------------------------------===//

LogicalResult MapUpdateOp::verify() {
  if (getValues().empty() || getKinds().size() != getValues().size())
    return emitOpError("has one kind for each of its values, and at least one value");
  for (int32_t kind : getKinds())
    if (!symbolizeUpdateKind(kind))
      return emitOpError("has a kind that there is not");
  if (getYield().has_value() != static_cast<bool>(getResult()))
    return emitOpError("has a result exactly when it says which it yields");
  if (getResult() && getValues().size() != 1)
    return emitOpError("yields a word, but changes several");
  if (getResult() && getEpoch())
    return emitOpError("yields a word, but may begin it anew");
  return success();
}

LogicalResult MapUpdateOp::verifySymbolUses(SymbolTableCollection &symbols) {
  MapOp map = verifyMap(*this, symbols);
  if (!map)
    return failure();
  AggType state = map.getAggregation();
  bool isWord = isa<PtrType>(map.getValueType()) || withoutSigns(map.getValueType()).isInteger(64);
  if (!state && !isWord)
    return emitOpError() << "changes '" << map.scriptName() << "', whose values of type "
                         << map.getValueType() << " are not rows of 64-bit words";
  uint64_t words = state ? state.wordCount() : 1;
  uint64_t changed = getValues().size() + (getEpoch() ? 1 : 0);
  if (changed > words)
    return emitOpError() << "changes " << changed << " words, but values of '" << map.scriptName()
                         << "' have " << words;
  return verifyErrorSite(*this, getOnErrorAttr(), symbols);
}

/// A value that nobody uses is not asked for: an atomic addition that yields
/// nothing is cheaper.
LogicalResult MapUpdateOp::canonicalize(MapUpdateOp op, PatternRewriter &rewriter) {
  if (!op.getResult() || !op.getResult().use_empty())
    return rewriter.notifyMatchFailure(op, "its result is used");
  rewriter.replaceOpWithNewOp<MapUpdateOp>(
      op, TypeRange(), op.getMapAttr(), op.getKey(), op.getIndex(), op.getEpoch(), op.getValues(),
      op.getKindsAttr(), YieldAttr(), op.getReportAttr(), op.getOnErrorAttr());
  return success();
}

LogicalResult AggregateOp::verify() {
  if ((getKind() == AggKind::Count) == static_cast<bool>(getValue()))
    return emitOpError("takes a value exactly when it is not a 'count'");
  if ((getKind() == AggKind::TSeries) != static_cast<bool>(getTime()))
    return emitOpError("takes a time exactly when it is a 'tseries'");
  return success();
}

LogicalResult AggregateOp::verifySymbolUses(SymbolTableCollection &symbols) {
  MapOp map = verifyMap(*this, symbols);
  if (!map)
    return failure();
  if (!map.getAggregation() || map.getAggregation().getKind() != getKind())
    return emitOpError() << "takes a '" << stringifyAggKind(getKind()) << "' into '"
                         << map.scriptName() << "', whose values have type " << map.getValueType();
  return verifyErrorSite(*this, getOnErrorAttr(), symbols);
}

/// How many numbers can be read out of an aggregation.
static unsigned numbersOf(AggKind kind) {
  switch (kind) {
  case AggKind::Count:
  case AggKind::Sum:
  case AggKind::Min:
  case AggKind::Max:
  case AggKind::Avg:
    return 1;
  case AggKind::Stats:
    return 3;
  case AggKind::Hist:
  case AggKind::LHist:
  case AggKind::TSeries:
    return 0;
  }
  llvm_unreachable("all kinds are above");
}

LogicalResult MapReduceOp::verifySymbolUses(SymbolTableCollection &symbols) {
  MapOp map = verifyMap(*this, symbols);
  if (!map)
    return failure();
  unsigned numbers = map.getAggregation() ? numbersOf(map.getAggregation().getKind()) : 0;
  if (numbers == 0)
    return emitOpError() << "reads a number out of '" << map.scriptName()
                         << "', whose values have type " << map.getValueType();
  if (getNumResults() != numbers)
    return emitOpError() << "has " << getNumResults() << " results, but " << map.getValueType()
                         << " gives " << numbers;
  return success();
}

LogicalResult MapFoldOp::verify() {
  if (getKinds().empty() || getKinds().size() != getNumResults())
    return emitOpError("has one kind for each of its results, and at least one result");
  for (unsigned i = 0; i < getKinds().size(); ++i)
    if (getUpdateKind(i) != UpdateKind::Add && getUpdateKind(i) != UpdateKind::UMax)
      return emitOpError("combines what CPUs hold by 'add' or 'umax' only");
  return success();
}

LogicalResult MapFoldOp::verifySymbolUses(SymbolTableCollection &symbols) {
  MapOp map = verifyMap(*this, symbols);
  if (!map)
    return failure();
  AggType state = map.getAggregation();
  if (!state || getNumResults() > state.wordCount())
    return emitOpError() << "reads " << getNumResults() << " words of '" << map.scriptName()
                         << "', whose values have type " << map.getValueType();
  return success();
}

//===----------------------------------------------------------------------===//
// Events
//===----------------------------------------------------------------------===//

void EmitOp::build(OpBuilder &, OperationState &state, FlatSymbolRefAttr event, ValueRange fields) {
  state.addOperands(fields);
  state.getOrAddProperties<Properties>().event = event;
  state.addRegion();
}

/// What an event does to its map, which user space carries out.
static void addEventMapEffects(EmitOp op, detail::EffectList &effects) {
  auto event = SymbolTable::lookupNearestSymbolFrom<EventOp>(op, op.getEventAttr());
  if (!event || !event.getMap())
    return;
  addMapEffect(MemoryEffects::Read::get(), event.getMapAttr(), effects);
  if (event.getKind() == EventKind::ClearMap || event.getKind() == EventKind::ZeroMap)
    addMapEffect(MemoryEffects::Write::get(), event.getMapAttr(), effects);
}

void EmitOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  effects.emplace_back(MemoryEffects::Write::get(), EventsResource::get());
  addEventMapEffects(*this, effects);
  addLocalEffects(*this, /*destination=*/{}, effects);
  getFill().walk([&](MemoryEffectOpInterface inner) { inner.getEffects(effects); });
}

/// The deferred fields are named in order, and each has a pointer to write to.
static LogicalResult verifyDeferred(EmitOp op, TypeRange fields, ArrayRef<int32_t> deferred) {
  for (size_t i = 0; i < deferred.size(); ++i)
    if (deferred[i] < (i ? deferred[i - 1] + 1 : 0) || size_t(deferred[i]) >= fields.size())
      return op.emitOpError("defers fields that are not in ascending order, or do not exist");
  Region &fill = op.getFill();
  if (fill.getNumArguments() != deferred.size())
    return op.emitOpError() << "defers " << deferred.size() << " fields, but has pointers to "
                            << fill.getNumArguments();
  for (auto [index, argument] : llvm::zip(deferred, fill.getArguments())) {
    auto pointer = dyn_cast<PtrType>(argument.getType());
    if (!pointer || !pointer.isLocal() || !detail::fits(pointer.getPointee(), fields[index]))
      return op.emitOpError() << "writes field " << index << " of type " << fields[index]
                              << " through " << argument.getType();
  }
  return success();
}

LogicalResult EmitOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto event = requireSymbol<EventOp>(*this, getEventAttr(), symbols, "an event");
  if (!event)
    return failure();
  auto fields = llvm::to_vector(event.getFields().getAsValueRange<TypeAttr>());
  ArrayRef<int32_t> deferred = getDeferred().value_or(ArrayRef<int32_t>());
  if (getFields().size() + deferred.size() != fields.size())
    return emitOpError() << "has " << getFields().size() + deferred.size()
                         << " fields, but the event has " << fields.size();
  if (failed(verifyDeferred(*this, fields, deferred)))
    return failure();
  auto given = getFields().begin();
  for (auto [i, type] : llvm::enumerate(fields)) {
    if (llvm::is_contained(deferred, static_cast<int32_t>(i)))
      continue;
    Type value = (*given++).getType();
    if (!fitsOrPointsTo(value, type))
      return emitOpError() << "sends " << value << " as field " << i << ", which has type " << type;
  }
  return success();
}

LogicalResult ReportOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return success(requireSymbol<ErrorSiteOp>(*this, getSiteAttr(), symbols, "an error site"));
}

} // namespace sonde::tr
