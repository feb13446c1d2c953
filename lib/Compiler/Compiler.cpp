//===- Compiler.cpp - From a script to a program --------------------------===//
#include "lib/Compiler/Compiler.h"

#include "dialect/BPF/IR/BPF.h"
#include "dialect/BPF/Translation/Translation.h"
#include "lib/Artifact/ObjectSection.h"
#include "lib/CImport/CDeclarations.h"
#include "lib/CImport/CImport.h"
#include "lib/Compiler/MlirDiagnostics.h"
#include "lib/Frontend/Frontend.h"
#include "lib/Frontend/Lower/Lower.h"
#include "lib/Target/Describe.h"
#include "lib/Target/Target.h"
#include "lib/Transforms/Pipelines/Registration.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassInstrumentation.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace sonde {
namespace {

/// Stages that a pass stage ends with; not every one is worth a name.
std::optional<Stage> shownAfter(PassStage stage) {
  switch (stage) {
  case PassStage::Opt:
    return Stage::TracingOpt;
  case PassStage::Plan:
    return Stage::Plan;
  case PassStage::Convert:
    return Stage::Bpf;
  case PassStage::BPFOpt:
    return Stage::BpfOpt;
  case PassStage::LLVM:
    return Stage::Llvm;
  case PassStage::Check:
  case PassStage::BPFCheck:
    return std::nullopt;
  }
  return std::nullopt;
}

void show(StageSink &sink, Stage stage, mlir::ModuleOp module) {
  if (!sink.wants(stage))
    return;
  std::string text;
  llvm::raw_string_ostream stream(text);
  module.print(stream, mlir::OpPrintingFlags().enableDebugInfo(false));
  sink.take(stage, text);
}

/// Runs a pipeline's text on the module; failures have been reported.
bool runPasses(mlir::ModuleOp module, llvm::StringRef pipeline,
               std::unique_ptr<mlir::PassInstrumentation> watcher = nullptr) {
  mlir::PassManager manager(module.getContext());
  if (watcher)
    manager.addInstrumentation(std::move(watcher));
  std::string errors;
  llvm::raw_string_ostream stream(errors);
  // The text names the anchor; the manager is of that kind already.
  llvm::StringRef passes = pipeline.trim();
  if (passes.consume_front("builtin.module("))
    passes.consume_back(")");
  if (mlir::failed(mlir::parsePassPipeline(passes, manager, stream))) {
    mlir::emitError(mlir::UnknownLoc::get(module.getContext())) << "bad pass pipeline: " << errors;
    return false;
  }
  return mlir::succeeded(manager.run(module));
}

/// Where a text goes that is only made when somebody wants it.
class StageText {
public:
  StageText(StageSink &sink, Stage stage) : sink(sink), stage(stage), wanted(sink.wants(stage)) {}
  ~StageText() {
    if (wanted)
      sink.take(stage, text);
  }
  llvm::raw_ostream *stream() { return wanted ? &out : nullptr; }

private:
  StageSink &sink;
  Stage stage;
  bool wanted;
  std::string text;
  llvm::raw_string_ostream out{text};
};

bool stopsAt(const CompileOptions &options, Stage stage) { return options.stopAfter == stage; }

std::pair<unsigned, unsigned> releaseNumber(llvm::StringRef release) {
  unsigned major = 0, minor = 0;
  auto [first, rest] = release.split('.');
  first.getAsInteger(10, major);
  rest.take_while(llvm::isDigit).getAsInteger(10, minor);
  return {major, minor};
}

/// The kernel's facts, with the release that the program is made for.
TargetFacts targetFor(const CompileOptions &options, TargetFacts facts) {
  if (!options.targetRelease.empty())
    facts.release = options.targetRelease;
  else if (options.aheadOfTime && releaseNumber(kPortableRelease) < releaseNumber(facts.release))
    facts.release = kPortableRelease;
  return facts;
}

/// Writes what is known of the target and of the script's files into the module,
/// from where passes read it.
void describeSurroundings(mlir::ModuleOp module, const TargetFacts &target,
                          const SourceManager &sources) {
  module->getContext()->loadDialect<bpf::BPFDialect>(); // Its attributes are used here.
  mlir::Builder builder(module.getContext());
  llvm::SmallVector<mlir::StringAttr> features;
  for (const std::string &feature : target.features)
    features.push_back(builder.getStringAttr(feature));
  module->setAttr("bpf.target",
                  bpf::TargetAttr::get(module.getContext(), target.release, target.arch, features));
  llvm::SmallVector<mlir::NamedAttribute> texts;
  for (uint32_t file = 0; file < sources.size(); ++file)
    texts.push_back(
        builder.getNamedAttr(sources.name(file), builder.getStringAttr(sources.text(file))));
  module->setAttr("bpf.sources", builder.getDictionaryAttr(texts));
}

/// The front end; the C files it compiled are moved to `imports`.
mlir::OwningOpRef<mlir::ModuleOp> runFrontend(uint32_t file, const CompileOptions &options,
                                              KernelView &kernel, DiagnosticEngine &diagnostics,
                                              mlir::MLIRContext &context, StageSink &sink,
                                              std::vector<CUnit> &imports) {
  std::unique_ptr<Program> program = parseProgram(file, diagnostics);
  if (sink.wants(Stage::Ast))
    sink.take(Stage::Ast, dumpAst(*program));
  if (stopsAt(options, Stage::Ast))
    return nullptr;
  TargetFacts target = targetFor(options, kernel.target());
  if (!analyse(*program, kernel, frontendOptions(options, target), diagnostics))
    return nullptr;
  if (sink.wants(Stage::Types))
    sink.take(Stage::Types, dumpTypes(*program));
  if (stopsAt(options, Stage::Types))
    return nullptr;

  LowerOptions lowering;
  lowering.relocatable = options.aheadOfTime;
  lowering.reportReads = options.reportReads;
  const SourceManager &sources = diagnostics.sourceManager();
  mlir::OwningOpRef<mlir::ModuleOp> module = lower(*program, context, lowering, sources);
  if (!module)
    return nullptr;
  describeSurroundings(*module, target, sources);
  imports = std::move(program->imports);
  show(sink, Stage::Tracing, *module);
  return module;
}

/// Passes, stage by stage, so that each level can be shown. The artifact is read off
/// between the bpf and the LLVM dialect.
bool runStages(mlir::ModuleOp module, PassStage first, PassStage last,
               const CompileOptions &options, StageSink &sink, Artifact &artifact) {
  for (unsigned i = static_cast<unsigned>(first); i <= static_cast<unsigned>(last); ++i) {
    auto stage = static_cast<PassStage>(i);
    if (stage == PassStage::LLVM) {
      mlir::FailureOr<Artifact> described = describeProgram(module);
      if (mlir::failed(described))
        return false;
      artifact = std::move(*described);
    }
    std::string passes = stagePipeline(stage, options.pipeline);
    if (!passes.empty() && !runPasses(module, passes))
      return false;
    if (std::optional<Stage> shown = shownAfter(stage)) {
      show(sink, *shown, module);
      if (stopsAt(options, *shown))
        return false;
    }
  }
  return true;
}

/// Reads the artifact off the module just before the pass that drops its
/// descriptors, wherever a user's pipeline has put it.
class DescribeBeforeLLVM : public mlir::PassInstrumentation {
public:
  explicit DescribeBeforeLLVM(std::optional<Artifact> &artifact) : artifact(artifact) {}
  void runBeforePass(mlir::Pass *pass, mlir::Operation *op) override {
    auto module = mlir::dyn_cast<mlir::ModuleOp>(op);
    if (!module || pass->getArgument() != "convert-bpf-to-llvm")
      return;
    if (mlir::FailureOr<Artifact> described = describeProgram(module); succeeded(described))
      artifact = std::move(*described);
  }

private:
  std::optional<Artifact> &artifact;
};

/// A pipeline of the user's own; it must get as far as the LLVM dialect.
bool runOwnPipeline(mlir::ModuleOp module, const CompileOptions &options, StageSink &sink,
                    Artifact &artifact) {
  std::optional<Artifact> described;
  auto describe = std::make_unique<DescribeBeforeLLVM>(described);
  if (!runPasses(module, options.wholePipeline, std::move(describe)))
    return false;
  show(sink, Stage::Llvm, module);
  if (stopsAt(options, Stage::Llvm))
    return false;
  if (!described) {
    mlir::emitError(mlir::UnknownLoc::get(module.getContext()))
        << "the pass pipeline does not reach the LLVM dialect: it needs 'convert-bpf-to-llvm'";
    return false;
  }
  artifact = std::move(*described);
  return true;
}

/// From the LLVM dialect to a program. `needsMoreStack` as in EmitOptions.
std::optional<CompiledProgram> makeObject(mlir::ModuleOp module, Artifact artifact,
                                          const CompileOptions &options,
                                          llvm::ArrayRef<CUnit> imports,
                                          DiagnosticEngine &diagnostics, StageSink &sink,
                                          bool *needsMoreStack = nullptr) {
  CompiledProgram program;
  program.artifact = std::move(artifact);
  program.artifact.compiler = SONDE_VERSION;
  std::string json = writeArtifact(program.artifact);
  if (sink.wants(Stage::Artifact))
    sink.take(Stage::Artifact, json);

  mlir::FailureOr<std::string> object = mlir::failure();
  {
    StageText ir(sink, Stage::Ir), optimised(sink, Stage::IrOpt), assembly(sink, Stage::Asm),
        disassembly(sink, Stage::Dis);
    EmitOptions emit;
    emit.optimise = options.pipeline.optLevel > 0;
    emit.ir = ir.stream();
    emit.optimisedIr = optimised.stream();
    emit.assembly = assembly.stream();
    emit.disassembly = disassembly.stream();
    emit.needsMoreStack = needsMoreStack;
    emit.saveStack = options.pipeline.stack.has_value();
    object = emitObject(module, imports, emit);
  }
  if (mlir::failed(object))
    return std::nullopt;
  // The section is for files; a program that runs at once has the structure.
  if (!options.aheadOfTime && !sink.wants(Stage::Object)) {
    program.object = std::move(*object);
    return program;
  }
  Result<std::string> withSection = addArtifactSection(*object, json);
  if (!withSection) {
    diagnostics.error(withSection.error().message);
    return std::nullopt;
  }
  program.object = std::move(*withSection);
  if (sink.wants(Stage::Object))
    sink.take(Stage::Object, program.object);
  return program;
}

/// Stages of an attempt, which are shown if nothing better comes.
class KeptStages : public StageSink {
public:
  explicit KeptStages(StageSink &sink) : sink(sink) {}
  bool wants(Stage stage) override { return sink.wants(stage); }
  void take(Stage stage, std::string_view text) override { kept.emplace_back(stage, text); }
  void show() {
    for (const auto &[stage, text] : kept)
      sink.take(stage, text);
  }

private:
  StageSink &sink;
  std::vector<std::pair<Stage, std::string>> kept;
};

/// From one attempt to the next. Only when the code has been made it is known what LLVM
/// needs besides.
constexpr std::optional<StackBudget> kStackBudgets[] = {std::nullopt, StackBudget{320, 64},
                                                        StackBudget{224, 32}, StackBudget{96, 16},
                                                        StackBudget{0, 0}};

/// From the bpf dialect on, with as much on the stack as fits.
std::optional<CompiledProgram> makeProgram(mlir::ModuleOp module, CompileOptions options,
                                           llvm::ArrayRef<CUnit> imports,
                                           DiagnosticEngine &diagnostics, StageSink &sink) {
  for (const std::optional<StackBudget> &budget : kStackBudgets) {
    options.pipeline.stack = budget;
    mlir::OwningOpRef<mlir::ModuleOp> attempt = module.clone();
    KeptStages stages(sink);
    bool isLast = &budget == std::end(kStackBudgets) - 1, needsMoreStack = false;
    Artifact artifact;
    std::optional<CompiledProgram> program;
    if (runStages(*attempt, PassStage::BPFOpt, PassStage::LLVM, options, stages, artifact))
      program = makeObject(*attempt, std::move(artifact), options, imports, diagnostics, stages,
                           isLast ? nullptr : &needsMoreStack);
    if (needsMoreStack)
      continue;
    stages.show();
    return program;
  }
  llvm_unreachable("the last attempt says what is wrong");
}

std::optional<CompiledProgram> runBackend(mlir::ModuleOp module, const CompileOptions &options,
                                          llvm::ArrayRef<CUnit> imports,
                                          DiagnosticEngine &diagnostics, StageSink &sink) {
  Artifact artifact;
  if (!options.wholePipeline.empty()) {
    if (!runOwnPipeline(module, options, sink, artifact))
      return std::nullopt;
    return makeObject(module, std::move(artifact), options, imports, diagnostics, sink);
  }
  if (!runStages(module, PassStage::Check, PassStage::Convert, options, sink, artifact))
    return std::nullopt;
  return makeProgram(module, options, imports, diagnostics, sink);
}

/// Passes are registered in a table of MLIR's that lives as long as the process.
void registerPassesOnce() {
  static const bool done = (registerAllPasses(), true);
  (void)done;
}

} // namespace

FrontendOptions frontendOptions(const CompileOptions &options, const TargetFacts &target) {
  FrontendOptions frontend;
  frontend.parameters = options.parameters;
  frontend.keepParameters = options.aheadOfTime;
  frontend.config = options.config;
  frontend.testClock = options.testClock;
  frontend.allowUnsafe = options.allowUnsafe;
  frontend.debugFolders = options.debugFolders;
  CCompileOptions c;
  c.arch = target.arch;
  frontend.compileC = [c](const std::string &path, const std::string &text,
                          DiagnosticEngine &diagnostics) {
    return compileC(path, text, c, diagnostics);
  };
  frontend.declareC = declareC;
  return frontend;
}

void registerCompilerDialects(mlir::DialectRegistry &registry) {
  registerAllDialects(registry);
  bpf::registerBPFTranslation(registry);
}

mlir::OwningOpRef<mlir::ModuleOp> compileToTracing(uint32_t file, const CompileOptions &options,
                                                   KernelView &kernel,
                                                   DiagnosticEngine &diagnostics,
                                                   mlir::MLIRContext &context, StageSink &sink) {
  MlirDiagnostics bridge(context, diagnostics);
  std::vector<CUnit> imports;
  return runFrontend(file, options, kernel, diagnostics, context, sink, imports);
}

std::optional<CompiledProgram> compileModule(mlir::ModuleOp module, const CompileOptions &options,
                                             DiagnosticEngine &diagnostics, StageSink &sink) {
  registerPassesOnce();
  MlirDiagnostics bridge(*module.getContext(), diagnostics);
  CompileOptions withSection = options;
  withSection.aheadOfTime = true;
  return runBackend(module, withSection, {}, diagnostics, sink);
}

std::optional<CompiledProgram> compile(uint32_t file, const CompileOptions &options,
                                       KernelView &kernel, DiagnosticEngine &diagnostics,
                                       StageSink &sink) {
  registerPassesOnce();
  mlir::DialectRegistry registry;
  registerCompilerDialects(registry);
  // A script's module is too small for threads to be worth their start.
  mlir::MLIRContext context(registry, mlir::MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  context.printOpOnDiagnostic(false); // Users know the script, not operations.
  MlirDiagnostics bridge(context, diagnostics);
  std::vector<CUnit> imports;
  mlir::OwningOpRef<mlir::ModuleOp> module =
      runFrontend(file, options, kernel, diagnostics, context, sink, imports);
  if (!module || stopsAt(options, Stage::Tracing))
    return std::nullopt;
  return runBackend(*module, options, imports, diagnostics, sink);
}

} // namespace sonde
