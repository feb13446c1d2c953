//===- UserSymbols.h - Names of addresses in processes --------------------===//
//
// A process's addresses mean something as long as it is known what was mapped
// where. That is remembered, because processes end before their stacks are shown.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_USERSYMBOLS_H
#define SONDE_RUNTIME_USERSYMBOLS_H

#include "lib/Runtime/ElfSymbols.h"
#include "lib/Runtime/Symbols.h"

#include <map>
#include <memory>

namespace sonde {

/// One mapping of a file, as /proc/PID/maps has it.
struct FileMapping {
  uint64_t begin = 0, end = 0, offset = 0;
  uint64_t device = 0, inode = 0;
  std::string path;
};

/// Mappings that can be executed, by address.
std::vector<FileMapping> parseMaps(std::string_view text);

class ProcessSymbols {
public:
  /// `proc` is where processes are, "/proc" on a running system.
  ProcessSymbols(UserSymbolCache cache, std::vector<std::string> programs,
                 std::string proc = "/proc");

  std::optional<Symbol> find(uint64_t address, uint32_t process);
  /// Reads the symbols of the probed programs now.
  void readPrograms();

private:
  using Mappings = std::vector<FileMapping>;
  UserSymbolCache cache;
  std::vector<std::string> programs;
  std::string proc;
  std::map<uint32_t, std::shared_ptr<Mappings>> processes;
  /// By the program's file, so that a process takes over what is known of
  /// another one that runs the same program.
  std::map<std::string, std::shared_ptr<Mappings>> byProgram;
  std::map<std::pair<uint64_t, uint64_t>, std::shared_ptr<ElfSymbols>> byFile;
  std::map<std::string, std::shared_ptr<ElfSymbols>> byPath;

  const FileMapping *mappingAt(uint64_t address, uint32_t process);
  std::shared_ptr<Mappings> readMappings(uint32_t process);
  std::optional<Symbol> inProgram(uint64_t address);
  const ElfSymbols *symbolsOf(const FileMapping &mapping, uint32_t process);
  const ElfSymbols *symbolsOf(const std::string &program);
};

} // namespace sonde

#endif // SONDE_RUNTIME_USERSYMBOLS_H
