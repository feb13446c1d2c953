//===- Stages.cpp - What can be shown of a compilation --------------------===//
#include "lib/Compiler/Stages.h"

#include <iterator>

namespace sonde {
namespace {

constexpr StageInfo kStages[] = {
#define SONDE_STAGE(ID, NAME, MEANING) {NAME, MEANING},
#include "lib/Compiler/Stages.def"
};

struct Alias {
  std::string_view name;
  Stage stage;
};
constexpr Alias kAliases[] = {{"codegen", Stage::Ir}, {"codegen-opt", Stage::IrOpt}};

} // namespace

StageSink::~StageSink() = default;

const StageInfo &stageInfo(Stage stage) { return kStages[static_cast<unsigned>(stage)]; }

std::optional<Stage> stageByName(std::string_view name) {
  for (size_t i = 0; i < std::size(kStages); ++i)
    if (kStages[i].name == name)
      return static_cast<Stage>(i);
  for (const Alias &alias : kAliases)
    if (alias.name == name)
      return alias.stage;
  return std::nullopt;
}

std::string stageList() {
  std::string out;
  for (const StageInfo &stage : kStages) {
    std::string name = stage.name;
    name.resize(14, ' ');
    out += "  " + name + stage.meaning + "\n";
  }
  return out;
}

} // namespace sonde
