//===- TracingTypes.cpp - Types of values, keys and events ----------------===//
#include "dialect/Tracing/IR/Layout.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

#define GET_TYPEDEF_CLASSES
#include "dialect/Tracing/IR/TracingTypes.cpp.inc"

namespace sonde::tr {

void TracingDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialect/Tracing/IR/TracingTypes.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Sizes: all from Layout.h
//===----------------------------------------------------------------------===//

#define SONDE_SIZED_TYPE(TYPE)                                                                     \
  llvm::TypeSize TYPE::getTypeSizeInBits(const DataLayout &, DataLayoutEntryListRef) const {       \
    return llvm::TypeSize::getFixed(sizeInBytes(*this, nullptr) * 8);                              \
  }                                                                                                \
  uint64_t TYPE::getABIAlignment(const DataLayout &, DataLayoutEntryListRef) const {               \
    return alignmentOf(*this);                                                                     \
  }                                                                                                \
  uint64_t TYPE::getPreferredAlignment(const DataLayout &, DataLayoutEntryListRef) const {         \
    return alignmentOf(*this);                                                                     \
  }
SONDE_SIZED_TYPE(PtrType)
SONDE_SIZED_TYPE(ArrayType)
SONDE_SIZED_TYPE(StrType)
SONDE_SIZED_TYPE(RecordType)
SONDE_SIZED_TYPE(AggType)
SONDE_SIZED_TYPE(BufType)
SONDE_SIZED_TYPE(StackType)
SONDE_SIZED_TYPE(TaggedType)
SONDE_SIZED_TYPE(EnumType)
#undef SONDE_SIZED_TYPE

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

LogicalResult StrType::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                              uint64_t capacity) {
  if (capacity == 0)
    return emitError() << "text has room for at least its NUL";
  return success();
}

LogicalResult BufType::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                              uint64_t capacity) {
  if (capacity == 0)
    return emitError() << "a buffer has room for at least one byte";
  return success();
}

//===----------------------------------------------------------------------===//
// Values that user space turns into text
//===----------------------------------------------------------------------===//

LogicalResult StackType::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                                StackOrigin origin, uint64_t depth, StackMode mode) {
  if (depth > 1024)
    return emitError() << "a stack has at most 1024 frames";
  if (origin == StackOrigin::Kernel && mode == StackMode::BuildId)
    return emitError() << "the kernel's frames have no build ID";
  return success();
}

LogicalResult EnumType::verify(llvm::function_ref<InFlightDiagnostic()> emitError, StringRef name,
                               unsigned width) {
  if (!llvm::is_contained({8, 16, 32, 64}, width))
    return emitError() << "the width of '" << name << "' is 8, 16, 32 or 64, not " << width;
  return success();
}

LogicalResult TaggedType::verify(llvm::function_ref<InFlightDiagnostic()> emitError, Show show,
                                 Type type) {
  auto bytes = [&](uint64_t count) -> Type {
    return ArrayType::get(type.getContext(), count, IntegerType::get(type.getContext(), 8));
  };
  auto wanted = [&]() -> Type {
    switch (show) {
    case Show::Ksym:
    case Show::Username:
      return IntegerType::get(type.getContext(), 64);
    case Show::Usym:
    case Show::CgroupPath:
    case Show::Timestamp:
      return bytes(16);
    case Show::Inet:
      return bytes(24);
    case Show::Mac:
      return bytes(6);
    case Show::Cut:
      if (mlir::isa<StrType>(type))
        return type;
      return StrType::get(type.getContext(), std::max<uint64_t>(tr::sizeInBytes(type, nullptr), 1));
    }
    llvm_unreachable("all presentations are above");
  }();
  if (type != wanted)
    return emitError() << "'" << stringifyShow(show) << "' shows a value of type " << wanted
                       << ", not " << type;
  return success();
}

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

LogicalResult RecordType::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                                 ArrayRef<StringAttr> names, ArrayRef<Type> types) {
  if (!names.empty() && names.size() != types.size())
    return emitError() << "either all elements of a record have names or none";
  return success();
}

/// Would this name be read as a type, or as no word at all?
static bool needsQuotes(StringRef name) {
  StringRef digits = name;
  bool hasWidth =
      (digits.consume_front("si") || digits.consume_front("ui") || digits.consume_front("i") ||
       digits.consume_front("f") || digits.consume_front("bf") || digits.consume_front("tf")) &&
      !digits.empty() && llvm::isDigit(digits.front());
  return hasWidth || llvm::is_contained(
                         {"none", "index", "complex", "memref", "tensor", "tuple", "vector"}, name);
}

// `<i32, !tracing.str<16>>`, `<x: si64, "i8": si64>`
Type RecordType::parse(AsmParser &parser) {
  SmallVector<StringAttr> names;
  SmallVector<Type> types;
  SMLoc where = parser.getCurrentLocation();
  auto parseElement = [&]() -> ParseResult {
    std::string quoted;
    StringRef word;
    Type type;
    if (succeeded(parser.parseOptionalString(&quoted)))
      word = quoted;
    else if (OptionalParseResult parsed = parser.parseOptionalType(type); parsed.has_value())
      return types.push_back(type), *parsed;
    else if (failed(parser.parseOptionalKeyword(&word)))
      return parser.emitError(parser.getCurrentLocation(), "expected a type, or a name and a type");
    names.push_back(StringAttr::get(parser.getContext(), word));
    if (parser.parseColonType(type))
      return failure();
    types.push_back(type);
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::LessGreater, parseElement))
    return {};
  return RecordType::getChecked([&] { return parser.emitError(where); }, parser.getContext(), names,
                                types);
}

void RecordType::print(AsmPrinter &printer) const {
  printer << "<";
  for (auto [i, type] : llvm::enumerate(getTypes())) {
    if (i)
      printer << ", ";
    if (!getNames().empty()) {
      StringRef name = getNames()[i].getValue();
      if (needsQuotes(name))
        printer.printString(name);
      else
        printer.printKeywordOrString(name);
      printer << ": ";
    }
    printer << type;
  }
  printer << ">";
}

//===----------------------------------------------------------------------===//
// Aggregations
//===----------------------------------------------------------------------===//

static bool isIntervalKind(AggKind kind) {
  return kind == AggKind::Sum || kind == AggKind::Min || kind == AggKind::Max ||
         kind == AggKind::Avg;
}

LogicalResult AggType::verify(llvm::function_ref<InFlightDiagnostic()> emitError, AggKind kind,
                              bool isUnsigned, ArrayRef<int64_t> parameters) {
  size_t wanted = kind == AggKind::Hist      ? 1
                  : kind == AggKind::LHist   ? 3
                  : kind == AggKind::TSeries ? 2
                                             : 0;
  bool hasIntervalKind = kind == AggKind::TSeries && parameters.size() == 3;
  if (parameters.size() != wanted && !hasIntervalKind)
    return emitError() << "the number of parameters of '" << stringifyAggKind(kind) << "' is not "
                       << wanted;
  if (kind == AggKind::Count && !isUnsigned)
    return emitError() << "'count' is unsigned";
  if (kind == AggKind::Hist && (parameters[0] < 0 || parameters[0] > 5))
    return emitError() << "'hist' has between 0 and 5 bits";
  if (kind == AggKind::LHist && (parameters[2] <= 0 || parameters[0] >= parameters[1]))
    return emitError() << "'lhist' has a minimum, a larger maximum and a step of at least 1";
  if (kind == AggKind::TSeries && (parameters[0] <= 0 || parameters[1] <= 0))
    return emitError() << "'tseries' has an interval and a number of at least 1";
  if (hasIntervalKind && !isIntervalKind(static_cast<AggKind>(parameters[2])))
    return emitError() << "'tseries' takes 'sum', 'min', 'max' or 'avg' of an interval";
  return success();
}

/// A parameter: a number, or the word for what a `tseries` makes of an interval.
static ParseResult parseParameter(AsmParser &parser, AggKind kind, int64_t &parameter) {
  SMLoc where = parser.getCurrentLocation();
  StringRef word;
  if (kind != AggKind::TSeries || failed(parser.parseOptionalKeyword(&word)))
    return parser.parseInteger(parameter);
  std::optional<AggKind> part = symbolizeAggKind(word);
  if (!part)
    return parser.emitError(where, "unknown aggregation '") << word << "'";
  parameter = static_cast<int64_t>(*part);
  return success();
}

// `<count>`, `<sum, unsigned>`, `<lhist, 0, 100, 10>`, `<tseries, 1000, 5, avg>`
Type AggType::parse(AsmParser &parser) {
  SMLoc where = parser.getCurrentLocation();
  StringRef word;
  if (parser.parseLess() || parser.parseKeyword(&word))
    return {};
  std::optional<AggKind> kind = symbolizeAggKind(word);
  if (!kind) {
    parser.emitError(where, "unknown aggregation '") << word << "'";
    return {};
  }
  bool isUnsigned = *kind == AggKind::Count;
  SmallVector<int64_t> parameters;
  while (succeeded(parser.parseOptionalComma())) {
    if (succeeded(parser.parseOptionalKeyword("unsigned"))) {
      isUnsigned = true;
      continue;
    }
    if (parseParameter(parser, *kind, parameters.emplace_back()))
      return {};
  }
  if (parser.parseGreater())
    return {};
  return AggType::getChecked([&] { return parser.emitError(where); }, parser.getContext(), *kind,
                             isUnsigned, parameters);
}

void AggType::print(AsmPrinter &printer) const {
  printer << "<" << stringifyAggKind(getKind());
  if (getIsUnsigned() && getKind() != AggKind::Count)
    printer << ", unsigned";
  std::optional<AggKind> part = getIntervalKind();
  for (int64_t parameter : part ? getParameters().drop_back() : getParameters())
    printer << ", " << parameter;
  if (part)
    printer << ", " << stringifyAggKind(*part);
  printer << ">";
}

std::optional<AggKind> AggType::getIntervalKind() const {
  if (getKind() != AggKind::TSeries || getParameters().size() < 3)
    return std::nullopt;
  return static_cast<AggKind>(getParameters()[2]);
}

uint64_t AggType::intervalWords() const { return (getIntervalKind() == AggKind::Sum ? 1 : 2) + 1; }

uint64_t AggType::wordCount() const {
  ArrayRef<int64_t> p = getParameters();
  switch (getKind()) {
  case AggKind::Count:
  case AggKind::Sum:
    return 1;
  case AggKind::Min:
  case AggKind::Max:
  case AggKind::Avg:
  case AggKind::Stats:
    return 2;
  case AggKind::Hist: // See tracing.log2_bucket; one more for negative values.
    return (uint64_t(64 - p[0]) << p[0]) + 1;
  case AggKind::LHist: // See tracing.linear_bucket.
    return (uint64_t(p[1]) - uint64_t(p[0])) / p[2] + 2;
  case AggKind::TSeries:
    return uint64_t(p[1]) * intervalWords();
  }
  llvm_unreachable("all kinds are above");
}

} // namespace sonde::tr
