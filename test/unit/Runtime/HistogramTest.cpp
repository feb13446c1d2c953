// Bucket bounds, labels, bars (O51 to O68, O106 to O108).
#include "test/unit/Runtime/Bytes.h"

#include "lib/Runtime/Histogram.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

/// The bucket of a value, as the kernel computes it.
uint32_t bucketOf(int64_t value, unsigned bits) {
  int64_t parts = int64_t{1} << bits;
  if (value < 0)
    return 0;
  if (value < parts)
    return value + 1;
  unsigned shift = 63 - __builtin_clzll(value) - bits;
  return ((shift + 1) << bits) + ((value >> shift) & (parts - 1)) + 1;
}

uint32_t linearBucketOf(int64_t value, const Type &type) {
  if (value < type.lhistMin())
    return 0;
  if (value > type.lhistMax())
    return type.bucketCount() - 1;
  return 1 + (value - type.lhistMin()) / type.lhistStep();
}

Bytes histogram(const Type &type, const std::vector<int64_t> &values) {
  Bytes out(type);
  for (int64_t value : values) {
    uint32_t bucket =
        type.is(TypeKind::Hist) ? bucketOf(value, type.count()) : linearBucketOf(value, type);
    uint64_t count = loadUnsigned(out.data.data() + bucket * 8, 8);
    out.number(bucket * 8, count + 1);
  }
  return out;
}

std::string asText(const Bytes &value, uint64_t div = 1) {
  std::string out;
  appendHistogram(out, value, div);
  return out;
}

std::string asJson(const Bytes &value, uint64_t div = 1) {
  std::string out;
  appendJsonHistogram(out, value, div);
  return out;
}

const std::string kFull = " |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n";
const std::string kNone = " |                                                    |\n";

TEST(Hist, O51O52O59) {
  EXPECT_EQ(asText(histogram(Type::hist(0), {5, 100})),
            "[4, 8)                 1" + kFull + "[8, 16)                0" + kNone +
                "[16, 32)               0" + kNone + "[32, 64)               0" + kNone +
                "[64, 128)              1" + kFull);
}

TEST(Hist, O53O61) {
  Bytes value = histogram(Type::hist(0), {3, 3, 3, 3, 3, 3, 3, 5, 5, 9});
  EXPECT_EQ(asText(value, 2),
            "[2, 4)                 3" + kFull +
                "[4, 8)                 1 |@@@@@@@@@@@@@@@@@                                   |\n"
                "[8, 16)                0" +
                kNone);
  EXPECT_EQ(asText(histogram(Type::hist(0), {1}), 2), "[1]                    0" + kNone);
  EXPECT_EQ(asJson(histogram(Type::hist(0), {1}), 2), R"([{"min": 1, "max": 1, "count": 0}])");
}

TEST(Hist, Labels) {
  struct {
    int64_t value;
    unsigned bits;
    const char *label;
  } cases[] = {
      // O54, O55, O56
      {-5, 0, "(..., 0)"},
      {0, 0, "[0]"},
      {1, 0, "[1]"},
      {3, 0, "[2, 4)"},
      {1000, 0, "[512, 1K)"},
      {1024, 0, "[1K, 2K)"},
      {1 << 19, 0, "[512K, 1M)"},
      {1 << 29, 0, "[512M, 1G)"},
      {3000000000, 0, "[2G, 4G)"},
      {int64_t{1} << 40, 0, "[1T, 2T)"},
      {INT64_MAX, 0, "[4E, 8E)"},
      // O57
      {7, 2, "[7]"},
      {8, 2, "[8, 10)"},
      {17, 2, "[16, 20)"},
      {1000, 2, "[896, 1024)"},
      // O58
      {4000, 2, "[3584, 4K)"},
      {5000, 2, "[4K, 5K)"},
      {1500000, 3, "[1408K, 1536K)"},
  };
  for (const auto &c : cases)
    EXPECT_EQ(bucketLabel(Type::hist(c.bits), bucketOf(c.value, c.bits)), c.label) << c.value;
}

// Neighbouring buckets of every k meet, and a value lies in its own bucket.
TEST(Hist, BucketsMeet) {
  for (unsigned bits = 0; bits <= 5; ++bits) {
    Type type = Type::hist(bits);
    for (uint32_t i = 0; i + 1 < type.bucketCount(); ++i)
      EXPECT_EQ(bucketRange(type, i).high, bucketRange(type, i + 1).low);
    for (uint32_t i = 1; i < type.bucketCount(); ++i) {
      EXPECT_EQ(bucketOf(*bucketRange(type, i).low, bits), i);
      EXPECT_EQ(bucketOf(*bucketRange(type, i).high - 1, bits), i);
    }
  }
}

TEST(Hist, O106) {
  EXPECT_EQ(asJson(histogram(Type::hist(0), {-5, 0, 1, 4})),
            R"([{"max": -1, "count": 1},{"min": 0, "max": 0, "count": 1},)"
            R"({"min": 1, "max": 1, "count": 1},{"min": 2, "max": 3, "count": 0},)"
            R"({"min": 4, "max": 7, "count": 1}])");
  EXPECT_EQ(asJson(histogram(Type::hist(2), {6000000000000000000})),
            R"([{"min": 5764607523034234880, "max": "6917529027641081855", "count": 1}])");
}

TEST(Hist, O108) {
  EXPECT_EQ(asText(histogram(Type::hist(0), {})), "");
  EXPECT_EQ(asJson(histogram(Type::hist(0), {})), "[]");
}

TEST(LHist, O63) {
  Bytes value = histogram(Type::lhist(0, 100, 10), {-5, 5, 35, 500});
  std::string expected = "(..., 0)               1" + kFull + "[0, 10)                1" + kFull +
                         "[10, 20)               0" + kNone + "[20, 30)               0" + kNone +
                         "[30, 40)               1" + kFull + "[40, 50)               0" + kNone +
                         "[50, 60)               0" + kNone + "[60, 70)               0" + kNone +
                         "[70, 80)               0" + kNone + "[80, 90)               0" + kNone +
                         "[90, 100)              0" + kNone + "[100, ...)             1" + kFull;
  EXPECT_EQ(asText(value), expected);
  EXPECT_EQ(asText(value, 2), expected); // O68
}

TEST(LHist, Labels) {
  struct {
    int64_t min, max, step, value;
    const char *label;
  } cases[] = {
      // O64, O65
      {0, 100, 10, -1, "(..., 0)"},
      {5, 100, 10, 4, "(..., 5)"},
      {0, 100, 10, 100, "[100, ...)"},
      {2, 10, 1, 3, "[3]"},
      {2, 10, 1, 11, "[10, ...)"},
      // O66
      {0, 8192, 1024, 0, "[0, 1K)"},
      {0, 8192, 1024, 8000, "[7K, 8K)"},
      {0, 8192, 1024, 9000, "[8K, ...)"},
      {0, 8 << 20, 1 << 20, 2 << 20, "[2M, 3M)"},
      {0, int64_t{8} << 30, 1 << 30, int64_t{1} << 30, "[1024M, 2048M)"},
      // O67
      {0, 10, 3, 9, "[9, ...)"},
  };
  for (const auto &c : cases) {
    Type type = Type::lhist(c.min, c.max, c.step);
    EXPECT_EQ(bucketLabel(type, linearBucketOf(c.value, type)), c.label);
  }
}

TEST(LHist, O107) {
  EXPECT_EQ(asJson(histogram(Type::lhist(2, 10, 4), {0, 3, 20})),
            R"([{"max": 1, "count": 1},{"min": 2, "max": 5, "count": 1},)"
            R"({"min": 6, "max": 9, "count": 0},{"min": 10, "count": 1}])");
  EXPECT_EQ(asJson(histogram(Type::lhist(0, 10, 5), {-1})), R"([{"max": -1, "count": 1}])");
}

} // namespace
