//===- sonde.cpp - The driver ---------------------------------------------===//
//
// Brings the libraries together: compile a script, then run it, or write what
// was asked for. Exit status: 1 for what is wrong with the command line or the
// script, 255 when the kernel refuses, otherwise the script's own.
//
//===----------------------------------------------------------------------===//
#include "tools/sonde/CommandLine.h"
#include "tools/sonde/Environment.h"
#include "tools/sonde/Host.h"
#include "tools/sonde/StageOutput.h"

#include "lib/Artifact/AppendedObject.h"
#include "lib/Format/Format.h"
#include "lib/Frontend/Frontend.h"
#include "lib/LanguageServer/Server.h"
#include "lib/Runtime/Session.h"
#include "lib/Runtime/StopSignals.h"

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace sonde;

namespace {

/// The state of one run of the driver.
struct Driver {
  Invocation invocation;
  SourceManager sources;
  DiagnosticEngine diagnostics{sources};
  bool colour = false;

  int fail(const Error &error, int status = 1) {
    diagnostics.error(error.message);
    return finish(status);
  }
  /// Prints what is left to say.
  int finish(int status) {
    std::cerr << diagnostics.flush(colour);
    return status;
  }
};

Result<std::string> readAll(const std::string &path) {
  if (path == "-")
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return failure("cannot open '" + path + "': " + std::strerror(errno));
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return failure("cannot read '" + path + "': it is a folder");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<uint32_t> addScript(Driver &driver, const std::string &name) {
  if (name == "-e")
    return driver.sources.add("-e", driver.invocation.program);
  Result<std::string> text = readAll(name);
  if (!text)
    return text.takeError();
  return driver.sources.add(name == "-" ? "stdin" : name, std::move(*text));
}

Result<std::unique_ptr<KernelView>> openKernel(const Invocation &invocation) {
  if (invocation.kernelFolder.empty())
    return liveKernel();
  return recordedKernel(invocation.kernelFolder);
}

int printPipeline(Driver &driver) {
  const CompileOptions &compile = driver.invocation.compile;
  std::cout << (compile.wholePipeline.empty() ? wholePipeline(compile.pipeline)
                                              : compile.wholePipeline)
            << "\n";
  return 0;
}

/// Formats all scripts that can be read; a script with errors stays as it is.
int format(Driver &driver) {
  const Invocation &invocation = driver.invocation;
  std::string all;
  for (const std::string &name : invocation.formatNames) {
    Result<uint32_t> file = addScript(driver, name);
    if (!file) {
      driver.diagnostics.error(file.error().message);
      continue;
    }
    std::optional<std::string> text = formatScript(*file, driver.diagnostics);
    if (!text)
      continue;
    if (!invocation.inPlace || name == "-")
      all += *text;
    else if (*text != driver.sources.text(*file))
      if (Result<void> done = rewriteFile(name, *text); !done)
        driver.diagnostics.error(done.error().message);
  }
  if (driver.diagnostics.hasErrors())
    return driver.finish(1);
  if (!all.empty() || !invocation.output.empty())
    if (Result<void> done = writeFile(invocation.output, all); !done)
      return driver.fail(done.takeError());
  return driver.finish(0);
}

int serveEditor(Driver &driver) {
  Result<std::unique_ptr<KernelView>> kernel = openKernel(driver.invocation);
  if (!kernel)
    return driver.fail(kernel.takeError());
  FrontendOptions frontend = frontendOptions(driver.invocation.compile, (*kernel)->target());
  return runLanguageServer(**kernel, frontend) ? 0 : 1;
}

int record(Driver &driver) {
  RecordingRequest request;
  for (const std::string &operand : driver.invocation.compile.parameters) {
    size_t colon = operand.find(':');
    std::string kind = operand.substr(0, colon);
    std::string name = colon == std::string::npos ? "" : operand.substr(colon + 1);
    if (kind == "tracepoint")
      request.tracepoints.push_back(name);
    else if (kind == "struct")
      request.structs.push_back(name);
    else if (kind == "function")
      request.functions.push_back(name);
    else if (kind == "rawtracepoint")
      request.rawTracepoints.push_back(name);
    else
      return driver.fail(failure("'" + operand +
                                 "' cannot be recorded: use tracepoint:, struct:, "
                                 "function: or rawtracepoint: and a name"));
  }
  Result<std::unique_ptr<KernelView>> kernel = openKernel(driver.invocation);
  if (!kernel)
    return driver.fail(kernel.takeError());
  if (Result<void> done = recordKernel(**kernel, request, driver.invocation.recordFolder); !done)
    return driver.fail(done.takeError());
  return 0;
}

/// The runner without a compiler, which stands beside this program.
Result<std::string> readRunner() {
  Result<std::string> folder = ownFolder();
  if (!folder)
    return folder.takeError();
  return readAll(*folder + "/sonde-run");
}

int build(Driver &driver, const CompiledProgram &program) {
  Result<std::string> runner = readRunner();
  if (!runner)
    return driver.fail(runner.takeError());
  Result<std::string> tool = appendObject(*runner, program.object);
  if (!tool)
    return driver.fail(tool.takeError());
  if (Result<void> done = writeFile(driver.invocation.output, *tool, true); !done)
    return driver.fail(done.takeError());
  return driver.finish(0);
}

Buffering bufferingMode(const std::string &name) {
  if (name == "full")
    return Buffering::Full;
  return name == "none" ? Buffering::None : Buffering::Line;
}

int run(Driver &driver, const CompiledProgram &program) {
  const Invocation &invocation = driver.invocation;
  SessionOptions options;
  options.output = invocation.output;
  options.json = invocation.format == "json";
  options.buffering = bufferingMode(invocation.buffering);
  options.quiet = invocation.quiet;
  options.verbose = invocation.verbose;
  options.warnings = !invocation.noWarnings;
  options.colour = driver.colour;
  options.parameters = Parameters::fromWords(invocation.words);
  StopSignals signals;
  options.stopFd = signals.fd();
  return driver.finish(runProgram(program.object, program.artifact, options, driver.diagnostics));
}

int compileAndGoOn(Driver &driver) {
  const Invocation &invocation = driver.invocation;
  Result<uint32_t> file = addScript(driver, invocation.scriptName);
  if (!file)
    return driver.fail(file.takeError());
  if (invocation.action == Invocation::Action::Run && !invocation.compile.stopAfter &&
      invocation.kernelFolder.empty())
    if (Result<void> allowed = checkPrivileges(); !allowed)
      return driver.fail(allowed.takeError());
  Result<std::unique_ptr<KernelView>> kernel = openKernel(invocation);
  if (!kernel)
    return driver.fail(kernel.takeError());

  StageOutput stages(invocation.dump, invocation.emit);
  std::optional<CompiledProgram> program =
      compile(*file, invocation.compile, **kernel, driver.diagnostics, stages);
  if (driver.diagnostics.hasErrors())
    return driver.finish(driver.diagnostics.exitStatus());
  if (invocation.emit) {
    if (!stages.emitted())
      return driver.fail(failure(std::string("the compilation did not reach the stage '") +
                                 stageInfo(*invocation.emit).name + "'"));
    if (Result<void> done = writeFile(invocation.output, *stages.emitted()); !done)
      return driver.fail(done.takeError());
    return driver.finish(0);
  }
  if (!program || invocation.compile.stopAfter)
    return driver.finish(0); // Told to stop earlier, or after the last stage.
  if (invocation.format != "text" && invocation.format != "json")
    return driver.fail(
        failure("there is no output format '" + invocation.format + "': use 'text' or 'json'"));
  if (invocation.action == Invocation::Action::Build)
    return build(driver, *program);
  return run(driver, *program);
}

} // namespace

int main(int argc, char **argv) {
  Driver driver;
  int status = 0;
  std::optional<Invocation> invocation = readCommandLine(argc, argv, status);
  if (!invocation)
    return status;
  driver.invocation = std::move(*invocation);
  driver.invocation.compile.config = settingsFromEnvironment();
  driver.invocation.compile.testClock = testClock();
  Result<bool> colour = wantsColour();
  if (colour)
    driver.colour = *colour;
  else
    driver.diagnostics.warning("colour", colour.error().message);
  if (driver.invocation.noWarnings)
    driver.diagnostics.disableAllWarnings();
  for (const std::string &name : driver.invocation.silencedWarnings)
    driver.diagnostics.disableWarning(name);

  if (Result<void> loaded = loadPlugins(driver.invocation.passPlugins, argv); !loaded)
    return driver.fail(loaded.takeError());
  switch (driver.invocation.action) {
  case Invocation::Action::PrintPipeline:
    return printPipeline(driver);
  case Invocation::Action::Format:
    return format(driver);
  case Invocation::Action::LanguageServer:
    return serveEditor(driver);
  case Invocation::Action::RecordKernel:
    return record(driver);
  case Invocation::Action::Run:
  case Invocation::Action::Build:
  case Invocation::Action::Emit:
    return compileAndGoOn(driver);
  }
  return 1;
}
