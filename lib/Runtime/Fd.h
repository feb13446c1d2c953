//===- Fd.h - File descriptors and mappings with an owner -----------------===//
#ifndef SONDE_RUNTIME_FD_H
#define SONDE_RUNTIME_FD_H

#include "lib/Support/Result.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sonde {

class Fd {
public:
  Fd() = default;
  explicit Fd(int fd) : fd(fd) {}
  Fd(Fd &&other) noexcept : fd(std::exchange(other.fd, -1)) {}
  Fd &operator=(Fd &&other) noexcept {
    std::swap(fd, other.fd);
    return *this;
  }
  ~Fd() {
    if (fd >= 0)
      ::close(fd);
  }

  explicit operator bool() const { return fd >= 0; }
  int get() const { return fd; }

private:
  int fd = -1;
};

/// A read-only view of a file or map.
class Mapping {
public:
  Mapping() = default;
  Mapping(Mapping &&other) noexcept
      : address(std::exchange(other.address, nullptr)), length(std::exchange(other.length, 0)) {}
  Mapping &operator=(Mapping &&other) noexcept {
    std::swap(address, other.address);
    std::swap(length, other.length);
    return *this;
  }
  ~Mapping() {
    if (address)
      ::munmap(address, length);
  }

  static Result<Mapping> of(int fd, size_t length) {
    Mapping mapping;
    if (length == 0)
      return mapping;
    void *address = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, fd, 0);
    if (address == MAP_FAILED)
      return failure(std::strerror(errno), errno);
    mapping.address = address;
    mapping.length = length;
    return mapping;
  }

  static Result<Mapping> ofFile(const std::string &path) {
    Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status;
    if (!file || ::fstat(file.get(), &status) != 0)
      return failure("cannot open '" + path + "': " + std::strerror(errno), errno);
    if (!S_ISREG(status.st_mode))
      return failure("'" + path + "' is not a regular file");
    Result<Mapping> mapping = of(file.get(), status.st_size);
    if (!mapping)
      return failure("cannot read '" + path + "': " + mapping.error().message,
                     mapping.error().code);
    return mapping;
  }

  std::string_view bytes() const { return {static_cast<const char *>(address), length}; }

private:
  void *address = nullptr;
  size_t length = 0;
};

} // namespace sonde

#endif // SONDE_RUNTIME_FD_H
