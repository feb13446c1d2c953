//===- CommandLine.h - The options of sonde -------------------------------===//
#ifndef SONDE_TOOLS_SONDE_COMMANDLINE_H
#define SONDE_TOOLS_SONDE_COMMANDLINE_H

#include "lib/Compiler/Compiler.h"

#include <optional>
#include <string>
#include <vector>

namespace sonde {

/// What the user asked for.
struct Invocation {
  enum class Action {
    Run,            ///< Compile, load, attach, show.
    Build,          ///< Write an executable or an object.
    Emit,           ///< Write one stage and stop.
    Format,         ///< Write scripts in one style.
    LanguageServer, ///< Answer an editor.
    PrintPipeline,  ///< Print the pass pipeline.
    RecordKernel,   ///< Write facts about this kernel into a folder.
  };
  Action action = Action::Run;

  std::string scriptName;               ///< Path, `-` for standard input, `-e` for `program`.
  std::string program;                  ///< Text given with -e.
  std::vector<std::string> formatNames; ///< Scripts to format.
  bool inPlace = false;                 ///< Each into its own file.
  CompileOptions compile;
  std::vector<std::string> words; ///< What stands behind the script: parameters, options.

  std::vector<Stage> dump;
  std::optional<Stage> emit;
  std::vector<std::string> passPlugins;
  std::string kernelFolder; ///< Recorded facts instead of the running kernel's.
  std::string recordFolder;

  std::string output; ///< -o; empty: standard output.
  std::string format = "text";
  std::string buffering = "line";
  bool quiet = false;
  bool verbose = false;
  bool noWarnings = false;
  std::vector<std::string> silencedWarnings;
};

/// Reads the command line. When nothing is left to do (help, version, a wrong
/// option), the result is empty and `status` is what to exit with.
std::optional<Invocation> readCommandLine(int argc, char **argv, int &status);

} // namespace sonde

#endif // SONDE_TOOLS_SONDE_COMMANDLINE_H
