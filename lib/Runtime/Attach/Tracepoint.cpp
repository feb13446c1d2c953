//===- Tracepoint.cpp - Tracepoints with the record of the format file ----===//
#include "lib/Runtime/Attach/Attacher.h"
#include "lib/Runtime/Attach/PerfEvent.h"

#include <cstdlib>

#include <bpf/libbpf.h>

namespace sonde {
namespace {

constexpr const char *kTracefs[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};

/// The number that perf knows a tracepoint by.
Result<uint64_t> tracepointId(const AttachInfo &point) {
  bool mounted = false;
  for (const char *folder : kTracefs) {
    std::string events = std::string(folder) + "/events";
    mounted |= access(events.c_str(), F_OK) == 0;
    std::string path = events + "/" + point.target + "/" + point.function + "/id";
    Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char text[24] = "";
    if (file && read(file.get(), text, sizeof(text) - 1) > 0)
      return std::strtoull(text, nullptr, 10);
    if (errno == EACCES)
      return failure("no permission to read '" + path + "'", EACCES);
  }
  if (!mounted)
    return failure("tracefs is not mounted; use 'mount -t tracefs nodev /sys/kernel/tracing'",
                   ENOENT);
  return failure("this kernel has no such tracepoint", ENOENT);
}

class TracepointAttacher : public Attacher {
public:
  Result<void> prepare(bpf_program *program, const AttachInfo &point) const override {
    bpf_program__set_type(program, BPF_PROG_TYPE_TRACEPOINT);
    Result<uint64_t> id = tracepointId(point);
    return id ? Result<void>() : id.takeError();
  }

  Result<std::vector<Link>> attach(bpf_program *program, const AttachInfo &point,
                                   const AttachContext &) const override {
    Result<uint64_t> id = tracepointId(point);
    if (!id)
      return id.takeError();
    perf_event_attr attributes = {};
    attributes.type = PERF_TYPE_TRACEPOINT;
    attributes.config = *id;
    // The program belongs to the tracepoint, not to the event: one event on one
    // CPU makes it run on all of them.
    Result<Fd> event = openPerfEvent(attributes, -1, 0);
    if (!event)
      return event.takeError();
    Result<Link> link = linkPerfEvent(bpf_program__fd(program), std::move(*event));
    if (!link)
      return link.takeError();
    std::vector<Link> links;
    links.push_back(std::move(*link).markSlow());
    return links;
  }
};

} // namespace

const Attacher &tracepointAttacher() {
  static const TracepointAttacher attacher;
  return attacher;
}

} // namespace sonde
