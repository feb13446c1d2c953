//===- Describe.h - From the bpf dialect to the artifact ------------------===//
//
// Reads what the runtime must know off a module in the bpf dialect: before
// `convert-bpf-to-llvm`, which drops the descriptors.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TARGET_DESCRIBE_H
#define SONDE_TARGET_DESCRIBE_H

#include "lib/Artifact/Artifact.h"
#include "lib/Types/Type.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"

namespace sonde {

/// Maps, events, error sites, probes, parameters, settings, needs, and the
/// texts of the script's files (module attribute `bpf.sources`, a dictionary
/// from file name to text). `compiler` is left empty. Fails, after reporting,
/// when descriptors contradict each other.
mlir::FailureOr<Artifact> describeProgram(mlir::ModuleOp module);

/// The script type that a type of the tracing dialect stands for. Structs get
/// their members from the module's `bpf.core_type`s.
Type scriptType(mlir::Type type, mlir::ModuleOp module);

} // namespace sonde

#endif // SONDE_TARGET_DESCRIBE_H
