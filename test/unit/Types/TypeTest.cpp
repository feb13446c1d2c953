//===- TypeTest.cpp - Layouts, names and promotion ------------------------===//
#include "lib/Types/Type.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

Type i(unsigned bits) { return Type::integer(bits, true); }
Type u(unsigned bits) { return Type::integer(bits, false); }

// Layouts of records; T114.
TEST(LayoutTest, TuplesAreLaidOutAsInC) {
  struct Case {
    std::vector<Type> elements;
    uint32_t size;
  } cases[] = {
      {{i(8), i(64), i(8), i(64)}, 32},
      {{i(8), i(16), i(32)}, 8},
      {{i(32), i(16), i(8)}, 8},
      {{i(8), i(8), Type::string(7), i(8), i(32), i(64), i(8), i(16), Type::string(4)}, 32},
      {{Type::string(3), i(8)}, 4},
      {{i(8), i(64)}, 16},
      {{i(8)}, 1},
      {{i(32), Type::array(i(32), 4)}, 20},
  };
  for (const Case &c : cases)
    EXPECT_EQ(Type::tuple(c.elements).size(), c.size) << Type::tuple(c.elements).str();
}

TEST(LayoutTest, TextCausesNoPadding) {
  Type tuple = Type::tuple({Type::string(3), i(8)});
  EXPECT_EQ(tuple.elements()[1].offset, 3u);
}

TEST(LayoutTest, HistogramsHaveOneWordABucket) {
  EXPECT_EQ(Type::hist(0).bucketCount(), 65u);
  EXPECT_EQ(Type::hist(0).size(), 65u * 8);
  EXPECT_EQ(Type::hist(2).bucketCount(), 249u);
  EXPECT_EQ(Type::lhist(0, 100, 10).bucketCount(), 12u);
  EXPECT_EQ(Type::lhist(0, 10, 3).bucketCount(), 5u);
}

TEST(LayoutTest, SeriesHaveAStateAndANumberForEachInterval) {
  auto series = [](Type state) { return Type::tseries(1000, 10, std::move(state)); };
  EXPECT_EQ(series(i(64)).size(), 10u * 24);
  EXPECT_EQ(series(Type::aggregate(TypeKind::Sum, true)).size(), 10u * 16);
  EXPECT_EQ(series(Type::aggregate(TypeKind::Avg, true)).size(), 10u * 24);
  // With the word that says that an array's element is set, a CPU's 32 KiB are full.
  EXPECT_EQ(Type::tseries(1, Type::kMaxIntervals, i(64)).size() + 8, 32768u);
}

TEST(NameTest, NamesAreThoseOfDiagnostics) {
  EXPECT_EQ(i(8).str(), "int8");
  EXPECT_EQ(Type::string(4).str(), "string[4]");
  EXPECT_EQ(Type::string(0).str(), "string");
  EXPECT_EQ(Type::buffer(3).str(), "buffer[7]");
  EXPECT_EQ(Type::pointer(Type::structure("task_struct", false)).str(), "struct task_struct *");
  EXPECT_EQ(Type::pointer(Type::pointer(i(32))).str(), "int32 * *");
  EXPECT_EQ(Type::tuple({i(8), Type::boolean(), Type::string(2)}).str(),
            "(int8,bool,string[2])"); // T114
  EXPECT_EQ(Type::record({{"x", i(8)}, {"y", Type::string(2)}}).str(),
            "record { .x = int8, .y = string[2] }");                // T121
  EXPECT_EQ(Type::aggregate(TypeKind::Sum, false).str(), "usum_t"); // T137
  EXPECT_EQ(Type::aggregate(TypeKind::Avg, true).str(), "avg_t");
  EXPECT_EQ(Type::plain(TypeKind::Count).str(), "count_t");
  EXPECT_EQ(Type::hist(0).str(), "hist_t");
  EXPECT_EQ(Type::tseries(1, 1, u(64)).str(), "tseries_t");
  EXPECT_EQ(Type::stack(false, StackMode::Bpftrace, 127).str(), "kstack_bpftrace_127"); // T69
}

TEST(EqualityTest, AddressSpacesDoNotCountButSignsDo) {
  EXPECT_EQ(Type::pointer(i(8), AddressSpace::User), Type::pointer(i(8), AddressSpace::Kernel));
  EXPECT_NE(i(8), u(8));
  EXPECT_NE(Type::tuple({i(8)}), Type::record({{"a", i(8)}}));
}

// Where two integers meet: the whole table.
TEST(PromotionTest, EveryPairOfWidthsAndSigns) {
  const unsigned widths[] = {8, 16, 32, 64};
  for (unsigned a : widths) {
    for (unsigned b : widths) {
      unsigned wider = std::max(a, b);
      EXPECT_EQ(promoteIntegers(i(a), i(b)), i(wider));
      EXPECT_EQ(promoteIntegers(u(a), u(b)), u(wider));
      Type expected = a > b ? i(a) : i(std::min(64u, b * 2));
      EXPECT_EQ(promoteIntegers(i(a), u(b)), expected) << a << " " << b;
      EXPECT_EQ(promoteIntegers(u(b), i(a)), expected) << a << " " << b;
    }
  }
}

// T4: next to a type of fixed sign a literal takes that sign, and keeps its width.
TEST(PromotionTest, FlexibleIntegersTakeTheOthersSign) {
  Type literal = Type::integer(16, true, true);
  EXPECT_EQ(promoteIntegers(u(8), literal), u(16));
  EXPECT_EQ(promoteIntegers(literal, i(64)), i(64));
  EXPECT_TRUE(promoteIntegers(literal, Type::integer(8, true, true)).isFlexible());
}

TEST(StructTest, MembersAreFoundThroughAnonymousOnes) {
  auto inner = std::make_shared<StructDef>();
  inner->members.push_back({"c", i(32), 4, 0, 0, "", false});
  StructDef outer;
  outer.members.push_back({"a", i(32), 0, 0, 0, "", false});
  outer.members.push_back({"", Type::structure("", false, inner), 8, 0, 0, "", false});
  ASSERT_TRUE(outer.find("c"));
  EXPECT_EQ(outer.find("c")->offset, 12u);
  EXPECT_FALSE(outer.find("z"));
}

} // namespace
