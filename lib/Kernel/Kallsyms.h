//===- Kallsyms.h - Names of addresses in the kernel ----------------------===//
//
// /proc/kallsyms has some 200 000 lines: it is read when the first address is
// shown, and not before.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_KERNEL_KALLSYMS_H
#define SONDE_KERNEL_KALLSYMS_H

#include "lib/Support/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sonde {

class Kallsyms {
public:
  struct Symbol {
    uint64_t address = 0;
    std::string_view name; ///< Valid as long as the table.
  };

  /// Takes the text of /proc/kallsyms. Lines without an address, as others than
  /// root see them, are left out.
  explicit Kallsyms(std::string text);
  static Result<Kallsyms> ofThisKernel();

  /// The last symbol that begins at or before the address; of several in one
  /// place the first, like the kernel does. None if none is near.
  std::optional<Symbol> at(uint64_t address) const;
  std::optional<uint64_t> addressOf(std::string_view name) const;
  bool empty() const { return entries.empty(); }
  std::vector<std::string> names() const;

private:
  struct Entry {
    uint64_t address;
    uint32_t begin, length; ///< Of the name, in `text`.
  };
  std::string text;
  std::vector<Entry> entries; ///< By address; then in the order of the text.

  std::string_view nameOf(const Entry &entry) const {
    return std::string_view(text).substr(entry.begin, entry.length);
  }
};

} // namespace sonde

#endif // SONDE_KERNEL_KALLSYMS_H
