//===- Source.cpp - Source texts and positions in them --------------------===//
#include "lib/Support/Source.h"

#include <algorithm>
#include <cassert>

namespace sonde {

Span Span::to(Span other) const {
  assert(file == other.file && "spans of two files cannot be joined");
  return {file, std::min(begin, other.begin), std::max(end, other.end), expansion};
}

uint32_t SourceManager::add(std::string name, std::string text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.compare(0, kByteOrderMark.size(), kByteOrderMark) == 0)
    text.erase(0, kByteOrderMark.size());
  File file{std::move(name), std::move(text), {0}};
  for (size_t i = 0; i < file.text.size(); ++i)
    if (file.text[i] == '\n')
      file.lineStarts.push_back(i + 1);
  files.push_back(std::move(file));
  return files.size() - 1;
}

LineColumn SourceManager::position(uint32_t file, uint32_t offset) const {
  const std::vector<uint32_t> &starts = files[file].lineStarts;
  auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  uint32_t line = next - starts.begin();
  return {line, offset - starts[line - 1] + 1};
}

uint32_t SourceManager::offset(uint32_t file, LineColumn where) const {
  const File &f = files[file];
  size_t line = std::clamp<size_t>(where.line, 1, f.lineStarts.size());
  size_t at = f.lineStarts[line - 1] + std::max(where.column, 1u) - 1;
  return std::min(at, f.text.size());
}

std::string_view SourceManager::line(uint32_t file, uint32_t number) const {
  const File &f = files[file];
  if (number == 0 || number > f.lineStarts.size())
    return {};
  std::string_view rest = std::string_view(f.text).substr(f.lineStarts[number - 1]);
  return rest.substr(0, rest.find('\n'));
}

uint32_t SourceManager::addExpansion(Expansion expansion) {
  expansions.push_back(std::move(expansion));
  return expansions.size();
}

uint32_t SourceManager::namesBelongTo(Span span) const {
  while (span.expansion && !expansion(span.expansion).isHygienic)
    span = expansion(span.expansion).call;
  return span.expansion;
}

} // namespace sonde
