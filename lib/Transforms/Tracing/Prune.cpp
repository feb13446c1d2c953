//===- Prune.cpp - Remove symbols that nothing needs ----------------------===//
#include "lib/Transforms/Tracing/MapUse.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringSet.h"

namespace sonde {
#define GEN_PASS_DEF_PRUNE
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

/// The struct that the address points to; empty if it points to something else.
static StringRef structBehind(Value address) {
  auto type = dyn_cast<StructType>(cast<PtrType>(address.getType()).getPointee());
  return type ? type.getName() : StringRef();
}

/// "task_struct.tgid" for each member that some operation accesses.
static llvm::StringSet<> accessedMembers(ModuleOp module) {
  llvm::StringSet<> members;
  auto add = [&](Value base, StringRef member) {
    members.insert((structBehind(base) + "." + member).str());
  };
  module.walk([&](Operation *op) {
    if (auto field = dyn_cast<CtxFieldOp>(op))
      add(field.getCtx(), field.getField());
    else if (auto field = dyn_cast<FieldPtrOp>(op))
      add(field.getBase(), field.getMember());
  });
  return members;
}

/// Names of all structs that a type in the module names.
static llvm::StringSet<> namedStructs(ModuleOp module) {
  llvm::StringSet<> names;
  AttrTypeWalker walker;
  walker.addWalk([&](StructType type) { names.insert(type.getName()); });
  module.walk([&](Operation *op) {
    walker.walk(op->getAttrDictionary());
    for (Type type : op->getResultTypes())
      walker.walk(type);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (Type type : block.getArgumentTypes())
          walker.walk(type);
  });
  return names;
}

namespace {

struct Prune : impl::PruneBase<Prune> {
  void runOnOperation() override {
    // Each step may free what the next one looks at.
    eraseUnused<EventOp>();
    pruneMaps();
    eraseUnused<ErrorSiteOp>();
    eraseUnused<ParamOp>();
    eraseUnused<CFuncOp>();
    pruneStructs();
  }

  template <typename SymbolT> void eraseUnused() {
    SymbolTableCollection tables;
    SymbolUserMap users(tables, getOperation());
    for (SymbolT symbol : llvm::make_early_inc_range(getOperation().getOps<SymbolT>())) {
      if (!users.useEmpty(symbol))
        continue;
      symbol.erase();
      ++symbols;
    }
  }

  void pruneMaps() {
    bool isPrinted = ConfigAttr::lookup(getOperation()).number("print_maps_on_exit", 1);
    MapUse mapUse(getOperation());
    for (const auto &[map, uses] : mapUse) {
      if (uses.isObserved() || (isPrinted && !uses.isEmpty()))
        continue;
      for (MapAccessOpInterface access : uses.accesses)
        access->erase();
      // What could fail is gone. A division's site names no map.
      for (ErrorSiteOp site : uses.sites)
        site.erase();
      symbols += 1 + uses.sites.size();
      MapOp(map).erase();
    }
  }

  void pruneStructs() {
    llvm::StringSet<> accessed = accessedMembers(getOperation());
    Builder builder(&getContext());
    for (auto definition : getOperation().getOps<StructOp>()) {
      SmallVector<Attribute> kept;
      for (auto member : definition.getMembers().getAsRange<MemberAttr>())
        if (accessed.contains((definition.getSymName() + "." + member.getName().getValue()).str()))
          kept.push_back(member);
      members += definition.getMembers().size() - kept.size();
      definition.setMembersAttr(builder.getArrayAttr(kept));
    }
    // Only now: a member that is gone may have been the last to name a struct.
    llvm::StringSet<> named = namedStructs(getOperation());
    for (auto definition : llvm::make_early_inc_range(getOperation().getOps<StructOp>())) {
      if (named.contains(definition.getSymName()))
        continue;
      definition.erase();
      ++symbols;
    }
  }
};

} // namespace
} // namespace sonde
