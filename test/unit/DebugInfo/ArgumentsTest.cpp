//===- ArgumentsTest.cpp - Which register an argument is passed in --------===//
#include "Compiled.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

struct Case {
  const char *parameters;
  const char *x86, *arm;
};

// Of `struct NAME`: `p` (of two ints), `f` (of two floats), `m` (a long and a
// double), `big` (of three longs).
constexpr Case kCases[] = {
    {"int a, int b", "a int32 0, b int32 1", "a int32 0, b int32 1"},
    {"float a, int b, double c, int d", "a none -, b int32 0, c none -, d int32 1",
     "a none -, b int32 0, c none -, d int32 1"},
    {"struct p a, int b", "a none 0, b int32 1", "a none 0, b int32 1"},
    {"struct f a, int b", "a none -, b int32 0", "a none -, b int32 0"},
    {"struct m a, int b", "a none 0, b int32 1", "a none 0, b int32 2"},
    {"struct big a, int b", "a none -, b int32 0", "a none 0, b int32 1"},
    {"int a, __int128 b, int c", "a int32 0, b none 1, c int32 3",
     "a int32 0, b none 2, c int32 4"},
    {"long a, long b, long c, long d, long e, long f, long g",
     "a int64 0, b int64 1, c int64 2, d int64 3, e int64 4, f int64 5, g none -, stack",
     "a int64 0, b int64 1, c int64 2, d int64 3, e int64 4, f int64 5, g int64 6"},
    {"long a, long b, long c, long d, long e, struct q f, int g",
     "a int64 0, b int64 1, c int64 2, d int64 3, e int64 4, f none -, g int32 5",
     "a int64 0, b int64 1, c int64 2, d int64 3, e int64 4, f none 5, g int32 7"},
};

constexpr const char *kStructs =
    "struct p { int x, y; }; struct q { long x, y; }; struct f { float x, y; };"
    "struct m { long x; double y; }; struct big { long x, y, z; };";

std::string function(const char *result, const std::string &name, const char *parameters) {
  return std::string(result) + " " + name + "(" + parameters + ") { for (;;); }";
}

/// The functions f0, f1, … of all cases.
std::string allCases() {
  std::string source = kStructs;
  for (const Case &each : kCases)
    source += function("void", "f" + std::to_string(&each - kCases), each.parameters);
  return source;
}

TEST(ArgumentsTest, ConventionOfX86) {
  Compiled program(allCases(), "--target=x86_64-linux-gnu");
  for (const Case &each : kCases)
    EXPECT_EQ(program.parameters("f" + std::to_string(&each - kCases)), each.x86);
}

TEST(ArgumentsTest, ConventionOfArm) {
  Compiled program(allCases(), "--target=aarch64-linux-gnu -fuse-ld=lld");
  for (const Case &each : kCases)
    EXPECT_EQ(program.parameters("f" + std::to_string(&each - kCases)), each.arm);
}

TEST(ArgumentsTest, ALargeResultTakesARegister) {
  Compiled x86(kStructs + function("struct big", "f", "int a"), "--target=x86_64-linux-gnu");
  EXPECT_EQ(x86.parameters("f"), "a int32 1");
  Compiled small(kStructs + function("struct q", "f", "int a"), "--target=x86_64-linux-gnu");
  EXPECT_EQ(small.parameters("f"), "a int32 0");
  Compiled arm(kStructs + function("struct big", "f", "int a"),
               "--target=aarch64-linux-gnu -fuse-ld=lld");
  EXPECT_EQ(arm.parameters("f"), "a int32 0");
}

TEST(ArgumentsTest, OtherProcessorsAreRefused) {
  Compiled program(kStructs + function("void", "f", "int a"),
                   "--target=riscv64-linux-gnu -fuse-ld=lld");
  EXPECT_EQ(program.parameters("f"), "program' is for another kind of processor");
}

} // namespace
