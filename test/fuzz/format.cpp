//===- format.cpp - Any text as a script to format ------------------------===//
//
// What can be read is written again with all its words, also those of comments, and
// as a text that formatting does not change. The formatter itself compares the trees.
//
//===----------------------------------------------------------------------===//
#include "lib/Format/Format.h"

#include "lib/Frontend/Lexer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace sonde;

namespace {

/// None if the text cannot be read. What can be read must be formatted.
std::optional<std::string> format(const std::string &text) {
  SourceManager sources;
  DiagnosticEngine diagnostics(sources);
  std::optional<std::string> formatted = formatScript(sources.add("-e", text), diagnostics);
  if (formatted.has_value() == diagnostics.hasErrors())
    abort();
  for (const Diagnostic &diagnostic : diagnostics.all())
    if (diagnostic.severity == Severity::Error && !diagnostic.span) {
      std::fprintf(stderr, "%s\n", diagnostic.message.c_str());
      abort();
    }
  return formatted;
}

/// Sorted: a comment may be written before a word that it stood behind.
std::vector<std::string> words(const std::string &text) {
  std::vector<std::string> words;
  bool inside = false;
  for (char c : text) {
    bool isPart = isNamePart(c);
    if (isPart && !inside)
      words.emplace_back();
    if (isPart)
      words.back() += c;
    inside = isPart;
  }
  std::sort(words.begin(), words.end());
  return words;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const std::string text(reinterpret_cast<const char *>(data), size);
  std::optional<std::string> once = format(text);
  if (!once)
    return 0;
  std::optional<std::string> twice = format(*once);
  bool isKept = words(*once) == words(text);
  if (isKept && twice == once)
    return 0;
  std::fprintf(stderr, "%s:\n%s\n", isKept ? "it changes again" : "words are lost or new",
               once->c_str());
  if (twice)
    std::fprintf(stderr, "again:\n%s\n", twice->c_str());
  abort();
}
