//===- LineInfo.h - The lines of source in `.BTF.ext` ---------------------===//
//
// A reader of our own: libbpf 1.1 has no interface for line information. The
// object may come from anywhere, so that every offset is checked.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_ARTIFACT_LINEINFO_H
#define SONDE_ARTIFACT_LINEINFO_H

#include <cstdint>
#include <functional>
#include <string_view>

namespace sonde {

/// Code from `offset` on, up to the next entry, belongs to this line. The views are into `.BTF`.
struct LineEntry {
  uint32_t offset = 0; ///< Bytes from the start of the section of code.
  uint32_t line = 0;
  uint32_t column = 0; ///< 0: unknown.
  std::string_view file;
  std::string_view text; ///< The line itself; empty when BTF does not quote it.
};

/// Calls `visit` with the name of a section of code and an entry, for all entries. False if the
/// two sections are damaged; what stands before the damage has been visited.
bool eachLine(std::string_view btf, std::string_view btfExt,
              const std::function<void(std::string_view section, const LineEntry &entry)> &visit);

} // namespace sonde

#endif // SONDE_ARTIFACT_LINEINFO_H
