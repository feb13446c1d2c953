//===- TracingLoopOps.cpp - Loops, and what they are lowered to -----------===//
#include "dialect/Tracing/IR/OpSupport.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace sonde::tr {

using detail::fits;
using detail::requireSymbol;

//===----------------------------------------------------------------------===//
// What all loops have
//===----------------------------------------------------------------------===//

/// `report on_error(@site) plan <…> attributes {…} { body }`
static ParseResult parseRest(OpAsmParser &parser, OperationState &state,
                             ArrayRef<OpAsmParser::Argument> arguments) {
  if (succeeded(parser.parseOptionalKeyword("report")))
    state.addAttribute("report", parser.getBuilder().getUnitAttr());
  if (succeeded(parser.parseOptionalKeyword("on_error"))) {
    StringAttr site;
    if (parser.parseLParen() || parser.parseSymbolName(site) || parser.parseRParen())
      return failure();
    state.addAttribute("on_error", FlatSymbolRefAttr::get(site));
  }
  if (succeeded(parser.parseOptionalKeyword("plan"))) {
    LoopAttr plan;
    if (parser.parseCustomAttributeWithFallback(plan, Type(), "plan", state.attributes))
      return failure();
  }
  state.addTypes(parser.getBuilder().getI1Type());
  return failure(parser.parseOptionalAttrDictWithKeyword(state.attributes) ||
                 parser.parseRegion(*state.addRegion(), arguments));
}

static void printRest(OpAsmPrinter &printer, ProbeLoopOpInterface loop,
                      ArrayRef<StringRef> shown = {}) {
  SmallVector<StringRef> elided(shown);
  elided.append({"report", "on_error", "plan"});
  if (loop->hasAttr("report"))
    printer << " report";
  if (Attribute site = loop->getAttr("on_error"))
    printer << " on_error(" << site << ")";
  if (LoopAttr plan = loop.getLoopPlan()) {
    printer << " plan ";
    printer.printStrippedAttrOrType(plan);
  }
  printer.printOptionalAttrDictWithKeyword(loop->getAttrs(), elided);
  printer << " ";
  printer.printRegion(loop.getLoopBody(), /*printEntryBlockArgs=*/false);
}

static LogicalResult verifyArguments(Operation *op, Region &body, TypeRange expected) {
  if (body.getNumArguments() != expected.size())
    return op->emitOpError() << "has a body with " << body.getNumArguments()
                             << " arguments instead of " << expected.size();
  return success();
}

/// The key of a map and, unless it holds an aggregation, the value.
static SmallVector<Type> entryTypes(MapOp map) {
  SmallVector<Type> types = {map.getKeyType()};
  if (!map.getAggregation())
    types.push_back(map.getValueType());
  return types;
}

static LogicalResult verifyEntry(Operation *op, MapOp map, Region &body) {
  if (map.isScalar())
    return op->emitOpError() << "goes over '" << map.scriptName() << "', which is scalar";
  SmallVector<Type> expected = entryTypes(map);
  bool isMatch = body.getNumArguments() >= expected.size() &&
                 llvm::all_of(llvm::zip_first(expected, body.getArgumentTypes()), [](auto pair) {
                   return detail::fitsOrPointsTo(std::get<1>(pair), std::get<0>(pair));
                 });
  if (!isMatch)
    return op->emitOpError() << "does not begin with arguments for the entries of '"
                             << map.scriptName() << "'";
  return success();
}

#define SONDE_ENDLESS_LOOP_OP(OP)                                                                  \
  LogicalResult OP::verifySymbolUses(SymbolTableCollection &symbols) {                             \
    return detail::verifyErrorSite(*this, getOnErrorAttr(), symbols);                              \
  }                                                                                                \
  ErrorKind OP::getErrorKind() { return ErrorKind::LoopLimit; }                                    \
  StringRef OP::getFailingHelper() { return {}; }                                                  \
  FlatSymbolRefAttr OP::getFailingMap() { return {}; }
SONDE_ENDLESS_LOOP_OP(ForOp)
SONDE_ENDLESS_LOOP_OP(WhileOp)
#undef SONDE_ENDLESS_LOOP_OP

//===----------------------------------------------------------------------===//
// tracing.for
//===----------------------------------------------------------------------===//

std::optional<uint64_t> ForOp::getConstantCount() {
  APInt from, to;
  if (!matchPattern(getFrom(), m_ConstantInt(&from)) || !matchPattern(getTo(), m_ConstantInt(&to)))
    return std::nullopt;
  bool isEmpty = getIsUnsigned() ? to.ule(from) : to.sle(from);
  return isEmpty ? 0 : (to - from).getZExtValue();
}

// `%i = %from to %to (unsigned)? …`
ParseResult ForOp::parse(OpAsmParser &parser, OperationState &state) {
  Type i64 = parser.getBuilder().getI64Type();
  OpAsmParser::Argument index;
  OpAsmParser::UnresolvedOperand from, to;
  if (parser.parseArgument(index) || parser.parseEqual() || parser.parseOperand(from) ||
      parser.parseKeyword("to") || parser.parseOperand(to) ||
      parser.resolveOperand(from, i64, state.operands) ||
      parser.resolveOperand(to, i64, state.operands))
    return failure();
  index.type = i64;
  if (succeeded(parser.parseOptionalKeyword("unsigned")))
    state.addAttribute(getIsUnsignedAttrName(state.name), parser.getBuilder().getUnitAttr());
  return parseRest(parser, state, index);
}

void ForOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printRegionArgument(getIndex(), {}, /*omitType=*/true);
  printer << " = " << getFrom() << " to " << getTo();
  if (getIsUnsigned())
    printer << " unsigned";
  printRest(printer, *this, getIsUnsignedAttrName().getValue());
}

LogicalResult ForOp::verifyRegions() {
  Type i64 = IntegerType::get(getContext(), 64);
  if (failed(verifyArguments(*this, getBody(), i64)))
    return failure();
  if (getIndex().getType() != i64)
    return emitOpError() << "counts in " << getIndex().getType() << " instead of 'i64'";
  return success();
}

//===----------------------------------------------------------------------===//
// tracing.for_each
//===----------------------------------------------------------------------===//

// `@map (%key: type, %value: type) …`
ParseResult ForEachOp::parse(OpAsmParser &parser, OperationState &state) {
  StringAttr map;
  SmallVector<OpAsmParser::Argument> entry;
  if (parser.parseSymbolName(map) ||
      parser.parseArgumentList(entry, OpAsmParser::Delimiter::Paren, /*allowType=*/true))
    return failure();
  state.addAttribute(getMapAttrName(state.name), FlatSymbolRefAttr::get(map));
  return parseRest(parser, state, entry);
}

void ForEachOp::print(OpAsmPrinter &printer) {
  printer << " " << getMapAttr() << " ";
  detail::printArguments(printer, getBody());
  printRest(printer, *this, getMapAttrName().getValue());
}

LogicalResult ForEachOp::verifyRegions() {
  if (getBody().getNumArguments() == 0 || getBody().getNumArguments() > 2)
    return emitOpError("has a body whose arguments are not a key and a value");
  return success();
}

LogicalResult ForEachOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto map = requireSymbol<MapOp>(*this, getMapAttr(), symbols, "a map");
  if (!map || failed(verifyEntry(*this, map, getBody())))
    return failure();
  return verifyArguments(*this, getBody(), entryTypes(map));
}

void ForEachOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  detail::addMapEffect(MemoryEffects::Read::get(), getMapAttr(), effects);
}

//===----------------------------------------------------------------------===//
// tracing.while
//===----------------------------------------------------------------------===//

ParseResult WhileOp::parse(OpAsmParser &parser, OperationState &state) {
  return parseRest(parser, state, {});
}

void WhileOp::print(OpAsmPrinter &printer) { printRest(printer, *this); }

LogicalResult WhileOp::verifyRegions() { return verifyArguments(*this, getBody(), {}); }

//===----------------------------------------------------------------------===//
// Callbacks
//===----------------------------------------------------------------------===//

// `@name of(@probe) (over(@map))? (%a: type, …) attributes {…} { body }`
ParseResult CallbackOp::parse(OpAsmParser &parser, OperationState &state) {
  StringAttr name, probe, map;
  SmallVector<OpAsmParser::Argument> arguments;
  if (parser.parseSymbolName(name, SymbolTable::getSymbolAttrName(), state.attributes) ||
      parser.parseKeyword("of") || parser.parseLParen() || parser.parseSymbolName(probe) ||
      parser.parseRParen())
    return failure();
  state.addAttribute(getProbeAttrName(state.name), FlatSymbolRefAttr::get(probe));
  if (succeeded(parser.parseOptionalKeyword("over"))) {
    if (parser.parseLParen() || parser.parseSymbolName(map) || parser.parseRParen())
      return failure();
    state.addAttribute(getMapAttrName(state.name), FlatSymbolRefAttr::get(map));
  }
  return failure(
      parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren, /*allowType=*/true) ||
      parser.parseOptionalAttrDictWithKeyword(state.attributes) ||
      parser.parseRegion(*state.addRegion(), arguments));
}

void CallbackOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printSymbolName(getSymName());
  printer << " of(" << getProbeAttr() << ") ";
  if (getMapAttr())
    printer << "over(" << getMapAttr() << ") ";
  detail::printArguments(printer, getBody());
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(), {getSymNameAttrName(), getProbeAttrName(), getMapAttrName()});
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult CallbackOp::verifyRegions() {
  if (!getMap() &&
      (getBody().getNumArguments() == 0 || !getBody().getArgument(0).getType().isInteger(64)))
    return emitOpError("does not begin with the number of the iteration, an 'i64'");
  WalkResult result = getBody().walk([&](LeaveOp leave) {
    if (!leave.getReturning() || leave->getParentOp() != getOperation())
      return WalkResult::advance();
    leave.emitOpError("cannot return from a callback");
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

LogicalResult CallbackOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (!requireSymbol<ProbeOp>(*this, getProbeAttr(), symbols, "a probe"))
    return failure();
  if (!getMap())
    return success();
  auto map = requireSymbol<MapOp>(*this, getMapAttr(), symbols, "a map");
  return success(map && succeeded(verifyEntry(*this, map, getBody())));
}

unsigned CallbackOp::kernelArguments(MapOp map) { return map ? entryTypes(map).size() : 1; }

LogicalResult RunLoopOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto callback = requireSymbol<CallbackOp>(*this, getCallbackAttr(), symbols, "a callback");
  if (!callback)
    return failure();
  if (static_cast<bool>(getTimes()) == static_cast<bool>(callback.getMapAttr()))
    return emitOpError("says how often exactly when its callback does not go over a map");
  auto map = callback.getMapAttr()
                 ? symbols.lookupNearestSymbolFrom<MapOp>(*this, callback.getMapAttr())
                 : MapOp();
  TypeRange arguments = callback.getBody().getArgumentTypes();
  TypeRange taken = arguments.drop_front(CallbackOp::kernelArguments(map));
  if (TypeRange(getCaptured().getTypes()) != taken)
    return emitOpError() << "does not capture what " << getCallbackAttr() << " takes";
  return success();
}

} // namespace sonde::tr
