//===- ClangFlags.cpp - How Clang finds headers ---------------------------===//
#include "lib/CImport/ClangFlags.h"

namespace sonde {

std::vector<std::string> headerFlags(const std::string &arch) {
  std::vector<std::string> flags;
  std::string multiarch = "/usr/include/" + arch + "-linux-gnu";
  for (const std::string &each :
       {std::string(SONDE_CLANG_RESOURCES "/include"), std::string("/usr/local/include"), multiarch,
        std::string("/usr/include")})
    flags.insert(flags.end(), {"-internal-isystem", each});
  flags.insert(flags.end(), {"-resource-dir", SONDE_CLANG_RESOURCES});
  return flags;
}

} // namespace sonde
