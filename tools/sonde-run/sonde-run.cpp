//===- sonde-run.cpp - Runs a compiled script -----------------------------===//
//
// Runs an object that `sonde` wrote; or, where an object is appended to this
// program itself (`sonde build`), that one. Needs no compiler on the machine.
//
//===----------------------------------------------------------------------===//
#include "lib/Artifact/AppendedObject.h"
#include "lib/Runtime/Fd.h"
#include "lib/Runtime/Session.h"
#include "lib/Runtime/StopSignals.h"

#include <CLI/CLI.hpp>

using namespace sonde;

namespace {

struct Invocation {
  std::string objectFile; ///< Empty: the appended object is run.
  std::vector<std::string> words;
  std::string format = "text";
  std::string buffering = "line";
  bool noWarnings = false;
  SessionOptions session;
};

/// Fills `out`; when nothing is left to do, the result is what to exit with.
std::optional<int> readCommandLine(int argc, char **argv, bool hasObject, Invocation &out) {
  CLI::App app(hasObject ? "Runs a tracing script that was compiled by sonde."
                         : "Runs an object that was written by sonde.");
  SessionOptions &session = out.session;
  if (!hasObject)
    app.add_option("object", out.objectFile, "the compiled script")->required();
  app.add_option("parameters", out.words,
                 "values of $1, $2, ...; behind '--' also named ones: --name=value");
  app.add_option("-o", session.output, "write the output to a file");
  app.add_option("-f", out.format, "form of the output")->check(CLI::IsMember({"text", "json"}));
  app.add_option("-B", out.buffering, "buffering of the output")
      ->check(CLI::IsMember({"line", "full", "none"}));
  app.add_flag("-q,--quiet", session.quiet, "do not say how many probes are attached");
  app.add_flag("-v,--verbose", session.verbose, "name every step");
  app.add_flag("--no-warnings", out.noWarnings, "be silent about errors while the script runs");
  app.set_version_flag("-V,--version", "sonde-run " SONDE_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    return app.exit(error) == 0 ? 0 : kExitNotRun;
  }
  session.json = out.format == "json";
  session.buffering = out.buffering == "full"   ? Buffering::Full
                      : out.buffering == "none" ? Buffering::None
                                                : Buffering::Line;
  session.warnings = !out.noWarnings;
  session.parameters = Parameters::fromWords(out.words);
  session.colour = isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
  return std::nullopt;
}

int report(const DiagnosticEngine &diagnostics, const std::string &message) {
  std::cerr << diagnostics.render({Severity::Error, std::nullopt, message, "", {}}, false);
  return kExitNotRun;
}

int run(std::string_view object, const std::string &name, const SessionOptions &options,
        DiagnosticEngine &diagnostics) {
  Result<Artifact> artifact = artifactOf(object);
  if (!artifact)
    return report(diagnostics, "'" + name + "': " + artifact.error().message);
  int status = runProgram(object, *artifact, options, diagnostics);
  std::cerr << diagnostics.flush(options.colour);
  return status;
}

} // namespace

int main(int argc, char **argv) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  std::string name = argv[0];
  std::string_view object;
  Mapping self, file;
  if (Result<Mapping> mapped = Mapping::ofFile("/proc/self/exe"))
    self = std::move(*mapped);
  Result<std::optional<std::string_view>> appended = findAppendedObject(self.bytes());
  if (!appended)
    return report(diagnostics, "'" + name + "': " + appended.error().message);

  Invocation invocation;
  if (std::optional<int> status = readCommandLine(argc, argv, appended->has_value(), invocation))
    return *status;
  if (*appended) {
    object = **appended;
  } else {
    name = invocation.objectFile;
    Result<Mapping> mapped = Mapping::ofFile(name);
    if (!mapped)
      return report(diagnostics, mapped.error().message);
    file = std::move(*mapped);
    object = file.bytes();
  }
  StopSignals signals;
  invocation.session.stopFd = signals.fd();
  return run(object, name, invocation.session, diagnostics);
}
