// Adding up what the CPUs kept, and maps whose sizes are not as announced.
#include "test/unit/Runtime/Bytes.h"

#include "lib/Runtime/Maps.h"
#include "lib/Runtime/Render.h"
#include "lib/Types/Ordered.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

std::string merged(const Type &type, const std::vector<std::pair<uint64_t, uint64_t>> &cpus) {
  Bytes sum(type);
  for (auto [first, second] : cpus) {
    Bytes cpu(type);
    cpu.number(0, first);
    if (type.size() > 8)
      cpu.number(8, second);
    mergeAggregate(type, sum.data.data(), cpu.data.data());
  }
  std::string out;
  Renderer().text(out, sum);
  return out;
}

// O25 to O28, over several CPUs, of which one has seen nothing.
TEST(MergeAggregate, ByKind) {
  EXPECT_EQ(merged(Type::plain(TypeKind::Count), {{2, 0}, {0, 0}, {3, 0}}), "5");
  EXPECT_EQ(merged(Type::aggregate(TypeKind::Sum, true), {{uint64_t(-9), 0}, {4, 0}}), "-5");
  EXPECT_EQ(merged(Type::aggregate(TypeKind::Avg, true), {{uint64_t(-5), 1}, {0, 0}, {2, 1}}),
            "-1");
  EXPECT_EQ(merged(Type::aggregate(TypeKind::Stats, true), {{6, 1}, {3, 1}}),
            "{ .count = 2, .average = 4, .total = 9 }");
  auto min = [](int64_t value) {
    return std::pair(orderedFromValue(value, true, true), uint64_t{1});
  };
  auto max = [](int64_t value) {
    return std::pair(orderedFromValue(value, true, false), uint64_t{1});
  };
  EXPECT_EQ(merged(Type::aggregate(TypeKind::Min, true), {min(3), {0, 0}, min(-3)}), "-3");
  EXPECT_EQ(merged(Type::aggregate(TypeKind::Max, true), {max(-8), {0, 0}, max(-3)}), "-3");
  EXPECT_EQ(merged(Type::aggregate(TypeKind::Max, true), {{0, 0}}), "0");
}

/// What two CPUs kept, each in one place of a series: state and interval's number + 1.
Bytes mergedSeries(Type state, const std::vector<uint64_t> &a, const std::vector<uint64_t> &b) {
  Bytes into(Type::tseries(1000, 1, std::move(state))), from(into.type);
  for (size_t i = 0; i < a.size(); ++i) {
    into.number(i * 8, a[i]);
    from.number(i * 8, b[i]);
  }
  mergeAggregate(into.type, into.data.data(), from.data.data());
  return into;
}

// Values of one interval meet as their kind does, or the later one stays; of two
// intervals the newer one stays, whichever CPU has it.
TEST(MergeAggregate, SeriesByInterval) {
  using Words = std::vector<uint64_t>;
  auto words = [](const Bytes &series) {
    Words out;
    for (size_t at = 0; at < series.data.size(); at += 8)
      out.push_back(loadUnsigned(series.data.data() + at, 8));
    return out;
  };
  const Type last = Type::integer(64, true);
  EXPECT_EQ(words(mergedSeries(last, {5, 1000, 2}, {6, 1001, 2})), (Words{6, 1001, 2}));
  EXPECT_EQ(words(mergedSeries(last, {5, 1002, 2}, {6, 1001, 2})), (Words{5, 1002, 2}));
  EXPECT_EQ(words(mergedSeries(last, {5, 1002, 2}, {6, 3000, 4})), (Words{6, 3000, 4}));
  EXPECT_EQ(words(mergedSeries(last, {5, 3000, 4}, {0, 0, 0})), (Words{5, 3000, 4}));
  const Type sum = Type::aggregate(TypeKind::Sum, true), avg = Type::aggregate(TypeKind::Avg, true),
             max = Type::aggregate(TypeKind::Max, false);
  EXPECT_EQ(words(mergedSeries(sum, {5, 2}, {6, 2})), (Words{11, 2}));
  EXPECT_EQ(words(mergedSeries(sum, {5, 3}, {6, 2})), (Words{5, 3}));
  EXPECT_EQ(words(mergedSeries(avg, {5, 1, 2}, {6, 3, 2})), (Words{11, 4, 2}));
  EXPECT_EQ(words(mergedSeries(max, {5, 1, 2}, {6, 1, 2})), (Words{6, 1, 2}));
}

TEST(Ordered, IsMonotonicAndReversible) {
  const int64_t values[] = {INT64_MIN, -3, -1, 0, 1, 7, INT64_MAX};
  for (bool isMin : {false, true}) {
    for (size_t i = 0; i < std::size(values); ++i) {
      uint64_t ordered = orderedFromValue(values[i], true, isMin);
      EXPECT_EQ(int64_t(valueFromOrdered(ordered, true, isMin)), values[i]);
      EXPECT_EQ(valueFromOrdered(orderedFromValue(i, false, isMin), false, isMin), i);
      if (i) {
        EXPECT_EQ(orderedFromValue(values[i - 1], true, isMin) < ordered, !isMin);
      }
    }
  }
}

TEST(MapAccess, ChecksSizes) {
  MapInfo keyed{"@k", "AT_k", Type::string(16), Type::plain(TypeKind::Count),
                MapStorage::PercpuHash};
  EXPECT_TRUE(MapAccess::open(keyed, -1, 16, 8, 2));
  EXPECT_FALSE(MapAccess::open(keyed, -1, 8, 8, 2));
  EXPECT_FALSE(MapAccess::open(keyed, -1, 16, 4, 2));
  MapInfo scalar{"@s", "AT_s", std::nullopt, Type::integer(32, true), MapStorage::Array};
  EXPECT_TRUE(MapAccess::open(scalar, -1, 4, 16, 2));
  EXPECT_FALSE(MapAccess::open(scalar, -1, 4, 8, 2)); // No room for the word behind.
  EXPECT_FALSE(MapAccess::open(scalar, -1, 2, 16, 2));
}

// A map that cannot be read is an error, not an empty map.
TEST(MapAccess, ReportsAClosedMap) {
  MapInfo keyed{"@k", "AT_k", Type::string(16), Type::plain(TypeKind::Count), MapStorage::Hash};
  Result<MapAccess> access = MapAccess::open(keyed, -1, 16, 8, 1);
  ASSERT_TRUE(access);
  MapSnapshot snapshot(keyed);
  EXPECT_FALSE(access->read(snapshot));
  EXPECT_FALSE(access->clear());
  EXPECT_FALSE(access->zero());
}

} // namespace
