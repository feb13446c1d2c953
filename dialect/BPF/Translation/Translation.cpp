//===- Translation.cpp - Leaf operations and attributes to LLVM IR --------===//
#include "dialect/BPF/Translation/Translation.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/BPF/Translation/HelperAttributes.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/LLVMTranslationInterface.h"
#include "mlir/Target/LLVMIR/ModuleTranslation.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"

using namespace mlir;

namespace sonde::bpf {
namespace {

/// The subprogram that bpf-build-debug-info fused into a function's location.
LLVM::DISubprogramAttr subprogramOf(Operation *function) {
  auto fused = dyn_cast<FusedLoc>(function->getLoc());
  return fused ? dyn_cast_or_null<LLVM::DISubprogramAttr>(fused.getMetadata())
               : LLVM::DISubprogramAttr();
}

class BPFTranslation : public LLVMTranslationDialectInterface {
public:
  using LLVMTranslationDialectInterface::LLVMTranslationDialectInterface;

  LogicalResult convertOperation(Operation *op, llvm::IRBuilderBase &builder,
                                 LLVM::ModuleTranslation &translation) const final {
    return llvm::TypeSwitch<Operation *, LogicalResult>(op)
        .Case([&](PreserveAccessOp access) { return convertAccess(access, builder, translation); })
        .Case([&](OpaqueOp opaque) { return convertOpaque(opaque, builder, translation); })
        .Case([&](MayGotoOp branch) { return convertMayGoto(branch, builder, translation); })
        .Default([](Operation *other) {
          return other->emitOpError("has no translation to LLVM IR: it is not a leaf");
        });
  }

  LogicalResult amendOperation(Operation *op, ArrayRef<llvm::Instruction *> instructions,
                               NamedAttribute attribute,
                               LLVM::ModuleTranslation &translation) const final {
    StringRef name = attribute.getName();
    if (name == "bpf.ksym")
      return amendKernelSymbol(op, attribute.getValue(), translation);
    if (name == "bpf.arg_names")
      return amendArgumentNames(op, attribute.getValue(), translation);
    if (name == "bpf.helper_call")
      return amendHelperCall(op, instructions, attribute.getValue());
    return success();
  }

private:
  /// An access that LLVM's BPF target turns into a CO-RE relocation.
  static LogicalResult convertAccess(PreserveAccessOp op, llvm::IRBuilderBase &builder,
                                     LLVM::ModuleTranslation &translation) {
    auto debugType = dyn_cast<LLVM::DINodeAttr>(op.getType());
    auto *node = debugType
                     ? dyn_cast_or_null<llvm::MDNode>(translation.translateDebugInfo(debugType))
                     : nullptr;
    if (!node)
      return op.emitOpError("needs the debug information of a struct");
    llvm::Value *base = translation.lookupValue(op.getBase());
    llvm::Value *address;
    if (op.getIsUnion()) {
      address = builder.CreatePreserveUnionAccessIndex(base, op.getIndex(), node);
    } else {
      address = builder.CreatePreserveStructAccessIndex(translation.convertType(op.getStructType()),
                                                        base, op.getIndex(), op.getIndex(), node);
    }
    translation.mapValue(op.getResult(), address);
    return success();
  }

  /// An empty piece of assembly that reads and writes one register. Without side
  /// effects: LLVM may remove or merge it, only not see through it.
  static LogicalResult convertOpaque(OpaqueOp op, llvm::IRBuilderBase &builder,
                                     LLVM::ModuleTranslation &translation) {
    llvm::Value *value = translation.lookupValue(op.getValue());
    auto *type = llvm::FunctionType::get(value->getType(), value->getType(), false);
    auto *assembly = llvm::InlineAsm::get(type, "", "=r,0", /*hasSideEffects=*/false);
    llvm::CallInst *call = builder.CreateCall(assembly, value);
    call->setDoesNotThrow();
    call->setDoesNotAccessMemory();
    translation.mapValue(op.getResult(), call);
    return success();
  }

  /// LLVM 19 has the instruction only in assembly: it jumps when the loop is to end.
  static LogicalResult convertMayGoto(MayGotoOp op, llvm::IRBuilderBase &builder,
                                      LLVM::ModuleTranslation &translation) {
    auto *type = llvm::FunctionType::get(builder.getVoidTy(), /*isVarArg=*/false);
    auto *assembly = llvm::InlineAsm::get(type, "may_goto ${0:l}", "!i", /*hasSideEffects=*/true);
    llvm::CallBrInst *branch = builder.CreateCallBr(assembly, translation.lookupBlock(op.getBody()),
                                                    translation.lookupBlock(op.getOut()));
    branch->setDoesNotThrow();
    translation.mapBranch(op, branch);
    return success();
  }

  static LogicalResult amendHelperCall(Operation *op, ArrayRef<llvm::Instruction *> instructions,
                                       Attribute value) {
    auto number = dyn_cast<IntegerAttr>(value);
    if (!number)
      return op->emitOpError("'bpf.helper_call' is a helper's number");
    for (llvm::Instruction *instruction : instructions)
      if (auto *call = dyn_cast<llvm::CallBase>(instruction))
        setHelperAttributes(*call, number.getValue().getZExtValue());
    return success();
  }

  /// MLIR 19 drops the section, linkage and debug information of a function
  /// declaration; see test/Target/translate.mlir.
  static LogicalResult amendKernelSymbol(Operation *op, Attribute value,
                                         LLVM::ModuleTranslation &translation) {
    auto declaration = dyn_cast<LLVM::LLVMFuncOp>(op);
    if (!declaration || !declaration.isExternal())
      return op->emitOpError("'bpf.ksym' belongs on a function declaration");
    llvm::Function *function = translation.lookupFunction(declaration.getName());
    function->setSection(".ksyms");
    auto strength = dyn_cast<StringAttr>(value);
    if (strength && strength.getValue() == "weak")
      function->setLinkage(llvm::GlobalValue::ExternalWeakLinkage);
    if (LLVM::DISubprogramAttr subprogram = subprogramOf(op))
      function->setSubprogram(cast<llvm::DISubprogram>(translation.translateDebugInfo(subprogram)));
    return success();
  }

  /// MLIR 19's subprograms have no variables, but the kernel refuses all BTF if
  /// one function has an argument without a name.
  static LogicalResult amendArgumentNames(Operation *op, Attribute value,
                                          LLVM::ModuleTranslation &translation) {
    auto functionOp = dyn_cast<LLVM::LLVMFuncOp>(op);
    auto names = dyn_cast<ArrayAttr>(value);
    if (!functionOp || !names)
      return op->emitOpError("'bpf.arg_names' is a list of names on a function");
    llvm::Function *function = translation.lookupFunction(functionOp.getName());
    llvm::DISubprogram *subprogram = function->getSubprogram();
    if (!subprogram || !subprogram->isDistinct())
      return success();
    llvm::LLVMContext &context = function->getContext();
    llvm::DITypeRefArray types = subprogram->getType()->getTypeArray();
    SmallVector<llvm::Metadata *> variables;
    for (auto [index, name] : llvm::enumerate(names.getAsRange<StringAttr>())) {
      if (index + 1 >= types.size())
        return op->emitOpError("'bpf.arg_names' has more names than the function has arguments");
      variables.push_back(llvm::DILocalVariable::get(
          context, subprogram, name.getValue(), subprogram->getFile(), subprogram->getLine(),
          types[index + 1], index + 1, llvm::DINode::FlagZero, /*AlignInBits=*/0,
          /*Annotations=*/nullptr));
    }
    subprogram->replaceRetainedNodes(llvm::MDTuple::get(context, variables));
    return success();
  }
};

} // namespace

void registerBPFTranslation(DialectRegistry &registry) {
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  registry.insert<BPFDialect>();
  registry.addExtension(
      +[](MLIRContext *, BPFDialect *dialect) { dialect->addInterfaces<BPFTranslation>(); });
}

} // namespace sonde::bpf
