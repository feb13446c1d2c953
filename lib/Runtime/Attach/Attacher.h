//===- Attacher.h - How programs are connected to events ------------------===//
//
// One Attacher for each way of attaching; they hold no state. `begin` and `end`
// have none: their programs are run, not attached (TestRun.h).
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_RUNTIME_ATTACH_ATTACHER_H
#define SONDE_RUNTIME_ATTACH_ATTACHER_H

#include "lib/Artifact/Artifact.h"
#include "lib/Runtime/Attach/Link.h"

struct bpf_program;

namespace sonde {

/// What holds for all attach points of a run.
struct AttachContext {
  int pid = -1; ///< Only this process, where the kind can filter; -1: all.
};

class Attacher {
public:
  virtual ~Attacher() = default;

  /// Before loading: gives the program its type and, where the kernel checks it
  /// on load, its target. Fails where the target does not exist.
  virtual Result<void> prepare(bpf_program *program, const AttachInfo &point) const = 0;

  /// After loading. Fails as a whole: what was attached before the fault is
  /// detached again.
  virtual Result<std::vector<Link>> attach(bpf_program *program, const AttachInfo &point,
                                           const AttachContext &context) const = 0;
};

/// Null for begin and end.
const Attacher *attacherFor(AttachKind kind);

// One per file in this folder.
const Attacher &tracepointAttacher();
const Attacher &rawTracepointAttacher();
const Attacher &typedAttacher();  ///< tp_btf, fentry, fexit.
const Attacher &kprobeAttacher(); ///< kprobe and kretprobe.
const Attacher &uprobeAttacher(); ///< uprobe and uretprobe.
const Attacher &timerAttacher();  ///< profile and interval.

/// Attaches a program by one link: to the raw tracepoint `name`, or to the target that the kernel
/// has checked a typed program against if it is null.
Result<std::vector<Link>> openRawTracepoint(bpf_program *program, const char *name);

/// Is the kind attached in reverse order of the script? The kernel runs the
/// programs of these kinds last-attached-first.
bool attachesInReverse(AttachKind kind);

} // namespace sonde

#endif // SONDE_RUNTIME_ATTACH_ATTACHER_H
