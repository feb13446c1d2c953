//===- Host.cpp - What both forms of the driver share ---------------------===//
#include "tools/sonde/Host.h"

#include <cerrno>
#include <climits>
#include <cstring>
#include <unistd.h>

namespace sonde {

Result<std::string> ownFolder() {
  char path[PATH_MAX];
  ssize_t length = ::readlink("/proc/self/exe", path, sizeof path - 1);
  if (length < 0)
    return failure(std::string("cannot find this program's own file: ") + std::strerror(errno));
  std::string file(path, length);
  return file.substr(0, file.rfind('/'));
}

} // namespace sonde
