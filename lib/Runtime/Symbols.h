//===- Symbols.h - Names of addresses -------------------------------------===//
//
// An interface, so that tests and richer providers (debug information, remote
// machines) can take the place of what this machine says about itself.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_SYMBOLS_H
#define SONDE_RUNTIME_SYMBOLS_H

#include "lib/Artifact/Artifact.h"

#include <memory>
#include <optional>
#include <string>

namespace sonde {

struct Symbol {
  std::string name;    ///< Empty: only the module is known.
  uint64_t offset = 0; ///< Of the address, from where the symbol begins.
  std::string module;  ///< The file that is mapped there; empty for the kernel.
};

class SymbolSource {
public:
  virtual ~SymbolSource();
  virtual std::optional<Symbol> kernel(uint64_t address) = 0;
  /// In the memory of a process, which may have ended.
  virtual std::optional<Symbol> user(uint64_t address, uint32_t process) = 0;
};

/// /proc/kallsyms, /proc/PID/maps and the symbol tables of files. Each is read
/// when it is first needed. `programs` are the files that probes are in.
std::unique_ptr<SymbolSource> systemSymbols(const RunConfig &config,
                                            std::vector<std::string> programs);

/// A C++ name as it is written in the source; others stay as they are.
std::string demangled(const std::string &name);

} // namespace sonde

#endif // SONDE_RUNTIME_SYMBOLS_H
