//===- ExpandSearch.cpp - Searches for a text as loops --------------------===//
#include "lib/Transforms/Plan/Passes.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace sonde {
#define GEN_PASS_DEF_EXPANDSEARCH
#include "lib/Transforms/Plan/Passes.h.inc"

using namespace mlir;
using namespace tr;

/// Up to here a constant is compared in straight code: behind its first byte, which
/// filters, the rest is rarely looked at.
constexpr uint64_t kStraightBytes = 16;

namespace {

class SearchExpansion {
public:
  explicit SearchExpansion(StrFindOp search)
      : search(search), builder(search.getLoc(), search), needle(search.getNeedle()),
        text(search.getText()), byte(builder.getI8Type()), number(builder.getI64Type()) {}

  void run();

private:
  StrFindOp search;
  ImplicitLocOpBuilder builder;
  Value needle, text;
  Type byte, number;

  static uint64_t capacityOf(Value value) { return cast<StrType>(value.getType()).getCapacity(); }
  std::optional<StringRef> constantNeedle() {
    auto constant = needle.getDefiningOp<ConstStrOp>();
    if (!constant)
      return std::nullopt;
    return constant.getText().take_until([](char c) { return c == 0; });
  }

  Value constant(int64_t value, unsigned bits = 64) {
    return builder.create<arith::ConstantOp>(
        builder.getIntegerAttr(builder.getIntegerType(bits), value));
  }
  Value byteAt(Value sequence, Value index) {
    return builder.create<ElementOp>(byte, sequence, index, Value()).getResult();
  }
  Value isEqual(Value a, Value b) {
    return builder.create<arith::CmpIOp>(arith::CmpIPredicate::eq, a, b);
  }
  Value variable(const char *name, Value first) {
    auto type = PtrType::get(builder.getContext(), number, AddrSpace::Local);
    Value slot = builder.create<LocalOp>(type, name);
    builder.create<StoreLocalOp>(first, slot);
    return slot;
  }
  Value read(Value slot) { return builder.create<LoadLocalOp>(number, slot, Value()).getResult(); }

  /// A loop from 0 to `end`, and its number; what follows is built in its body.
  Value beginLoop(uint64_t end) {
    Value from = constant(0), to = constant(static_cast<int64_t>(end));
    auto loop =
        builder.create<ForOp>(builder.getI1Type(), from, to, /*is_unsigned=*/UnitAttr(),
                              /*report=*/UnitAttr(), /*on_error=*/FlatSymbolRefAttr(), LoopAttr());
    return builder.createBlock(&loop.getBody(), {}, number, builder.getLoc())->getArgument(0);
  }
  Block *addBlock() {
    OpBuilder::InsertionGuard guard(builder);
    Region *region = builder.getInsertionBlock()->getParent();
    return builder.createBlock(region, region->end());
  }
  /// Goes on in a new block if the condition holds, and in `otherwise` if not.
  void require(Value condition, Block *otherwise) {
    Block *next = addBlock();
    builder.create<cf::CondBranchOp>(condition, next, otherwise);
    builder.setInsertionPointToEnd(next);
  }

  uint64_t placesFor(uint64_t length);
  void compareConstant(StringRef wanted, Value start, Block *differs);
  void compareUnknown(Value start, Block *differs);
};

/// How many places there are for so many bytes.
uint64_t SearchExpansion::placesFor(uint64_t length) {
  uint64_t capacity = capacityOf(text);
  return length > capacity ? 0 : capacity - length + 1;
}

void SearchExpansion::compareConstant(StringRef wanted, Value start, Block *differs) {
  for (auto [i, c] : llvm::enumerate(wanted)) {
    Value index = i ? Value(builder.create<arith::AddIOp>(start, constant(int64_t(i)))) : start;
    require(isEqual(byteAt(text, index), constant(uint8_t(c), 8)), differs);
  }
}

/// Byte by byte up to the NUL of the needle, which sets a variable.
void SearchExpansion::compareUnknown(Value start, Block *differs) {
  Value matches = variable("matches", constant(0));
  {
    OpBuilder::InsertionGuard guard(builder);
    Value i = beginLoop(capacityOf(needle));
    Block *leave = addBlock(), *atEnd = addBlock(), *within = addBlock();
    Value wanted = byteAt(needle, i);
    builder.create<cf::CondBranchOp>(isEqual(wanted, constant(0, 8)), atEnd, within);

    builder.setInsertionPointToEnd(atEnd);
    builder.create<StoreLocalOp>(constant(1), matches);
    builder.create<LeaveOp>(false);

    builder.setInsertionPointToEnd(within);
    Value index = builder.create<arith::AddIOp>(start, i);
    // Behind the last byte, an index would mean the last one.
    Value isInside = builder.create<arith::CmpIOp>(
        arith::CmpIPredicate::ult, index, constant(static_cast<int64_t>(capacityOf(text))));
    require(isInside, leave);
    require(isEqual(byteAt(text, index), wanted), leave);
    builder.create<NextOp>();

    builder.setInsertionPointToEnd(leave);
    builder.create<LeaveOp>(false);
  }
  require(isEqual(read(matches), constant(1)), differs);
}

void SearchExpansion::run() {
  std::optional<StringRef> wanted = constantNeedle();
  bool isStraight = wanted && wanted->size() <= kStraightBytes;
  Value found = variable("found", constant(-1));
  {
    OpBuilder::InsertionGuard guard(builder);
    Value start = beginLoop(placesFor(wanted ? wanted->size() : 0));
    Block *differs = addBlock(), *atEnd = addBlock(), *goOn = addBlock();
    if (isStraight)
      compareConstant(*wanted, start, differs);
    else
      compareUnknown(start, differs);
    builder.create<StoreLocalOp>(start, found);
    builder.create<LeaveOp>(false);

    builder.setInsertionPointToEnd(differs);
    builder.create<cf::CondBranchOp>(isEqual(byteAt(text, start), constant(0, 8)), atEnd, goOn);
    builder.setInsertionPointToEnd(atEnd);
    builder.create<LeaveOp>(false);
    builder.setInsertionPointToEnd(goOn);
    builder.create<NextOp>();
  }
  search.replaceAllUsesWith(read(found));
  search.erase();
}

struct ExpandSearch : impl::ExpandSearchBase<ExpandSearch> {
  using ExpandSearchBase::ExpandSearchBase;

  void runOnOperation() override {
    SmallVector<StrFindOp> searches;
    getOperation().walk([&](StrFindOp search) { searches.push_back(search); });
    for (StrFindOp search : searches)
      SearchExpansion(search).run();
    expanded += searches.size();
  }
};

} // namespace
} // namespace sonde
