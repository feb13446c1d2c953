//===- ElfSymbols.h - The functions of an ELF file ------------------------===//
#ifndef SONDE_RUNTIME_ELFSYMBOLS_H
#define SONDE_RUNTIME_ELFSYMBOLS_H

#include "lib/Support/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sonde {

class ElfSymbols {
public:
  struct Function {
    uint64_t address = 0; ///< As the file has it, before it is moved.
    uint64_t size = 0;    ///< 0: up to the next one.
    std::string name;
  };

  /// Symbols of the file and, where it has only those for linking, of the file
  /// with its debug information.
  static Result<ElfSymbols> read(const std::string &path);

  /// The function that holds the byte at this place of the file.
  const Function *atFileOffset(uint64_t offset) const;
  const Function *atAddress(uint64_t address) const;
  /// The address of a byte of the file.
  std::optional<uint64_t> addressOf(uint64_t fileOffset) const;
  /// Is the file loaded where it says, and not moved?
  bool isFixed() const { return fixed; }

private:
  friend class ElfReader;
  struct Segment {
    uint64_t offset, address, size;
  };
  std::vector<Segment> segments;   ///< Those that can be executed.
  std::vector<Function> functions; ///< By address.
  bool fixed = false;
};

} // namespace sonde

#endif // SONDE_RUNTIME_ELFSYMBOLS_H
