//===- Pipelines.h - The passes of a compilation, in order ----------------===//
//
// One table says which passes make up each stage. The pipeline itself is text,
// so that it can be printed, edited and given back.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TRANSFORMS_PIPELINES_PIPELINES_H
#define SONDE_TRANSFORMS_PIPELINES_PIPELINES_H

#include "llvm/ADT/ArrayRef.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sonde {

/// Stages of the pass pipeline, in order. Their names are `tracing-check`, ….
enum class PassStage : uint8_t { Check, Opt, Plan, Convert, BPFOpt, BPFCheck, LLVM };
inline constexpr unsigned kPassStages = 7;
const char *passStageName(PassStage stage);

/// What a pass runs on: the module, probes, all code of the tracing dialect
/// (probes and callbacks), or all of the bpf dialect (programs and callbacks). Only
/// passes on the module change its symbols.
enum class PassAnchor : uint8_t { Module, Probe, Code, Prog };

/// Mandatory passes and decisions run at every level; decisions can be replaced
/// by another pass that makes them.
enum class PassRole : uint8_t { Mandatory, Optional, Decision };

struct PipelinePass {
  PassStage stage;
  PassAnchor anchor;
  PassRole role;
  const char *text; ///< Name, with options in braces where they are not default.
};
llvm::ArrayRef<PipelinePass> pipelinePasses();
/// Names of the passes that decide which probes there are and how failures are
/// counted, which is a part of what a module means.
std::set<std::string> structuralPasses();

/// Bytes of stack for buffers; of the largest buffer that is trusted to be in registers.
struct StackBudget {
  unsigned buffers;
  unsigned inRegisters;
};

/// How a user's pipeline differs from the table.
struct PipelineOptions {
  unsigned optLevel = 2;             ///< 0: no optional passes.
  std::optional<StackBudget> stack;  ///< Instead of the defaults of `bpf-assign-storage`.
  std::vector<std::string> disabled; ///< Names of passes to leave out.
  /// Pass text, and the name of a stage (`at`: at its end, before its check;
  /// `atStart`) or of a pass (`after`) where it is put.
  std::vector<std::pair<std::string, std::string>> at, atStart, after;
};

/// The text of one stage, as it stands inside `builtin.module(…)`.
std::string stagePipeline(PassStage stage, const PipelineOptions &options);
/// `builtin.module(…)` of all stages.
std::string wholePipeline(const PipelineOptions &options);
/// The first name in `options` that no stage or pass has; empty if all exist.
std::string unknownPipelineName(const PipelineOptions &options);

} // namespace sonde

#endif // SONDE_TRANSFORMS_PIPELINES_PIPELINES_H
