//===- TracingAttrs.cpp - Attributes and enumerations ---------------------===//
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

#include "dialect/Tracing/IR/TracingEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialect/Tracing/IR/TracingAttrs.cpp.inc"

namespace sonde::tr {

void TracingDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialect/Tracing/IR/TracingAttrs.cpp.inc"
      >();
}

static StringRef textIn(DictionaryAttr values, StringRef key) {
  auto text = values ? values.getAs<StringAttr>(key) : StringAttr();
  return text ? text.getValue() : StringRef();
}

static int64_t numberIn(DictionaryAttr values, StringRef key, int64_t otherwise) {
  auto number = values ? values.getAs<IntegerAttr>(key) : IntegerAttr();
  return number ? number.getInt() : otherwise;
}

//===----------------------------------------------------------------------===//
// Attach points
//===----------------------------------------------------------------------===//

StringRef AttachAttr::text(StringRef option) const { return textIn(getOptions(), option); }

int64_t AttachAttr::number(StringRef option, int64_t otherwise) const {
  return numberIn(getOptions(), option, otherwise);
}

bool AttachAttr::has(StringRef option) const {
  return getOptions() && getOptions().contains(option);
}

/// The provider as the script spells it.
static StringRef providerName(AttachKind kind) {
  switch (kind) {
  case AttachKind::RawTracepoint:
  case AttachKind::BtfTracepoint:
    return "rawtracepoint";
  default:
    return stringifyAttachKind(kind);
  }
}

std::string AttachAttr::displayName() const {
  if (has("name"))
    return text("name").str();
  std::string name = providerName(getKind()).str();
  if (!getTarget().empty())
    name += ":" + getTarget().getValue().str();
  return name;
}

//===----------------------------------------------------------------------===//
// Members
//===----------------------------------------------------------------------===//

// `<"flags", ui32, 4, bits = 3 at 2, raw = 1>`
Attribute MemberAttr::parse(AsmParser &parser, Type) {
  std::string name;
  Type type;
  uint64_t offset = 0;
  uint32_t bitSize = 0, bitOffset = 0;
  int32_t raw = -1;
  if (parser.parseLess() || parser.parseString(&name) || parser.parseComma() ||
      parser.parseType(type) || parser.parseComma() || parser.parseInteger(offset))
    return {};
  while (succeeded(parser.parseOptionalComma())) {
    StringRef option;
    SMLoc where = parser.getCurrentLocation();
    if (parser.parseKeyword(&option) || parser.parseEqual())
      return {};
    if (option == "raw") {
      if (parser.parseInteger(raw))
        return {};
    } else if (option == "bits") {
      if (parser.parseInteger(bitSize) || parser.parseKeyword("at") ||
          parser.parseInteger(bitOffset))
        return {};
    } else {
      parser.emitError(where, "expected 'bits' or 'raw'");
      return {};
    }
  }
  if (parser.parseGreater())
    return {};
  MLIRContext *context = parser.getContext();
  return MemberAttr::get(context, StringAttr::get(context, name), type, offset, bitSize, bitOffset,
                         raw);
}

void MemberAttr::print(AsmPrinter &printer) const {
  printer << "<" << getName() << ", " << getType() << ", " << getOffset();
  if (getBitSize())
    printer << ", bits = " << getBitSize() << " at " << getBitOffset();
  if (getRaw() >= 0)
    printer << ", raw = " << getRaw();
  printer << ">";
}

//===----------------------------------------------------------------------===//
// Decisions and settings
//===----------------------------------------------------------------------===//

bool StorageAttr::isPerCpu() const {
  switch (getKind()) {
  case Storage::PercpuHash:
  case Storage::PercpuLruHash:
  case Storage::PercpuArray:
    return true;
  case Storage::Hash:
  case Storage::LruHash:
  case Storage::Array:
    return false;
  }
  llvm_unreachable("all kinds are above");
}

bool StorageAttr::isArray() const {
  return getKind() == Storage::Array || getKind() == Storage::PercpuArray;
}

int64_t ConfigAttr::number(StringRef key, int64_t otherwise) const {
  return numberIn(getValues(), key, otherwise);
}

StringRef ConfigAttr::text(StringRef key, StringRef otherwise) const {
  return getValues().contains(key) ? textIn(getValues(), key) : otherwise;
}

ConfigAttr ConfigAttr::lookup(Operation *op) {
  MLIRContext *context = op->getContext();
  while (op && !mlir::isa<ModuleOp>(op))
    op = op->getParentOp();
  if (op)
    if (auto config = op->getAttrOfType<ConfigAttr>("tracing.config"))
      return config;
  return ConfigAttr::get(context, DictionaryAttr::get(context));
}

} // namespace sonde::tr
