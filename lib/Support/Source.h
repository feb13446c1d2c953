//===- Source.h - Source texts and positions in them ----------------------===//
//
// Every text a diagnostic can point into (scripts, imports, C files) is kept
// here under a small number. Positions are byte offsets; lines and columns are
// computed only when something is shown.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_SUPPORT_SOURCE_H
#define SONDE_SUPPORT_SOURCE_H

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sonde {

/// Bytes [begin, end) of one file. An empty span is an insertion point.
struct Span {
  uint32_t file = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  /// The use of a macro that brought this text to where it is compiled; 0: none,
  /// it stands where it is compiled.
  uint32_t expansion = 0;

  /// The smallest span that holds both; both must be in one file.
  Span to(Span other) const;
};

/// One use of a macro. Spans of what it became have the macro's text, and the
/// number of this.
struct Expansion {
  std::string macro;
  Span call;
  /// A variable that the macro names is the macro's own, not the caller's.
  bool isHygienic = true;
};

/// 1-based line and column; columns count bytes.
struct LineColumn {
  uint32_t line = 0;
  uint32_t column = 0;
};

class SourceManager {
public:
  /// Keeps a copy of `text`, without a byte order mark at its start, and returns its
  /// file number. `name` is what diagnostics print: a path as the user gave it, `-e`,
  /// or `stdin`.
  uint32_t add(std::string name, std::string text);

  size_t size() const { return files.size(); }
  const std::string &name(uint32_t file) const { return files[file].name; }
  const std::string &text(uint32_t file) const { return files[file].text; }

  LineColumn position(uint32_t file, uint32_t offset) const;
  /// The offset of a 1-based line and column, clamped to the text.
  uint32_t offset(uint32_t file, LineColumn where) const;
  /// The text of a 1-based line without its newline.
  std::string_view line(uint32_t file, uint32_t number) const;

  /// The number for the spans of what a macro expands to.
  uint32_t addExpansion(Expansion expansion);
  const Expansion &expansion(uint32_t number) const { return expansions[number - 1]; }
  /// Two variables of one name are the same only if this number is: that of the
  /// hygienic expansion in which the name is written, or 0.
  uint32_t namesBelongTo(Span span) const;

private:
  struct File {
    std::string name, text;
    std::vector<uint32_t> lineStarts;
  };
  std::deque<File> files; // Stable addresses: views into texts stay valid.
  std::deque<Expansion> expansions;
};

} // namespace sonde

#endif // SONDE_SUPPORT_SOURCE_H
