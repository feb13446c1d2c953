//===- Trial.cpp - One script through the compiler ------------------------===//
#include "test/fuzz/scripts/Trial.h"

#include "lib/Compiler/Compiler.h"
#include "lib/Compiler/MlirDiagnostics.h"
#include "lib/Runtime/Object.h"
#include "lib/Runtime/Places.h"
#include "lib/Transforms/Analysis/CheckMeaning.h"
#include "lib/Transforms/Pipelines/Registration.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"

#include "llvm/Support/raw_ostream.h"

namespace sonde::fuzz {
namespace {

/// Shows nothing.
struct NoStages : StageSink {
  bool wants(Stage) override { return false; }
  void take(Stage, std::string_view) override {}
};

CompileOptions options() {
  CompileOptions options;
  options.parameters = {"7", "text"};
  return options;
}

/// One compilation and what it says.
struct Compilation {
  SourceManager sources;
  DiagnosticEngine diagnostics{sources};
  NoStages stages;
  uint32_t file;

  explicit Compilation(const std::string &script) : file(sources.add("script", script)) {}
  std::optional<CompiledProgram> run(KernelView &kernel) {
    return compile(file, options(), kernel, diagnostics, stages);
  }
  Verdict fault(const std::string &what) {
    bool isRefused = diagnostics.hasErrors();
    return {what + "\n" + diagnostics.flush(false), isRefused};
  }
};

bool isInternal(const Diagnostic &diagnostic) {
  return diagnostic.message.find("internal") != std::string::npos;
}

/// Passes are registered in a table of MLIR's that lives as long as the process.
void registerPassesOnce() {
  static const bool done = (registerAllPasses(), true);
  (void)done;
}

std::string passName(llvm::StringRef text) {
  return text.take_until([](char c) { return c == '{'; }).str();
}

/// The text of a pipeline: the mandatory checks, some of the optional passes in
/// any order, and all decisions.
std::string somePipeline(Random &random) {
  std::vector<std::string> check, optional, plan;
  for (const PipelinePass &pass : pipelinePasses()) {
    std::string text = pass.text;
    if (passName(text) == "tracing-verify-stage")
      continue;
    if (pass.anchor == PassAnchor::Probe)
      text = "tracing.probe(" + text + ")";
    else if (pass.anchor == PassAnchor::Code)
      text = "tracing.probe(" + text + "),tracing.callback(" + text + ")";
    if (pass.stage == PassStage::Check)
      check.push_back(text);
    else if (pass.stage == PassStage::Plan)
      plan.push_back(text);
    else if (pass.stage == PassStage::Opt && !random.oneIn(4))
      optional.push_back(text);
  }
  for (size_t i = optional.size(); i > 1; --i)
    if (random.oneIn(2))
      std::swap(optional[i - 1], optional[random.below(i)]);
  std::string out;
  for (const auto *passes : {&check, &optional, &plan})
    for (const std::string &pass : *passes)
      out += (out.empty() ? "" : ",") + pass;
  return out;
}

} // namespace

Verdict compiles(const std::string &script, KernelView &kernel) {
  Compilation compilation(script);
  return compilation.run(kernel) ? Verdict{} : compilation.fault("a valid script is refused");
}

Verdict loads(const std::string &script, KernelView &kernel) {
  Compilation compilation(script);
  std::optional<CompiledProgram> program = compilation.run(kernel);
  if (!program)
    return compilation.fault("a valid script is refused");
  Result<Object> object = Object::open(program->object, program->artifact);
  if (!object)
    return {"the object cannot be opened\n" + object.error().message};
  Places places(program->artifact, compilation.sources);
  if (!object->load(compilation.diagnostics, places))
    return compilation.fault("the kernel refuses the object");
  return {};
}

Verdict isRefusedWell(const std::string &script, KernelView &kernel) {
  Compilation compilation(script);
  if (compilation.run(kernel))
    return {};
  if (!compilation.diagnostics.hasErrors())
    return {"a script is refused without a word", true};
  for (const Diagnostic &diagnostic : compilation.diagnostics.all()) {
    if (diagnostic.severity != Severity::Error)
      continue;
    if (!diagnostic.span)
      return compilation.fault("a script is refused without a place");
    if (isInternal(diagnostic))
      return compilation.fault("an internal error");
  }
  return {std::nullopt, true};
}

Verdict keepsMeaning(const std::string &script, KernelView &kernel, Random &random, bool isValid) {
  registerPassesOnce();
  Compilation compilation(script);
  mlir::DialectRegistry registry;
  registerCompilerDialects(registry);
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  mlir::OwningOpRef<mlir::ModuleOp> module = compileToTracing(
      compilation.file, options(), kernel, compilation.diagnostics, context, compilation.stages);
  if (!module)
    return isValid ? compilation.fault("a valid script is refused") : Verdict{std::nullopt, true};
  MlirDiagnostics bridge(context, compilation.diagnostics);

  mlir::PassManager manager(&context);
  CheckMeaning::Verdict verdict;
  Scenario scenario = Scenario::madeUp();
  scenario.seed = random.next();
  manager.addInstrumentation(std::make_unique<CheckMeaning>(scenario, structuralPasses(), verdict));
  std::string pipeline = somePipeline(random);
  if (mlir::failed(mlir::parsePassPipeline(pipeline, manager, llvm::errs())))
    return {"bad pipeline: " + pipeline};
  if (mlir::failed(manager.run(*module)) || verdict.isChanged)
    return compilation.fault("the meaning changes in " + pipeline);
  return {};
}

} // namespace sonde::fuzz
