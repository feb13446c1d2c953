//===- Timer.cpp - profile on every CPU, interval on one ------------------===//
#include "lib/Runtime/Attach/Attacher.h"
#include "lib/Runtime/Attach/PerfEvent.h"

#include <charconv>

#include <bpf/libbpf.h>

namespace sonde {
namespace {

/// The CPUs that are on: a list like "0-3,8".
std::vector<int> onlineCpus() {
  std::vector<int> cpus;
  Fd file(open("/sys/devices/system/cpu/online", O_RDONLY | O_CLOEXEC));
  char text[4096];
  ssize_t length = file ? read(file.get(), text, sizeof(text)) : 0;
  const char *at = text, *end = text + (length > 0 ? length : 0);
  while (at < end) {
    int first = 0, last = 0;
    auto number = std::from_chars(at, end, first);
    if (number.ec != std::errc())
      break;
    last = first;
    at = number.ptr;
    if (at < end && *at == '-')
      at = std::from_chars(at + 1, end, last).ptr;
    for (int cpu = first; cpu <= last; ++cpu)
      cpus.push_back(cpu);
    if (at < end && *at == ',')
      ++at;
  }
  if (cpus.empty())
    cpus.push_back(0);
  return cpus;
}

uint64_t nanosecondsPer(const std::string &unit) {
  return unit == "s" ? 1'000'000'000 : unit == "ms" ? 1'000'000 : unit == "us" ? 1'000 : 1;
}

perf_event_attr timerAttributes(const AttachInfo &point) {
  perf_event_attr attributes = {};
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = PERF_COUNT_SW_CPU_CLOCK;
  if (point.unit == "hz") {
    attributes.freq = 1;
    attributes.sample_freq = point.value;
  } else {
    attributes.sample_period = point.value * nanosecondsPer(point.unit);
  }
  return attributes;
}

class TimerAttacher : public Attacher {
public:
  Result<void> prepare(bpf_program *program, const AttachInfo &) const override {
    bpf_program__set_type(program, BPF_PROG_TYPE_PERF_EVENT);
    return {};
  }

  Result<std::vector<Link>> attach(bpf_program *program, const AttachInfo &point,
                                   const AttachContext &context) const override {
    bool everywhere = point.kind == AttachKind::Profile;
    perf_event_attr attributes = timerAttributes(point);
    attributes.inherit = everywhere && context.pid != -1;
    std::vector<int> cpus = onlineCpus();
    if (!everywhere)
      cpus.resize(1);
    std::vector<Link> links;
    for (int cpu : cpus) {
      Result<Fd> event = openPerfEvent(attributes, everywhere ? context.pid : -1, cpu);
      if (!event && event.error().code == EINVAL && attributes.freq)
        return failure("this frequency is more than kernel.perf_event_max_sample_rate", EINVAL);
      if (!event)
        return event.takeError();
      Result<Link> link = linkPerfEvent(bpf_program__fd(program), std::move(*event));
      if (!link)
        return link.takeError();
      links.push_back(std::move(*link));
    }
    return links;
  }
};

} // namespace

const Attacher &timerAttacher() {
  static const TimerAttacher attacher;
  return attacher;
}

} // namespace sonde
