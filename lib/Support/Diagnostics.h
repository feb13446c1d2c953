//===- Diagnostics.h - What is said to the user about a source text -------===//
//
// One engine for every stage: severity, place, message, notes and a hint. The
// frame is the compilers' convention that editors understand:
//
//   a.bt:4:9: error: '@x' holds a string here, but an integer on line 2
//     @x = "a";
//          ^~~
//   a.bt:2:3: note: first used here
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_SUPPORT_DIAGNOSTICS_H
#define SONDE_SUPPORT_DIAGNOSTICS_H

#include "lib/Support/Source.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sonde {

enum class Severity { Error, Warning, Note };

struct Note {
  std::optional<Span> span; ///< None: the note stands without a source line.
  std::string message;
};

struct Diagnostic {
  Severity severity = Severity::Error;
  std::optional<Span> span; ///< None: about the run, not about a text.
  std::string message;
  std::string warningName; ///< For `--no-warn=NAME`; empty for errors.
  std::vector<Note> notes;

  /// Adds a second place, or a fact or fix without a place.
  Diagnostic &note(Span where, std::string text);
  Diagnostic &note(std::string text);
  /// Says that the place before is in the text of a macro that is used here.
  Diagnostic &expandedFrom(Span call, const std::string &macro);
};

/// Collects diagnostics in the order they are found. Nothing is printed before
/// `flush`, so that a caller may sort, count or drop them. One about the text of a
/// macro has a note for each use of a macro on the way there, innermost first.
class DiagnosticEngine {
public:
  explicit DiagnosticEngine(SourceManager &sources) : sources(sources) {}

  /// The reference stays valid until the next report.
  Diagnostic &error(Span where, std::string message);
  Diagnostic &error(std::string message);
  /// `name` is the word that silences the warning.
  Diagnostic &warning(Span where, std::string name, std::string message);
  Diagnostic &warning(std::string name, std::string message);
  /// Something worth knowing that is neither: what a pass remarks on.
  Diagnostic &remark(Span where, std::string message);

  /// Reports what another engine with the same sources has collected.
  void take(const DiagnosticEngine &other);

  void disableWarning(std::string name) { disabled.insert(std::move(name)); }
  void disableAllWarnings() { allDisabled = true; }

  bool hasErrors() const { return errors != 0; }
  size_t errorCount() const { return errors; }
  /// What a program that ends for these errors exits with.
  int exitStatus() const { return status; }
  void setExitStatus(int value) { status = value; }
  const std::vector<Diagnostic> &all() const { return diagnostics; }
  SourceManager &sourceManager() { return sources; }

  /// Renders everything collected, then forgets it (but not the error count): errors
  /// first; what is about the run, then what is about texts, in their order.
  std::string flush(bool colour);
  /// The text of one diagnostic.
  std::string render(const Diagnostic &diagnostic, bool colour) const;

private:
  SourceManager &sources;
  std::vector<Diagnostic> diagnostics;
  std::set<std::string> disabled;
  Diagnostic dropped; ///< Silenced warnings are written here.
  size_t errors = 0;
  int status = 1;
  bool allDisabled = false;

  Diagnostic &add(Diagnostic diagnostic);
  Diagnostic &keep(Diagnostic diagnostic);
};

/// The names in `candidates` close to `name` (at most a third of its letters are
/// wrong, missing, additional or swapped with the next, but at least one), best first,
/// at most three.
std::vector<std::string> closeNames(const std::string &name,
                                    const std::vector<std::string> &candidates);

} // namespace sonde

#endif // SONDE_SUPPORT_DIAGNOSTICS_H
