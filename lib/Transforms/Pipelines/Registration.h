//===- Registration.h - All dialects and passes by name -------------------===//
#ifndef SONDE_TRANSFORMS_PIPELINES_REGISTRATION_H
#define SONDE_TRANSFORMS_PIPELINES_REGISTRATION_H

namespace mlir {
class DialectRegistry;
}

namespace sonde {

/// Both dialects, and those of MLIR that they use.
void registerAllDialects(mlir::DialectRegistry &registry);
/// All passes, and each stage as a pipeline (`--tracing-opt`). Once a process.
void registerAllPasses();

} // namespace sonde

#endif // SONDE_TRANSFORMS_PIPELINES_REGISTRATION_H
