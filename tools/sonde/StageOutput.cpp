//===- StageOutput.cpp - Where dumped and emitted stages go ---------------===//
#include "tools/sonde/StageOutput.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace sonde {
namespace {

Error systemError(const std::string &what) {
  return failure(what + ": " + std::strerror(errno), errno);
}

bool writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR)
        continue;
      return false;
    }
    bytes.remove_prefix(written);
  }
  return true;
}

} // namespace

bool StageOutput::wants(Stage stage) {
  return emit == stage || std::find(dump.begin(), dump.end(), stage) != dump.end();
}

void StageOutput::take(Stage stage, std::string_view text) {
  if (emit == stage)
    kept = std::string(text);
  if (std::find(dump.begin(), dump.end(), stage) == dump.end())
    return;
  const StageInfo &info = stageInfo(stage);
  std::printf("// ----- %s: %s\n", info.name, info.meaning);
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (text.empty() || text.back() != '\n')
    std::fputc('\n', stdout);
  std::fflush(stdout);
}

/// A new file with an unpredictable name, then a rename: no link is followed,
/// and a failure leaves the old file alone.
static Result<void> putInPlace(const std::string &path, std::string_view bytes, mode_t mode) {
  std::string temporary = path + ".XXXXXX";
  int fd = ::mkstemp(temporary.data());
  if (fd < 0)
    return systemError("cannot create '" + path + "'");
  bool ok = writeAll(fd, bytes) && ::fchmod(fd, mode) == 0;
  ok = (::close(fd) == 0) && ok;
  if (ok && ::rename(temporary.c_str(), path.c_str()) == 0)
    return {};
  Error error = systemError("cannot write '" + path + "'");
  ::unlink(temporary.c_str());
  return error;
}

/// Is it there, and something that no file may take the place of: a device, a pipe, a terminal?
static bool isDevice(const std::string &path) {
  struct stat there{};
  return ::stat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode);
}

static Result<void> writeToDevice(const std::string &path, std::string_view bytes) {
  int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    return systemError("cannot open '" + path + "'");
  Result<void> done = {};
  if (!writeAll(fd, bytes))
    done = systemError("cannot write '" + path + "'");
  ::close(fd);
  return done;
}

Result<void> writeFile(const std::string &path, std::string_view bytes, bool executable) {
  if (path.empty() || path == "-") {
    if (!writeAll(STDOUT_FILENO, bytes))
      return systemError("cannot write to standard output");
    return {};
  }
  if (isDevice(path))
    return writeToDevice(path, bytes);
  mode_t mask = ::umask(0);
  ::umask(mask);
  return putInPlace(path, bytes, (executable ? 0777 : 0666) & ~mask);
}

Result<void> rewriteFile(const std::string &path, std::string_view bytes) {
  std::error_code error;
  std::string real = std::filesystem::canonical(path, error).string();
  struct stat old{};
  if (error || ::stat(real.c_str(), &old) != 0)
    return systemError("cannot find '" + path + "'");
  if (!S_ISREG(old.st_mode))
    return failure("'" + path + "' is not a file that can be replaced");
  return putInPlace(real, bytes, old.st_mode & 0777);
}

} // namespace sonde
