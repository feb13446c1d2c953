//===- StructurePatterns.cpp - Programs, maps, globals, externs -----------===//
#include "lib/Transforms/LLVM/Patterns.h"

#include "dialect/Tracing/IR/Tracing.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::LLVM;

namespace sonde {

Type externValueType(Type type) {
  MLIRContext *context = type.getContext();
  if (auto integer = dyn_cast<IntegerType>(type))
    return IntegerType::get(context, integer.getWidth());
  if (isa<NoneType>(type))
    return LLVMVoidType::get(context);
  return LLVMPointerType::get(context);
}

namespace {

/// The debug information that bpf-build-debug-info left on a symbol.
DIGlobalVariableExpressionAttr debugVariable(Operation *op) {
  return op->getAttrOfType<DIGlobalVariableExpressionAttr>("bpf.di");
}

/// A global whose initial value is zero.
GlobalOp createZeroGlobal(ConversionPatternRewriter &rewriter, Operation *source, Type type,
                          StringRef name, StringRef section) {
  auto global = rewriter.create<GlobalOp>(source->getLoc(), type, /*isConstant=*/false,
                                          Linkage::External, name, Attribute());
  global.setSection(section);
  if (DIGlobalVariableExpressionAttr variable = debugVariable(source))
    global.setDbgExprAttr(variable);
  Block *block = rewriter.createBlock(&global.getInitializerRegion());
  rewriter.setInsertionPointToStart(block);
  Value zero = rewriter.create<ZeroOp>(source->getLoc(), type);
  rewriter.create<LLVM::ReturnOp>(source->getLoc(), zero);
  return global;
}

/// libbpf reads a map's definition off the type of its global alone.
struct ConvertMap : ConvertOpToLLVMPattern<bpf::MapOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::MapOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    uint64_t members = 1;
    if (DIGlobalVariableExpressionAttr variable = debugVariable(op))
      members = cast<DICompositeTypeAttr>(variable.getVar().getType()).getElements().size();
    Type type = LLVMArrayType::get(LLVMPointerType::get(op.getContext()), members);
    createZeroGlobal(rewriter, op, type, op.getSymName(), ".maps");
    rewriter.eraseOp(op);
    return success();
  }
};

struct ConvertGlobal : ConvertOpToLLVMPattern<bpf::GlobalOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::GlobalOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    StringRef section = op.getKind() == bpf::GlobalKind::Rodata ? ".rodata"
                        : op.getKind() == bpf::GlobalKind::Data ? ".data"
                                                                : ".bss";
    Type type = op.getType();
    GlobalOp global;
    if (op.getInit()) {
      std::string bytes = op.getInit()->str();
      bytes.resize(cast<LLVMArrayType>(type).getNumElements(), '\0');
      global = rewriter.create<GlobalOp>(op.getLoc(), type, /*isConstant=*/false, Linkage::External,
                                         op.getSymName(), rewriter.getStringAttr(bytes));
      global.setSection(section);
      if (DIGlobalVariableExpressionAttr variable = debugVariable(op))
        global.setDbgExprAttr(variable);
    } else {
      global = createZeroGlobal(rewriter, op, type, op.getSymName(), section);
    }
    // All of a section must be of one kind: `.rodata` holds constants only.
    global.setConstant(op.getKind() == bpf::GlobalKind::Rodata);
    global.setAlignment(8);
    rewriter.eraseOp(op);
    return success();
  }
};

struct ConvertExtern : ConvertOpToLLVMPattern<bpf::ExternOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::ExternOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    if (auto type = dyn_cast<FunctionType>(op.getType()))
      declareFunction(op, type, rewriter);
    else
      declareVariable(op, rewriter);
    rewriter.eraseOp(op);
    return success();
  }

private:
  static void declareFunction(bpf::ExternOp op, FunctionType type,
                              ConversionPatternRewriter &rewriter) {
    SmallVector<Type> inputs;
    SmallVector<DictionaryAttr> attributes;
    for (Type input : type.getInputs()) {
      inputs.push_back(externValueType(input));
      attributes.push_back(extensionOf(input, rewriter));
    }
    Type result = type.getNumResults() ? externValueType(type.getResult(0))
                                       : LLVMVoidType::get(op.getContext());
    auto function = rewriter.create<LLVMFuncOp>(
        op.getLoc(), op.getSymName(), LLVMFunctionType::get(result, inputs), Linkage::External,
        /*dsoLocal=*/false, CConv::C, SymbolRefAttr(), ArrayRef<NamedAttribute>(), attributes);
    if (op.getKind() != "c")
      function->setAttr("bpf.ksym", rewriter.getStringAttr(op.getWeak() ? "weak" : "strong"));
  }

  /// The BPF calling convention widens what is narrower than an int, as Clang
  /// does it, by its sign.
  static DictionaryAttr extensionOf(Type type, ConversionPatternRewriter &rewriter) {
    SmallVector<NamedAttribute> attributes;
    auto integer = dyn_cast<IntegerType>(type);
    if (integer && integer.getWidth() < 32)
      attributes.push_back(rewriter.getNamedAttr(
          integer.isSigned() ? "llvm.signext" : "llvm.zeroext", rewriter.getUnitAttr()));
    return rewriter.getDictionaryAttr(attributes);
  }

  static void declareVariable(bpf::ExternOp op, ConversionPatternRewriter &rewriter) {
    bool isSetting = op.getKind() == "kconfig";
    auto global = rewriter.create<GlobalOp>(
        op.getLoc(), externValueType(op.getType()), /*isConstant=*/!isSetting,
        op.getWeak() ? Linkage::ExternWeak : Linkage::External, op.getSymName(), Attribute());
    global.setSection(isSetting ? ".kconfig" : ".ksyms");
    if (DIGlobalVariableExpressionAttr variable = debugVariable(op))
      global.setDbgExprAttr(variable);
  }
};

/// Gives the body of `op`, and the names of its arguments, to the function in its place.
template <typename CodeOp>
LogicalResult moveBody(CodeOp op, LLVMFuncOp function, const TypeConverter &types,
                       ConversionPatternRewriter &rewriter) {
  if (Attribute names = op->getAttr("bpf.arg_names"))
    function->setAttr("bpf.arg_names", names);
  rewriter.inlineRegionBefore(op.getBody(), function.getBody(), function.end());
  if (failed(rewriter.convertRegionTypes(&function.getBody(), types)))
    return failure();
  rewriter.eraseOp(op);
  return success();
}

struct ConvertProg : ConvertOpToLLVMPattern<bpf::ProgOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::ProgOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    auto type = LLVMFunctionType::get(rewriter.getI32Type(), LLVMPointerType::get(op.getContext()));
    auto function = rewriter.create<LLVMFuncOp>(op.getLoc(), op.getSymName(), type);
    function.setSection(op.getSection());
    // Without it LLVM writes unwinding tables, which libbpf complains about.
    function.setPassthroughAttr(rewriter.getStrArrayAttr({"nounwind"}));
    return moveBody(op, function, *getTypeConverter(), rewriter);
  }
};

/// A callback has the signature that its helper calls it with.
struct ConvertCallback : ConvertOpToLLVMPattern<bpf::CallbackOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::CallbackOp op, OpAdaptor,
                                ConversionPatternRewriter &rewriter) const override {
    unsigned kernelArguments = op.kernelArguments();
    Block &entry = op.getBody().front();
    if (entry.getNumArguments() > kernelArguments + 1)
      return op.emitError("what the callback captures is not in memory; run "
                          "'bpf-pass-captures' first");
    Type pointer = LLVMPointerType::get(op.getContext());
    // The helper passes the pointer to captures in any case.
    if (entry.getNumArguments() == kernelArguments)
      entry.addArgument(pointer, op.getLoc());
    SmallVector<Type> arguments(kernelArguments, pointer);
    if (!op.getEach())
      arguments.front() = rewriter.getI64Type();
    arguments.push_back(pointer);
    auto function = rewriter.create<LLVMFuncOp>(
        op.getLoc(), op.getSymName(), LLVMFunctionType::get(rewriter.getI64Type(), arguments),
        Linkage::Internal);
    function.setPassthroughAttr(rewriter.getStrArrayAttr({"nounwind", "noinline"}));
    return moveBody(op, function, *getTypeConverter(), rewriter);
  }
};

struct ConvertReturn : ConvertOpToLLVMPattern<bpf::ReturnOp> {
  using ConvertOpToLLVMPattern::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(bpf::ReturnOp op, OpAdaptor adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.replaceOpWithNewOp<LLVM::ReturnOp>(op, adaptor.getValue());
    return success();
  }
};

/// Descriptors are for the artifact; nothing of them is code.
template <typename OpTy> struct DropDescriptor : ConvertOpToLLVMPattern<OpTy> {
  using ConvertOpToLLVMPattern<OpTy>::ConvertOpToLLVMPattern;

  LogicalResult matchAndRewrite(OpTy op, typename OpTy::Adaptor,
                                ConversionPatternRewriter &rewriter) const override {
    rewriter.eraseOp(op);
    return success();
  }
};

} // namespace

void populateStructurePatterns(const LLVMTypeConverter &converter, const ModuleFacts &,
                               RewritePatternSet &patterns) {
  patterns.add<ConvertMap, ConvertGlobal, ConvertExtern, ConvertProg, ConvertCallback,
               ConvertReturn, DropDescriptor<bpf::EventOp>, DropDescriptor<bpf::ErrorSiteOp>,
               DropDescriptor<bpf::ParamOp>, DropDescriptor<bpf::EnumOp>,
               DropDescriptor<bpf::CoreTypeOp>>(converter);
}

} // namespace sonde
