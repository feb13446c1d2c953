//===- Actions.h - What each kind of event makes user space do ------------===//
//
// A table by event kind. An action has a record's values, the maps and the
// output; it knows nothing about where records come from.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_ACTIONS_H
#define SONDE_RUNTIME_ACTIONS_H

#include "lib/Runtime/Decoder.h"
#include "lib/Runtime/Format.h"
#include "lib/Runtime/Output.h"

namespace sonde {

class Actions {
public:
  /// All arguments must outlive the actions. Fails where a format does not fit
  /// the values of its event.
  static Result<Actions> open(const Artifact &artifact, std::vector<MapAccess> maps, Output &output,
                              const Renderer &renderer);

  void handle(const DecodedEvent &event);
  /// Once a script has called `exit`.
  const std::optional<uint64_t> &exitCode() const { return code; }
  /// Prints all maps in the order of their names.
  void printMapsAtExit();
  /// The first thing that went wrong, if any.
  const std::optional<Error> &fault() const { return error; }

private:
  Actions(const Artifact &artifact, std::vector<MapAccess> maps, Output &output,
          const Renderer &renderer);

  void printf(const DecodedEvent &event);
  void print(const DecodedEvent &event);
  void printMap(const DecodedEvent &event);
  void clearMap(const DecodedEvent &event);
  void zeroMap(const DecodedEvent &event);
  void exit(const DecodedEvent &event);

  using Action = void (Actions::*)(const DecodedEvent &);
  static Action actionFor(EventKind kind);
  void note(Result<void> result);

  const Artifact &artifact;
  std::vector<MapAccess> maps;
  std::vector<MapSnapshot> snapshots; ///< By map: their buffers are reused.
  Output &output;
  const Renderer &renderer;
  std::vector<FormatString> formats; ///< By event id; empty for other kinds.
  std::string text;                  ///< Of one printf, reused.
  std::optional<uint64_t> code;
  std::optional<Error> error;
};

} // namespace sonde

#endif // SONDE_RUNTIME_ACTIONS_H
