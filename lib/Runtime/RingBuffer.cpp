//===- RingBuffer.cpp - Reading the records that programs send ------------===//
#include "lib/Runtime/RingBuffer.h"

#include <cerrno>
#include <cstring>

#include <bpf/libbpf.h>

namespace sonde {

static constexpr size_t kBatch = 4096;
/// Makes libbpf return; the record it was given counts as read.
static constexpr int kStop = -ECANCELED;

void RingBuffer::Free::operator()(ring_buffer *ring) const { ring_buffer__free(ring); }

Result<std::unique_ptr<RingBuffer>> RingBuffer::open(int map, Handler handler) {
  std::unique_ptr<RingBuffer> self(new RingBuffer(std::move(handler)));
  self->ring.reset(ring_buffer__new(map, onRecord, self.get(), nullptr));
  if (!self->ring)
    return failure("cannot read events: " + std::string(std::strerror(errno)), errno);
  return self;
}

int RingBuffer::onRecord(void *context, void *record, size_t size) {
  RingBuffer &self = *static_cast<RingBuffer *>(context);
  bool more = self.handler(record, size);
  return !more || --self.left == 0 ? kStop : 0;
}

int RingBuffer::pollFd() const { return ring_buffer__epoll_fd(ring.get()); }

bool RingBuffer::consume() {
  left = kBatch;
  return ring_buffer__consume(ring.get()) == kStop;
}

} // namespace sonde
