//===- InterpreterMemory.h - Memory of the interpreted world --------------===//
#ifndef SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMEMORY_H
#define SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMEMORY_H

#include "dialect/Tracing/IR/Tracing.h"
#include "lib/Transforms/Analysis/Scenario.h"

#include <map>
#include <optional>
#include <vector>

namespace sonde::interpreter {

/// A value of any type, as it stands in memory.
using Bytes = std::vector<uint8_t>;

/// Three spaces: the kernel's, the process's, and the program's own. Addresses of
/// the last are this class's, and never those of the others.
class Memory {
public:
  explicit Memory(const Scenario &scenario);

  /// `size` bytes from the address; nothing when one of them cannot be read.
  std::optional<Bytes> read(tr::AddrSpace space, uint64_t address, uint64_t size) const;
  bool write(tr::AddrSpace space, uint64_t address, const Bytes &bytes);
  /// New memory of the program's own, zeroed.
  uint64_t allocate(uint64_t size);
  /// The program's own memory ends with the program.
  void freeLocal();

private:
  using Areas = std::map<uint64_t, Bytes>;

  Areas &areasOf(tr::AddrSpace space);
  const Areas &areasOf(tr::AddrSpace space) const;
  std::optional<uint8_t> readByte(tr::AddrSpace space, uint64_t address) const;

  const Scenario &scenario;
  Areas kernel, user, local;
  uint64_t nextLocal;
};

} // namespace sonde::interpreter

#endif // SONDE_TRANSFORMS_ANALYSIS_INTERPRETERMEMORY_H
