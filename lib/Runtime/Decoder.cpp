//===- Decoder.cpp - Records of the ring buffer as values -----------------===//
#include "lib/Runtime/Decoder.h"

namespace sonde {
namespace {

struct RecordHeader {
  uint32_t id;
  uint16_t attachIndex;
  uint16_t flags;
};

} // namespace

EventDecoder::EventDecoder(const std::vector<EventInfo> &events) : events(events) {
  for (const EventInfo &event : events) {
    std::vector<ValueView> &fields = values.emplace_back();
    for (const EventInfo::Field &field : event.fields)
      fields.push_back({&field.type, nullptr});
  }
}

std::optional<DecodedEvent> EventDecoder::decode(const void *record, size_t size) {
  RecordHeader header;
  if (size < sizeof(header))
    return std::nullopt;
  std::memcpy(&header, record, sizeof(header));
  if (header.id >= events.size() || size < events[header.id].size)
    return std::nullopt;
  const EventInfo &event = events[header.id];
  std::vector<ValueView> &fields = values[header.id];
  for (size_t i = 0; i < fields.size(); ++i)
    fields[i].bytes = static_cast<const uint8_t *>(record) + event.fields[i].offset;
  return DecodedEvent{header.id, header.attachIndex, &event, &fields};
}

} // namespace sonde
