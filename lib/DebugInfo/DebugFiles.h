//===- DebugFiles.h - Where a program's debug information is --------------===//
#ifndef SONDE_DEBUGINFO_DEBUGFILES_H
#define SONDE_DEBUGINFO_DEBUGFILES_H

#include "lib/Support/Result.h"

#include <libelf.h>
#include <string>
#include <vector>

namespace sonde {

/// An ELF file that is open.
class ElfFile {
public:
  static Result<ElfFile> open(const std::string &path);
  ElfFile(ElfFile &&other);
  ElfFile &operator=(ElfFile &&) = delete;
  ~ElfFile();

  int descriptor() const { return fd; }
  ::Elf *elf() const { return file; }
  /// Null if it has no such section with contents.
  Elf_Scn *section(const char *name) const;
  /// The section's bytes as they are in the file.
  std::string bytes(const char *name) const;
  /// The bytes that say which build this is; "" if there are none.
  std::string buildId() const;

private:
  ElfFile(int fd, ::Elf *file) : fd(fd), file(file) {}
  int fd;
  ::Elf *file;
};

/// The file with the debug information of a program or library: itself, or the
/// one that holds its debug symbols. "" if there is none. These are looked for
/// in `folders` before the system's.
std::string findDebugFile(const std::string &path, const std::vector<std::string> &folders = {});

} // namespace sonde

#endif // SONDE_DEBUGINFO_DEBUGFILES_H
