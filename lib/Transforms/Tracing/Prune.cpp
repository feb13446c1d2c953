//===- Prune.cpp - Remove symbols that nothing needs ----------------------===//
#include "lib/Transforms/Tracing/MapUse.h"
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringSet.h"

namespace sonde {
#define GEN_PASS_DEF_PRUNE
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

/// The struct that this is, or that the address points to; empty if there is none.
static StringRef structBehind(Type type) {
  auto pointer = dyn_cast<PtrType>(type);
  auto structure = dyn_cast<StructType>(pointer ? pointer.getPointee() : type);
  return structure ? structure.getName() : StringRef();
}

/// "task_struct.tgid" for each member that some operation accesses.
static llvm::StringSet<> accessedMembers(ModuleOp module) {
  llvm::StringSet<> members;
  auto add = [&](Type base, StringRef member) {
    members.insert((structBehind(base) + "." + member).str());
  };
  module.walk([&](Operation *op) {
    if (auto field = dyn_cast<CtxFieldOp>(op))
      add(field.getCtx().getType(), field.getField());
    else if (auto field = dyn_cast<FieldPtrOp>(op))
      add(field.getBase().getType(), field.getMember());
    else if (auto field = dyn_cast<MemberOp>(op))
      add(field.getStructure().getType(), field.getMember());
    else if (auto structure = dyn_cast<ComposeOp>(op))
      for (StringRef name : structure.getNames().getAsValueRange<StringAttr>())
        add(producedType(structure), name);
  });
  return members;
}

/// Structs that are shown, by value: user space needs to know all their members.
class ShownStructs {
public:
  explicit ShownStructs(ModuleOp module) : module(module) {
    for (auto map : module.getOps<MapOp>()) {
      add(map.getKeyType());
      add(map.getValueType());
    }
    for (auto event : module.getOps<EventOp>())
      for (Type field : event.getFields().getAsValueRange<TypeAttr>())
        add(field);
  }

  bool contains(StringRef name) const { return names.contains(name); }

private:
  ModuleOp module;
  llvm::StringSet<> names;

  void add(Type type) {
    if (auto array = dyn_cast<ArrayType>(type))
      return add(array.getElement());
    if (auto record = dyn_cast<RecordType>(type))
      llvm::for_each(record.getTypes(), [&](Type element) { add(element); });
    auto structure = dyn_cast<StructType>(type);
    if (!structure || !names.insert(structure.getName()).second)
      return;
    if (StructOp definition = lookupStruct(structure, module))
      for (auto member : definition.getMembers().getAsRange<MemberAttr>())
        add(member.getType());
  }
};

/// Names of the symbols of all structs and enumerations that a type in the module
/// names.
static llvm::StringSet<> namedTypes(ModuleOp module) {
  llvm::StringSet<> names;
  AttrTypeWalker walker;
  walker.addWalk([&](StructType type) { names.insert(type.getName()); });
  walker.addWalk([&](EnumType type) { names.insert(type.symbol()); });
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

  template <typename SymbolT> void eraseUnnamed(const llvm::StringSet<> &named) {
    for (SymbolT symbol : llvm::make_early_inc_range(getOperation().getOps<SymbolT>())) {
      if (named.contains(symbol.getSymName()))
        continue;
      symbol.erase();
      ++symbols;
    }
  }

  void pruneMaps() {
    bool isPrinted = ConfigAttr::lookup(getOperation()).number("print_maps_on_exit", 1);
    MapUse mapUse(getOperation());
    llvm::SmallPtrSet<Attribute, 4> passed; // C functions may read them.
    getOperation().walk([&](MapAddrOp op) { passed.insert(op.getMapAttr().getAttr()); });
    for (const auto &[map, uses] : mapUse) {
      if (passed.contains(MapOp(map).getSymNameAttr()) || uses.isObserved() ||
          (isPrinted && !uses.isEmpty()))
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
    ShownStructs shown(getOperation());
    Builder builder(&getContext());
    for (auto definition : getOperation().getOps<StructOp>()) {
      if (shown.contains(definition.getSymName()))
        continue;
      SmallVector<Attribute> kept;
      for (auto member : definition.getMembers().getAsRange<MemberAttr>())
        if (accessed.contains((definition.getSymName() + "." + member.getName().getValue()).str()))
          kept.push_back(member);
      members += definition.getMembers().size() - kept.size();
      definition.setMembersAttr(builder.getArrayAttr(kept));
    }
    // Only now: a member that is gone may have been the last to name a struct.
    llvm::StringSet<> named = namedTypes(getOperation());
    eraseUnnamed<StructOp>(named);
    eraseUnnamed<EnumOp>(named);
  }
};

} // namespace
} // namespace sonde
