//===- DirectLoads.cpp - Plain loads of typed kernel objects --------------===//
//
// Looks at one read at a time, in program order, so that a pointer that one read
// yields is typed when the next one goes through it.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/BPF/Passes.h"

#include "dialect/Tracing/IR/Tracing.h"
#include "lib/Transforms/BPF/BufferLifetime.h"

#include "mlir/IR/Builders.h"

namespace sonde {
#define GEN_PASS_DEF_DIRECTLOADS
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

bool isTyped(Value value) {
  auto pointer = dyn_cast<bpf::PtrType>(value.getType());
  return pointer && pointer.getKind() == PtrKind::BtfId;
}

/// An address as a path: members to go through, starting at a typed pointer.
struct MemberPath {
  Value root;
  SmallVector<FieldAddrOp> members; ///< Innermost first.

  static std::optional<MemberPath> of(Value address);
  /// The address as a typed pointer.
  Value materialize(OpBuilder &builder) const;
};

std::optional<MemberPath> MemberPath::of(Value address) {
  MemberPath path;
  while (!isTyped(address) || address.getDefiningOp<FieldAddrOp>()) {
    if (auto number = address.getDefiningOp<PtrToIntOp>()) {
      address = number.getPtr();
      continue;
    }
    auto member = address.getDefiningOp<FieldAddrOp>();
    if (!member)
      return std::nullopt;
    path.members.push_back(member);
    address = member.getBase();
  }
  if (path.members.empty())
    return std::nullopt;
  path.root = address;
  FlatSymbolRefAttr pointee = cast<bpf::PtrType>(address.getType()).getStruct_();
  if (pointee != path.members.back().getTypeAttr())
    return std::nullopt; // What the verifier knows it as has other members.
  return path;
}

Value MemberPath::materialize(OpBuilder &builder) const {
  Value pointer = root;
  auto type = bpf::PtrType::get(builder.getContext(), PtrKind::BtfId);
  for (FieldAddrOp member : llvm::reverse(members))
    pointer = builder.create<FieldAddrOp>(member.getLoc(), type, pointer, member.getTypeAttr(),
                                          member.getMemberAttr());
  return pointer;
}

tr::MemberAttr describe(FieldAddrOp op) {
  auto type = SymbolTable::lookupNearestSymbolFrom<CoreTypeOp>(op, op.getTypeAttr());
  for (Attribute each : type.getMembers())
    if (auto member = dyn_cast<tr::MemberAttr>(each); member && member.getName() == op.getMember())
      return member;
  return {};
}

/// Text of a few words can be loaded, too, although its elements are bytes.
constexpr uint64_t kMaxTextBytes = 32;

/// Bytes of text, or of an array of bytes; 0 for anything else.
uint64_t bytesOfText(Type type) {
  if (auto text = dyn_cast<tr::StrType>(type))
    return text.getCapacity();
  auto array = dyn_cast<tr::ArrayType>(type);
  return array && array.getElement().isInteger(8) ? array.getCount() : 0;
}

/// Bytes of a member that can be loaded as words; 0 if it cannot.
uint64_t textSize(tr::MemberAttr member) {
  uint64_t bytes = member ? bytesOfText(member.getType()) : 0;
  bool isWords = bytes % 8 == 0 && bytes <= kMaxTextBytes && member && member.getOffset() % 8 == 0;
  return isWords ? bytes : 0;
}

/// Bytes of a member that can be loaded; 0 if it is not a scalar.
uint64_t scalarSize(tr::MemberAttr member) {
  if (!member || member.getBitSize() != 0)
    return 0;
  if (isa<tr::PtrType>(member.getType()))
    return 8;
  auto integer = dyn_cast<IntegerType>(member.getType());
  return integer && integer.getWidth() % 8 == 0 ? integer.getWidth() / 8 : 0;
}

/// May words of this size be written to where `read` puts what it reads?
bool isAligned(ProbeReadOp read, uint64_t size) {
  Operation *to = read.getTo().getDefiningOp();
  uint64_t align = 8; // Records and values of maps.
  if (auto buffer = dyn_cast_or_null<BufferOp>(to))
    align = buffer.getAlign();
  else if (auto slot = dyn_cast_or_null<StackOp>(to))
    align = slot.getAlign();
  else if (isa_and_nonnull<PtrAddOp>(to))
    align = 1;
  return align >= size && read.getOffset() % size == 0;
}

/// The type that a loaded member has for the verifier if it points to a struct, otherwise null.
/// Without a struct's name nothing can be read through it, and it is still no number.
bpf::PtrType typedPointer(tr::MemberAttr member, Operation *scope) {
  auto pointer = dyn_cast<tr::PtrType>(member.getType());
  auto pointee = pointer ? dyn_cast<tr::StructType>(pointer.getPointee()) : tr::StructType();
  if (!pointee)
    return {};
  auto name = FlatSymbolRefAttr::get(scope->getContext(), pointee.getName());
  if (pointer.getSpace() == tr::AddrSpace::User ||
      !SymbolTable::lookupNearestSymbolFrom<CoreTypeOp>(scope, name))
    name = {};
  return bpf::PtrType::get(scope->getContext(), PtrKind::BtfId, /*nullable=*/false, name);
}

struct DirectLoads : sonde::impl::DirectLoadsBase<DirectLoads> {
  void runOnOperation() override {
    TargetEnv target = TargetEnv::lookup(getOperation());
    if (!target.has(Feature::btf_tracing))
      return markAllAnalysesPreserved();
    if (target.has(Feature::current_task_btf))
      typeCurrentTask();
    SmallVector<ProbeReadOp> reads;
    getOperation().walk<WalkOrder::PreOrder>([&](ProbeReadOp op) { reads.push_back(op); });
    SmallVector<Value> slots;
    for (ProbeReadOp read : reads) {
      Value slot = read.getTo();
      if (!rewrite(read))
        continue;
      ++loads;
      if (!llvm::is_contained(slots, slot))
        slots.push_back(slot);
    }
    for (Value slot : slots)
      eraseIfOnlyWritten(slot);
  }

  /// The current task as a typed pointer, where the program reads its members.
  void typeCurrentTask() {
    auto taskStruct = FlatSymbolRefAttr::get(&getContext(), "task_struct");
    auto readsMembers = [&](Operation *user) {
      auto member = dyn_cast<FieldAddrOp>(user);
      return member && member.getTypeAttr() == taskStruct;
    };
    getOperation().walk([&](HelperCallOp call) {
      if (StringRef(call.getInfo()->name) != "get_current_task" ||
          !call.getResult().getType().isInteger(64) ||
          llvm::none_of(call->getUsers(), readsMembers))
        return;
      OpBuilder builder(call);
      auto type = bpf::PtrType::get(&getContext(), PtrKind::BtfId, false, taskStruct);
      Value task = builder.create<HelperCallOp>(call.getLoc(), type, "get_current_task_btf");
      Value number = builder.create<PtrToIntOp>(call.getLoc(), builder.getI64Type(), task);
      call.getResult().replaceAllUsesWith(number);
      call.erase();
    });
  }

  /// Replaces a read by loads and stores into its slot, and later loads of the
  /// slot by the value.
  bool rewrite(ProbeReadOp read) {
    if (read.getSpace() != Space::Kernel || read.getLength() || !read.getResult().use_empty())
      return false;
    std::optional<MemberPath> path = MemberPath::of(read.getAddress());
    if (!path)
      return false;
    tr::MemberAttr member = describe(path->members.front());
    StoreOp scalar;
    if (textSize(member) == read.getSize() && isAligned(read, 8))
      copyText(read, *path);
    else if (scalarSize(member) == read.getSize() && isAligned(read, read.getSize()))
      scalar = loadScalar(read, *path, member);
    else
      return false;
    Value address = read.getAddress();
    read.erase();
    eraseUnused(address);
    if (scalar)
      forward(scalar);
    return true;
  }

  StoreOp loadScalar(ProbeReadOp read, const MemberPath &path, tr::MemberAttr member) {
    OpBuilder builder(read);
    Location loc = read.getLoc();
    uint64_t size = read.getSize();
    Type number = builder.getIntegerType(size * 8);
    Value pointer = path.materialize(builder);
    bpf::PtrType typed = typedPointer(member, read);
    Value value = builder.create<LoadOp>(loc, typed ? Type(typed) : number, pointer, 0, size);
    if (typed)
      value = builder.create<PtrToIntOp>(loc, number, value);
    return builder.create<StoreOp>(loc, value, read.getTo(), read.getOffset(), size);
  }

  void copyText(ProbeReadOp read, const MemberPath &path) {
    OpBuilder builder(read);
    Location loc = read.getLoc();
    Value pointer = path.materialize(builder);
    for (uint64_t i = 0; i < read.getSize(); i += 8) {
      Value word = builder.create<LoadOp>(loc, builder.getI64Type(), pointer, i, 8);
      builder.create<StoreOp>(loc, word, read.getTo(), read.getOffset() + i, 8);
    }
  }

  /// An address that was computed only for the helper.
  static void eraseUnused(Value address) {
    while (Operation *op = address.getDefiningOp()) {
      if (!isa<FieldAddrOp, PtrToIntOp>(op) || !op->use_empty())
        return;
      address = op->getOperand(0);
      op->erase();
    }
  }

  /// Loads of the stored bytes that follow in the same block yield the value.
  void forward(StoreOp store) {
    BufferUses uses = BufferUses::of(store.getPtr());
    Operation *next = store->getNextNode();
    while (next) {
      Operation *op = next;
      next = op->getNextNode();
      if (!llvm::is_contained(uses.users, op))
        continue;
      auto load = dyn_cast<LoadOp>(op);
      if (!load || load.getPtr() != store.getPtr())
        return; // May write the slot.
      if (load.getOffset() != store.getOffset() || load.getType() != store.getValue().getType() ||
          load.getIsVolatile())
        continue;
      load.replaceAllUsesWith(store.getValue());
      load.erase();
    }
  }

  static void eraseIfOnlyWritten(Value slot) {
    auto buffer = slot.getDefiningOp<BufferOp>();
    auto onlyWrites = [&](Operation *user) {
      auto store = dyn_cast<StoreOp>(user);
      return store && store.getPtr() == slot;
    };
    if (!buffer || !llvm::all_of(buffer->getUsers(), onlyWrites))
      return;
    for (Operation *user : llvm::make_early_inc_range(buffer->getUsers()))
      user->erase();
    buffer.erase();
  }
};

} // namespace
