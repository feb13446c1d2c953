//===- SelectAttach.cpp - The cheapest way to attach that means the same --===//
#include "dialect/BPF/IR/BPF.h"
#include "lib/Transforms/Plan/Passes.h"
#include "lib/Transforms/Tracing/CloneProbe.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/SymbolTable.h"
#include "llvm/ADT/MapVector.h"

namespace sonde {
#define GEN_PASS_DEF_SELECTATTACH
#include "lib/Transforms/Plan/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

/// The context's fields that a probe reads, with the arguments of the raw
/// tracepoint that hold them.
using RawFields = llvm::MapVector<StringAttr, MemberAttr>;

/// Nothing if the probe reads anything that the raw tracepoint does not give it.
std::optional<RawFields> rawFieldsOf(ProbeOp probe) {
  RawFields fields;
  for (Operation *user : probe.getContext().getUsers()) {
    auto read = dyn_cast<CtxFieldOp>(user);
    if (!read)
      return std::nullopt;
    auto context = dyn_cast<StructType>(read.getCtx().getType().getPointee());
    StructOp definition = context ? lookupStruct(context, probe) : StructOp();
    MemberAttr member = definition ? definition.find(read.getField()) : MemberAttr();
    bool isArgument = member && member.getRaw() >= 0 && !member.getBitSize() &&
                      isa<IntegerType, PtrType>(member.getType());
    if (!isArgument)
      return std::nullopt;
    fields.insert({read.getFieldAttr(), member});
  }
  return fields;
}

bool returnsValue(ProbeOp probe) {
  return probe
      .walk([](ReturnOp op) {
        return op.getValue() ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

/// A raw tracepoint's program would find itself, and how it was called, on top of
/// the kernel's stack; a tracepoint's finds the function that was reached.
bool capturesKernelStack(ProbeOp probe) {
  return probe
      .walk([](CaptureStackOp op) {
        bool isKernel = cast<StackType>(producedType(op)).getOrigin() == StackOrigin::Kernel;
        return isKernel ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

/// Does the probe read a pointer that is only known to the verifier when the
/// tracepoint's arguments are?
bool readsTypedPointer(ProbeOp probe) {
  return llvm::any_of(probe.getContext().getUsers(), [](Operation *user) {
    auto read = dyn_cast<CtxFieldOp>(user);
    auto pointer =
        read && read.getResult() ? dyn_cast<PtrType>(read.getResult().getType()) : PtrType();
    return pointer && pointer.getSpace() == AddrSpace::Btf;
  });
}

StringAttr eventOf(AttachAttr point) {
  if (point.has("event"))
    return StringAttr::get(point.getContext(), point.text("event"));
  return point.getTarget();
}

/// The same attach point in another way, under the same name.
AttachAttr attachAs(AttachKind kind, AttachAttr point) {
  Builder builder(point.getContext());
  NamedAttrList options;
  options.set("event", eventOf(point));
  options.set("name", builder.getStringAttr(point.displayName()));
  return AttachAttr::get(point.getContext(), kind, eventOf(point),
                         options.getDictionary(point.getContext()));
}

void attachAs(AttachKind kind, ProbeOp probe) {
  SmallVector<Attribute> points;
  for (auto point : probe.getAttach().getAsRange<AttachAttr>())
    points.push_back(attachAs(kind, point));
  probe.setAttachAttr(ArrayAttr::get(probe->getContext(), points));
}

/// The raw tracepoint's arguments as a struct of 8-byte slots.
StructOp createArguments(ProbeOp probe, StringRef context, const RawFields &fields,
                         SymbolTable &symbols) {
  OpBuilder builder(probe);
  uint64_t size = 0;
  SmallVector<Attribute> members;
  for (const auto &[name, member] : fields) {
    uint64_t offset = uint64_t(member.getRaw()) * 8;
    size = std::max(size, offset + 8);
    members.push_back(MemberAttr::get(builder.getContext(), name, member.getType(), offset, 0, 0,
                                      member.getRaw()));
  }
  auto arguments = builder.create<StructOp>(probe.getLoc(), (context + ".raw").str(), size,
                                            /*is_union=*/false, /*relocate=*/false,
                                            builder.getArrayAttr(members));
  symbols.insert(arguments); // Another name if this one is taken.
  return arguments;
}

struct SelectAttach : impl::SelectAttachBase<SelectAttach> {
  using SelectAttachBase::SelectAttachBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    bpf::TargetEnv target = bpf::TargetEnv::lookup(module);
    if (!target.has(bpf::Feature::raw_tracepoint))
      return;
    SymbolTable symbols(module);
    for (ProbeOp probe : llvm::make_early_inc_range(module.getOps<ProbeOp>())) {
      switch (probe.getAttachKind()) {
      case AttachKind::Tracepoint:
        if (raw)
          attachToRaw(probe, symbols);
        break;
      case AttachKind::RawTracepoint:
      case AttachKind::BtfTracepoint:
        chooseTyped(probe, symbols);
        break;
      default:
        break;
      }
    }
  }

  void attachToRaw(ProbeOp probe, SymbolTable &symbols) {
    bool allHaveRaw =
        llvm::all_of(probe.getAttach().getAsRange<AttachAttr>(),
                     [](AttachAttr point) { return point.has("raw") && point.has("event"); });
    if (!allHaveRaw || returnsValue(probe) || capturesKernelStack(probe))
      return;
    std::optional<RawFields> fields = rawFieldsOf(probe);
    if (!fields)
      return;
    if (!fields->empty()) {
      Value context = probe.getContext();
      auto type = cast<PtrType>(context.getType());
      StringRef name = cast<StructType>(type.getPointee()).getName();
      StructOp arguments = createArguments(probe, name, *fields, symbols);
      Type argumentsType = StructType::get(&getContext(), arguments.getSymName());
      context.setType(PtrType::get(&getContext(), argumentsType, AddrSpace::Ctx));
    }
    attachAs(AttachKind::RawTracepoint, probe);
    ++raw_;
  }

  void chooseTyped(ProbeOp probe, SymbolTable &symbols) {
    bool isTyped = readsTypedPointer(probe);
    AttachKind wanted = isTyped ? AttachKind::BtfTracepoint : AttachKind::RawTracepoint;
    if (probe.getAttachKind() == wanted)
      return;
    attachAs(wanted, probe);
    ++(isTyped ? typed : raw_);
    // The kernel binds a typed program to one tracepoint when it is loaded.
    if (isTyped)
      cloneForGroups(probe, symbols, [](AttachAttr, AttachAttr) { return false; });
  }
};

} // namespace
} // namespace sonde
