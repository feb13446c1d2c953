//===- AttachTest.cpp - The names that `probe` yields ---------------------===//
#include "dialect/Tracing/IR/Tracing.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace sonde;

namespace {

TEST(AttachTest, NamesAreThoseOfTheScript) {
  mlir::MLIRContext context;
  context.loadDialect<tr::TracingDialect>();
  const std::pair<const char *, const char *> kTable[] = {
      {"#tracing.attach<begin, \"\">", "begin"},
      {"#tracing.attach<tracepoint, \"sched:sched_switch\">", "tracepoint:sched:sched_switch"},
      {"#tracing.attach<raw_tracepoint, \"sys_enter\">", "rawtracepoint:sys_enter"},
      {"#tracing.attach<btf_tracepoint, \"sys_enter\">", "rawtracepoint:sys_enter"},
      {"#tracing.attach<interval, \"s:1\">", "interval:s:1"},
      {"#tracing.attach<raw_tracepoint, \"x\", {name = \"tracepoint:a:x\"}>", "tracepoint:a:x"},
  };
  for (const auto &[text, name] : kTable) {
    auto point = mlir::dyn_cast_or_null<tr::AttachAttr>(mlir::parseAttribute(text, &context));
    ASSERT_TRUE(point) << text;
    EXPECT_EQ(point.displayName(), name);
  }
}

} // namespace
