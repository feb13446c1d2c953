//===- StageOutput.h - Where dumped and emitted stages go -----------------===//
#ifndef SONDE_TOOLS_SONDE_STAGEOUTPUT_H
#define SONDE_TOOLS_SONDE_STAGEOUTPUT_H

#include "lib/Compiler/Stages.h"
#include "lib/Support/Result.h"

#include <optional>
#include <string>
#include <vector>

namespace sonde {

/// Prints stages asked for with -d to standard output, each under a heading, and
/// keeps the one that --emit wants.
class StageOutput : public StageSink {
public:
  StageOutput(std::vector<Stage> dump, std::optional<Stage> emit)
      : dump(std::move(dump)), emit(emit) {}

  bool wants(Stage stage) override;
  void take(Stage stage, std::string_view text) override;

  /// The text or bytes of the stage to emit; none if it was not reached.
  const std::optional<std::string> &emitted() const { return kept; }

private:
  std::vector<Stage> dump;
  std::optional<Stage> emit;
  std::optional<std::string> kept;
};

/// Writes a whole file, replacing it at once: a reader sees the old or the new
/// bytes. A device or a pipe is written to. `-` is standard output. `executable` sets the
/// permission to run it.
Result<void> writeFile(const std::string &path, std::string_view bytes, bool executable = false);

/// The same for a file that exists: who may use it, and where a link to it leads,
/// do not change.
Result<void> rewriteFile(const std::string &path, std::string_view bytes);

} // namespace sonde

#endif // SONDE_TOOLS_SONDE_STAGEOUTPUT_H
