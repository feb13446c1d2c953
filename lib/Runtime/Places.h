//===- Places.h - An artifact's places as spans of its files --------------===//
#ifndef SONDE_RUNTIME_PLACES_H
#define SONDE_RUNTIME_PLACES_H

#include "lib/Artifact/Artifact.h"
#include "lib/Support/Source.h"

namespace sonde {

/// Makes the script's files known to a source manager and translates positions.
class Places {
public:
  Places(const Artifact &artifact, SourceManager &sources);

  /// None where the artifact names no place.
  std::optional<Span> span(const SourcePlace &place) const;
  /// For a place from debug information: a file name, perhaps with a folder in
  /// front, and a column that may be 0. Underlines one word. A file that nobody
  /// has named so far, such as an imported C file, is read if it is still there.
  std::optional<Span> span(std::string_view path, uint32_t line, uint32_t column) const;

  const std::string &fileName(const SourcePlace &place) const;

private:
  SourceManager &sources;
  std::vector<uint32_t> files; ///< Numbers in `sources`, by artifact index.

  std::optional<uint32_t> find(std::string_view path) const;
};

} // namespace sonde

#endif // SONDE_RUNTIME_PLACES_H
