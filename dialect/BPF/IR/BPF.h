//===- BPF.h - The bpf dialect --------------------------------------------===//
//
// What the kernel's verifier will see: see docs/Dialects/BPF.md, and the
// descriptions in the .td files beside this one.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_DIALECT_BPF_IR_BPF_H
#define SONDE_DIALECT_BPF_IR_BPF_H

#include "dialect/BPF/IR/TargetEnv.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/InferIntRangeInterface.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialect/BPF/IR/BPFDialect.h.inc"
#include "dialect/BPF/IR/BPFEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialect/BPF/IR/BPFAttrs.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialect/BPF/IR/BPFTypes.h.inc"

namespace sonde::bpf {

/// What lies outside the program's own memory. An effect on a map carries the
/// map's symbol, so that two maps do not disturb each other.
#define SONDE_RESOURCE(NAME)                                                                       \
  struct NAME : ::mlir::SideEffects::Resource::Base<NAME> {                                        \
    ::llvm::StringRef getName() final { return #NAME; }                                            \
  };
SONDE_RESOURCE(MapResource)
SONDE_RESOURCE(KernelMemoryResource)
SONDE_RESOURCE(UserMemoryResource)
SONDE_RESOURCE(ClockResource)
#undef SONDE_RESOURCE

/// The kernel's iterator over numbers (kernel 6.4, kernel/bpf/bpf_iter.c): functions whose first
/// argument is the iterator's place. The verifier refuses a program that ends with one not
/// destroyed.
constexpr ::llvm::StringLiteral kIterNumPrefix = "bpf_iter_num_";
constexpr ::llvm::StringLiteral kIterNumNew = "bpf_iter_num_new";
constexpr ::llvm::StringLiteral kIterNumNext = "bpf_iter_num_next";
constexpr ::llvm::StringLiteral kIterNumDestroy = "bpf_iter_num_destroy";

/// Marks an operation that survives into the LLVM dialect.
template <typename Op> class LLVMLeaf : public mlir::OpTrait::TraitBase<Op, LLVMLeaf> {};

} // namespace sonde::bpf

#include "dialect/BPF/IR/BPFInterfaces.h.inc"

#define GET_OP_CLASSES
#include "dialect/BPF/IR/BPFOps.h.inc"

#endif // SONDE_DIALECT_BPF_IR_BPF_H
