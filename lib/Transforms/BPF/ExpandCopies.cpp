//===- ExpandCopies.cpp - Copies and zeroing as aligned accesses ----------===//
//
// The LLVM dialect of MLIR 19 cannot say how the arguments of a memcpy are
// aligned: LLVM would copy byte by byte.
//
//===----------------------------------------------------------------------===//
#include "lib/Transforms/BPF/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"

namespace sonde {
#define GEN_PASS_DEF_EXPANDCOPIES
#include "lib/Transforms/BPF/Passes.h.inc"
} // namespace sonde

using namespace mlir;
using namespace sonde;
using namespace sonde::bpf;

namespace {

/// Calls `access(offset, bytes)` for the widest pieces of `size` bytes that an
/// alignment allows.
template <typename Access> void forEachPiece(uint64_t size, uint64_t align, Access access) {
  for (uint64_t offset = 0; offset < size;) {
    uint64_t bytes = align;
    while (bytes > size - offset)
      bytes /= 2;
    access(offset, bytes);
    offset += bytes;
  }
}

struct ExpandCopies : sonde::impl::ExpandCopiesBase<ExpandCopies> {
  using ExpandCopiesBase::ExpandCopiesBase;

  void runOnOperation() override {
    SmallVector<Operation *> work;
    getOperation().walk([&](Operation *op) {
      if (isa<CopyOp, ZeroOp>(op))
        work.push_back(op);
    });
    if (work.empty())
      return markAllAnalysesPreserved();
    for (Operation *op : work) {
      if (auto copy = dyn_cast<CopyOp>(op))
        expand(copy);
      else
        expand(cast<ZeroOp>(op));
      op->erase();
    }
  }

  void expand(CopyOp op) {
    OpBuilder builder(op);
    Location loc = op.getLoc();
    if (op.getSize() > inlineLimit || op.getFrom().getType().getKind() == PtrKind::BtfId) {
      Value address = builder.create<PtrToIntOp>(loc, builder.getI64Type(), op.getFrom());
      if (op.getFromOffset()) {
        Value offset = builder.create<arith::ConstantIntOp>(loc, op.getFromOffset(), 64);
        address = builder.create<arith::AddIOp>(loc, address, offset);
      }
      return callHelper(builder, loc, op.getTo(), op.getToOffset(), op.getSize(), address);
    }
    forEachPiece(op.getSize(), op.getAlign(), [&](uint64_t offset, uint64_t bytes) {
      Value piece = builder.create<LoadOp>(loc, builder.getIntegerType(bytes * 8), op.getFrom(),
                                           op.getFromOffset() + offset, bytes);
      builder.create<StoreOp>(loc, piece, op.getTo(), op.getToOffset() + offset, bytes);
    });
    ++inlined;
  }

  void expand(ZeroOp op) {
    OpBuilder builder(op);
    Location loc = op.getLoc();
    if (op.getSize() > inlineLimit) {
      // Nothing can be read there; the helper then zeroes the destination.
      Value nowhere = builder.create<arith::ConstantIntOp>(loc, 0, 64);
      return callHelper(builder, loc, op.getPtr(), op.getOffset(), op.getSize(), nowhere);
    }
    forEachPiece(op.getSize(), op.getAlign(), [&](uint64_t offset, uint64_t bytes) {
      Value zero = builder.create<arith::ConstantIntOp>(loc, 0, bytes * 8);
      builder.create<StoreOp>(loc, zero, op.getPtr(), op.getOffset() + offset, bytes);
    });
    ++inlined;
  }

  void callHelper(OpBuilder &builder, Location loc, Value to, uint64_t offset, uint64_t size,
                  Value address) {
    builder.create<ProbeReadOp>(loc, builder.getI64Type(), Space::Kernel, to, offset, size,
                                /*length=*/Value(), address);
    ++called;
  }
};

} // namespace
