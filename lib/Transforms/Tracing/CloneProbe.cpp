//===- CloneProbe.cpp - Copies of a probe for some of its attach points ---===//
#include "lib/Transforms/Tracing/CloneProbe.h"

#include "mlir/IR/Builders.h"

using namespace mlir;

namespace sonde {

using tr::AttachAttr;
using tr::AttachKind;
using tr::ProbeOp;

bool hasOwnProgram(AttachKind kind) {
  return kind == AttachKind::Fentry || kind == AttachKind::Fexit ||
         kind == AttachKind::BtfTracepoint;
}

unsigned cloneForGroups(ProbeOp probe, SymbolTable &symbols,
                        llvm::function_ref<bool(AttachAttr, AttachAttr)> belongs) {
  SmallVector<SmallVector<Attribute>> groups;
  for (auto point : probe.getAttach().getAsRange<AttachAttr>()) {
    auto group = llvm::find_if(groups, [&](ArrayRef<Attribute> members) {
      return belongs(cast<AttachAttr>(members.front()), point);
    });
    if (group == groups.end())
      groups.emplace_back().push_back(point);
    else
      group->push_back(point);
  }
  Builder builder(probe->getContext());
  Operation *last = probe;
  for (ArrayRef<Attribute> group : llvm::drop_begin(groups)) {
    ProbeOp copy = probe.clone();
    copy.setAttachAttr(builder.getArrayAttr(group));
    symbols.insert(copy, std::next(Block::iterator(last)));
    last = copy;
  }
  probe.setAttachAttr(builder.getArrayAttr(groups.front()));
  return groups.size() - 1;
}

} // namespace sonde
