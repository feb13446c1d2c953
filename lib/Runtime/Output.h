//===- Output.h - Where everything that a run prints goes -----------------===//
//
// One interface, two writers: text for people, JSON lines for programs. They differ in form and in
// which stream carries what.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_OUTPUT_H
#define SONDE_RUNTIME_OUTPUT_H

#include "lib/Runtime/MapPrinter.h"
#include "lib/Runtime/OutputStream.h"
#include "lib/Runtime/Places.h"
#include "lib/Runtime/RuntimeError.h"
#include "lib/Support/Diagnostics.h"

#include <memory>

namespace sonde {

/// Records of one event that found the ring buffer full.
struct LostEvents {
  uint64_t count = 0;
  const EventInfo *event = nullptr;
};

/// What the writers share.
struct OutputContext {
  OutputStream &out;
  OutputStream &err;
  const Renderer &renderer;
  const DiagnosticEngine &diagnostics; ///< Renders messages about the script.
  const Places &places;
  bool colour = false; ///< Of messages on `err`.
};

class Output {
public:
  virtual ~Output() = default;

  virtual void attached(size_t probes) = 0;
  /// The text of one printf, already put together.
  virtual void printf(std::string_view text) = 0;
  virtual void value(ValueView value) = 0;
  virtual void map(const MapPrint &print) = 0;
  virtual void lost(const std::vector<LostEvents> &events) = 0;
  virtual void error(const RuntimeError &error) = 0;
  /// Stands between the script's output and the maps that are left.
  virtual void endOfMainLoop() = 0;

protected:
  explicit Output(OutputContext context) : context(context) {}
  OutputContext context;
};

std::unique_ptr<Output> textOutput(OutputContext context);
std::unique_ptr<Output> jsonOutput(OutputContext context);

} // namespace sonde

#endif // SONDE_RUNTIME_OUTPUT_H
