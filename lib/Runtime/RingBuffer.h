//===- RingBuffer.h - Reading the records that programs send --------------===//
#ifndef SONDE_RUNTIME_RINGBUFFER_H
#define SONDE_RUNTIME_RINGBUFFER_H

#include "lib/Support/Result.h"

#include <functional>
#include <memory>

struct ring_buffer;

namespace sonde {

class RingBuffer {
public:
  /// Returns true for more records, false to leave the rest where it is.
  using Handler = std::function<bool(const void *record, size_t size)>;

  static Result<std::unique_ptr<RingBuffer>> open(int map, Handler handler);

  /// Readable while there are records.
  int pollFd() const;
  /// Handles what is there, but no more than a batch: under a flood the caller
  /// must still get to see signals. True if there may be more.
  bool consume();

private:
  struct Free {
    void operator()(ring_buffer *ring) const;
  };
  explicit RingBuffer(Handler handler) : handler(std::move(handler)) {}
  static int onRecord(void *self, void *record, size_t size);

  Handler handler;
  size_t left = 0; ///< Records until the batch is full.
  std::unique_ptr<ring_buffer, Free> ring;
};

} // namespace sonde

#endif // SONDE_RUNTIME_RINGBUFFER_H
