// Records that are as announced, and records that are not.
#include "lib/Runtime/Decoder.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

std::vector<EventInfo> events() {
  EventInfo first;
  first.kind = EventKind::Exit;
  first.size = 16;
  first.fields = {{8, Type::integer(64, true)}};
  EventInfo second;
  second.size = 28;
  second.fields = {{8, Type::integer(32, false)}, {12, Type::string(16)}};
  return {first, second};
}

std::vector<uint8_t> record(uint32_t id, uint16_t attach, size_t size) {
  std::vector<uint8_t> out(size);
  std::memcpy(out.data(), &id, std::min<size_t>(4, size));
  if (size >= 6)
    std::memcpy(out.data() + 4, &attach, 2);
  return out;
}

TEST(Decoder, PointsAtFields) {
  std::vector<EventInfo> known = events();
  EventDecoder decoder(known);
  std::vector<uint8_t> bytes = record(1, 3, 28);
  bytes[8] = 42;
  std::memcpy(bytes.data() + 12, "abc", 3);
  std::optional<DecodedEvent> event = decoder.decode(bytes.data(), bytes.size());
  ASSERT_TRUE(event);
  EXPECT_EQ(event->id, 1u);
  EXPECT_EQ(event->attachIndex, 3);
  EXPECT_EQ(event->info, &known[1]);
  ASSERT_EQ(event->values->size(), 2u);
  EXPECT_EQ(loadNumber(*(*event->values)[0].type, (*event->values)[0].bytes).bits, 42u);
  EXPECT_STREQ(reinterpret_cast<const char *>((*event->values)[1].bytes), "abc");
}

TEST(Decoder, ReusesItsBuffers) {
  std::vector<EventInfo> known = events();
  EventDecoder decoder(known);
  std::vector<uint8_t> bytes = record(1, 0, 28);
  const ValueView *first = decoder.decode(bytes.data(), bytes.size())->values->data();
  EXPECT_EQ(decoder.decode(bytes.data(), bytes.size())->values->data(), first);
}

TEST(Decoder, RefusesWhatDoesNotFit) {
  std::vector<EventInfo> known = events();
  EventDecoder decoder(known);
  for (size_t size = 0; size < 28; ++size) {
    std::vector<uint8_t> bytes = record(1, 0, size);
    EXPECT_FALSE(decoder.decode(bytes.data(), bytes.size())) << size;
  }
  std::vector<uint8_t> unknown = record(2, 0, 64);
  EXPECT_FALSE(decoder.decode(unknown.data(), unknown.size()));
  std::vector<uint8_t> longer = record(0, 0, 64);
  EXPECT_TRUE(decoder.decode(longer.data(), longer.size()));
}

} // namespace
