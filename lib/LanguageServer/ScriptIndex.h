//===- ScriptIndex.h - What stands where in a script ----------------------===//
//
// Compiles a text up to its types, and says for each name in it what it means.
// Analysis changes the tree (it folds, expands, copies), so that names come from
// a second tree that only the parser has seen, and what is known about them from
// the typed nodes at the same places.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_LANGUAGESERVER_SCRIPTINDEX_H
#define SONDE_LANGUAGESERVER_SCRIPTINDEX_H

#include "lib/Frontend/Frontend.h"

#include <unordered_map>

namespace sonde {

/// A name in the text.
struct Occurrence {
  Span span;
  std::string description;        ///< What it is, with its type: one line of script.
  std::string meaning;            ///< A sentence for people; may be empty.
  std::optional<Span> definition; ///< Where it is defined, if that is a text.
};

class ScriptIndex {
public:
  /// `path` is where the text is kept; imports are looked for beside it.
  ScriptIndex(const std::string &path, std::string text, KernelView &kernel,
              const FrontendOptions &options);

  const SourceManager &sources() const { return sourceManager; }
  const std::vector<Diagnostic> &diagnostics() const { return engine.all(); }
  const Program &program() const { return *analysed; }
  const ast::File &tree() const { return parsed; }
  uint32_t file() const { return analysed->file; }

  /// The name at a byte of the script; null if there is none.
  const Occurrence *at(uint32_t offset) const;
  /// The struct before the `.` or `->` of the field name at a byte; None if it is
  /// not known.
  Type structBefore(uint32_t offset) const;

private:
  SourceManager sourceManager;
  DiagnosticEngine engine{sourceManager};
  std::unique_ptr<Program> analysed;
  ast::File parsed;
  std::vector<Occurrence> occurrences;
  std::unordered_map<uint64_t, const ast::Expr *> typed; ///< By begin and end.

  class Collector;
  void indexTypes();
};

} // namespace sonde

#endif // SONDE_LANGUAGESERVER_SCRIPTINDEX_H
