//===- AttachPlan.h - Attaching all probes of a script --------------------===//
//
// Decides the order, what to do about attach points that are missing, and counts
// what is attached. How one point is attached is the Attachers' knowledge.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_ATTACHPLAN_H
#define SONDE_RUNTIME_ATTACHPLAN_H

#include "lib/Runtime/Attach/Attacher.h"
#include "lib/Runtime/Object.h"
#include "lib/Runtime/OutputStream.h"

#include <functional>
#include <utility>

namespace sonde {

class AttachPlan {
public:
  /// All arguments must outlive the plan. `trace`, if not null, is told about
  /// each step.
  AttachPlan(const Artifact &artifact, Object &object, DiagnosticEngine &diagnostics,
             const Places &places, OutputStream *trace);

  /// Before loading. False after reporting an attach point that must be there.
  bool prepare();
  /// Runs the `begin` or `end` programs. False after reporting a failure.
  bool runOnce(AttachKind kind);
  /// False after reporting a failure, or when `interrupted` says so; nothing
  /// stays attached then.
  bool attach(const AttachContext &context, const std::function<bool()> &interrupted);
  void detach() { detachAll(std::exchange(links, {})); }

  /// Of `begin`, `end` and what is attached.
  size_t count() const { return runCount + attachedCount; }
  bool hasAttached() const { return attachedCount != 0; }

private:
  struct Point {
    size_t probe;
    const AttachInfo *point;
    bool absent = false;
  };

  bool attachOne(Point &point, const AttachContext &context);
  bool missing(Point &point, const Error &error);
  void say(const std::string &text);

  const Artifact &artifact;
  Object &object;
  DiagnosticEngine &diagnostics;
  const Places &places;
  OutputStream *trace;
  std::vector<Point> points; ///< In the order in which they are attached.
  std::vector<Link> links;
  size_t runCount = 0, attachedCount = 0;
};

} // namespace sonde

#endif // SONDE_RUNTIME_ATTACHPLAN_H
