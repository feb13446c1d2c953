//===- LayoutTest.cpp - The dialect's layouts are the runtime's -----------===//
//
// The compiler lays values out with dialect/Tracing/IR/Layout.h, the runtime
// reads them with lib/Types: for each type both must mean the same bytes.
//
//===----------------------------------------------------------------------===//
#include "dialect/Tracing/IR/Layout.h"
#include "dialect/Tracing/IR/Tracing.h"
#include "lib/Types/Type.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace sonde;

namespace {

class LayoutTest : public testing::Test {
protected:
  LayoutTest() { context.loadDialect<tr::TracingDialect>(); }

  mlir::Type parse(llvm::StringRef text) {
    mlir::Type type = mlir::parseType(text, &context);
    EXPECT_TRUE(type) << text.str();
    return type;
  }

  mlir::MLIRContext context;
};

Type i(unsigned bits) { return Type::integer(bits, true); }

TEST_F(LayoutTest, AgreesWithTheRuntime) {
  const std::pair<const char *, Type> kTable[] = {
      {"i8", i(8)},
      {"si16", i(16)},
      {"ui32", i(32)},
      {"i64", i(64)},
      {"!tracing.ptr<i8, user>", Type::pointer(i(8))},
      {"!tracing.str<16>", Type::string(16)},
      {"!tracing.array<3 x i32>", Type::array(i(32), 3)},
      {"!tracing.record<>", Type::tuple({})},
      {"!tracing.record<i8, i64>", Type::tuple({i(8), i(64)})},
      {"!tracing.record<i64, i8>", Type::tuple({i(64), i(8)})},
      {"!tracing.record<i32, !tracing.str<5>, i16>", Type::tuple({i(32), Type::string(5), i(16)})},
      {"!tracing.record<a: i8, b: !tracing.record<i16, i8>>",
       Type::record({{"a", i(8)}, {"b", Type::tuple({i(16), i(8)})}})},
      {"!tracing.record<i8, !tracing.array<2 x i32>>", Type::tuple({i(8), Type::array(i(32), 2)})},
      {"!tracing.buf<5>", Type::buffer(5)},
      {"!tracing.stack<user, 127, perf>", Type::stack(true, StackMode::Perf, 127)},
      {"!tracing.tagged<ksym, i64>", Type::plain(TypeKind::KernelSymbol)},
      {"!tracing.record<i8, !tracing.tagged<username, i64>, !tracing.stack<kernel, 1, raw>>",
       Type::tuple({i(8), Type::plain(TypeKind::Username), Type::stack(false, StackMode::Raw, 1)})},
      {"!tracing.record<i8, !tracing.tagged<usym, !tracing.array<16 x i8>>, i16>",
       Type::tuple({i(8), Type::plain(TypeKind::UserSymbol), i(16)})},
      {"!tracing.agg<count>", Type::plain(TypeKind::Count)},
      {"!tracing.agg<sum>", Type::aggregate(TypeKind::Sum, true)},
      {"!tracing.agg<min>", Type::aggregate(TypeKind::Min, true)},
      {"!tracing.agg<max, unsigned>", Type::aggregate(TypeKind::Max, false)},
      {"!tracing.agg<avg>", Type::aggregate(TypeKind::Avg, true)},
      {"!tracing.agg<stats>", Type::aggregate(TypeKind::Stats, true)},
      {"!tracing.agg<hist, 0>", Type::hist(0)},
      {"!tracing.agg<hist, 5>", Type::hist(5)},
      {"!tracing.agg<lhist, 0, 100, 10>", Type::lhist(0, 100, 10)},
      {"!tracing.agg<lhist, -5, 100, 7>", Type::lhist(-5, 100, 7)},
      {"!tracing.agg<tseries, 1000, 5>", Type::tseries(1000, 5, Type::integer(64, true))},
      {"!tracing.agg<tseries, 1000, 5, sum>",
       Type::tseries(1000, 5, Type::aggregate(TypeKind::Sum, true))},
      {"!tracing.agg<tseries, 1000, 5, min>",
       Type::tseries(1000, 5, Type::aggregate(TypeKind::Min, true))},
  };
  for (const auto &[text, type] : kTable) {
    mlir::Type layout = parse(text);
    EXPECT_EQ(tr::sizeInBytes(layout, nullptr), type.size()) << text;
    EXPECT_EQ(tr::alignmentOf(layout), type.alignment()) << text;
    auto record = mlir::dyn_cast<tr::RecordType>(layout);
    if (!record)
      continue;
    llvm::SmallVector<uint64_t> offsets = record.offsets();
    ASSERT_EQ(offsets.size(), type.elements().size()) << text;
    for (size_t e = 0; e < offsets.size(); ++e)
      EXPECT_EQ(offsets[e], type.elements()[e].offset) << text << ", element " << e;
  }
}

TEST_F(LayoutTest, FindsTheSizeOfAStructInItsSymbol) {
  auto module = mlir::parseSourceString<mlir::ModuleOp>("tracing.struct @pair size 12 []",
                                                        mlir::ParserConfig(&context));
  ASSERT_TRUE(module);
  auto record =
      mlir::cast<tr::RecordType>(parse("!tracing.record<i8, !tracing.struct<\"pair\">, i16>"));
  EXPECT_EQ(tr::sizeInBytes(record, *module), 16u);
  EXPECT_EQ(record.offsets(*module), (llvm::SmallVector<uint64_t>{0, 1, 14}));
}

TEST_F(LayoutTest, SignsDoNotCountForValues) {
  EXPECT_EQ(tr::withoutSigns(parse("!tracing.record<x: si32, y: !tracing.array<2 x ui8>>")),
            parse("!tracing.record<x: i32, y: !tracing.array<2 x i8>>"));
  EXPECT_EQ(tr::withoutSigns(parse("!tracing.str<4>")), parse("!tracing.str<4>"));
}

TEST_F(LayoutTest, OnlyIntegersAndAddressesStayInRegisters) {
  for (const char *text : {"i8", "ui64", "!tracing.ptr<i8, user>"})
    EXPECT_FALSE(tr::isLarge(parse(text), nullptr)) << text;
  for (const char *text : {"!tracing.str<2>", "!tracing.record<i8>", "!tracing.array<1 x i8>",
                           "!tracing.struct<\"s\">"})
    EXPECT_TRUE(tr::isLarge(parse(text), nullptr)) << text;
}

} // namespace
