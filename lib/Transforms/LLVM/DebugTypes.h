//===- DebugTypes.h - Types in debug information --------------------------===//
//
// From memory layouts and script types to DI attributes, which LLVM turns into
// BTF. Only what is used is described: the time LLVM takes grows with it.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_LLVM_DEBUGTYPES_H
#define SONDE_TRANSFORMS_LLVM_DEBUGTYPES_H

#include "dialect/BPF/IR/BPF.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/DenseMap.h"

namespace sonde {

class DebugTypes {
public:
  explicit DebugTypes(mlir::ModuleOp module) : module(module), context(module.getContext()) {}

  mlir::LLVM::DITypeAttr integer(unsigned bits, bool isSigned);
  mlir::LLVM::DITypeAttr pointer(mlir::LLVM::DITypeAttr pointee);
  mlir::LLVM::DITypeAttr array(mlir::LLVM::DITypeAttr element, uint64_t count);
  /// libbpf's way to write a number as a type: a pointer to an array of so many
  /// integers.
  mlir::LLVM::DITypeAttr number(uint64_t value);

  /// Of a memory layout (an LLVM type).
  mlir::LLVM::DITypeAttr ofLayout(mlir::Type layout);
  /// Of a type with signs, as externs and members have it.
  mlir::LLVM::DITypeAttr ofValue(mlir::Type type);
  mlir::LLVM::DITypeAttr ofParameter(mlir::Type type);
  mlir::LLVM::DISubroutineTypeAttr ofFunction(mlir::FunctionType type);
  /// Members are in the order of their offsets, as BTF demands.
  mlir::LLVM::DICompositeTypeAttr ofCoreType(bpf::CoreTypeOp type);
  /// The structure of pointers in section `.maps`; `members` counts them.
  mlir::LLVM::DITypeAttr ofMap(bpf::MapOp map);

  mlir::LLVM::DIDerivedTypeAttr member(llvm::StringRef name, mlir::LLVM::DITypeAttr type,
                                       uint64_t offsetInBits, uint64_t sizeInBits);
  mlir::LLVM::DICompositeTypeAttr structure(llvm::StringRef name, uint64_t sizeInBits,
                                            llvm::ArrayRef<mlir::LLVM::DINodeAttr> members,
                                            bool isUnion = false);

private:
  mlir::ModuleOp module;
  mlir::MLIRContext *context;

  mlir::LLVM::DITypeAttr character();
  /// A struct that is only pointed to.
  mlir::LLVM::DITypeAttr forward(llvm::StringRef name);
};

/// Size in bits; a pointer takes 64.
uint64_t debugTypeSize(mlir::LLVM::DITypeAttr type);

/// The members of kernel types are attributes of the tracing dialect, which the
/// bpf dialect cannot check.
mlir::LogicalResult checkMembers(mlir::ModuleOp module);

} // namespace sonde

#endif // SONDE_TRANSFORMS_LLVM_DEBUGTYPES_H
