//===- Pipelines.cpp - The passes of a compilation, in order --------------===//
#include "lib/Transforms/Pipelines/Pipelines.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

namespace sonde {
namespace {

using S = PassStage;
using A = PassAnchor;
using R = PassRole;

// docs/Pipeline.md is checked against this table.
constexpr PipelinePass kPasses[] = {
    {S::Check, A::Module, R::Mandatory, "tracing-inline-functions"},
    {S::Check, A::Module, R::Mandatory, "tracing-verify"},
    {S::Check, A::Module, R::Mandatory, "tracing-split-probes"},
    {S::Check, A::Module, R::Mandatory, "tracing-bind-probe-info"},
    {S::Check, A::Module, R::Mandatory, "tracing-insert-error-reports"},
    {S::Check, A::Module, R::Mandatory, "tracing-verify-stage{stage=tracing-check}"},

    {S::Opt, A::Module, R::Optional, "tracing-fold-params"},
    {S::Opt, A::Probe, R::Optional, "mem2reg"},
    {S::Opt, A::Probe, R::Optional, "canonicalize"},
    {S::Opt, A::Probe, R::Optional, "sccp"},
    {S::Opt, A::Probe, R::Optional, "tracing-cse"},
    {S::Opt, A::Probe, R::Optional, "tracing-fuse-map-updates"},
    {S::Opt, A::Probe, R::Optional, "tracing-sink-past-filters"},
    {S::Opt, A::Probe, R::Optional, "canonicalize"},
    {S::Opt, A::Module, R::Optional, "tracing-prune"},
    {S::Opt, A::Module, R::Mandatory, "tracing-verify-stage{stage=tracing-opt}"},

    {S::Plan, A::Module, R::Decision, "tracing-select-attach"},
    {S::Plan, A::Module, R::Decision, "tracing-select-maps"},
    {S::Plan, A::Module, R::Decision, "tracing-expand-aggregations"},
    {S::Plan, A::Module, R::Decision, "tracing-layout-events"},
    {S::Plan, A::Module, R::Mandatory, "tracing-expand-search"},
    {S::Plan, A::Module, R::Decision, "tracing-select-loops"},
    {S::Plan, A::Module, R::Mandatory, "tracing-expand-loops"},
    {S::Plan, A::Code, R::Decision, "tracing-place-values"},
    {S::Plan, A::Module, R::Mandatory, "tracing-verify-stage{stage=tracing-plan}"},

    {S::Convert, A::Module, R::Mandatory, "convert-tracing-to-bpf"},
    {S::Convert, A::Module, R::Mandatory, "tracing-verify-stage{stage=convert}"},

    {S::BPFOpt, A::Prog, R::Optional, "canonicalize"},
    {S::BPFOpt, A::Prog, R::Optional, "cse"},
    {S::BPFOpt, A::Prog, R::Optional, "bpf-direct-loads"},
    {S::BPFOpt, A::Prog, R::Optional, "bpf-share-lookups"},
    {S::BPFOpt, A::Module, R::Mandatory, "bpf-insert-null-checks"},
    {S::BPFOpt, A::Prog, R::Mandatory, "bpf-clamp-sizes"},
    {S::BPFOpt, A::Prog, R::Mandatory, "bpf-expand-arith"},
    {S::BPFOpt, A::Module, R::Decision, "bpf-assign-storage"},
    {S::BPFOpt, A::Module, R::Mandatory, "bpf-pass-captures"},
    {S::BPFOpt, A::Prog, R::Mandatory, "bpf-expand-copies"},
    {S::BPFOpt, A::Module, R::Mandatory, "tracing-verify-stage{stage=bpf-opt}"},

    {S::BPFCheck, A::Module, R::Mandatory, "bpf-check-limits"},

    {S::LLVM, A::Module, R::Mandatory, "bpf-build-debug-info"},
    {S::LLVM, A::Module, R::Mandatory, "convert-bpf-to-llvm"},
    {S::LLVM, A::Module, R::Mandatory, "tracing-verify-stage{stage=llvm}"},
};

constexpr const char *kStageNames[kPassStages] = {
    "tracing-check", "tracing-opt", "tracing-plan", "convert", "bpf-opt", "bpf-check", "llvm",
};

/// The pass's name without options.
llvm::StringRef nameOf(llvm::StringRef text) {
  return text.take_until([](char c) { return c == '{'; });
}

bool isStageCheck(llvm::StringRef text) { return nameOf(text) == "tracing-verify-stage"; }

/// A pass with what it runs on.
struct Step {
  PassAnchor anchor;
  std::string text;
};

/// The operations that a pass is nested in; none for the module itself.
llvm::ArrayRef<const char *> anchorNames(PassAnchor anchor) {
  static constexpr const char *kCode[] = {"tracing.probe", "tracing.callback"};
  static constexpr const char *kProgs[] = {"bpf.prog", "bpf.callback"};
  switch (anchor) {
  case PassAnchor::Module:
    return {};
  case PassAnchor::Probe:
    return llvm::ArrayRef(kCode, 1);
  case PassAnchor::Code:
    return kCode;
  case PassAnchor::Prog:
    return kProgs;
  }
  return {};
}

std::string textOf(const PipelinePass &pass, const PipelineOptions &options) {
  std::string text = pass.text;
  if (options.stack && text == "bpf-assign-storage")
    text += "{budget=" + std::to_string(options.stack->buffers) +
            " in-registers=" + std::to_string(options.stack->inRegisters) + "}";
  return text;
}

/// What a user inserts names its own anchor, if it is not the module's.
void insertFor(std::vector<Step> &steps,
               const std::vector<std::pair<std::string, std::string>> &insertions,
               llvm::StringRef place) {
  for (const auto &[where, text] : insertions)
    if (where == place)
      steps.push_back({PassAnchor::Module, text});
}

/// Neighbours with one anchor share one nested pipeline, so that each probe goes
/// through all of them while it is in the cache.
std::string print(const std::vector<Step> &steps) {
  std::string out;
  for (size_t i = 0; i < steps.size();) {
    PassAnchor anchor = steps[i].anchor;
    if (anchor == PassAnchor::Module) {
      out += (out.empty() ? "" : ",") + steps[i++].text;
      continue;
    }
    std::string nested;
    for (; i < steps.size() && steps[i].anchor == anchor; ++i)
      nested += (nested.empty() ? "" : ",") + steps[i].text;
    for (const char *name : anchorNames(anchor))
      out += (out.empty() ? "" : ",") + std::string(name) + "(" + nested + ")";
  }
  return out;
}

} // namespace

const char *passStageName(PassStage stage) { return kStageNames[static_cast<unsigned>(stage)]; }

llvm::ArrayRef<PipelinePass> pipelinePasses() { return kPasses; }

std::set<std::string> structuralPasses() {
  std::set<std::string> names;
  for (const PipelinePass &pass : kPasses)
    if (pass.stage == PassStage::Check)
      names.insert(nameOf(pass.text).str());
  return names;
}

std::string stagePipeline(PassStage stage, const PipelineOptions &options) {
  std::vector<Step> steps;
  insertFor(steps, options.atStart, passStageName(stage));
  bool inserted = false;
  for (const PipelinePass &pass : kPasses) {
    if (pass.stage != stage)
      continue;
    if (isStageCheck(pass.text)) {
      insertFor(steps, options.at, passStageName(stage));
      inserted = true;
    }
    llvm::StringRef name = nameOf(pass.text);
    bool wanted = options.optLevel > 0 || pass.role != PassRole::Optional;
    if (wanted && !llvm::is_contained(options.disabled, name))
      steps.push_back({pass.anchor, textOf(pass, options)});
    insertFor(steps, options.after, name);
  }
  if (!inserted)
    insertFor(steps, options.at, passStageName(stage));
  return print(steps);
}

std::string wholePipeline(const PipelineOptions &options) {
  std::string out;
  for (unsigned i = 0; i < kPassStages; ++i) {
    std::string stage = stagePipeline(static_cast<PassStage>(i), options);
    if (!stage.empty())
      out += (out.empty() ? "" : ",") + stage;
  }
  return "builtin.module(" + out + ")";
}

std::string unknownPipelineName(const PipelineOptions &options) {
  auto isPass = [](llvm::StringRef name) {
    return llvm::any_of(kPasses, [&](const PipelinePass &p) { return nameOf(p.text) == name; });
  };
  auto isStage = [](llvm::StringRef name) { return llvm::is_contained(kStageNames, name); };
  for (const std::string &name : options.disabled)
    if (!isPass(name))
      return name;
  for (const auto &[name, text] : options.after)
    if (!isPass(name))
      return name;
  for (const auto *list : {&options.at, &options.atStart})
    for (const auto &[name, text] : *list)
      if (!isStage(name))
        return name;
  return "";
}

} // namespace sonde
