//===- CallPatterns.cpp - Helpers, maps through helpers, functions --------===//
#include "lib/Transforms/LLVM/Patterns.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::LLVM;

namespace sonde {

CallOp callHelper(OpBuilder &builder, Location location, uint32_t id, Type result,
                  ValueRange arguments) {
  MLIRContext *context = builder.getContext();
  Value number = constantInt(builder, location, 64, id);
  Value helper = builder.create<IntToPtrOp>(location, LLVMPointerType::get(context), number);
  SmallVector<Value> operands{helper};
  llvm::append_range(operands, arguments);
  auto type = LLVMFunctionType::get(result ? result : LLVMVoidType::get(context),
                                    llvm::to_vector(arguments.getTypes()));
  auto call = builder.create<CallOp>(location, type, operands);
  call->setAttr("bpf.helper_call", builder.getI32IntegerAttr(id));
  return call;
}

namespace {

Value addressOf(OpBuilder &builder, Location location, StringRef symbol) {
  return builder.create<AddressOfOp>(location, LLVMPointerType::get(builder.getContext()), symbol);
}

struct ConvertHelper : ConvertOpToLLVMPattern<bpf::HelperCallOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::HelperCallOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Type result = getTypeConverter()->convertType(op.getType());
    rewriter.replaceOp(
        op, callHelper(rewriter, op.getLoc(), op.getId(), result, adaptor.getArguments()));
    return success();
  }
};

struct ConvertLookup : ConvertOpToLLVMPattern<bpf::LookupOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::LookupOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value map = addressOf(rewriter, op.getLoc(), op.getMap());
    rewriter.replaceOp(op, callHelper(rewriter, op.getLoc(), op.getHelperId(), map.getType(),
                                      {map, adaptor.getKey()}));
    return success();
  }
};

struct ConvertLookupPercpu : ConvertOpToLLVMPattern<bpf::LookupPercpuOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::LookupPercpuOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value map = addressOf(rewriter, op.getLoc(), op.getMap());
    rewriter.replaceOp(op, callHelper(rewriter, op.getLoc(), op.getHelperId(), map.getType(),
                                      {map, adaptor.getKey(), adaptor.getCpu()}));
    return success();
  }
};

struct ConvertUpdate : ConvertOpToLLVMPattern<bpf::UpdateOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::UpdateOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value map = addressOf(rewriter, op.getLoc(), op.getMap());
    Value flag = constantInt(rewriter, op.getLoc(), 64, static_cast<int64_t>(op.getFlag()));
    rewriter.replaceOp(op,
                       callHelper(rewriter, op.getLoc(), op.getHelperId(), rewriter.getI64Type(),
                                  {map, adaptor.getKey(), adaptor.getValue(), flag}));
    return success();
  }
};

struct ConvertDelete : ConvertOpToLLVMPattern<bpf::DeleteOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::DeleteOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value map = addressOf(rewriter, op.getLoc(), op.getMap());
    rewriter.replaceOp(op, callHelper(rewriter, op.getLoc(), op.getHelperId(),
                                      rewriter.getI64Type(), {map, adaptor.getKey()}));
    return success();
  }
};

/// bpf_loop and bpf_for_each_map_elem.
struct ConvertRunLoop : ConvertOpToLLVMPattern<bpf::RunLoopOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::RunLoopOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location location = op.getLoc();
    Value callback = addressOf(rewriter, location, op.getCallback());
    Value captured = adaptor.getEnvironment();
    if (!captured)
      captured = rewriter.create<ZeroOp>(location, callback.getType());
    Value what =
        op.getMap() ? addressOf(rewriter, location, *op.getMap())
                    : rewriter.create<TruncOp>(location, rewriter.getI32Type(), adaptor.getTimes());
    Value flags = constantInt(rewriter, location, 64, 0);
    callHelper(rewriter, location, op.getHelperId(), rewriter.getI64Type(),
               {what, callback, captured, flags});
    rewriter.eraseOp(op);
    return success();
  }
};

/// probe_read and probe_read_str, of kernel and user memory.
template <typename OpTy> struct ConvertProbeRead : ConvertOpToLLVMPattern<OpTy> {
  using ConvertOpToLLVMPattern<OpTy>::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(OpTy op, typename OpTy::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location location = op.getLoc();
    Value to = offsetPointer(rewriter, location, adaptor.getTo(), op.getOffset());
    Value size = adaptor.getLength() ? adaptor.getLength()
                                     : constantInt(rewriter, location, 64, op.getSize());
    rewriter.replaceOp(op, callHelper(rewriter, location, op.getHelperId(), rewriter.getI64Type(),
                                      {to, size, adaptor.getAddress()}));
    return success();
  }
};

struct ConvertReserve : ConvertOpToLLVMPattern<bpf::RingbufReserveOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::RingbufReserveOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Location location = op.getLoc();
    Value map = addressOf(rewriter, location, op.getMap());
    Value size = constantInt(rewriter, location, 64, op.getSize());
    Value flags = constantInt(rewriter, location, 64, 0);
    rewriter.replaceOp(
        op, callHelper(rewriter, location, op.getHelperId(), map.getType(), {map, size, flags}));
    return success();
  }
};

/// ringbuf_submit and ringbuf_discard.
template <typename OpTy> struct ConvertRelease : ConvertOpToLLVMPattern<OpTy> {
  using ConvertOpToLLVMPattern<OpTy>::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(OpTy op, typename OpTy::Adaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    Value flags = constantInt(rewriter, op.getLoc(), 64, 0);
    callHelper(rewriter, op.getLoc(), op.getHelperId(), Type(), {adaptor.getRecord(), flags});
    rewriter.eraseOp(op);
    return success();
  }
};

/// A call of a C or kernel function. Scripts compute with 64 bits and with
/// addresses that are numbers; the function has its own types.
struct ConvertCall : ConvertOpToLLVMPattern<bpf::CallOp> {
  ConvertCall(const LLVMTypeConverter &converter, const ModuleFacts &facts)
      : ConvertOpToLLVMPattern(converter), facts(facts) {}

  LogicalResult matchAndRewrite(bpf::CallOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    FunctionType type = facts.functions.lookup(op.getCallee());
    Location location = op.getLoc();
    SmallVector<Value> arguments;
    for (auto [value, input] : llvm::zip_equal(adaptor.getArguments(), type.getInputs()))
      arguments.push_back(
          coerce(rewriter, location, value, externValueType(input), isSigned(input)));
    SmallVector<Type> results;
    if (type.getNumResults() && !isa<NoneType>(type.getResult(0)))
      results.push_back(externValueType(type.getResult(0)));
    auto call = rewriter.create<CallOp>(location, results, op.getCallee(), arguments);
    if (!op.getResult()) {
      rewriter.eraseOp(op);
      return success();
    }
    Type wanted = getTypeConverter()->convertType(op.getResult().getType());
    rewriter.replaceOp(
        op, coerce(rewriter, location, call.getResult(), wanted, isSigned(type.getResult(0))));
    return success();
  }

private:
  const ModuleFacts &facts;

  static bool isSigned(Type type) {
    auto integer = dyn_cast<IntegerType>(type);
    return integer && integer.isSigned();
  }

  static Value coerce(OpBuilder &builder, Location location, Value value, Type to, bool isSigned) {
    Type from = value.getType();
    if (from == to)
      return value;
    bool fromPointer = isa<LLVMPointerType>(from), toPointer = isa<LLVMPointerType>(to);
    if (fromPointer)
      return coerce(builder, location,
                    builder.create<PtrToIntOp>(location, builder.getI64Type(), value), to,
                    isSigned);
    if (toPointer) {
      Value wide = coerce(builder, location, value, builder.getI64Type(), /*isSigned=*/false);
      return builder.create<IntToPtrOp>(location, to, wide);
    }
    if (from.getIntOrFloatBitWidth() > to.getIntOrFloatBitWidth())
      return builder.create<TruncOp>(location, to, value);
    if (isSigned)
      return builder.create<SExtOp>(location, to, value);
    return builder.create<ZExtOp>(location, to, value);
  }
};

} // namespace

void populateCallPatterns(const LLVMTypeConverter &converter, const ModuleFacts &facts,
                          RewritePatternSet &patterns) {
  patterns.add<ConvertHelper, ConvertLookup, ConvertLookupPercpu, ConvertUpdate, ConvertDelete,
               ConvertRunLoop, ConvertProbeRead<bpf::ProbeReadOp>,
               ConvertProbeRead<bpf::ProbeReadStrOp>, ConvertReserve,
               ConvertRelease<bpf::RingbufSubmitOp>, ConvertRelease<bpf::RingbufDiscardOp>>(
      converter);
  patterns.add<ConvertCall>(converter, facts);
}

} // namespace sonde
