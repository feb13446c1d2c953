//===- Detach.cpp - Ending many connections without waiting ---------------===//
//
// What takes long when a perf tracepoint is closed is the kernel's own book-
// keeping: under one lock for all tracepoints it waits until no CPU can be inside
// the event's code (65 to 130 ms each on Linux 6.18). By then the program is off
// already. So the links, which hold the programs, are closed here, side by side,
// and the events, which nothing runs for any more, are left to a process that
// does nothing but end.
//
//===----------------------------------------------------------------------===//
#include "lib/Runtime/Attach/Link.h"

#include <algorithm>
#include <atomic>

#include <pthread.h>
#include <sys/wait.h>

namespace sonde {
namespace {

/// The kernel lets the grace periods of several links overlap.
constexpr size_t kMaxThreads = 64;

/// Links that several threads close, each taking the next one.
struct Closing {
  std::vector<Link> links;
  std::atomic<size_t> next{0};

  static void *run(void *argument) {
    Closing &self = *static_cast<Closing *>(argument);
    for (size_t i; (i = self.next++) < self.links.size();)
      self.links[i].closeLink();
    return nullptr;
  }
};

/// Closes all descriptors but the sorted ones in `kept`.
void closeOthers(const std::vector<int> &kept) {
  unsigned from = 0;
  for (int fd : kept) {
    if (unsigned(fd) > from)
      ::close_range(from, fd - 1, 0);
    from = fd + 1;
  }
  ::close_range(from, ~0u, 0);
}

/// Leaves the events to a process that holds them until ours has closed them, so
/// that its end, not ours, is the last. Where there can be no such process, the
/// events are closed here, and that takes its time.
void leaveBehind(std::vector<Fd> events) {
  int ends[2];
  if (events.empty() || ::pipe2(ends, O_CLOEXEC) != 0)
    return;
  Fd wait(ends[0]), release(ends[1]);
  std::vector<int> kept = {wait.get()};
  for (const Fd &event : events)
    kept.push_back(event.get());
  std::sort(kept.begin(), kept.end());

  // Between fork and _exit only what is safe in a copy of a threaded process. The
  // second fork makes the holder nobody's child: there is nothing to wait for.
  pid_t child = ::fork();
  if (child == 0) {
    if (::fork() == 0) {
      closeOthers(kept);
      char none;
      while (::read(wait.get(), &none, 1) < 0 && errno == EINTR) {
      }
    }
    ::_exit(0);
  }
  if (child > 0)
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
  events.clear(); // Before `release`, which ends the holder.
}

} // namespace

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

  std::vector<Fd> events;
  for (Link &link : closing.links)
    if (Fd event = link.takeEvent())
      events.push_back(std::move(event));
  leaveBehind(std::move(events));
}

} // namespace sonde
