//===- LinkImports.h - Script and C files in one LLVM module --------------===//
#ifndef SONDE_TARGET_LINKIMPORTS_H
#define SONDE_TARGET_LINKIMPORTS_H

#include "mlir/IR/Location.h"
#include "mlir/Support/LLVM.h"
#include "llvm/ADT/ArrayRef.h"

namespace llvm {
class Module;
}

namespace sonde {

struct CUnit;

/// Links the files' code into `script` and hides what only it uses. Fails after
/// reporting: bitcode that cannot be read, names defined twice, functions that
/// are called and defined nowhere.
mlir::LogicalResult linkImports(llvm::Module &script, llvm::ArrayRef<CUnit> imports,
                                mlir::Location location);

} // namespace sonde

#endif // SONDE_TARGET_LINKIMPORTS_H
