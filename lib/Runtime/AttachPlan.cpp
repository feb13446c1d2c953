//===- AttachPlan.cpp - Attaching all probes of a script ------------------===//
#include "lib/Runtime/AttachPlan.h"

#include "lib/Runtime/Attach/TestRun.h"

#include <algorithm>
#include <iterator>

namespace sonde {

AttachPlan::AttachPlan(const Artifact &artifact, Object &object, DiagnosticEngine &diagnostics,
                       const Places &places, OutputStream *trace)
    : artifact(artifact), object(object), diagnostics(diagnostics), places(places), trace(trace) {
  std::vector<Point> reversed;
  for (size_t probe = 0; probe < artifact.probes.size(); ++probe)
    for (const AttachInfo &point : artifact.probes[probe].attach) {
      if (!attacherFor(point.kind))
        ++runCount;
      else if (attachesInReverse(point.kind))
        reversed.push_back({probe, &point});
      else
        points.push_back({probe, &point});
    }
  points.insert(points.end(), reversed.rbegin(), reversed.rend());
}

bool AttachPlan::prepare() {
  for (size_t probe = 0; probe < artifact.probes.size(); ++probe)
    if (!attacherFor(artifact.probes[probe].attach[0].kind))
      prepareTestRun(object.program(probe));
  std::vector<size_t> present(artifact.probes.size());
  // In the order of the script: several of them may have something to say.
  std::vector<Point *> inOrder;
  for (Point &point : points)
    inOrder.push_back(&point);
  std::sort(inOrder.begin(), inOrder.end(), [](const Point *a, const Point *b) {
    return std::pair(a->probe, a->point) < std::pair(b->probe, b->point);
  });
  bool allowed = true;
  for (Point *point : inOrder) {
    Result<void> prepared =
        attacherFor(point->point->kind)->prepare(object.program(point->probe), *point->point);
    if (prepared)
      ++present[point->probe];
    else
      allowed &= missing(*point, prepared.error());
  }
  for (const Point &point : points)
    if (!present[point.probe])
      object.disable(point.probe);
  return allowed;
}

bool AttachPlan::runOnce(AttachKind kind) {
  for (size_t probe = 0; probe < artifact.probes.size(); ++probe)
    for (const AttachInfo &point : artifact.probes[probe].attach) {
      if (point.kind != kind)
        continue;
      say("running '" + point.name + "'");
      Result<void> ran = testRun(object.programFd(probe));
      if (ran)
        continue;
      std::string message = "cannot run '" + point.name + "': " + ran.error().message;
      if (std::optional<Span> span = places.span(point.where))
        diagnostics.error(*span, message);
      else
        diagnostics.error(message);
      return false;
    }
  return true;
}

bool AttachPlan::attach(const AttachContext &context, const std::function<bool()> &interrupted) {
  for (Point &point : points) {
    if (interrupted()) {
      diagnostics.error("interrupted while attaching");
      detach();
      return false;
    }
    if (!point.absent && !attachOne(point, context)) {
      detach();
      return false;
    }
  }
  if (count() == 0) {
    diagnostics.error("no probe could be attached");
    return false;
  }
  return true;
}

bool AttachPlan::attachOne(Point &point, const AttachContext &context) {
  say("attaching '" + point.point->name + "'");
  Result<std::vector<Link>> attached =
      attacherFor(point.point->kind)->attach(object.program(point.probe), *point.point, context);
  if (!attached)
    return missing(point, attached.error());
  links.insert(links.end(), std::make_move_iterator(attached->begin()),
               std::make_move_iterator(attached->end()));
  ++attachedCount;
  return true;
}

/// True where the run may go on without the point.
bool AttachPlan::missing(Point &point, const Error &error) {
  point.absent = true;
  RunConfig::MissingProbes policy = artifact.config.missingProbes;
  if (policy == RunConfig::MissingProbes::Ignore)
    return true;
  bool fatal = policy == RunConfig::MissingProbes::Error;
  std::string message = "cannot attach to '" + point.point->name + "'";
  if (!fatal)
    message += "; it is left out";
  constexpr const char *warning = "missing-probe";
  std::optional<Span> span = places.span(point.point->where);
  Diagnostic &report = fatal
                           ? (span ? diagnostics.error(*span, message) : diagnostics.error(message))
                           : (span ? diagnostics.warning(*span, warning, message)
                                   : diagnostics.warning(warning, message));
  report.note(error.message);
  if (fatal && error.code == ENOENT)
    report.note("to go on without it, set the config variable 'missing_probes' to 'warn'");
  return !fatal;
}

void AttachPlan::say(const std::string &text) {
  if (trace)
    trace->write(text + "\n");
}

} // namespace sonde
