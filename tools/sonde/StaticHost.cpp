//===- StaticHost.cpp - The static form hands plugins over ----------------===//
#include "tools/sonde/Host.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace sonde {

Result<void> loadPlugins(const std::vector<std::string> &plugins, char **argv) {
  if (plugins.empty())
    return {};
  Result<std::string> folder = ownFolder();
  if (!folder)
    return folder.takeError();
  std::string shared = *folder + "/sonde-with-plugins";
  ::execv(shared.c_str(), argv);
  return failure("plugins need '" + shared + "', which cannot be started: " + std::strerror(errno));
}

} // namespace sonde
