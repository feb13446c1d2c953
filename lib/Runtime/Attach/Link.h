//===- Link.h - A program's connection to an event ------------------------===//
#ifndef SONDE_RUNTIME_ATTACH_LINK_H
#define SONDE_RUNTIME_ATTACH_LINK_H

#include "lib/Runtime/Fd.h"

#include <memory>
#include <vector>

struct bpf_link;

namespace sonde {

/// Owns a connection; it ends with the link.
class Link {
public:
  /// `link` is the kernel's link object. `event` is the perf event it hangs on, if
  /// any; without a link object (before Linux 5.15) it alone is the connection.
  explicit Link(Fd link, Fd event = Fd()) : event(std::move(event)), link(std::move(link)) {}
  /// Takes a link that libbpf made.
  explicit Link(bpf_link *link) : made(link) {}

  /// Closing waits until no CPU can be inside the event's code, which takes
  /// 65 to 130 ms for perf tracepoints.
  bool isSlow() const { return slow; }
  Link &&markSlow() && {
    slow = true;
    return std::move(*this);
  }

  /// Takes the program off the event, which stays open if it can do without.
  void closeLink();
  Fd takeEvent() { return std::move(event); }

private:
  struct Destroy {
    void operator()(bpf_link *link) const;
  };
  Fd event; ///< Closed after the link that refers to it.
  Fd link;
  std::unique_ptr<bpf_link, Destroy> made;
  bool slow = false;
};

/// Ends all connections. When it returns, no program runs any more; a short-lived
/// process may still be closing events that nothing runs for (Detach.cpp).
void detachAll(std::vector<Link> links);

/// Connects a program to a perf event and starts it. A kernel without links for
/// perf events (before 5.15) is served the older way.
Result<Link> linkPerfEvent(int program, Fd event);

} // namespace sonde

#endif // SONDE_RUNTIME_ATTACH_LINK_H
