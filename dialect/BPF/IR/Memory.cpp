//===- Memory.cpp - Layouts, and what is known about a pointer ------------===//
#include "dialect/BPF/IR/Memory.h"

#include "dialect/BPF/IR/BPF.h"

#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace sonde::bpf {
namespace {

struct Layout {
  uint64_t size, align;
};

std::optional<Layout> layoutOf(Type type);

std::optional<Layout> layoutOfStruct(LLVM::LLVMStructType type) {
  if (type.isOpaque())
    return std::nullopt;
  Layout whole{0, 1};
  for (Type member : type.getBody()) {
    std::optional<Layout> part = layoutOf(member);
    if (!part)
      return std::nullopt;
    uint64_t align = type.isPacked() ? 1 : part->align;
    whole.size = llvm::alignTo(whole.size, align) + part->size;
    whole.align = std::max(whole.align, align);
  }
  whole.size = llvm::alignTo(whole.size, whole.align);
  return whole;
}

std::optional<Layout> layoutOf(Type type) {
  if (auto integer = dyn_cast<IntegerType>(type)) {
    uint64_t bytes = llvm::PowerOf2Ceil(llvm::divideCeil(integer.getWidth(), 8));
    return bytes > 8 ? std::nullopt : std::optional(Layout{bytes, bytes});
  }
  if (isa<LLVM::LLVMPointerType>(type))
    return Layout{8, 8};
  if (auto array = dyn_cast<LLVM::LLVMArrayType>(type)) {
    std::optional<Layout> element = layoutOf(array.getElementType());
    if (!element)
      return std::nullopt;
    return Layout{element->size * array.getNumElements(), element->align};
  }
  if (auto structure = dyn_cast<LLVM::LLVMStructType>(type))
    return layoutOfStruct(structure);
  return std::nullopt;
}

PtrKind kindOf(Value pointer) { return cast<PtrType>(pointer.getType()).getKind(); }

} // namespace

std::optional<uint64_t> layoutSize(Type layout) {
  std::optional<Layout> found = layoutOf(layout);
  return found ? std::optional(found->size) : std::nullopt;
}

std::optional<uint64_t> layoutAlignment(Type layout) {
  std::optional<Layout> found = layoutOf(layout);
  return found ? std::optional(found->align) : std::nullopt;
}

std::optional<uint64_t> bytesBehind(Value pointer) {
  Operation *definition = pointer.getDefiningOp();
  if (!definition)
    return std::nullopt;
  return llvm::TypeSwitch<Operation *, std::optional<uint64_t>>(definition)
      .Case<BufferOp, StackOp, ScratchOp>([](auto op) { return op.getSize(); })
      .Case([](PtrAddOp op) { return op.getAccess(); })
      .Default([](Operation *) { return std::nullopt; });
}

LogicalResult verifyAccess(Operation *op, Value pointer, uint64_t offset, uint64_t size,
                           AccessKind kind) {
  PtrKind pointerKind = kindOf(pointer);
  if (kind == AccessKind::Write && (pointerKind == PtrKind::Ctx || pointerKind == PtrKind::BtfId))
    return op->emitOpError() << "cannot write through a '" << stringifyPtrKind(pointerKind)
                             << "' pointer";
  std::optional<uint64_t> bytes = bytesBehind(pointer);
  if (bytes && (offset > *bytes || size > *bytes - offset))
    return op->emitOpError() << "accesses bytes " << offset << " to " << offset + size
                             << " of an object of " << *bytes;
  return success();
}

LogicalResult verifyWordAccess(Operation *op, Value pointer, uint64_t offset, uint64_t width,
                               uint64_t align, AccessKind kind) {
  if (failed(verifyAccess(op, pointer, offset, width, kind)))
    return failure();
  PtrKind pointerKind = kindOf(pointer);
  // The kernel refuses other accesses even where the processor could do them.
  if (pointerKind == PtrKind::Stack || pointerKind == PtrKind::Mem)
    if (align < width)
      return op->emitOpError() << "needs an alignment of " << width << " on the stack, not "
                               << align;
  if (pointerKind == PtrKind::Ctx && offset % width != 0)
    return op->emitOpError() << "reads " << width << " bytes of the context at offset " << offset
                             << ", which is not a multiple";
  return success();
}

} // namespace sonde::bpf
