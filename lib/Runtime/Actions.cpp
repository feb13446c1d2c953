//===- Actions.cpp - What each kind of event makes user space do ----------===//
#include "lib/Runtime/Actions.h"

#include <algorithm>
#include <numeric>

namespace sonde {

Actions::Actions(const Artifact &artifact, std::vector<MapAccess> maps, Output &output,
                 const Renderer &renderer)
    : artifact(artifact), maps(std::move(maps)), output(output), renderer(renderer) {
  for (const MapInfo &map : artifact.maps)
    snapshots.emplace_back(map);
  for (const EventInfo &event : artifact.events)
    formats.emplace_back(event.format);
}

Result<Actions> Actions::open(const Artifact &artifact, std::vector<MapAccess> maps, Output &output,
                              const Renderer &renderer) {
  Actions actions(artifact, std::move(maps), output, renderer);
  for (size_t i = 0; i < artifact.events.size(); ++i) {
    const EventInfo &event = artifact.events[i];
    if (event.kind != EventKind::Printf)
      continue;
    if (Result<void> fits = actions.formats[i].check(event.fields); !fits)
      return failure("event " + std::to_string(i) + ": " + fits.error().message);
  }
  return actions;
}

Actions::Action Actions::actionFor(EventKind kind) {
  switch (kind) {
  case EventKind::Printf:
    return &Actions::printf;
  case EventKind::Print:
    return &Actions::print;
  case EventKind::PrintMap:
    return &Actions::printMap;
  case EventKind::ClearMap:
    return &Actions::clearMap;
  case EventKind::ZeroMap:
    return &Actions::zeroMap;
  case EventKind::Exit:
    return &Actions::exit;
  }
  return nullptr;
}

void Actions::handle(const DecodedEvent &event) { (this->*actionFor(event.info->kind))(event); }

void Actions::printf(const DecodedEvent &event) {
  text.clear();
  formats[event.id].render(text, *event.values, renderer);
  output.printf(text);
}

void Actions::print(const DecodedEvent &event) { output.value(event.values->front()); }

void Actions::printMap(const DecodedEvent &event) {
  MapSnapshot &snapshot = snapshots[event.info->map];
  note(maps[event.info->map].read(snapshot));
  output.map({&snapshot, event.info->top, event.info->div, /*atExit=*/false});
}

void Actions::clearMap(const DecodedEvent &event) { note(maps[event.info->map].clear()); }
void Actions::zeroMap(const DecodedEvent &event) { note(maps[event.info->map].zero()); }

void Actions::exit(const DecodedEvent &event) {
  if (!code)
    code = loadNumber(*event.values->front().type, event.values->front().bytes).bits;
}

void Actions::printMapsAtExit() {
  std::vector<size_t> order(maps.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return artifact.maps[a].name < artifact.maps[b].name; });
  for (size_t i : order) {
    note(maps[i].read(snapshots[i]));
    output.map({&snapshots[i], 0, 1, /*atExit=*/true});
  }
}

void Actions::note(Result<void> result) {
  if (!result && !error)
    error = result.takeError();
}

} // namespace sonde
