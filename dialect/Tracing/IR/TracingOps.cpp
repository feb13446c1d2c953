//===- TracingOps.cpp - The generated part of all operations --------------===//
//
// What is written by hand stands in one file per theme, beside the .td files.
//
//===----------------------------------------------------------------------===//
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace sonde::tr;

#include "dialect/Tracing/IR/TracingInterfaces.cpp.inc"

static ParseResult parseKind(OpAsmParser &parser, UpdateKind &kind) {
  SMLoc where = parser.getCurrentLocation();
  StringRef word;
  if (parser.parseKeyword(&word))
    return failure();
  std::optional<UpdateKind> found = symbolizeUpdateKind(word);
  if (!found)
    return parser.emitError(where, "expected 'add', 'umax', 'mul', 'and', 'or', 'xor' or 'set'");
  kind = *found;
  return success();
}

// `add(%v), umax(%w)`: the kinds and values of a map_update.
static ParseResult parseUpdates(OpAsmParser &parser, DenseI32ArrayAttr &kinds,
                                SmallVectorImpl<OpAsmParser::UnresolvedOperand> &values) {
  SmallVector<int32_t> parsed;
  auto parseUpdate = [&]() -> ParseResult {
    UpdateKind kind;
    if (parseKind(parser, kind))
      return failure();
    parsed.push_back(static_cast<int32_t>(kind));
    return failure(parser.parseLParen() || parser.parseOperand(values.emplace_back()) ||
                   parser.parseRParen());
  };
  if (parser.parseCommaSeparatedList(parseUpdate))
    return failure();
  kinds = parser.getBuilder().getDenseI32ArrayAttr(parsed);
  return success();
}

static void printUpdates(OpAsmPrinter &printer, Operation *, DenseI32ArrayAttr kinds,
                         OperandRange values) {
  llvm::interleaveComma(llvm::zip(kinds.asArrayRef(), values), printer, [&](auto update) {
    auto [kind, value] = update;
    printer << stringifyUpdateKind(static_cast<UpdateKind>(kind)) << "(" << value << ")";
  });
}

// `add, umax`: the kinds of a map_fold.
static ParseResult parseKinds(OpAsmParser &parser, DenseI32ArrayAttr &kinds) {
  SmallVector<int32_t> parsed;
  auto parseOne = [&] {
    UpdateKind kind;
    ParseResult result = parseKind(parser, kind);
    parsed.push_back(static_cast<int32_t>(kind));
    return result;
  };
  if (parser.parseCommaSeparatedList(parseOne))
    return failure();
  kinds = parser.getBuilder().getDenseI32ArrayAttr(parsed);
  return success();
}

static void printKinds(OpAsmPrinter &printer, Operation *, DenseI32ArrayAttr kinds) {
  llvm::interleaveComma(kinds.asArrayRef(), printer, [&](int32_t kind) {
    printer << stringifyUpdateKind(static_cast<UpdateKind>(kind));
  });
}

#define GET_OP_CLASSES
#include "dialect/Tracing/IR/TracingOps.cpp.inc"
