//===- VerifyStage.cpp - What must hold at the end of a stage -------------===//
//
// The one place that states what stages may rely on; docs/Pipeline.md shows it
// to people.
//
//===----------------------------------------------------------------------===//
#include "dialect/BPF/IR/BPF.h"
#include "dialect/Tracing/IR/Layout.h"
#include "lib/Transforms/Tracing/CloneProbe.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace sonde {
#define GEN_PASS_DEF_VERIFYSTAGE
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

/// What is wrong with an operation, and the pass that puts it right.
struct Violation {
  std::string fact;
  StringRef remedy;
};

using Violations = SmallVectorImpl<Violation>;

} // namespace

//===----------------------------------------------------------------------===//
// One rule per function
//===----------------------------------------------------------------------===//

static void checkOneKind(Operation *op, Violations &violations) {
  auto probe = dyn_cast<ProbeOp>(op);
  if (!probe)
    return;
  AttachKind kind = probe.getAttachKind();
  auto points = probe.getAttach().getAsRange<AttachAttr>();
  bool isMixed = llvm::any_of(points, [&](AttachAttr p) { return p.getKind() != kind; });
  if (isMixed)
    violations.push_back({"the probe has attach points of several kinds", "tracing-split-probes"});
  else if (hasOwnProgram(kind) && probe.getAttach().size() > 1)
    violations.push_back(
        {"a probe of this kind has only one attach point", "tracing-split-probes"});
}

static void checkBoundAndReported(Operation *op, Violations &violations) {
  if (isa<ProbeInfoOp>(op))
    violations.push_back({"the name of the attach point is not bound", "tracing-bind-probe-info"});
  if (auto fallible = dyn_cast<FallibleOpInterface>(op); fallible && fallible.wantsReport())
    violations.push_back({"the wanted report has no site", "tracing-insert-error-reports"});
}

static void checkInlined(Operation *op, Violations &violations) {
  if (isa<FuncOp>(op))
    violations.push_back({"a function of the script is left", "tracing-inline-functions"});
}

static void checkNothingPlanned(Operation *op, Violations &violations) {
  auto map = dyn_cast<MapOp>(op);
  auto event = dyn_cast<EventOp>(op);
  auto inPlace = dyn_cast<InPlaceOpInterface>(op);
  auto emit = dyn_cast<EmitOp>(op);
  if ((map && map.getStorage()) || (event && (event.getId() || event.getLayout())) ||
      (inPlace && inPlace.getDestination()) || (emit && emit.getDeferred()) || isa<BufferOp>(op))
    violations.push_back({"this is planned too early", "stage 'tracing-plan'"});
}

static void checkSymbolsPlanned(Operation *op, Violations &violations) {
  if (auto map = dyn_cast<MapOp>(op); map && !map.getStorage())
    violations.push_back({"the map has no storage", "tracing-select-maps"});
  if (auto event = dyn_cast<EventOp>(op); event && !(event.getId() && event.getLayout()))
    violations.push_back({"the event has no id or no layout", "tracing-layout-events"});
  if (isa<AggregateOp, MapReduceOp>(op))
    violations.push_back({"the aggregation is not expanded", "tracing-expand-aggregations"});
}

static void checkValuesPlaced(Operation *op, Violations &violations) {
  auto isLargeValue = [&](Value value) { return isLarge(value.getType(), op); };
  bool hasLargeArgument = llvm::any_of(op->getRegions(), [&](Region &region) {
    return llvm::any_of(region.getBlocks(), [&](Block &block) {
      return llvm::any_of(block.getArguments(), isLargeValue);
    });
  });
  if (hasLargeArgument || llvm::any_of(op->getResults(), isLargeValue))
    violations.push_back(
        {"a text, record, array or struct is not in memory", "tracing-place-values"});
}

static void checkLoopsExpanded(Operation *op, Violations &violations) {
  if (isa<ProbeLoopOpInterface>(op))
    violations.push_back({"the loop is not expanded", "tracing-expand-loops"});
  if (isa<StrFindOp>(op))
    violations.push_back({"the search for a text is not expanded", "tracing-expand-search"});
}

static void checkConverted(Operation *op, Violations &violations) {
  if (isa_and_nonnull<TracingDialect>(op->getDialect()))
    violations.push_back({"an operation of the tracing dialect is left", "convert-tracing-to-bpf"});
}

static void checkExpanded(Operation *op, Violations &violations) {
  StringRef pass = llvm::StringSwitch<StringRef>(op->getName().getStringRef())
                       .Case("bpf.require_nonnull", "bpf-insert-null-checks")
                       .Case("bpf.buffer", "bpf-assign-storage")
                       .Cases("bpf.div", "bpf.rem", "bpf.shift", "bpf-expand-arith")
                       .Cases("bpf.copy", "bpf.zero", "bpf-expand-copies")
                       .Default("");
  if (!pass.empty())
    violations.push_back({"an operation is left that is only a plan", pass});
}

static void checkLowered(Operation *op, Violations &violations) {
  if (!isa<ModuleOp>(op) && !isa_and_nonnull<LLVM::LLVMDialect>(op->getDialect()) &&
      !op->hasTrait<bpf::LLVMLeaf>())
    violations.push_back({"an operation is left that has no translation", "convert-bpf-to-llvm"});
}

//===----------------------------------------------------------------------===//
// The stages
//===----------------------------------------------------------------------===//

namespace {

using Rule = void (*)(Operation *, Violations &);

struct StageRules {
  StringRef stage;
  SmallVector<Rule, 4> rules;
};

ArrayRef<Rule> rulesOf(StringRef stage) {
  static const StageRules kTable[] = {
      {"tracing-check", {checkInlined, checkOneKind, checkBoundAndReported}},
      {"tracing-opt", {checkOneKind, checkBoundAndReported, checkNothingPlanned}},
      {"tracing-plan",
       {checkOneKind, checkBoundAndReported, checkSymbolsPlanned, checkLoopsExpanded,
        checkValuesPlaced}},
      {"convert", {checkConverted}},
      {"bpf-opt", {checkConverted, checkExpanded}},
      {"llvm", {checkLowered}},
  };
  for (const StageRules &row : kTable)
    if (row.stage == stage)
      return row.rules;
  return {};
}

struct VerifyStage : impl::VerifyStageBase<VerifyStage> {
  using VerifyStageBase::VerifyStageBase;

  void runOnOperation() override {
    markAllAnalysesPreserved();
    ArrayRef<Rule> rules = rulesOf(stage);
    if (rules.empty()) {
      getOperation().emitError() << "there is no stage '" << stage << "'";
      return signalPassFailure();
    }
    bool isValid = true;
    getOperation().walk([&](Operation *op) {
      SmallVector<Violation> violations;
      for (Rule rule : rules)
        rule(op, violations);
      for (const Violation &violation : violations)
        op->emitError() << "'" << op->getName() << "' at the end of stage '" << stage
                        << "': " << violation.fact << " (see " << violation.remedy << ")";
      isValid &= violations.empty();
    });
    if (!isValid)
      signalPassFailure();
  }
};

} // namespace
} // namespace sonde
