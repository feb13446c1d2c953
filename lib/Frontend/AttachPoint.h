//===- AttachPoint.h - Where a probe is attached --------------------------===//
//
// Splits the text of an attach point into fields and checks them as far as the
// text alone allows. Whether the target
// exists is Resolve's question.
//
//===----------------------------------------------------------------------===//
#ifndef SONDE_FRONTEND_ATTACHPOINT_H
#define SONDE_FRONTEND_ATTACHPOINT_H

#include "lib/Frontend/Ast.h"
#include "lib/Frontend/ProbeKinds.h"
#include "lib/Support/Diagnostics.h"

#include <optional>
#include <string>
#include <vector>

namespace sonde {

struct AttachPoint {
  ProbeKind kind = ProbeKind::Begin;
  Span span;
  std::string userName; ///< `name=` before the provider.
  /// Tracepoint category, kernel module, or file of a uprobe.
  std::string target;
  std::string function; ///< Symbol or event.
  uint64_t offset = 0;  ///< Behind the symbol; the address where there is none.
  std::string unit;     ///< Of a timer: hz, s, ms, us.
  uint64_t value = 0;   ///< Of a timer.
  /// Of a tracepoint: the kernel has the raw tracepoint `function`, too.
  bool hasRaw = false;

  /// What stands behind the provider: `sched:sched_switch`, `us:1000000`.
  std::string targetText() const;
  /// `tracepoint:sched:sched_switch`, as the builtin `probe` says it.
  std::string name() const;
  /// Is it in a program or library, `target`?
  bool isInProgram() const { return kind == ProbeKind::Uprobe || kind == ProbeKind::Uretprobe; }
  /// Is it in the kernel or in a module, `target`?
  bool isInKernelCode() const {
    return kind == ProbeKind::Kprobe || kind == ProbeKind::Kretprobe || kind == ProbeKind::Fentry ||
           kind == ProbeKind::Fexit || kind == ProbeKind::RawTracepoint;
  }
  /// Does a field hold a `*`?
  bool isWildcard() const;
};

/// None after an error, which has been reported. `params` are the script's
/// positional parameters, which replace `$N` in the text.
std::optional<AttachPoint> parseAttachPoint(const ast::AttachText &text,
                                            const std::vector<std::string> &params,
                                            DiagnosticEngine &diagnostics);

} // namespace sonde

#endif // SONDE_FRONTEND_ATTACHPOINT_H
