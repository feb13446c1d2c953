//===- Script.h - Scripts under test --------------------------------------===//
//
// Reads or analyses a script against a small made-up kernel, and gives what was
// found as text.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_TEST_FRONTEND_SCRIPT_H
#define SONDE_TEST_FRONTEND_SCRIPT_H

#include "lib/Frontend/Frontend.h"

#include <string>
#include <vector>

namespace sonde {

/// One kernel function, two tracepoints, one struct.
std::unique_ptr<KernelView> fakeKernel();

struct Script {
  explicit Script(const std::string &text, FrontendOptions options = {});

  SourceManager sources;
  DiagnosticEngine diagnostics;
  std::unique_ptr<Program> program;
  bool ok = false;

  /// Each error as "BEGIN-END: MESSAGE", columns of line 1 as in the
  /// specification: from 1, the end exclusive.
  std::vector<std::string> errors() const { return said(Severity::Error); }
  std::vector<std::string> warnings() const { return said(Severity::Warning); }
  /// Names of the warnings.
  std::vector<std::string> warningNames() const;
  /// All messages and notes.
  std::string everything() const;

  /// The type of a map's value, of its key, or of the first variable of a name.
  std::string type(const std::string &name) const;
  std::string key(const std::string &map) const;
  /// What the script's `print(…)` calls would print, as source text.
  std::vector<std::string> printed() const;

private:
  Script(const Script &) = delete;
  std::vector<std::string> said(Severity severity) const;
};

/// The body of a `begin` probe.
inline std::string inBegin(const std::string &body) { return "begin { " + body + " }"; }

} // namespace sonde

#endif // SONDE_TEST_FRONTEND_SCRIPT_H
