//===- Translations.cpp - The last levels as translations of the tools ----===//
#include "lib/Target/Translations.h"

#include "dialect/BPF/Translation/Translation.h"
#include "dialect/Tracing/IR/Tracing.h"
#include "lib/CImport/CImport.h"
#include "lib/Target/Describe.h"
#include "lib/Target/ObjectReport.h"
#include "lib/Target/Target.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Tools/mlir-translate/Translation.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace sonde {
namespace {

using Output = llvm::raw_ostream *EmitOptions::*;

void registerDialects(DialectRegistry &registry) {
  bpf::registerBPFTranslation(registry);
  registry.insert<tr::TracingDialect, arith::ArithDialect, cf::ControlFlowDialect>();
}

void add(StringRef name, StringRef description, const TranslateFromMLIRFunction &translate) {
  TranslateFromMLIRRegistration(name, description, translate, registerDialects);
}

/// A text that falls off on the way to the object.
void addText(StringRef name, StringRef description, Output output) {
  add(name, description, [output](Operation *op, llvm::raw_ostream &out) -> LogicalResult {
    EmitOptions options;
    options.*output = &out;
    return emitObject(cast<ModuleOp>(op), {}, options);
  });
}

LogicalResult writeObject(Operation *op, llvm::raw_ostream &out) {
  auto module = cast<ModuleOp>(op);
  FailureOr<std::string> object = emitObject(module);
  if (succeeded(object))
    out << *object;
  return object;
}

LogicalResult writeReport(Operation *op, llvm::raw_ostream &out) {
  auto module = cast<ModuleOp>(op);
  FailureOr<std::string> object = emitObject(module);
  if (mlir::failed(object))
    return mlir::failure();
  Result<ObjectReport> report = inspectObject(*object);
  if (!report)
    return module.emitError(report.error().message);
  for (const FunctionReport &function : report->functions) {
    out << function.name << ": " << function.instructions << " instructions, " << function.frame
        << " bytes of stack, helpers";
    for (uint32_t helper : function.helpers)
      out << " " << helper;
    out << "\n";
    for (const LineCost &line : function.lines)
      out << "  " << line.file << ":" << line.line << ": " << line.instructions << "\n";
  }
  return success();
}

LogicalResult writeDescription(Operation *op, llvm::raw_ostream &out) {
  auto module = cast<ModuleOp>(op);
  FailureOr<Artifact> artifact = describeProgram(module);
  if (succeeded(artifact))
    out << writeArtifact(*artifact);
  return artifact;
}

} // namespace

void registerTargetTranslations() {
  addText("llvm-to-ir-opt", "LLVM dialect to optimised LLVM IR", &EmitOptions::optimisedIr);
  addText("llvm-to-asm", "LLVM dialect to BPF assembly", &EmitOptions::assembly);
  addText("llvm-to-dis", "LLVM dialect to the object's code, with the lines of the script",
          &EmitOptions::disassembly);
  add("llvm-to-object", "LLVM dialect to a BPF object", writeObject);
  add("llvm-to-report", "LLVM dialect to what the object costs", writeReport);
  add("bpf-to-artifact", "bpf dialect to the description for the runtime, as JSON",
      writeDescription);
}

} // namespace sonde
