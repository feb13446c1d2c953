//===- OutputStream.cpp - Buffered writing to a file descriptor -----------===//
#include "lib/Runtime/OutputStream.h"

#include <cerrno>

#include <unistd.h>

namespace sonde {

static constexpr size_t kEnough = 64 << 10;

void OutputStream::wrote() {
  if (buffering == Buffering::None || pending.size() >= kEnough)
    flush();
}

void OutputStream::endOfBatch() {
  if (buffering != Buffering::Line)
    return;
  if (size_t newline = pending.rfind('\n'); newline != std::string::npos)
    flushFirst(newline + 1);
}

void OutputStream::flush() { flushFirst(pending.size()); }

void OutputStream::flushFirst(size_t bytes) {
  for (size_t done = 0; done < bytes && !error;) {
    ssize_t count = ::write(fd, pending.data() + done, bytes - done);
    if (count >= 0)
      done += count;
    else if (errno != EINTR && errno != EAGAIN)
      error = errno;
  }
  pending.erase(0, bytes);
}

} // namespace sonde
