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

// `add(%v), umax(%w)`: the kinds and values of a map_update.
static ParseResult parseUpdates(OpAsmParser &parser, DenseI32ArrayAttr &kinds,
                                SmallVectorImpl<OpAsmParser::UnresolvedOperand> &values) {
  SmallVector<int32_t> parsed;
  auto parseUpdate = [&]() -> ParseResult {
    SMLoc where = parser.getCurrentLocation();
    StringRef word;
    if (parser.parseKeyword(&word))
      return failure();
    std::optional<UpdateKind> kind = symbolizeUpdateKind(word);
    if (!kind)
      return parser.emitError(where, "expected 'add' or 'umax'");
    parsed.push_back(static_cast<int32_t>(*kind));
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

#define GET_OP_CLASSES
#include "dialect/Tracing/IR/TracingOps.cpp.inc"
