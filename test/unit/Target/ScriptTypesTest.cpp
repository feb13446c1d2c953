//===- ScriptTypesTest.cpp - From tracing types to script types -----------===//
#include "TargetFixture.h"

#include "lib/Target/Describe.h"

#include "mlir/AsmParser/AsmParser.h"

using namespace sonde;

namespace {

using ScriptTypes = TargetFixture;

TEST_F(ScriptTypes, ConvertsEveryType) {
  struct Case {
    const char *ir;
    Type type;
  };
  Type i64 = Type::integer(64, true);
  const Case cases[] = {
      {"si32", Type::integer(32, true)},
      {"ui8", Type::integer(8, false)},
      {"i1", Type::boolean()},
      {"!tracing.str<16>", Type::string(16)},
      {"!tracing.array<4 x ui16>", Type::array(Type::integer(16, false), 4)},
      {"!tracing.ptr<si32, user>", Type::pointer(Type::integer(32, true), AddressSpace::User)},
      {"!tracing.record<si64, !tracing.str<16>>", Type::tuple({i64, Type::string(16)})},
      {"!tracing.record<x: si64, y: si64>", Type::record({{"x", i64}, {"y", i64}})},
      {"!tracing.buf<5>", Type::buffer(5)},
      {"!tracing.stack<kernel, 127, bpftrace>", Type::stack(false, StackMode::Bpftrace, 127)},
      {"!tracing.stack<user, 3, build_id>", Type::stack(true, StackMode::BuildId, 3)},
      {"!tracing.tagged<ksym, i64>", Type::plain(TypeKind::KernelSymbol)},
      {"!tracing.tagged<usym, !tracing.array<16 x i8>>", Type::plain(TypeKind::UserSymbol)},
      {"!tracing.tagged<inet, !tracing.array<24 x i8>>", Type::plain(TypeKind::Inet)},
      {"!tracing.tagged<mac, !tracing.array<6 x i8>>", Type::plain(TypeKind::MacAddress)},
      {"!tracing.tagged<cgroup_path, !tracing.array<16 x i8>>", Type::plain(TypeKind::CgroupPath)},
      {"!tracing.tagged<username, i64>", Type::plain(TypeKind::Username)},
      {"!tracing.tagged<timestamp, !tracing.array<16 x i8>>", Type::plain(TypeKind::Timestamp)},
      {"!tracing.tagged<cut, !tracing.str<16>>", Type::string(16, /*mayBeCut=*/true)},
      {"!tracing.agg<count>", Type::plain(TypeKind::Count)},
      {"!tracing.agg<sum, unsigned>", Type::aggregate(TypeKind::Sum, false)},
      {"!tracing.agg<min>", Type::aggregate(TypeKind::Min, true)},
      {"!tracing.agg<max>", Type::aggregate(TypeKind::Max, true)},
      {"!tracing.agg<avg>", Type::aggregate(TypeKind::Avg, true)},
      {"!tracing.agg<stats, unsigned>", Type::aggregate(TypeKind::Stats, false)},
      {"!tracing.agg<hist, 0>", Type::hist(0)},
      {"!tracing.agg<lhist, 0, 100, 10>", Type::lhist(0, 100, 10)},
      {"!tracing.agg<tseries, unsigned, 1000, 5>",
       Type::tseries(1000, 5, Type::integer(64, false))},
      {"!tracing.agg<tseries, 1000, 5, avg>",
       Type::tseries(1000, 5, Type::aggregate(TypeKind::Avg, true))},
  };
  mlir::OwningOpRef<mlir::ModuleOp> module = parse("module {}");
  context.loadDialect<tr::TracingDialect>();
  for (const Case &each : cases) {
    mlir::Type type = mlir::parseType(each.ir, &context);
    ASSERT_TRUE(type) << each.ir;
    Type converted = scriptType(type, *module);
    EXPECT_EQ(converted, each.type) << each.ir << " became " << converted.str();
    EXPECT_EQ(converted.size(), each.type.size()) << each.ir;
  }
}

// The names of an enumeration come from its symbol.
TEST_F(ScriptTypes, DescribesEnumerations) {
  mlir::OwningOpRef<mlir::ModuleOp> module =
      parse("bpf.enum @enum.color {blue = 5 : i64, red = 1 : i64}");
  context.loadDialect<tr::TracingDialect>();
  Type color = scriptType(mlir::parseType("!tracing.enum<\"color\", 32>", &context), *module);
  EXPECT_EQ(color, Type::enumeration("color", 4));
  std::vector<std::pair<int64_t, std::string>> names = {{5, "blue"}, {1, "red"}};
  EXPECT_EQ(color.enumerators(), names);
}

// A struct's members come from its symbol; one that points to itself ends there.
TEST_F(ScriptTypes, DescribesStructs) {
  mlir::OwningOpRef<mlir::ModuleOp> module = parse(R"(
    bpf.core_type @node size 24 [#tracing.member<"next", !tracing.ptr<!tracing.struct<"node">, kernel>, 0>,
                                 #tracing.member<"flags", ui32, 8, bits = 3 at 2>])");
  context.loadDialect<tr::TracingDialect>();
  Type node = scriptType(mlir::parseType("!tracing.struct<\"node\">", &context), *module);
  ASSERT_TRUE(node.definition());
  EXPECT_EQ(node.definition()->size, 24u);
  std::optional<StructMember> flags = node.definition()->find("flags");
  ASSERT_TRUE(flags);
  EXPECT_EQ(flags->bitSize, 3);
  EXPECT_EQ(flags->bitOffset, 2);
  EXPECT_EQ(node.definition()->find("next")->type.str(), "struct node *");
}

} // namespace
