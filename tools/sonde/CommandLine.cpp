//===- CommandLine.cpp - The options of sonde -----------------------------===//
//
// The only file of the driver that is built with exceptions: CLI11 reports bad
// options by them. None leaves this file.
//
//===----------------------------------------------------------------------===//
#include "tools/sonde/CommandLine.h"

#include "lib/Runtime/Parameters.h"

#include <CLI/CLI.hpp>

#include <cstring>
#include <iostream>

namespace sonde {
namespace {

constexpr const char *kUsage = R"(USAGE:
  sonde [options] FILE [parameters]         run a script
  sonde [options] -e 'PROGRAM' [parameters] run a program
  sonde [options] -                         run a script from standard input
  sonde build [options] FILE -o TOOL        make an executable that needs no compiler
  sonde --fmt [--in-place] FILE...          write scripts in one style
  sonde lsp                                 help an editor, over standard input and output
)";

/// Splits "NAME:TEXT", the form of --at, --at-start and --after.
std::pair<std::string, std::string> splitInsertion(const std::string &option,
                                                   const std::string &value) {
  size_t colon = value.find(':');
  if (colon == std::string::npos)
    throw CLI::ValidationError(option, "expected NAME:PASSES, but got '" + value + "'");
  return {value.substr(0, colon), value.substr(colon + 1)};
}

Stage stageFor(const std::string &option, const std::string &name) {
  if (std::optional<Stage> stage = stageByName(name))
    return *stage;
  throw CLI::ValidationError(option,
                             "there is no stage '" + name + "'; stages are:\n" + stageList());
}

void addDumps(Invocation &invocation, const std::vector<std::string> &names) {
  for (const std::string &name : names) {
    if (name == "all") {
      for (unsigned i = 0; i <= static_cast<unsigned>(Stage::Artifact); ++i)
        invocation.dump.push_back(static_cast<Stage>(i));
    } else {
      invocation.dump.push_back(stageFor("-d", name));
    }
  }
}

/// Options as CLI11 collects them, before they are brought together.
struct RawOptions {
  std::vector<std::string> dumps, at, atStart, after, operands;
  std::string emit, stopAfter, program;
  bool version = false, printPipeline = false, format = false;
  bool o0 = false, o1 = false, o2 = false;
};

void declareOptions(CLI::App &app, Invocation &invocation, RawOptions &raw) {
  app.add_option("-e", raw.program, "the program's text")->type_name("PROGRAM");
  app.add_option("-o,--output", invocation.output, "write output to FILE")->type_name("FILE");
  app.add_option("-f", invocation.format, "'text' or 'json'")->type_name("FORMAT");
  app.add_option("-B", invocation.buffering, "buffering of output: 'line', 'full' or 'none'")
      ->type_name("MODE")
      ->check(CLI::IsMember({"line", "full", "none"}));
  app.add_flag("-q,--quiet", invocation.quiet, "do not say how many probes were attached");
  app.add_flag("-v,--verbose", invocation.verbose, "say what is being done");
  app.add_flag("-k,--warnings", invocation.compile.reportReads,
               "report reads and map look-ups that fail");
  app.add_flag("--no-warnings", invocation.noWarnings, "show no warnings");
  app.add_option("--no-warn", invocation.silencedWarnings, "do not show the warning NAME")
      ->type_name("NAME");
  app.add_flag("--unsafe", invocation.compile.allowUnsafe, "allow what may change the system");
  app.add_flag("--fmt", raw.format, "write the script in the one style and stop");
  app.add_flag("--in-place", invocation.inPlace, "with --fmt: into the script's own file");
  app.add_flag("-V,--version", raw.version, "print the version");

  const char *compiler = "Compiler";
  app.add_option("-d,--debug", raw.dumps, "show stages: " + stageList() + "  all")
      ->type_name("STAGE[,STAGE]")
      ->delimiter(',')
      ->group(compiler);
  app.add_option("--stop-after", raw.stopAfter, "do nothing behind STAGE")
      ->type_name("STAGE")
      ->group(compiler);
  app.add_option("--emit", raw.emit, "write STAGE to the output and stop")
      ->type_name("STAGE")
      ->group(compiler);
  app.add_flag("-0", raw.o0, "mandatory passes only (also -O0)")->group(compiler);
  app.add_flag("-1", raw.o1)->group("");
  app.add_flag("-2", raw.o2, "all passes (default; also -O2)")->group(compiler);
  app.add_flag("--print-pipeline", raw.printPipeline, "print the passes and stop")->group(compiler);
  app.add_option("--pass-pipeline", invocation.compile.wholePipeline,
                 "run these passes instead: 'builtin.module(…)'")
      ->type_name("TEXT")
      ->group(compiler);
  app.add_option("--disable-pass", invocation.compile.pipeline.disabled, "leave PASS out")
      ->type_name("PASS")
      ->group(compiler);
  app.add_option("--at", raw.at, "insert passes at the end of a stage")
      ->type_name("STAGE:PASSES")
      ->group(compiler);
  app.add_option("--at-start", raw.atStart, "insert passes at the start of a stage")
      ->type_name("STAGE:PASSES")
      ->group(compiler);
  app.add_option("--after", raw.after, "insert passes behind a pass")
      ->type_name("PASS:PASSES")
      ->group(compiler);
  app.add_option("--load-pass-plugin", invocation.passPlugins, "load passes from a library")
      ->type_name("FILE")
      ->group(compiler);
  app.add_option("--kernel", invocation.kernelFolder, "compile for the kernel recorded in FOLDER")
      ->type_name("FOLDER")
      ->group(compiler);
  app.add_option("--target-release", invocation.compile.targetRelease,
                 std::string("oldest kernel that the program must run on (build: ") +
                     kPortableRelease + ")")
      ->type_name("MAJOR.MINOR")
      ->group(compiler);
  app.add_option("--debuginfo", invocation.compile.debugFolders,
                 "look for debug symbols of programs in FOLDER, before the system's folders")
      ->type_name("FOLDER[:FOLDER]")
      ->delimiter(':')
      ->group(compiler);
  app.add_option("--record-kernel", invocation.recordFolder,
                 "record facts about this kernel in FOLDER; operands are names: "
                 "tracepoint:A:B, struct:A, function:A, rawtracepoint:A")
      ->type_name("FOLDER")
      ->group(compiler);
  app.add_option("operands", raw.operands, "script and parameters")->group("");
  // One value for each use: what follows is the script's name.
  for (CLI::Option *option : app.get_options())
    if (!option->get_positional())
      option->allow_extra_args(false);
}

/// `-O0` and `-O2` are spelled as compilers do; CLI11 knows one-letter flags.
std::vector<std::string> normalise(int argc, char **argv, std::string &command) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && (arguments.front() == "build" || arguments.front() == "lsp")) {
    command = arguments.front();
    arguments.erase(arguments.begin());
  }
  for (std::string &argument : arguments) {
    if (argument == "--")
      break;
    if (argument == "-O0" || argument == "-O1" || argument == "-O2")
      argument.erase(1, 1);
  }
  return arguments;
}

void bringTogether(Invocation &invocation, const RawOptions &raw, const std::string &command) {
  addDumps(invocation, raw.dumps);
  PipelineOptions &pipeline = invocation.compile.pipeline;
  pipeline.optLevel = raw.o0 ? 0 : 2;
  for (const std::string &value : raw.at)
    pipeline.at.push_back(splitInsertion("--at", value));
  for (const std::string &value : raw.atStart)
    pipeline.atStart.push_back(splitInsertion("--at-start", value));
  for (const std::string &value : raw.after)
    pipeline.after.push_back(splitInsertion("--after", value));
  if (std::string name = unknownPipelineName(pipeline); !name.empty())
    throw CLI::ValidationError("there is no stage or pass '" + name + "'; see --print-pipeline");
  if (!raw.emit.empty())
    invocation.emit = stageFor("--emit", raw.emit);
  if (!raw.stopAfter.empty())
    invocation.compile.stopAfter = stageFor("--stop-after", raw.stopAfter);
  if (invocation.compile.reportReads && invocation.noWarnings)
    throw CLI::ValidationError("-k, --warnings conflicts with --no-warnings");

  using Action = Invocation::Action;
  std::vector<std::string> operands = raw.operands;
  if (raw.printPipeline) {
    invocation.action = Action::PrintPipeline;
    return;
  }
  if (!invocation.recordFolder.empty()) {
    invocation.action = Action::RecordKernel;
    invocation.compile.parameters = operands;
    return;
  }
  if (command == "lsp") {
    invocation.action = Action::LanguageServer;
    return;
  }
  if (raw.format) {
    invocation.action = Action::Format;
    invocation.program = raw.program;
    invocation.formatNames = raw.program.empty() ? operands : std::vector<std::string>{"-e"};
    if (invocation.formatNames.empty())
      throw CLI::ValidationError("a file or -e 'PROGRAM' is required");
    if (invocation.inPlace && (!raw.program.empty() || !invocation.output.empty()))
      throw CLI::ValidationError("--in-place takes files, and neither -e nor -o");
    return;
  }
  if (invocation.inPlace)
    throw CLI::ValidationError("--in-place belongs to --fmt");
  if (!raw.program.empty()) {
    invocation.scriptName = "-e";
    invocation.program = raw.program;
  } else if (!operands.empty()) {
    invocation.scriptName = operands.front();
    operands.erase(operands.begin());
  } else {
    throw CLI::ValidationError("a file or -e 'PROGRAM' is required");
  }
  invocation.words = operands;
  invocation.compile.parameters = Parameters::fromWords(operands).positional;

  if (command == "build") {
    invocation.action = Action::Build;
    invocation.compile.aheadOfTime = true;
    if (invocation.output.empty())
      throw CLI::ValidationError("'sonde build' needs -o FILE");
    if (invocation.compile.reportReads)
      throw CLI::ValidationError("-k cannot be used with 'sonde build'");
  } else if (invocation.emit) {
    invocation.action = Action::Emit;
    invocation.compile.stopAfter = invocation.emit;
    // A file is for later: another kernel, other parameters.
    invocation.compile.aheadOfTime = invocation.emit == Stage::Object;
  }
}

} // namespace

std::optional<Invocation> readCommandLine(int argc, char **argv, int &status) {
  CLI::App app(std::string("Traces the kernel and programs with scripts in bpftrace's "
                           "language.\n\n") +
                   kUsage,
               "sonde");
  app.allow_windows_style_options(false);
  Invocation invocation;
  RawOptions raw;
  declareOptions(app, invocation, raw);
  std::string command; // `build`, `lsp`, or none.
  try {
    std::vector<std::string> arguments = normalise(argc, argv, command);
    if (arguments.empty() && command.empty()) {
      std::cerr << app.help();
      status = 1;
      return std::nullopt;
    }
    std::reverse(arguments.begin(), arguments.end()); // CLI11 takes them so.
    app.parse(arguments);
    if (raw.version) {
      const char *self = std::strrchr(argv[0], '/');
      bool dropIn = std::string(self ? self + 1 : argv[0]) == "bpftrace";
      std::cout << (dropIn ? "bpftrace v0.26.1 (sonde " SONDE_VERSION ")" : "sonde v" SONDE_VERSION)
                << "\n";
      status = 0;
      return std::nullopt;
    }
    bringTogether(invocation, raw, command);
  } catch (const CLI::CallForHelp &) {
    std::cout << app.help();
    status = 0;
    return std::nullopt;
  } catch (const CLI::Error &error) {
    std::cerr << "error: " << error.what() << "\n"
              << kUsage << "  sonde --help shows all options\n";
    status = 1;
    return std::nullopt;
  }
  return invocation;
}

} // namespace sonde
