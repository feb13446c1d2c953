//===- Comments.cpp - The comments of a script and where they belong ------===//
#include "lib/Format/Comments.h"

#include <algorithm>

namespace sonde {
namespace {

std::string_view trim(std::string_view text) {
  size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos)
    return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::vector<std::string_view> splitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    size_t newline = text.find('\n');
    lines.push_back(text.substr(0, newline));
    if (newline == std::string_view::npos)
      return lines;
    text.remove_prefix(newline + 1);
  }
}

/// A comment whose line ends behind it, or behind another comment, stands alone
/// or behind code; the others have code after them.
void place(Gap &gap, bool atStart, bool atEnd) {
  std::vector<Comment> &comments = gap.comments;
  for (size_t first = 0, next; first < comments.size(); first = next) {
    next = first + 1;
    while (next < comments.size() && comments[next].newlines == 0 && !comments[next - 1].isLine())
      ++next;
    bool lineEnds = next < comments.size() || gap.newlines > 0 || atEnd;
    bool behind = first == 0 && comments[first].newlines == 0 && !atStart;
    for (size_t i = first; i < next; ++i)
      comments[i].place = !lineEnds ? Comment::Place::Inline
                          : behind  ? Comment::Place::Behind
                                    : Comment::Place::Line;
  }
}

} // namespace

Gap readGap(const Lexer &lexer, uint32_t offset, bool atStart) {
  Gap gap;
  std::string_view text = lexer.source();
  uint32_t end = lexer.skipLayout(offset);
  uint32_t at = offset;
  while (at < end) {
    if (text[at] != '/') {
      gap.newlines += text[at++] == '\n';
      continue;
    }
    bool isLine = text[at + 1] == '/';
    size_t close = isLine ? text.find('\n', at) : text.find("*/", at + 2);
    uint32_t behind = close == std::string_view::npos ? text.size() : close + (isLine ? 0 : 2);
    std::string_view comment = text.substr(at, behind - at);
    if (isLine)
      comment = comment.substr(0, comment.find_last_not_of(" \t\r") + 1);
    gap.comments.push_back({std::string(comment), Comment::Place::Line, gap.newlines});
    gap.newlines = 0;
    at = behind;
  }
  place(gap, atStart, end == text.size());
  return gap;
}

std::vector<std::string> asLines(const Comment &comment) {
  if (comment.isLine())
    return {comment.text};
  std::string_view text = std::string_view(comment.text).substr(2);
  // An unterminated comment runs to the end of the file.
  if (text.size() >= 2 && text.substr(text.size() - 2) == "*/")
    text.remove_suffix(2);
  std::vector<std::string_view> lines = splitLines(text);
  bool framed = std::all_of(lines.begin() + 1, lines.end(), [](std::string_view line) {
    return trim(line).empty() || trim(line).front() == '*';
  });
  size_t indent = std::string_view::npos; // That all lines but the first share.
  for (size_t i = 1; i < lines.size(); ++i)
    if (!trim(lines[i]).empty())
      indent = std::min(indent, lines[i].find_first_not_of(" \t"));

  std::vector<std::string> out;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    if (i > 0 && !framed && !trim(line).empty())
      line.remove_prefix(indent);
    else if (framed || i == 0)
      line = trim(line);
    while (framed && !line.empty() && line.front() == '*')
      line.remove_prefix(1);
    if (framed && !line.empty() && line.front() == ' ')
      line.remove_prefix(1);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    bool isFrame = line.empty() && (i == 0 || i + 1 == lines.size());
    if (!isFrame || lines.size() == 1)
      out.push_back(line.empty() ? "//" : "// " + std::string(line));
  }
  if (out.empty())
    out.emplace_back("//");
  return out;
}

} // namespace sonde
