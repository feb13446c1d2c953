//===- ProbeConverter.cpp - Values and memory of a program ----------------===//
#include "lib/Transforms/Conversion/ProbeConverter.h"

#include "dialect/Tracing/IR/Layout.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/RegionGraphTraits.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sonde {

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Value ProbeConverter::constant(int64_t number, unsigned bits) {
  return builder.create<arith::ConstantOp>(
      loc, builder.getIntegerAttr(builder.getIntegerType(bits), number));
}

Value ProbeConverter::number(Value converted) {
  if (isa<bpf::PtrType>(converted.getType()))
    return builder.create<bpf::PtrToIntOp>(loc, converted);
  return converted;
}

Value ProbeConverter::resize(Value integer, Type type) {
  unsigned from = integer.getType().getIntOrFloatBitWidth(), to = type.getIntOrFloatBitWidth();
  if (from > to)
    return builder.create<arith::TruncIOp>(loc, type, integer);
  if (from < to)
    return builder.create<arith::ExtUIOp>(loc, type, integer);
  return integer;
}

Value ProbeConverter::callHelper(StringRef name, ValueRange arguments, Type type) {
  return builder.create<bpf::HelperCallOp>(loc, type ? type : builder.getI64Type(), name,
                                           arguments);
}

Type ProbeConverter::typedPointer(tr::PtrType type) {
  auto structure = dyn_cast<tr::StructType>(type.getPointee());
  if (type.getSpace() != tr::AddrSpace::Btf || !structure || !tr::lookupStruct(structure, probe))
    return builder.getI64Type();
  return bpf::PtrType::get(builder.getContext(), bpf::PtrKind::BtfId, /*nullable=*/false,
                           FlatSymbolRefAttr::get(builder.getContext(), structure.getName()));
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

Place ProbeConverter::createBuffer(uint64_t size) {
  // The empty tuple has a place, too.
  int64_t bytes = std::max<int64_t>(1, int64_t(size));
  return {builder.create<bpf::BufferOp>(loc, bytes, int64_t(8))};
}

Place ProbeConverter::createSlot(Value converted, uint64_t size) {
  Place slot = createBuffer(size);
  store(converted, slot);
  return slot;
}

Value ProbeConverter::pointerTo(const Place &place, uint64_t size) {
  if (place.offset == 0)
    return place.base;
  return builder.create<bpf::PtrAddOp>(loc, place.base, constant(place.offset), size,
                                       /*bound=*/place.offset + size);
}

Value ProbeConverter::loadParts(const Place &from, unsigned bits) {
  unsigned bytes = bits / 8, width = std::min<unsigned>(bytes, from.align());
  Type type = builder.getIntegerType(bits);
  Value result;
  for (unsigned at = 0; at < bytes; at += width) {
    Value part = resize(load(from.at(at), builder.getIntegerType(width * 8)), type);
    if (at)
      part = builder.create<arith::ShLIOp>(loc, part, constant(int64_t(at) * 8, bits));
    result = result ? Value(builder.create<arith::OrIOp>(loc, result, part)) : part;
  }
  return result;
}

Value ProbeConverter::load(const Place &from, Type type) {
  auto integer = dyn_cast<IntegerType>(type);
  unsigned bits = integer ? integer.getWidth() : 64;
  // A member of a packed struct.
  if (from.align() < bits / 8)
    return loadParts(from, bits);
  Type inMemory = builder.getIntegerType(std::max(8u, bits));
  uint64_t align = std::min<uint64_t>(from.align(), std::max(1u, bits / 8));
  Value loaded = builder.create<bpf::LoadOp>(loc, inMemory, from.base, from.offset, align);
  if (bits != 1)
    return loaded;
  return builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ne, loaded, constant(0, 8));
}

void ProbeConverter::store(Value converted, const Place &to) {
  Value stored = number(converted);
  if (stored.getType().isInteger(1))
    stored = resize(stored, builder.getI8Type());
  uint64_t bytes = stored.getType().getIntOrFloatBitWidth() / 8;
  builder.create<bpf::StoreOp>(loc, stored, to.base, to.offset, std::min(to.align(), bytes));
}

void ProbeConverter::copy(const Place &to, const Place &from, uint64_t size) {
  if (size == 0)
    return;
  builder.create<bpf::CopyOp>(loc, to.base, to.offset, from.base, from.offset, size,
                              std::min(to.align(), from.align()));
}

void ProbeConverter::zero(const Place &at, uint64_t size) {
  builder.create<bpf::ZeroOp>(loc, at.base, at.offset, size, at.align());
}

Place ProbeConverter::global(FlatSymbolRefAttr symbol) {
  auto type = bpf::PtrType::get(builder.getContext(), bpf::PtrKind::MapValue);
  return {builder.create<bpf::GlobalAddrOp>(loc, type, symbol)};
}

void ProbeConverter::write(Value operand, Type type, const Place &to) {
  if (isPlaced(operand))
    copy(to, place(operand), tr::sizeInBytes(type, probe));
  else
    store(value(operand), to);
}

LogicalResult ProbeConverter::deliver(tr::InPlaceOpInterface op, const Place &from) {
  if (Value destination = op.getDestination())
    copy(place(destination), from, tr::sizeInBytes(tr::producedType(op), op));
  else
    values.map(op.getProduced(), load(from, op.getProduced().getType()));
  return success();
}

//===----------------------------------------------------------------------===//
// The program
//===----------------------------------------------------------------------===//

namespace {

/// How libbpf and the kernel know a kind of attach point.
struct ProgramKind {
  bpf::ProgType type;
  const char *section;
  bool namesTarget;   ///< The section ends in the function or event.
  int64_t result = 0; ///< Where the script does not say.
};

ProgramKind programKind(tr::AttachKind kind) {
  using Type = bpf::ProgType;
  switch (kind) {
  case tr::AttachKind::Begin:
  case tr::AttachKind::End:
  case tr::AttachKind::RawTracepoint:
    return {Type::RawTracepoint, "raw_tp", false};
  case tr::AttachKind::Tracepoint:
    // With 0, perf would not see the event.
    return {Type::Tracepoint, "tracepoint", false, 1};
  case tr::AttachKind::BtfTracepoint:
    return {Type::Tracing, "tp_btf", true};
  case tr::AttachKind::Kprobe:
    return {Type::Kprobe, "kprobe", false};
  case tr::AttachKind::Kretprobe:
    return {Type::Kprobe, "kretprobe", false};
  case tr::AttachKind::Uprobe:
    return {Type::Kprobe, "uprobe", false};
  case tr::AttachKind::Uretprobe:
    return {Type::Kprobe, "uretprobe", false};
  case tr::AttachKind::Fentry:
    return {Type::Tracing, "fentry", true};
  case tr::AttachKind::Fexit:
    return {Type::Tracing, "fexit", true};
  case tr::AttachKind::Profile:
  case tr::AttachKind::Interval:
    return {Type::PerfEvent, "perf_event", false};
  }
  llvm_unreachable("all kinds are above");
}

std::string sectionName(const ProgramKind &kind, tr::AttachAttr point) {
  std::string section = kind.section;
  if (!kind.namesTarget)
    return section;
  for (StringRef option : {"function", "event"})
    if (point.has(option))
      return section + "/" + point.text(option).str();
  return section + "/" + point.getTarget().getValue().str();
}

} // namespace

/// What cannot be reached has no place in a program: the kernel refuses it.
static SmallVector<Block *> reachableBlocks(Region &body) {
  llvm::ReversePostOrderTraversal<Block *> order(&body.front());
  return SmallVector<Block *>(order.begin(), order.end());
}

/// Without this, each function here would have to expect values without memory.
LogicalResult ProbeConverter::checkPlanned(Operation *code) {
  auto isLarge = [&](Value value) { return tr::isLarge(value.getType(), probe); };
  WalkResult result = code->walk([&](Operation *op) {
    bool hasLarge = llvm::any_of(op->getResults(), isLarge);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        hasLarge |= llvm::any_of(block.getArguments(), isLarge);
    if (!hasLarge)
      return WalkResult::advance();
    op->emitError("a value is not in memory; run 'tracing-place-values' first");
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

LogicalResult ProbeConverter::convert() {
  if (failed(checkPlanned(probe)))
    return failure();
  ProgramKind kind = programKind(probe.getAttachKind());
  if (kind.namesTarget && probe.getAttach().size() > 1)
    return probe.emitError("a program of this kind has one attach point; run "
                           "'tracing-split-probes' first");
  auto point = cast<tr::AttachAttr>(probe.getAttach()[0]);
  builder.setInsertionPointAfter(probe);
  function = builder.create<bpf::ProgOp>(probe.getLoc(), probe.getSymName(), kind.type,
                                         sectionName(kind, point), probe.getAttach());
  context = probe.getContext();
  SmallVector<Block *> blocks = reachableBlocks(probe.getBody());
  createBlocks(blocks);
  return convertBlocks(blocks);
}

LogicalResult ProbeConverter::convert(tr::CallbackOp callback) {
  if (failed(checkPlanned(callback)))
    return failure();
  loc = callback.getLoc();
  builder.setInsertionPointAfter(callback);
  function = builder.create<bpf::CallbackOp>(loc, callback.getSymName(),
                                             programKind(probe.getAttachKind()).type,
                                             callback.getMap().has_value());
  for (BlockArgument argument : callback.getBody().getArguments())
    if (argument.getType() == probe.getContext().getType())
      context = argument;
  SmallVector<Block *> blocks = reachableBlocks(callback.getBody());
  createBlocks(blocks);
  if (callback.getMap())
    convertEntry(callback);
  return convertBlocks(blocks);
}

LogicalResult ProbeConverter::convert(tr::ReturnOp op) {
  Value result = op.getValue() ? resize(value(op.getValue()), builder.getI32Type())
                               : constant(programKind(probe.getAttachKind()).result, 32);
  builder.create<bpf::ReturnOp>(loc, result);
  return success();
}

} // namespace sonde
