//===- OutputStream.h - Buffered writing to a file descriptor -------------===//
//
// The three ways of buffering that `-B` names. In line mode complete lines leave
// at the end of each batch of events, so that a flood of short lines does not
// cost a system call each, and a reader of a pipe still waits for nothing.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_OUTPUTSTREAM_H
#define SONDE_RUNTIME_OUTPUTSTREAM_H

#include <string>
#include <string_view>

namespace sonde {

enum class Buffering { Line, Full, None };

class OutputStream {
public:
  /// Writes to `fd`, which stays the caller's.
  OutputStream(int fd, Buffering buffering) : fd(fd), buffering(buffering) {}
  ~OutputStream() { flush(); }
  OutputStream(const OutputStream &) = delete;
  OutputStream &operator=(const OutputStream &) = delete;

  /// Space to append to; call `wrote` afterwards.
  std::string &buffer() { return pending; }
  void wrote();
  void write(std::string_view text) {
    pending += text;
    wrote();
  }
  /// Lets go of what the mode does not hold back.
  void endOfBatch();
  void flush();

  /// An errno value once writing has failed; nothing is written after that.
  int failure() const { return error; }

private:
  int fd;
  Buffering buffering;
  int error = 0;
  std::string pending;

  void flushFirst(size_t bytes);
};

} // namespace sonde

#endif // SONDE_RUNTIME_OUTPUTSTREAM_H
