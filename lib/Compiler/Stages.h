//===- Stages.h - What can be shown of a compilation ----------------------===//
#ifndef SONDE_COMPILER_STAGES_H
#define SONDE_COMPILER_STAGES_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sonde {

/// The levels of a compilation, in order.
enum class Stage : uint8_t {
#define SONDE_STAGE(ID, NAME, MEANING) ID,
#include "lib/Compiler/Stages.def"
};

struct StageInfo {
  const char *name;
  const char *meaning;
};
const StageInfo &stageInfo(Stage stage);
/// A stage by its name, or by bpftrace's (`codegen`, `codegen-opt`, `dis`).
std::optional<Stage> stageByName(std::string_view name);
/// All names, one a line with its meaning: for help texts.
std::string stageList();

/// Who is shown the stages. Texts are made only for stages that are wanted.
class StageSink {
public:
  virtual ~StageSink();
  virtual bool wants(Stage stage) = 0;
  virtual void take(Stage stage, std::string_view text) = 0;
};

} // namespace sonde

#endif // SONDE_COMPILER_STAGES_H
