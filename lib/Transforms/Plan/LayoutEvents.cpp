//===- LayoutEvents.cpp - Numbers and records of events -------------------===//
#include "dialect/Tracing/IR/Layout.h"
#include "lib/Transforms/Plan/Passes.h"

#include "mlir/IR/Builders.h"
#include "llvm/Support/MathExtras.h"

namespace sonde {
#define GEN_PASS_DEF_LAYOUTEVENTS
#include "lib/Transforms/Plan/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

constexpr uint64_t kHeaderSize = 8;

/// The alignment at which a field is copied in the fewest words. It divides the
/// field's size, so fields in descending order leave no holes.
uint64_t copyAlignment(uint64_t size) {
  return size ? std::min<uint64_t>(8, size & (~size + 1)) : 1;
}

struct LayoutEvents : impl::LayoutEventsBase<LayoutEvents> {
  void runOnOperation() override {
    Builder builder(&getContext());
    int64_t id = 0;
    for (auto event : getOperation().getOps<EventOp>()) {
      LayoutAttr layout = layOut(event);
      event.setIdAttr(builder.getI64IntegerAttr(id++));
      event.setLayoutAttr(layout);
      bytes += layout.getSize();
    }
  }

  LayoutAttr layOut(EventOp event) {
    SmallVector<uint64_t> sizes;
    for (Type type : event.getFields().getAsValueRange<TypeAttr>())
      sizes.push_back(std::max<uint64_t>(1, sizeInBytes(type, event))); // The empty tuple.
    SmallVector<uint64_t> offsets(sizes.size());
    uint64_t end = kHeaderSize;
    for (uint64_t alignment : {8, 4, 2, 1}) {
      for (auto [offset, size] : llvm::zip(offsets, sizes)) {
        if (copyAlignment(size) != alignment)
          continue;
        offset = end;
        end += size;
      }
    }
    return LayoutAttr::get(&getContext(), offsets, llvm::alignTo(end, 8));
  }
};

} // namespace
} // namespace sonde
