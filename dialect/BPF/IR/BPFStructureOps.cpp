//===- BPFStructureOps.cpp - Maps, programs, globals, descriptors ---------===//
#include "dialect/BPF/IR/BPF.h"
#include "dialect/BPF/IR/Memory.h"

#include "mlir/IR/OpImplementation.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace sonde::bpf;

//===- bpf.map ------------------------------------------------------------===//

bool MapOp::isPerCpu() {
  MapKind kind = getKind();
  return kind == MapKind::PercpuHash || kind == MapKind::PercpuArray ||
         kind == MapKind::LruPercpuHash;
}

bool MapOp::isArray() { return getKind() == MapKind::Array || getKind() == MapKind::PercpuArray; }

uint64_t MapOp::keySize() { return getKey() ? layoutSize(*getKey()).value_or(0) : 0; }

uint64_t MapOp::valueSize() { return getValue() ? layoutSize(*getValue()).value_or(0) : 0; }

std::optional<Feature> MapOp::getRequiredFeature() {
  return getKind() == MapKind::Ringbuf ? std::optional(Feature::ringbuf) : std::nullopt;
}

static LogicalResult verifyRingbuf(MapOp map) {
  if (map.getKey() || map.getValue())
    return map.emitOpError("a ring buffer has neither key nor value");
  uint64_t size = map.getMaxEntries();
  if (!llvm::isPowerOf2_64(size) || size < 4096)
    return map.emitOpError() << "the size of a ring buffer is a power of two from 4096, not "
                             << size;
  return success();
}

LogicalResult MapOp::verify() {
  if (getMaxEntries() == 0)
    return emitOpError("has no entries");
  if (getScriptKey() && !getScript())
    return emitOpError("has a script key but no script name");
  if (getScript().has_value() != getScriptValue().has_value())
    return emitOpError("needs both a script name and a script value, or neither");
  if (getKind() == MapKind::Ringbuf)
    return verifyRingbuf(*this);
  if (!getKey() || !getValue())
    return emitOpError("needs a key and a value");
  for (Type layout : {*getKey(), *getValue()})
    if (layoutSize(layout).value_or(0) == 0)
      return emitOpError() << layout << " has no size in memory";
  if (isArray() && keySize() != 4)
    return emitOpError() << "the key of an array has 4 bytes, not " << keySize();
  return success();
}

//===- Descriptors, globals and externs -----------------------------------===//

LogicalResult EventOp::verify() {
  if (getFields().size() != getOffsets().size())
    return emitOpError() << "has " << getFields().size() << " fields but " << getOffsets().size()
                         << " offsets";
  for (int64_t offset : getOffsets())
    if (offset < 0 || static_cast<uint64_t>(offset) >= getSize())
      return emitOpError() << "offset " << offset << " is outside the record of " << getSize()
                           << " bytes";
  return success();
}

LogicalResult GlobalOp::verify() {
  std::optional<uint64_t> size = layoutSize(getType());
  if (!size || *size == 0)
    return emitOpError() << getType() << " has no size in memory";
  if (!getInit())
    return success();
  if (getKind() == GlobalKind::Bss)
    return emitOpError("zero data has no initial bytes");
  if (getInit()->size() > *size)
    return emitOpError() << "has " << getInit()->size() << " initial bytes for " << *size;
  return success();
}

std::optional<Feature> ExternOp::getRequiredFeature() {
  bool isIterator = getKind() == "kfunc" && getSymName().starts_with(kIterNumPrefix);
  return isIterator ? std::optional(Feature::iter_num) : std::nullopt;
}

LogicalResult ExternOp::verify() {
  bool isFunction = isa<FunctionType>(getType());
  bool known = llvm::is_contained({"c", "kfunc", "ksym", "kconfig"}, getKind());
  if (!known)
    return emitOpError() << "unknown kind of extern \"" << getKind() << "\"";
  bool needsFunction = getKind() == "c" || getKind() == "kfunc";
  if (needsFunction && !isFunction)
    return emitOpError() << "\"" << getKind() << "\" needs a function type";
  if (!needsFunction && isFunction)
    return emitOpError() << "\"" << getKind() << "\" is data, not a function";
  if (getWeak() && getKind() == "c")
    return emitOpError("a linked function cannot be weak");
  return success();
}

//===- bpf.prog -----------------------------------------------------------===//

void ProgOp::createLeave(OpBuilder &builder, Location loc) {
  builder.create<ReturnOp>(loc, builder.create<arith::ConstantIntOp>(loc, 0, 32));
}

std::optional<Feature> ProgOp::getRequiredFeature() {
  switch (getType()) {
  case ProgType::RawTracepoint:
    return Feature::raw_tracepoint;
  case ProgType::Tracing:
    return Feature::btf_tracing;
  default:
    return std::nullopt;
  }
}

/// Parses WORD `(`; the caller reads the rest up to `)`.
static ParseResult parseClause(OpAsmParser &parser, StringRef word) {
  return failure(parser.parseKeyword(word) || parser.parseLParen());
}

/// @name `type` `(` type `)` `section` `(` "…" `)` `attach` [...] `(` %ctx `)` (`attributes` {…})?
/// {…}
ParseResult ProgOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr name, section;
  ArrayAttr attach;
  std::string typeWord;
  if (parser.parseSymbolName(name, getSymNameAttrName(result.name), result.attributes) ||
      parseClause(parser, "type"))
    return failure();
  SMLoc typeLoc = parser.getCurrentLocation();
  if (parser.parseKeywordOrString(&typeWord) || parser.parseRParen() ||
      parseClause(parser, "section") || parser.parseAttribute(section) || parser.parseRParen() ||
      parser.parseKeyword("attach") || parser.parseAttribute(attach))
    return failure();
  std::optional<ProgType> type = symbolizeProgType(typeWord);
  if (!type)
    return parser.emitError(typeLoc) << "unknown program type '" << typeWord << "'";

  OpAsmParser::Argument context;
  if (parser.parseLParen() || parser.parseArgument(context, /*allowType=*/true) ||
      parser.parseRParen() || parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
      parser.parseRegion(*result.addRegion(), context))
    return failure();
  result.addAttribute(getTypeAttrName(result.name), ProgTypeAttr::get(parser.getContext(), *type));
  result.addAttribute(getSectionAttrName(result.name), section);
  result.addAttribute(getAttachAttrName(result.name), attach);
  return success();
}

void ProgOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printSymbolName(getSymName());
  printer << " type(" << stringifyProgType(getType()) << ") section(" << getSectionAttr()
          << ") attach " << getAttachAttr() << " (";
  printer.printRegionArgument(getCtx());
  printer << ")";
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(),
      {getSymNameAttrName(), getTypeAttrName(), getSectionAttrName(), getAttachAttrName()});
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult ProgOp::verifyRegions() {
  Block &entry = getBody().front();
  auto isContext = [](Type type) {
    auto pointer = dyn_cast<PtrType>(type);
    return pointer && pointer.getKind() == PtrKind::Ctx;
  };
  if (entry.getNumArguments() != 1 || !isContext(entry.getArgument(0).getType()))
    return emitOpError("the one argument of a program is its context, '!bpf.ptr<ctx>'");
  return success();
}

//===- bpf.callback -------------------------------------------------------===//

void CallbackOp::createLeave(OpBuilder &builder, Location loc) {
  builder.create<ReturnOp>(loc, builder.create<arith::ConstantIntOp>(loc, 1, 64));
}

/// @name `type` `(` type `)` `each`? `(` arguments `)` (`attributes` {…})? {…}
ParseResult CallbackOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr name;
  std::string typeWord;
  if (parser.parseSymbolName(name, getSymNameAttrName(result.name), result.attributes) ||
      parseClause(parser, "type"))
    return failure();
  SMLoc typeLoc = parser.getCurrentLocation();
  if (parser.parseKeywordOrString(&typeWord) || parser.parseRParen())
    return failure();
  std::optional<ProgType> type = symbolizeProgType(typeWord);
  if (!type)
    return parser.emitError(typeLoc) << "unknown program type '" << typeWord << "'";
  result.addAttribute(getTypeAttrName(result.name), ProgTypeAttr::get(parser.getContext(), *type));
  if (succeeded(parser.parseOptionalKeyword("each")))
    result.addAttribute(getEachAttrName(result.name), parser.getBuilder().getUnitAttr());
  SmallVector<OpAsmParser::Argument> arguments;
  return failure(
      parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren, /*allowType=*/true) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
      parser.parseRegion(*result.addRegion(), arguments));
}

void CallbackOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printSymbolName(getSymName());
  printer << " type(" << stringifyProgType(getType()) << ") ";
  if (getEach())
    printer << "each ";
  printer << "(";
  llvm::interleaveComma(getBody().getArguments(), printer,
                        [&](BlockArgument argument) { printer.printRegionArgument(argument); });
  printer << ")";
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(), {getSymNameAttrName(), getTypeAttrName(), getEachAttrName()});
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false);
}

LogicalResult CallbackOp::verifyRegions() {
  auto isMemory = [](Type type) {
    auto pointer = dyn_cast<PtrType>(type);
    return pointer && pointer.getKind() == PtrKind::MapValue && !pointer.getNullable();
  };
  TypeRange types = getBody().getArgumentTypes();
  bool isMatch = types.size() >= kernelArguments() &&
                 (getEach() ? llvm::all_of(types.take_front(3), isMemory) : types[0].isInteger(64));
  if (!isMatch)
    return emitOpError() << (getEach() ? "begins with the map, the key and the value"
                                       : "begins with the number of the iteration, an 'i64'");
  return success();
}

LogicalResult ReturnOp::verify() {
  unsigned bits = isa<CallbackOp>((*this)->getParentOp()) ? 64 : 32;
  if (!getValue().getType().isInteger(bits))
    return emitOpError() << "returns an 'i" << bits << "' here";
  return success();
}
