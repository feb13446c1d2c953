//===- Reporter.h - Diagnostics without repetitions -----------------------===//
//
// A probe that is compiled once per attach point is also checked once per attach
// point. What is the same each time is said once.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_REPORTER_H
#define SONDE_FRONTEND_REPORTER_H

#include "lib/Frontend/Lexer.h"
#include "lib/Support/Diagnostics.h"

#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace sonde {

class Reporter {
public:
  explicit Reporter(DiagnosticEngine &engine) : engine(engine) {
    for (const Diagnostic &said : engine.all()) // While the script was parsed.
      if (said.severity == Severity::Error && said.span)
        addError(*said.span);
  }

  Diagnostic &error(Span where, std::string message) {
    if (!isNew(where, message))
      return repeated = {};
    addError(where);
    return engine.error(where, std::move(message));
  }
  Diagnostic &warning(Span where, std::string name, std::string message) {
    if (!isNew(where, message))
      return repeated = {};
    return engine.warning(where, std::move(name), std::move(message));
  }
  /// About the script as a whole; said once.
  Diagnostic &warningOnce(std::string name, std::string message) {
    if (!isNew({}, message))
      return repeated = {};
    return engine.warning(std::move(name), std::move(message));
  }
  /// What the language has and this version has not; `what` ends in "is" or "are".
  void refuse(Span where, const std::string &what) {
    error(where, what + " not supported by this version");
  }
  /// "did you mean" for names close to `name`.
  static void suggest(Diagnostic &diagnostic, const std::string &name,
                      const std::vector<std::string> &candidates) {
    for (const std::string &close : closeNames(name, candidates))
      diagnostic.note("did you mean '" + close + "'?");
  }
  DiagnosticEngine &diagnostics() { return engine; }
  /// Does the file name it somewhere else, too? Where a part of the text could not be
  /// read, that may be what gives it a meaning.
  bool isNamedElsewhere(const std::string &name, Span use) {
    const std::string &text = engine.sourceManager().text(use.file);
    for (size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += name.size()) {
      size_t end = at + name.size();
      if (at != use.begin && (end == text.size() || !isNamePart(text[end])))
        return true;
    }
    return false;
  }
  /// Has an error been reported about `where` or a part of it, in this expansion of a macro?
  bool hasErrorIn(Span where) const {
    auto inside = errors.lower_bound({where.file, where.expansion, where.begin, 0});
    for (; inside != errors.end(); ++inside) {
      auto [file, expansion, begin, end] = *inside;
      if (file != where.file || expansion != where.expansion || begin > where.end)
        return false;
      if (end <= where.end)
        return true;
    }
    return false;
  }

private:
  DiagnosticEngine &engine;
  std::set<std::tuple<uint32_t, uint32_t, uint32_t, uint32_t, std::string>> seen;
  /// By file, expansion, begin and end.
  std::set<std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>> errors;
  Diagnostic repeated; ///< Notes on a repetition go here.

  void addError(Span where) { errors.emplace(where.file, where.expansion, where.begin, where.end); }
  bool isNew(Span where, const std::string &message) {
    return seen.emplace(where.file, where.begin, where.end, where.expansion, message).second;
  }
};

} // namespace sonde

#endif // SONDE_FRONTEND_REPORTER_H
