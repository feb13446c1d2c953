//===- Decoder.h - Records of the ring buffer as values -------------------===//
//
// The layout of every record is in the artifact; the decoder only checks that a
// record is long enough and points at its fields. See EventInfo for the header.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_DECODER_H
#define SONDE_RUNTIME_DECODER_H

#include "lib/Artifact/Artifact.h"
#include "lib/Runtime/Value.h"

namespace sonde {

struct DecodedEvent {
  uint32_t id = 0;
  uint16_t attachIndex = 0;
  const EventInfo *info = nullptr;
  const std::vector<ValueView> *values = nullptr; ///< Valid until the next decode.
};

class EventDecoder {
public:
  /// `events` must outlive the decoder.
  explicit EventDecoder(const std::vector<EventInfo> &events);

  /// None if the record names no event or is too short for the one it names.
  std::optional<DecodedEvent> decode(const void *record, size_t size);

private:
  const std::vector<EventInfo> &events;
  /// By event id; the types are filled in once, the addresses for each record.
  std::vector<std::vector<ValueView>> values;
};

} // namespace sonde

#endif // SONDE_RUNTIME_DECODER_H
