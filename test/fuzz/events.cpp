//===- events.cpp - Any bytes as a record, a map's row, and a format ------===//
//
// The types are fixed, one of each kind; everything that the kernel or a script
// delivers is not: records, keys, values, and the text of format strings.
//
//===----------------------------------------------------------------------===//
#include "lib/Runtime/Decoder.h"
#include "lib/Runtime/Format.h"
#include "lib/Runtime/MapPrinter.h"

using namespace sonde;

namespace {

Type exampleStruct() {
  auto inner = std::make_shared<StructDef>();
  inner->size = 8;
  inner->members = {{"low", Type::integer(64, true), 0, 7, 60 - 7, "", false}};
  auto outer = std::make_shared<StructDef>();
  outer->size = 24;
  outer->members = {{"", Type::structure("", false, inner), 0, 0, 0, "", false},
                    {"name", Type::string(8), 8, 0, 0, "", false},
                    {"none", Type::none(), 16, 0, 0, "", false}};
  return Type::structure("outer", false, outer);
}

std::vector<Type> exampleTypes() {
  return {Type::integer(8, true),
          Type::integer(64, false),
          Type::boolean(),
          Type::enumeration("e", 4, {{1, "ONE"}}),
          Type::string(8),
          Type::buffer(8),
          Type::pointer(Type::none()),
          Type::array(Type::integer(16, true), 3),
          exampleStruct(),
          Type::tuple({Type::integer(8, true), Type::string(3)}),
          Type::record({{"a", Type::integer(8, true)}, {"b", Type::buffer(2)}}),
          Type::plain(TypeKind::Inet),
          Type::plain(TypeKind::MacAddress),
          Type::plain(TypeKind::KernelSymbol)};
}

std::vector<EventInfo> exampleEvents() {
  std::vector<EventInfo> events;
  for (const Type &type : exampleTypes()) {
    EventInfo event;
    event.fields = {{8, type}};
    event.size = 8 + type.size();
    events.push_back(event);
  }
  return events;
}

std::vector<Type> exampleValues() {
  return {Type::plain(TypeKind::Count),
          Type::aggregate(TypeKind::Min, true),
          Type::aggregate(TypeKind::Avg, true),
          Type::aggregate(TypeKind::Stats, false),
          Type::hist(0),
          Type::hist(5),
          Type::lhist(0, 10, 3),
          Type::tseries(1000, 5, Type::integer(64, true)),
          Type::tseries(INT64_MAX, 3, Type::aggregate(TypeKind::Avg, false))};
}

void showRecord(const uint8_t *data, size_t size, const Renderer &renderer) {
  static const std::vector<EventInfo> events = exampleEvents();
  static EventDecoder decoder(events);
  std::optional<DecodedEvent> event = decoder.decode(data, size);
  if (!event)
    return;
  std::string out;
  renderer.text(out, event->values->front());
  renderer.json(out, event->values->front());
  // What follows the record is a format for it.
  std::string_view text(reinterpret_cast<const char *>(data), size);
  FormatString format(text.substr(event->info->size));
  if (format.check(event->info->fields))
    format.render(out, *event->values, renderer);
}

/// Fills a map of each kind with as many rows as there are bytes for.
void showMaps(const uint8_t *data, size_t size, const Renderer &renderer) {
  static const std::vector<Type> values = exampleValues();
  Type key = Type::tuple({Type::integer(8, true), Type::string(3)});
  for (const Type &value : values) {
    MapInfo info{"@m", "m", key, value, MapStorage::Hash};
    MapSnapshot snapshot(info);
    size_t row = key.size() + value.size();
    for (size_t at = 0; at + row <= size; at += row)
      snapshot.append(data + at, data + at + key.size(), key.size(), value.size());
    std::string out;
    uint64_t div = size ? data[0] : 0, top = size ? data[size - 1] % 4 : 0;
    appendMap(out, {&snapshot, top, div, false}, renderer);
    appendJsonMap(out, {&snapshot, top, div, true}, renderer);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const Renderer renderer;
  showRecord(data, size, renderer);
  showMaps(data, size, renderer);
  return 0;
}
