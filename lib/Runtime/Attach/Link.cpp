//===- Link.cpp - A program's connection to an event ----------------------===//
#include "lib/Runtime/Attach/Link.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>

namespace sonde {

void Link::closeLink() { Fd closed = std::move(link ? link : event); }

void Link::Destroy::operator()(bpf_link *link) const { bpf_link__destroy(link); }

Result<Link> linkPerfEvent(int program, Fd event) {
  Fd link(bpf_link_create(program, event.get(), BPF_PERF_EVENT, nullptr));
  if (!link) {
    if (errno != EINVAL && errno != EOPNOTSUPP)
      return failure(std::strerror(errno), errno);
    if (ioctl(event.get(), PERF_EVENT_IOC_SET_BPF, program) != 0)
      return failure(std::strerror(errno), errno);
  }
  if (ioctl(event.get(), PERF_EVENT_IOC_ENABLE, 0) != 0)
    return failure(std::strerror(errno), errno);
  return Link(std::move(link), std::move(event));
}

} // namespace sonde
