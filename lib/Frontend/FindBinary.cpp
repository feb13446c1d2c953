//===- FindBinary.cpp - The file that a uprobe names ----------------------===//
#include "lib/Frontend/ProbeSetup.h"

#include <cstdlib>
#include <dirent.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace sonde {
namespace {

bool isFile(const std::string &path) {
  struct stat status;
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

/// `libc.so` of a development package is a text for the linker.
bool isElf(const std::string &path) {
  char magic[4] = {};
  std::ifstream stream(path, std::ios::binary);
  return isFile(path) && stream.read(magic, sizeof(magic)) &&
         std::string_view(magic, sizeof(magic)) == "\x7f"
                                                   "ELF";
}

constexpr const char *kLibraryFolders[] = {"/lib/x86_64-linux-gnu",
                                           "/usr/lib/x86_64-linux-gnu",
                                           "/lib/aarch64-linux-gnu",
                                           "/usr/lib/aarch64-linux-gnu",
                                           "/lib64",
                                           "/usr/lib64",
                                           "/lib",
                                           "/usr/lib",
                                           "/usr/local/lib"};

/// `libc` is `libc.so.6`; `libssl.so.3` is itself.
std::string findLibrary(const std::string &name) {
  for (const char *folder : kLibraryFolders) {
    std::string exact = std::string(folder) + "/" + name;
    if (isElf(exact))
      return exact;
    DIR *listing = ::opendir(folder);
    if (!listing)
      continue;
    std::string best;
    while (dirent *entry = ::readdir(listing)) {
      std::string file = entry->d_name;
      // The shortest is the soname: libc.so.6 rather than libc.so.6.1.
      bool matches = file == name + ".so" || file.rfind(name + ".so.", 0) == 0;
      if (matches && isElf(std::string(folder) + "/" + file) &&
          (best.empty() || file.size() < best.size() ||
           (file.size() == best.size() && file < best)))
        best = file;
    }
    ::closedir(listing);
    if (!best.empty())
      return std::string(folder) + "/" + best;
  }
  return "";
}

} // namespace

std::string findBinary(const std::string &name) {
  if (name.find('/') != std::string::npos)
    return isFile(name) ? name : "";
  if (name.rfind("lib", 0) == 0) {
    std::string library = findLibrary(name);
    if (!library.empty())
      return library;
  }
  if (isFile(name))
    return name;
  const char *variable = std::getenv("PATH");
  std::string path = variable ? variable : "/usr/local/bin:/usr/bin:/bin";
  for (size_t at = 0; at <= path.size();) {
    size_t end = std::min(path.find(':', at), path.size());
    std::string candidate = path.substr(at, end - at) + "/" + name;
    if (isFile(candidate) && ::access(candidate.c_str(), X_OK) == 0)
      return candidate;
    at = end + 1;
  }
  return "";
}

} // namespace sonde
