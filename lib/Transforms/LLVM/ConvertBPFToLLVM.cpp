//===- ConvertBPFToLLVM.cpp - From the bpf dialect to the LLVM dialect ----===//
//
// Carries out what bpf-opt left; decides nothing. Leaf operations stay for
// dialect/BPF/Translation.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/LLVM/DebugTypes.h"
#include "lib/Transforms/LLVM/Passes.h"
#include "lib/Transforms/LLVM/Patterns.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace sonde {
#define GEN_PASS_DEF_CONVERTBPFTOLLVM
#include "lib/Transforms/LLVM/Passes.h.inc"
} // namespace sonde

using namespace mlir;

namespace sonde {

ModuleFacts ModuleFacts::of(ModuleOp module) {
  ModuleFacts facts;
  for (Operation &op : *module.getBody()) {
    if (auto type = dyn_cast<bpf::CoreTypeOp>(op)) {
      CoreTypeFacts &entry = facts.coreTypes[type.getSymName()];
      entry.relocate = type.getRelocate();
      entry.isUnion = type.getIsUnion();
      entry.debugType = op.getAttrOfType<LLVM::DICompositeTypeAttr>("bpf.di");
      for (auto member : type.getMembers().getAsRange<tr::MemberAttr>())
        entry.members[member.getName()] = {member.getType(), member.getOffset()};
    } else if (auto global = dyn_cast<bpf::GlobalOp>(op)) {
      if (global.getIsVolatile())
        facts.patchedGlobals.insert(global.getSymName());
    } else if (auto symbol = dyn_cast<bpf::ExternOp>(op)) {
      if (auto type = dyn_cast<FunctionType>(symbol.getType()))
        facts.functions[symbol.getSymName()] = type;
    }
  }
  return facts;
}

namespace {

// The BPF target's own layout, which code generation insists on.
constexpr StringLiteral kTriple = "bpfel";
constexpr StringLiteral kDataLayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128";

/// The kernel lets only programs under certain licenses call some helpers; it
/// reads the license off this section.
void addLicense(ModuleOp module) {
  std::string license = tr::ConfigAttr::lookup(module).text("license", "GPL").str() + '\0';
  OpBuilder builder = OpBuilder::atBlockEnd(module.getBody());
  auto type = LLVM::LLVMArrayType::get(builder.getI8Type(), license.size());
  auto global = builder.create<LLVM::GlobalOp>(module.getLoc(), type, /*isConstant=*/true,
                                               LLVM::Linkage::External, "LICENSE",
                                               builder.getStringAttr(license));
  global.setSection("license");
}

struct ConvertBPFToLLVM : impl::ConvertBPFToLLVMBase<ConvertBPFToLLVM> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    MLIRContext *context = &getContext();
    OpBuilder builder(context);

    LLVMTypeConverter converter(context);
    converter.addConversion(
        [](bpf::PtrType type) { return LLVM::LLVMPointerType::get(type.getContext()); });

    if (failed(checkMembers(module)))
      return signalPassFailure();
    pinBounds(module);
    ModuleFacts facts = ModuleFacts::of(module);
    RewritePatternSet patterns(context);
    arith::populateArithToLLVMConversionPatterns(converter, patterns);
    cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
    populateStructurePatterns(converter, facts, patterns);
    populateMemoryPatterns(converter, facts, patterns);
    populateCallPatterns(converter, facts, patterns);

    LLVMConversionTarget target(*context);
    target.addLegalOp<ModuleOp>();
    target.addIllegalDialect<bpf::BPFDialect>();
    target.addLegalOp<bpf::PreserveAccessOp, bpf::MayGotoOp>();
    target.addDynamicallyLegalOp<bpf::OpaqueOp>(
        [&](bpf::OpaqueOp op) { return converter.isLegal(op); });
    if (failed(applyFullConversion(module, target, std::move(patterns))))
      return signalPassFailure();

    addLicense(module);
    module->setAttr("llvm.target_triple", builder.getStringAttr(kTriple));
    module->setAttr("llvm.data_layout", builder.getStringAttr(kDataLayout));
  }
};

} // namespace
} // namespace sonde
