//===- BPFDialect.cpp - Registration, types and attributes ----------------===//
#include "dialect/BPF/IR/BPF.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace sonde::bpf;

#include "dialect/BPF/IR/BPFDialect.cpp.inc"
#include "dialect/BPF/IR/BPFEnums.cpp.inc"
#include "dialect/BPF/IR/BPFInterfaces.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialect/BPF/IR/BPFAttrs.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "dialect/BPF/IR/BPFTypes.cpp.inc"

void BPFDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialect/BPF/IR/BPFAttrs.cpp.inc"
      >();
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialect/BPF/IR/BPFTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialect/BPF/IR/BPFOps.cpp.inc"
      >();
}

Operation *BPFDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                           Location loc) {
  return arith::ConstantOp::materialize(builder, value, type, loc);
}

//===- !bpf.ptr -----------------------------------------------------------===//

/// KIND (`,` @struct)? (`,` `nullable`)?
Type PtrType::parse(AsmParser &parser) {
  std::string kindWord;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseLess() || parser.parseKeywordOrString(&kindWord))
    return {};
  std::optional<PtrKind> kind = symbolizePtrKind(kindWord);
  if (!kind) {
    parser.emitError(loc) << "unknown kind of pointer '" << kindWord << "'";
    return {};
  }
  FlatSymbolRefAttr structName;
  bool nullable = false;
  while (succeeded(parser.parseOptionalComma())) {
    if (succeeded(parser.parseOptionalKeyword("nullable"))) {
      nullable = true;
      continue;
    }
    StringAttr name;
    if (failed(parser.parseOptionalSymbolName(name))) {
      parser.emitError(parser.getCurrentLocation()) << "expected 'nullable' or the name of a type";
      return {};
    }
    structName = FlatSymbolRefAttr::get(name);
  }
  if (parser.parseGreater())
    return {};
  return getChecked([&] { return parser.emitError(loc); }, parser.getContext(), *kind, nullable,
                    structName);
}

void PtrType::print(AsmPrinter &printer) const {
  printer << "<" << stringifyPtrKind(getKind());
  if (getStruct_()) {
    printer << ", ";
    printer.printAttributeWithoutType(getStruct_());
  }
  if (getNullable())
    printer << ", nullable";
  printer << ">";
}

LogicalResult PtrType::verify(llvm::function_ref<InFlightDiagnostic()> emitError, PtrKind kind,
                              bool nullable, FlatSymbolRefAttr structName) {
  if (structName && kind != PtrKind::BtfId)
    return emitError() << "only a 'btf_id' pointer names a type";
  if (nullable && (kind == PtrKind::Ctx || kind == PtrKind::Stack || kind == PtrKind::Mem))
    return emitError() << "a '" << stringifyPtrKind(kind) << "' pointer is never null";
  return success();
}

//===- #bpf.target --------------------------------------------------------===//

static bool isRelease(StringRef text) {
  unsigned major, minor;
  return !text.consumeInteger(10, major) && text.consume_front(".") &&
         !text.consumeInteger(10, minor) && text.empty();
}

LogicalResult TargetAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                                 StringRef kernel, StringRef arch, ArrayRef<StringAttr> features) {
  if (!isRelease(kernel))
    return emitError() << "expected a kernel release such as \"6.1\", not \"" << kernel << "\"";
  if (arch != "x86_64" && arch != "aarch64")
    return emitError() << "unknown architecture \"" << arch << "\"";
  for (StringAttr feature : features) {
    StringRef text = feature.getValue();
    if (!text.starts_with("+") && !text.starts_with("-"))
      return emitError() << "expected '+' or '-' before the feature \"" << text << "\"";
    if (!featureByName(text.drop_front()))
      return emitError() << "unknown feature \"" << text.drop_front() << "\"";
  }
  return success();
}
