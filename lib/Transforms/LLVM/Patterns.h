//===- Patterns.h - Parts of convert-bpf-to-llvm --------------------------===//
//
// The conversion by theme. Patterns run while the module is half converted, so
// what they must know about symbols is gathered before.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_LLVM_PATTERNS_H
#define SONDE_TRANSFORMS_LLVM_PATTERNS_H

#include "dialect/BPF/IR/BPF.h"

#include "mlir/Conversion/LLVMCommon/Pattern.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace sonde {

/// A `bpf.core_type` as `bpf.field_addr` needs it.
struct CoreTypeFacts {
  struct Member {
    mlir::Type type;
    uint64_t offset = 0;
  };
  bool relocate = false;
  bool isUnion = false;
  mlir::LLVM::DICompositeTypeAttr debugType; ///< Null without debug information.
  llvm::StringMap<Member> members;

  /// The member's place among the elements of `debugType`.
  std::optional<unsigned> indexOf(llvm::StringRef member) const;
};

/// What the module's symbols say, before they are converted.
struct ModuleFacts {
  llvm::StringMap<CoreTypeFacts> coreTypes;
  /// Read-only data that is written after compiling: LLVM must not look into it.
  llvm::StringSet<> patchedGlobals;
  llvm::StringMap<mlir::FunctionType> functions;

  static ModuleFacts of(mlir::ModuleOp module);
};

/// `base` plus a constant number of bytes.
mlir::Value offsetPointer(mlir::OpBuilder &builder, mlir::Location location, mlir::Value base,
                          int64_t offset);
mlir::Value constantInt(mlir::OpBuilder &builder, mlir::Location location, unsigned bits,
                        int64_t value);
/// A call of a helper by its number, through a constant pointer.
mlir::LLVM::CallOp callHelper(mlir::OpBuilder &builder, mlir::Location location, uint32_t id,
                              mlir::Type result, mlir::ValueRange arguments);
/// The LLVM type of a value of an extern's type with signs.
mlir::Type externValueType(mlir::Type type);

/// Before conversion: keeps LLVM from dropping masks that the verifier needs.
void pinBounds(mlir::ModuleOp module);

void populateStructurePatterns(const mlir::LLVMTypeConverter &converter, const ModuleFacts &facts,
                               mlir::RewritePatternSet &patterns);
void populateMemoryPatterns(const mlir::LLVMTypeConverter &converter, const ModuleFacts &facts,
                            mlir::RewritePatternSet &patterns);
void populateCallPatterns(const mlir::LLVMTypeConverter &converter, const ModuleFacts &facts,
                          mlir::RewritePatternSet &patterns);

} // namespace sonde

#endif // SONDE_TRANSFORMS_LLVM_PATTERNS_H
