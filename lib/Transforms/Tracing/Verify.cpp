//===- Verify.cpp - The rules that span several operations ----------------===//
#include "lib/Transforms/Tracing/Passes.h"

namespace sonde {
#define GEN_PASS_DEF_VERIFY
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

static bool hasFields(AttachKind kind) {
  switch (kind) {
  case AttachKind::Tracepoint:
  case AttachKind::RawTracepoint:
  case AttachKind::BtfTracepoint:
  case AttachKind::Fentry:
  case AttachKind::Fexit:
    return true;
  default:
    return false;
  }
}

static bool hasNumberedArguments(AttachKind kind) {
  switch (kind) {
  case AttachKind::RawTracepoint:
  case AttachKind::BtfTracepoint:
  case AttachKind::Kprobe:
  case AttachKind::Uprobe:
  case AttachKind::Fentry:
  case AttachKind::Fexit:
    return true;
  default:
    return false;
  }
}

static bool hasReturnRegister(AttachKind kind) {
  return kind == AttachKind::Kretprobe || kind == AttachKind::Uretprobe;
}

/// Every attach point of the probe `has` what `op` reads, which the script calls
/// `what`.
static LogicalResult verifyAvailable(Operation *op, const Twine &what, bool (*has)(AttachKind)) {
  auto probe = op->getParentOfType<ProbeOp>();
  auto points = probe.getAttach().getAsRange<AttachAttr>();
  auto without = llvm::find_if(points, [&](AttachAttr point) { return !has(point.getKind()); });
  if (without == points.end())
    return success();
  InFlightDiagnostic error = op->emitError() << "'" << what << "' is not available in '"
                                             << (*without).displayName() << "'";
  if (probe.getAttach().size() > 1)
    error.attachNote(probe.getLoc()) << "one of the attach points of this probe; write a probe "
                                        "of its own for it";
  return error;
}

/// The name of each attach point fits where `probe` is stored.
static LogicalResult verifyNameFits(ProbeInfoOp op) {
  uint64_t room = op.getType().getCapacity();
  for (auto point : op->getParentOfType<ProbeOp>().getAttach().getAsRange<AttachAttr>()) {
    std::string name = point.displayName();
    if (name.size() >= room)
      return op.emitError() << "'probe' has room for " << room - 1 << " bytes here, but '" << name
                            << "' has " << name.size();
  }
  return success();
}

/// `max_probes` keeps a wildcard from attaching to half of the kernel by accident.
static LogicalResult verifyProbeCount(ModuleOp module) {
  int64_t limit = ConfigAttr::lookup(module).number("max_probes", 1024), count = 0;
  for (auto probe : module.getOps<ProbeOp>()) {
    count += probe.getAttach().size();
    if (count > limit)
      return probe.emitError() << "this probe brings the attach points to " << count
                               << ", but 'max_probes' is " << limit;
  }
  return success();
}

namespace {

struct Verify : impl::VerifyBase<Verify> {
  void runOnOperation() override {
    bool isValid = succeeded(verifyProbeCount(getOperation()));
    getOperation().walk([&](Operation *op) { isValid &= succeeded(verify(op)); });
    markAllAnalysesPreserved();
    if (!isValid)
      signalPassFailure();
  }

  static LogicalResult verify(Operation *op) {
    if (auto field = dyn_cast<CtxFieldOp>(op))
      return verifyAvailable(op, "args." + field.getField(), hasFields);
    if (auto argument = dyn_cast<CtxArgOp>(op))
      return verifyAvailable(op, "arg" + Twine(argument.getIndex()), hasNumberedArguments);
    if (isa<RetvalOp>(op))
      return verifyAvailable(op, "retval", hasReturnRegister);
    if (auto info = dyn_cast<ProbeInfoOp>(op))
      return verifyNameFits(info);
    return success();
  }
};

} // namespace
} // namespace sonde
