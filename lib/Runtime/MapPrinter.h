//===- MapPrinter.h - How whole maps are shown ----------------------------===//
//
// Order, `top` and `div`, and the text and JSON of a map.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_MAPPRINTER_H
#define SONDE_RUNTIME_MAPPRINTER_H

#include "lib/Runtime/Maps.h"
#include "lib/Runtime/Render.h"

namespace sonde {

/// What is printed of a map, and on which occasion.
struct MapPrint {
  const MapSnapshot *snapshot = nullptr;
  uint64_t top = 0; ///< Only so many, the largest; 0: all.
  uint64_t div = 1;
  /// `print(@x)` shows the zero value of an empty scalar; the end of a run does
  /// not.
  bool atExit = false;
};

/// The rows of a map in the order in which they are printed.
std::vector<uint32_t> rowsInOrder(const MapSnapshot &snapshot, uint64_t top);

void appendMap(std::string &out, const MapPrint &print, const Renderer &renderer);
/// A whole line, or nothing where the text would be nothing.
void appendJsonMap(std::string &out, const MapPrint &print, const Renderer &renderer);

} // namespace sonde

#endif // SONDE_RUNTIME_MAPPRINTER_H
