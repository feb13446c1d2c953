//===- Diagnostics.cpp - What is said to the user about a source text -----===//
#include "lib/Support/Diagnostics.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sonde {
namespace {

const char *word(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Note:
    return "note";
  }
  return "";
}

const char *colourOf(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "\033[31m";
  case Severity::Warning:
    return "\033[33m";
  case Severity::Note:
    return "\033[36m";
  }
  return "";
}

/// A tab is shown as four columns, so that the underline stays in place.
std::string expandTabs(std::string_view text) {
  std::string out;
  for (char c : text)
    c == '\t' ? out.append("    ") : out.append(1, c);
  return out;
}

/// Of a longer line only so much is shown, around the place that is meant.
constexpr size_t kMostShown = 200;

/// The first byte of UTF-8 at or before `at` that begins a character.
size_t characterAt(std::string_view line, size_t at) {
  while (at > 0 && at < line.size() && (line[at] & 0xc0) == 0x80)
    --at;
  return at;
}

/// Where what is shown of the line begins, so that `place` is in it.
size_t cutBefore(std::string_view line, size_t place) {
  if (line.size() <= kMostShown || place <= kMostShown / 2)
    return 0;
  return characterAt(line, std::min(place - kMostShown / 2, line.size() - kMostShown));
}

size_t cutBehind(std::string_view line, size_t begin) {
  return line.size() - begin <= kMostShown ? line.size() : characterAt(line, begin + kMostShown);
}

size_t editDistance(const std::string &a, const std::string &b) {
  // Rows of the usual table; the one before the last is needed for swaps.
  std::vector<size_t> beforeLast, last, row(b.size() + 1);
  for (size_t j = 0; j < row.size(); ++j)
    row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    beforeLast = std::exchange(last, row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t substituted = last[j - 1] + (a[i - 1] != b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substituted});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], beforeLast[j - 2] + 1);
    }
  }
  return row.back();
}

void renderLine(std::string &out, const SourceManager &sources, Severity severity,
                const std::optional<Span> &span, const std::string &message, bool colour) {
  if (colour)
    out += colourOf(severity);
  if (span) {
    LineColumn at = sources.position(span->file, span->begin);
    out += sources.name(span->file) + ":" + std::to_string(at.line) + ":" +
           std::to_string(at.column) + ": ";
  }
  out += std::string(word(severity)) + ": " + message;
  if (colour)
    out += "\033[0m";
  out += "\n";
  if (!span)
    return;

  // The underline covers the first line of the span only.
  LineColumn at = sources.position(span->file, span->begin);
  std::string_view line = sources.line(span->file, at.line);
  size_t first = std::min<size_t>(at.column - 1, line.size());
  size_t last = std::min<size_t>(first + (span->end - span->begin), line.size());
  size_t begin = cutBefore(line, first), end = cutBehind(line, begin);
  last = std::max(first, std::min(last, end));
  std::string_view leftOut = begin ? "... " : "";
  std::string before = std::string(leftOut) + expandTabs(line.substr(begin, first - begin));
  std::string under = expandTabs(line.substr(first, last - first));
  out += "  " + std::string(leftOut) + expandTabs(line.substr(begin, end - begin)) +
         (end < line.size() ? " ...\n" : "\n");
  out += "  " + std::string(before.size(), ' ') + "^";
  if (under.size() > 1)
    out += std::string(under.size() - 1, '~');
  out += "\n";
}

} // namespace

Diagnostic &Diagnostic::note(Span where, std::string text) {
  notes.push_back({where, std::move(text)});
  return *this;
}

Diagnostic &Diagnostic::note(std::string text) {
  notes.push_back({std::nullopt, std::move(text)});
  return *this;
}

Diagnostic &Diagnostic::expandedFrom(Span call, const std::string &macro) {
  return note(call, "expanded from macro '" + macro + "'");
}

Diagnostic &DiagnosticEngine::add(Diagnostic diagnostic) {
  for (uint32_t number = diagnostic.span ? diagnostic.span->expansion : 0; number;) {
    const Expansion &expansion = sources.expansion(number);
    diagnostic.expandedFrom(expansion.call, expansion.macro);
    number = expansion.call.expansion;
  }
  return keep(std::move(diagnostic));
}

void DiagnosticEngine::take(const DiagnosticEngine &other) {
  for (const Diagnostic &diagnostic : other.diagnostics)
    keep(diagnostic);
}

Diagnostic &DiagnosticEngine::keep(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::Error) {
    ++errors;
  } else if (diagnostic.severity == Severity::Warning &&
             (allDisabled || disabled.count(diagnostic.warningName))) {
    dropped = std::move(diagnostic);
    return dropped;
  }
  diagnostics.push_back(std::move(diagnostic));
  return diagnostics.back();
}

Diagnostic &DiagnosticEngine::error(Span where, std::string message) {
  return add({Severity::Error, where, std::move(message), "", {}});
}

Diagnostic &DiagnosticEngine::error(std::string message) {
  return add({Severity::Error, std::nullopt, std::move(message), "", {}});
}

Diagnostic &DiagnosticEngine::warning(Span where, std::string name, std::string message) {
  return add({Severity::Warning, where, std::move(message), std::move(name), {}});
}

Diagnostic &DiagnosticEngine::warning(std::string name, std::string message) {
  return add({Severity::Warning, std::nullopt, std::move(message), std::move(name), {}});
}

Diagnostic &DiagnosticEngine::remark(Span where, std::string message) {
  return add({Severity::Note, where, std::move(message), "", {}});
}

std::string DiagnosticEngine::render(const Diagnostic &diagnostic, bool colour) const {
  std::string out;
  renderLine(out, sources, diagnostic.severity, diagnostic.span, diagnostic.message, colour);
  for (const Note &note : diagnostic.notes)
    renderLine(out, sources, Severity::Note, note.span, note.message, colour);
  return out;
}

std::string DiagnosticEngine::flush(bool colour) {
  std::vector<const Diagnostic *> sorted;
  for (const Diagnostic &diagnostic : diagnostics)
    sorted.push_back(&diagnostic);
  auto place = [&](const Diagnostic *diagnostic) {
    Span span = diagnostic->span.value_or(Span{0, 0, 0});
    while (span.expansion) // In the text of a macro: where the macro is used.
      span = sources.expansion(span.expansion).call;
    return std::tuple(diagnostic->severity != Severity::Error, diagnostic->span.has_value(),
                      span.file, span.begin, diagnostic);
  };
  std::sort(sorted.begin(), sorted.end(), [&](const Diagnostic *a, const Diagnostic *b) {
    return place(a) < place(b); // At one place, in the order in which they were found.
  });
  std::string out;
  for (const Diagnostic *diagnostic : sorted)
    out += render(*diagnostic, colour);
  diagnostics.clear();
  return out;
}

std::vector<std::string> closeNames(const std::string &name,
                                    const std::vector<std::string> &candidates) {
  const size_t limit = std::max<size_t>(1, name.size() / 3);
  std::vector<std::pair<size_t, std::string>> close;
  for (const std::string &candidate : candidates) {
    size_t difference = candidate.size() > name.size() ? candidate.size() - name.size()
                                                       : name.size() - candidate.size();
    if (difference > limit)
      continue;
    // The name itself is no answer, nor is one that has no letter of it.
    size_t distance = editDistance(name, candidate);
    if (distance && distance <= limit && distance < name.size())
      close.emplace_back(distance, candidate);
  }
  std::sort(close.begin(), close.end());
  close.erase(std::unique(close.begin(), close.end()), close.end());
  std::vector<std::string> best;
  for (size_t i = 0; i < close.size() && i < 3; ++i)
    best.push_back(close[i].second);
  return best;
}

} // namespace sonde
