//===- TracingStructureOps.cpp - Symbols and the body of a probe ----------===//
#include "dialect/Tracing/IR/Layout.h"
#include "dialect/Tracing/IR/OpSupport.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace sonde::tr {

using detail::requireSymbol;

//===----------------------------------------------------------------------===//
// Maps
//===----------------------------------------------------------------------===//

std::string MapOp::scriptName() { return getSymName() == "__" ? "@" : "@" + getSymName().str(); }

LogicalResult MapOp::verify() {
  if (isa<AggType>(getKeyType()))
    return emitOpError("has an aggregation as key");
  if (isa<NoneType>(getValueType()))
    return emitOpError("has no value");
  if (getMaxEntries() && *getMaxEntries() <= 0)
    return emitOpError("has room for no entry");
  std::optional<StorageAttr> storage = getStorage();
  if (isScalar() && storage && (!storage->isArray() || storage->getMaxEntries() != 1))
    return emitOpError("is scalar, so its storage is an array of one entry");
  return success();
}

//===----------------------------------------------------------------------===//
// Events and error sites
//===----------------------------------------------------------------------===//

static bool actsOnMap(EventKind kind) {
  return kind == EventKind::PrintMap || kind == EventKind::ClearMap || kind == EventKind::ZeroMap;
}

/// Written so that no hostile number wraps around.
static bool isInside(uint64_t offset, uint64_t size, uint64_t whole) {
  return offset <= whole && size <= whole - offset;
}

static LogicalResult verifyLayout(EventOp event, LayoutAttr layout) {
  ArrayRef<uint64_t> offsets = layout.getOffsets();
  if (offsets.size() != event.getFields().size())
    return event.emitOpError() << "has " << event.getFields().size() << " fields, but offsets of "
                               << offsets.size();
  for (auto [i, type] : llvm::enumerate(event.getFields().getAsValueRange<TypeAttr>()))
    if (offsets[i] < 8 || !isInside(offsets[i], sizeInBytes(type, event), layout.getSize()))
      return event.emitOpError() << "has field " << i << " outside its record";
  return success();
}

LogicalResult EventOp::verify() {
  if ((getKind() == EventKind::Printf) != getFormat().has_value())
    return emitOpError("has a format exactly when it is a 'printf'");
  if (actsOnMap(getKind()) && !getMap())
    return emitOpError() << "is a '" << stringifyEventKind(getKind()) << "' without a map";
  if ((getTop() || getDiv()) && getKind() != EventKind::PrintMap)
    return emitOpError("has 'top' or 'div', which only 'print_map' has");
  if (std::optional<LayoutAttr> layout = getLayout())
    return verifyLayout(*this, *layout);
  return success();
}

LogicalResult EventOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return success(!getMap() || requireSymbol<MapOp>(*this, getMapAttr(), symbols, "a map"));
}

LogicalResult ErrorSiteOp::verify() {
  if (getKind() == ErrorKind::MapFull && !getMap())
    return emitOpError("is a 'map_full' without a map");
  if (getKind() == ErrorKind::Helper && !getHelper())
    return emitOpError("is a 'helper' without the helper's name");
  return success();
}

LogicalResult ErrorSiteOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return success(!getMap() || requireSymbol<MapOp>(*this, getMapAttr(), symbols, "a map"));
}

//===----------------------------------------------------------------------===//
// Structs and parameters
//===----------------------------------------------------------------------===//

MemberAttr StructOp::find(StringRef name) {
  for (auto member : getMembers().getAsRange<MemberAttr>())
    if (member.getName() == name)
      return member;
  return {};
}

LogicalResult StructOp::verify() {
  llvm::StringSet<> names;
  for (auto member : getMembers().getAsRange<MemberAttr>()) {
    if (!names.insert(member.getName()).second)
      return emitOpError() << "has two members '" << member.getName().getValue() << "'";
    if (!isInside(member.getOffset(), sizeInBytes(member.getType(), *this), getSize()))
      return emitOpError() << "has member '" << member.getName().getValue() << "' outside its "
                           << getSize() << " bytes";
  }
  return success();
}

LogicalResult ParamOp::verify() {
  if (auto text = dyn_cast<StringAttr>(getValue())) {
    auto type = dyn_cast<StrType>(getType());
    if (!type)
      return emitOpError("has a text as value, but not a type of text");
    if (text.size() >= type.getCapacity())
      return emitOpError("has a text that is too long for its type");
    return success();
  }
  if (!isa<IntegerType>(getType()))
    return emitOpError("has a number as value, but not a type of numbers");
  return success();
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

// `@name(%a: type, …) -> type attributes {…} { body }`
ParseResult FuncOp::parse(OpAsmParser &parser, OperationState &state) {
  StringAttr name;
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<Type, 1> results;
  if (parser.parseSymbolName(name, SymbolTable::getSymbolAttrName(), state.attributes) ||
      parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren, /*allowType=*/true) ||
      parser.parseOptionalArrowTypeList(results) ||
      parser.parseOptionalAttrDictWithKeyword(state.attributes))
    return failure();
  auto types = llvm::map_range(arguments, [](const auto &argument) { return argument.type; });
  auto type = FunctionType::get(parser.getContext(), llvm::to_vector(types), results);
  state.addAttribute(getFunctionTypeAttrName(state.name), TypeAttr::get(type));
  return parser.parseRegion(*state.addRegion(), arguments);
}

void FuncOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printSymbolName(getSymName());
  detail::printArguments(printer, getBody());
  printer.printOptionalArrowTypeList(getFunctionType().getResults());
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(),
                                           {getSymNameAttrName(), getFunctionTypeAttrName()});
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult FuncOp::verifyRegions() {
  if (getBody().getArgumentTypes() != getFunctionType().getInputs())
    return emitOpError("has arguments of other types than its function type");
  return success();
}

LogicalResult ReturnOp::verify() {
  SmallVector<Type, 1> given(getOperandTypes());
  auto function = dyn_cast<FuncOp>((*this)->getParentOp());
  if (function && function.getFunctionType().getResults() != ArrayRef<Type>(given))
    return emitOpError("does not return what its function yields");
  if (!function && getValue() && !getValue().getType().isInteger(64))
    return emitOpError("returns something else than an 'i64' from a probe");
  return success();
}

//===----------------------------------------------------------------------===//
// Probes
//===----------------------------------------------------------------------===//

AttachKind ProbeOp::getAttachKind() { return cast<AttachAttr>(getAttach()[0]).getKind(); }

// `@name attach [points] (%ctx: type) attributes {…} { body }`
ParseResult ProbeOp::parse(OpAsmParser &parser, OperationState &state) {
  StringAttr name;
  ArrayAttr attach;
  OpAsmParser::Argument context;
  if (parser.parseSymbolName(name, SymbolTable::getSymbolAttrName(), state.attributes) ||
      parser.parseKeyword("attach") ||
      parser.parseAttribute(attach, getAttachAttrName(state.name), state.attributes) ||
      parser.parseLParen() || parser.parseArgument(context, /*allowType=*/true) ||
      parser.parseRParen() || parser.parseOptionalAttrDictWithKeyword(state.attributes))
    return failure();
  return parser.parseRegion(*state.addRegion(), context);
}

void ProbeOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printSymbolName(getSymName());
  printer << " attach " << getAttach() << " (";
  printer.printRegionArgument(getBody().getArgument(0));
  printer << ")";
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(),
                                           {getSymNameAttrName(), getAttachAttrName()});
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult ProbeOp::verifyRegions() {
  if (getAttach().empty())
    return emitOpError("has no attach point");
  auto isContext = [](Type type) {
    auto pointer = dyn_cast<PtrType>(type);
    return pointer && pointer.getSpace() == AddrSpace::Ctx;
  };
  if (getBody().getNumArguments() != 1 || !isContext(getBody().getArgument(0).getType()))
    return emitOpError("has one argument, which points to its context");
  return success();
}

} // namespace sonde::tr
