//===- InsertErrorReports.cpp - Sites for failures that are reported ------===//
#include "lib/Transforms/Tracing/Passes.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/Matchers.h"

namespace sonde {
#define GEN_PASS_DEF_INSERTERRORREPORTS
#include "lib/Transforms/Tracing/Passes.h.inc"

using namespace mlir;
using namespace tr;

namespace {

struct InsertErrorReports : impl::InsertErrorReportsBase<InsertErrorReports> {
  void runOnOperation() override {
    // Collected first, because tests of divisors split blocks.
    SmallVector<FallibleOpInterface> wanted;
    for (auto probe : getOperation().getOps<ProbeOp>())
      probe.walk([&](FallibleOpInterface op) {
        if (op.wantsReport())
          wanted.push_back(op);
      });
    if (wanted.empty())
      return;
    siteCount = 0;
    SymbolTable symbols(getOperation());
    // Sites stand before the first probe, like other symbols.
    OpBuilder builder(getOperation().getContext());
    builder.setInsertionPoint(wanted.front()->getParentOfType<ProbeOp>());
    for (FallibleOpInterface op : wanted)
      insertReport(op, symbols, builder);
  }

  void insertReport(FallibleOpInterface op, SymbolTable &symbols, OpBuilder &atSymbols) {
    op->removeAttr("report");
    bool isDivision = isa<DivOp, RemOp>(op.getOperation());
    if ((isDivision && isNeverZero(op->getOperand(1))) || writesScalar(op, symbols) || ends(op))
      return;
    FlatSymbolRefAttr site = createSite(op, symbols, atSymbols);
    if (isDivision)
      testDivisor(op, site);
    else
      op->setAttr("on_error", site);
  }

  static bool isNeverZero(Value divisor) {
    APInt constant;
    return matchPattern(divisor, m_ConstantInt(&constant)) && !constant.isZero();
  }

  /// A scalar map is never full: its one entry always exists.
  static bool writesScalar(FallibleOpInterface op, SymbolTable &symbols) {
    FlatSymbolRefAttr map = op.getFailingMap();
    return map && symbols.lookup<MapOp>(map.getValue()).isScalar();
  }

  /// A range that the kernel runs to its end, whatever its body does.
  static bool ends(Operation *op) {
    auto range = dyn_cast<ForOp>(op);
    return range && range.getConstantCount().value_or(~0ull) <= ForOp::kMostIterations;
  }

  FlatSymbolRefAttr createSite(FallibleOpInterface op, SymbolTable &symbols, OpBuilder &builder) {
    StringRef helper = op.getFailingHelper();
    auto site = builder.create<ErrorSiteOp>(
        op.getLoc(), "err_" + std::to_string(siteCount++), op.getErrorKind(),
        helper.empty() ? StringAttr() : builder.getStringAttr(helper), op.getFailingMap());
    ++sites;
    symbols.insert(site); // Gives it another name if this one is taken.
    return FlatSymbolRefAttr::get(site.getSymNameAttr());
  }

  static void testDivisor(Operation *division, FlatSymbolRefAttr site) {
    Location loc = division->getLoc();
    OpBuilder builder(division);
    Value divisor = division->getOperand(1);
    Value zero = builder.create<arith::ConstantOp>(loc, builder.getI64IntegerAttr(0));
    Value isZero = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, divisor, zero);
    Block *before = division->getBlock();
    Block *next = before->splitBlock(division);
    Block *report = builder.createBlock(next);
    builder.create<ReportOp>(loc, site);
    builder.create<cf::BranchOp>(loc, next);
    builder.setInsertionPointToEnd(before);
    builder.create<cf::CondBranchOp>(loc, isZero, report, next);
  }

  unsigned siteCount = 0;
};

} // namespace
} // namespace sonde
