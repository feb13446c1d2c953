//===- LinkImports.cpp - Script and C files in one LLVM module ------------===//
#include "lib/Target/LinkImports.h"

#include "lib/CImport/CImport.h"
#include "lib/Target/LlvmDiagnostics.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Linker/Linker.h"
#include "llvm/Support/Error.h"
#include "llvm/Transforms/IPO/Internalize.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

namespace sonde {
namespace {

/// Functions of at most so many instructions are inlined even without
/// optimisation: a call costs more than they do, and a frame of the stack.
constexpr unsigned kSmallFunction = 40;

bool isInSection(const llvm::GlobalValue &value, llvm::StringRef section) {
  auto *object = llvm::dyn_cast<llvm::GlobalObject>(&value);
  return object && object->getSection() == section;
}

/// The script's own license counts, whatever the C file says of itself.
void dropLicense(llvm::Module &unit) {
  llvm::SmallVector<llvm::GlobalVariable *> licenses;
  for (llvm::GlobalVariable &global : unit.globals())
    if (isInSection(global, "license"))
      licenses.push_back(&global);
  for (llvm::GlobalVariable *license : licenses) {
    llvm::removeFromUsedLists(unit, [&](llvm::Constant *each) { return each == license; });
    license->replaceAllUsesWith(llvm::PoisonValue::get(license->getType()));
    license->eraseFromParent();
  }
}

/// A function is only inlined into one for the same CPU, and the script's
/// functions name none.
void prepareFunctions(llvm::Module &unit) {
  for (llvm::Function &function : unit) {
    for (const char *name : {"target-cpu", "target-features", "tune-cpu"})
      function.removeFnAttr(name);
    if (!function.isDeclaration() && !function.hasFnAttribute(llvm::Attribute::NoInline) &&
        function.getInstructionCount() <= kSmallFunction)
      function.addFnAttr(llvm::Attribute::AlwaysInline);
  }
}

/// Something of the kernel, found when the program is loaded.
bool isFromKernel(const llvm::GlobalObject &object) {
  return isInSection(object, ".ksyms") || isInSection(object, ".kconfig");
}

llvm::DebugLoc firstUse(const llvm::Value &value) {
  for (const llvm::User *user : value.users())
    if (auto *instruction = llvm::dyn_cast<llvm::Instruction>(user))
      if (instruction->getDebugLoc())
        return instruction->getDebugLoc();
  return {};
}

mlir::LogicalResult checkDefined(llvm::Module &module, mlir::Location location) {
  auto result = mlir::success();
  for (llvm::GlobalObject &object : module.global_objects()) {
    if (!object.isDeclaration() || object.use_empty() || isFromKernel(object) ||
        object.getName().starts_with("llvm."))
      continue;
    bool isFunction = llvm::isa<llvm::Function>(object);
    mlir::emitError(locationOf(firstUse(object), location))
        << (isFunction ? "function '" : "variable '") << object.getName() << "' is "
        << (isFunction ? "called" : "used") << ", but defined nowhere";
    result = mlir::failure();
  }
  return result;
}

/// A call with other types than the function's would be undefined, and LLVM
/// would drop the code behind it.
mlir::LogicalResult checkCalls(llvm::Module &module, mlir::Location location) {
  for (llvm::Function &function : module)
    for (llvm::User *user : function.users()) {
      auto *call = llvm::dyn_cast<llvm::CallBase>(user);
      if (!call || call->getCalledOperand() != &function ||
          call->getFunctionType() == function.getFunctionType())
        continue;
      return mlir::emitError(locationOf(call->getDebugLoc(), location))
             << "function '" << function.getName()
             << "' is called with other types than it is defined with";
    }
  return mlir::success();
}

} // namespace

mlir::LogicalResult linkImports(llvm::Module &script, llvm::ArrayRef<CUnit> imports,
                                mlir::Location location) {
  llvm::StringSet<> own;
  for (llvm::GlobalValue &value : script.global_values())
    if (!value.isDeclaration())
      own.insert(value.getName());

  llvm::Linker linker(script);
  for (const CUnit &import : imports) {
    auto unit = llvm::parseBitcodeFile(llvm::MemoryBufferRef(import.bitcode, import.path),
                                       script.getContext());
    if (!unit)
      return mlir::emitError(location) << "cannot read the code of '" << import.path
                                       << "': " << llvm::toString(unit.takeError());
    dropLicense(**unit);
    prepareFunctions(**unit);
    if (linker.linkInModule(std::move(*unit)))
      return mlir::failure(); // Reported by the context's handler.
  }
  if (mlir::failed(checkDefined(script, location)) || mlir::failed(checkCalls(script, location)))
    return mlir::failure();
  if (!imports.empty())
    llvm::internalizeModule(script, [&](const llvm::GlobalValue &value) {
      return own.contains(value.getName()) || isInSection(value, ".maps");
    });
  return mlir::success();
}

} // namespace sonde
