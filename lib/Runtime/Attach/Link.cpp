//===- Link.cpp - A program's connection to an event ----------------------===//
#include "lib/Runtime/Attach/Link.h"

#include <algorithm>
#include <atomic>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/perf_event.h>
#include <pthread.h>
#include <sys/ioctl.h>

namespace sonde {
namespace {

/// More threads would not help: the kernel lets grace periods overlap, but each
/// tracepoint is also taken out under one lock.
constexpr size_t kMaxThreads = 16;

/// Links that several threads close, each taking the next one.
struct Closing {
  std::vector<Link> links;
  std::atomic<size_t> next{0};

  static void *run(void *argument) {
    Closing &self = *static_cast<Closing *>(argument);
    for (size_t i; (i = self.next++) < self.links.size();)
      Link closed = std::move(self.links[i]);
    return nullptr;
  }
};

} // namespace

void Link::Destroy::operator()(bpf_link *link) const { bpf_link__destroy(link); }

void detachAll(std::vector<Link> links) {
  Closing closing;
  for (Link &link : links)
    if (link.isSlow())
      closing.links.push_back(std::move(link));
  std::vector<pthread_t> threads;
  for (size_t i = 1; i < std::min(closing.links.size(), kMaxThreads); ++i) {
    pthread_t thread;
    if (pthread_create(&thread, nullptr, Closing::run, &closing) != 0)
      break; // This thread then does more of the work.
    threads.push_back(thread);
  }
  links.clear();
  Closing::run(&closing);
  for (pthread_t thread : threads)
    pthread_join(thread, nullptr);
}

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
