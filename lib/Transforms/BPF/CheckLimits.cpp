//===- CheckLimits.cpp - What the target kernel would refuse --------------===//
//
// The kernel would say the same, but in its own words and only when the program
// is loaded; here the script's line is known.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/BPF/Passes.h"

#include "dialect/Tracing/IR/Tracing.h"
#include "lib/Transforms/BPF/CallTree.h"
#include "lib/Transforms/BPF/StackFrame.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

namespace sonde {
#define GEN_PASS_DEF_CHECKLIMITS
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

constexpr uint64_t kMaxKeyBytes = 512;
constexpr uint64_t kMaxPercpuValueBytes = 32768; // The allocator's smallest unit.
constexpr unsigned kShownSlots = 3;
constexpr unsigned kMaxFrames = 8;

bool isGplCompatible(StringRef license) {
  return llvm::is_contained({"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL",
                             "Dual MIT/GPL", "Dual MPL/GPL"},
                            license);
}

using FrameOf = function_ref<const StackFrame &(CodeOpInterface)>;

class LimitChecker {
public:
  explicit LimitChecker(ModuleOp module)
      : target(TargetEnv::lookup(module)),
        license(tr::ConfigAttr::lookup(module).text("license", "GPL")) {}

  void check(CodeOpInterface code);
  void checkChain(ProgOp prog, const CallTree &tree, FrameOf frameOf);
  void check(MapOp map);
  bool failed() const { return hasErrors; }

private:
  void checkStack(ProgOp prog, uint64_t bytes, ArrayRef<StackFrame::Slot> slots);
  void checkFeature(Operation *op, Feature feature);
  void checkHelper(Operation *op, uint32_t id, ProgType type);
  InFlightDiagnostic error(Operation *op) {
    hasErrors = true;
    return emitError(op->getLoc());
  }
  /// Each missing thing is reported once in a program: the rest would follow
  /// from it.
  bool isNew(StringRef cause) {
    reportedAnywhere.insert(cause);
    return reported.insert(cause).second;
  }

  TargetEnv target;
  std::string license;
  llvm::StringSet<> reported, reportedAnywhere;
  bool hasErrors = false;
};

void LimitChecker::check(CodeOpInterface code) {
  if (isa<ProgOp>(code.getOperation()))
    reported.clear();
  code->walk([&](Operation *op) {
    if (auto available = dyn_cast<AvailabilityOpInterface>(op))
      if (std::optional<Feature> feature = available.getRequiredFeature())
        checkFeature(op, *feature);
    if (auto call = dyn_cast<HelperCallOpInterface>(op))
      checkHelper(op, call.getHelperId(), code.getProgramType());
  });
}

/// The program and its callbacks have one stack.
void LimitChecker::checkChain(ProgOp prog, const CallTree &tree, FrameOf frameOf) {
  SmallVector<StackFrame::Slot> slots, deepest;
  uint64_t bytes = 0, most = 0;
  unsigned depth = 0;
  auto visit = [&](auto &self, CodeOpInterface code) -> void {
    const StackFrame &frame = frameOf(code);
    bool isChain = depth > 0 || !tree.callees(code).empty();
    uint64_t own = isChain ? bytesInChain(frame.bytes()) : frame.bytes();
    bytes += own;
    slots.append(frame.slots().begin(), frame.slots().end());
    if (++depth > kMaxFrames && isNew("frames"))
      error(code) << "loops are nested too deeply here; the kernel allows " << kMaxFrames
                  << " functions that run each other";
    if (bytes > most) {
      most = bytes;
      deepest = slots;
    }
    for (CodeOpInterface callee : tree.callees(code))
      self(self, callee);
    --depth;
    slots.truncate(slots.size() - frame.slots().size());
    bytes -= own;
  };
  visit(visit, cast<CodeOpInterface>(prog.getOperation()));
  llvm::sort(deepest, [](const auto &a, const auto &b) { return a.bytes > b.bytes; });
  checkStack(prog, most, deepest);
}

void LimitChecker::check(MapOp map) {
  // Programs have said it where they use the map.
  std::optional<Feature> feature = map.getRequiredFeature();
  if (feature && !reportedAnywhere.contains(featureInfo(*feature).name))
    checkFeature(map, *feature);
  if (map.keySize() > kMaxKeyBytes && !target.has(Feature::large_keys))
    error(map) << "a key of " << map.keySize() << " bytes is too large; the kernel allows "
               << kMaxKeyBytes;
  if (map.isPerCpu() && map.valueSize() > kMaxPercpuValueBytes)
    error(map) << "a value of " << map.valueSize()
               << " bytes is too large for a map with a value per CPU; the kernel allows "
               << kMaxPercpuValueBytes;
}

void LimitChecker::checkStack(ProgOp prog, uint64_t bytes, ArrayRef<StackFrame::Slot> slots) {
  if (bytes <= target.maxStack())
    return;
  InFlightDiagnostic diagnostic = error(prog);
  diagnostic << "this probe needs " << bytes << " bytes of stack; the kernel allows "
             << target.maxStack();
  for (const StackFrame::Slot &slot : slots.take_front(kShownSlots)) {
    StackOp op = slot.op;
    diagnostic.attachNote(op.getLoc()) << slot.bytes << " bytes are needed here";
  }
  diagnostic.attachNote() << "use shorter strings and keys, or allow scratch memory";
}

void LimitChecker::checkFeature(Operation *op, Feature feature) {
  const FeatureInfo &info = featureInfo(feature);
  if (target.has(feature) || !isNew(info.name))
    return;
  error(op) << "this needs Linux " << info.major << "." << info.minor << " (" << info.meaning
            << "), but the script is compiled for " << target.kernel();
}

void LimitChecker::checkHelper(Operation *op, uint32_t id, ProgType type) {
  const HelperInfo &helper = *helperById(id);
  if (!target.helperAvailable(id)) {
    StringRef cause = helper.feature ? featureInfo(*helper.feature).name : helper.name;
    if (isNew(cause))
      error(op) << "the helper '" << helper.name << "' needs Linux " << helper.major << "."
                << helper.minor << ", but the script is compiled for " << target.kernel();
    return;
  }
  if (!(helper.programTypes >> static_cast<uint32_t>(type) & 1) && isNew(helper.name))
    error(op) << "the helper '" << helper.name << "' cannot be called by a program of type '"
              << stringifyProgType(type) << "'";
  if (helper.gplOnly && !isGplCompatible(license) && isNew("license"))
    error(op) << "the helper '" << helper.name
              << "' is only for programs with a GPL-compatible license, not '" << license << "'";
}

//===- The table ----------------------------------------------------------===//

struct ProgramFacts {
  unsigned operations = 0, helperCalls = 0, lookups = 0;
  uint64_t scratchBytes = 0;

  explicit ProgramFacts(ProgOp prog) {
    prog->walk([&](Operation *op) {
      ++operations;
      helperCalls += isa<HelperCallOpInterface>(op);
      lookups += isa<LookupOp>(op);
      if (auto scratch = dyn_cast<ScratchOp>(op))
        scratchBytes = std::max(scratchBytes, scratch.getOffset() + scratch.getSize());
    });
    --operations; // The program itself.
  }
};

void printTable(raw_ostream &out, ModuleOp module, FrameOf frameOf) {
  constexpr const char *row = "{0,-24} {1,-14} {2,6} {3,8} {4,8} {5,8} {6,11}\n";
  out << llvm::formatv(row, "program", "type", "stack", "scratch", "helpers", "lookups",
                       "operations");
  for (ProgOp prog : module.getOps<ProgOp>()) {
    ProgramFacts facts(prog);
    out << llvm::formatv(row, prog.getSymName(), stringifyProgType(prog.getType()),
                         frameOf(cast<CodeOpInterface>(prog.getOperation())).bytes(),
                         facts.scratchBytes, facts.helperCalls, facts.lookups, facts.operations);
  }
}

struct CheckLimits : sonde::impl::CheckLimitsBase<CheckLimits> {
  using CheckLimitsBase::CheckLimitsBase;

  void runOnOperation() override {
    auto frameOf = [&](CodeOpInterface code) -> const StackFrame & {
      return getChildAnalysis<StackFrame>(code);
    };
    LimitChecker checker(getOperation());
    CallTree tree(getOperation());
    for (ProgOp prog : getOperation().getOps<ProgOp>())
      checker.checkChain(prog, tree, frameOf);
    for (auto code : getOperation().getOps<CodeOpInterface>())
      checker.check(code);
    for (MapOp map : getOperation().getOps<MapOp>())
      checker.check(map);
    if (report)
      printTable(llvm::outs(), getOperation(), frameOf);
    markAllAnalysesPreserved();
    if (checker.failed())
      signalPassFailure();
  }
};

} // namespace
