//===- LiteralsTest.cpp - Values of literals, and what is wrong with them -===//
#include "lib/Frontend/Literals.h"

#include <gtest/gtest.h>

using namespace sonde;

namespace {

struct Good {
  const char *text;
  uint64_t value;
};

// L1 to L5, L132, and all suffixes.
TEST(Integers, Values) {
  const Good kCases[] = {{"0", 0},
                         {"0x1F", 31},
                         {"0Xf_f", 255},
                         {"010", 8},
                         {"0777", 511},
                         {"1_000", 1000},
                         {"1e3", 1000},
                         {"5e9", 5000000000},
                         {"1e1_0", 10000000000},
                         {"2e3ms", 2000000000},
                         {"1us", 1000},
                         {"2ms", 2000000},
                         {"1s", 1000000000},
                         {"1m", 60000000000},
                         {"1h", 3600000000000},
                         {"1d", 86400000000000},
                         {"7ns", 7},
                         {"7u", 7},
                         {"7ull", 7},
                         {"7ll", 7},
                         {"1UL", 1},
                         {"18446744073709551615", UINT64_MAX}};
  for (const Good &good : kCases) {
    LiteralError error;
    auto value = parseInteger(good.text, IntegerForm::Source, error);
    ASSERT_TRUE(value) << good.text << ": " << error.message;
    EXPECT_EQ(value->raw(), good.value) << good.text;
    EXPECT_FALSE(value->isNegative());
  }
}

struct Bad {
  const char *text;
  uint32_t begin, end;
  const char *part; ///< Of the message.
};

TEST(Integers, Errors) {
  const Bad kCases[] = {
      {"18446744073709551616", 0, 20, "18446744073709551615"}, // L6
      {"08", 0, 2, "octal"},                                   // L7
      {"0b1", 1, 3, "'b1'"},                                   // L8
      {"23e4", 0, 4, "from 1 to 9"},                           // L9
      {"5_", 1, 2, "'_'"},                                     // L10
      {"3kg", 1, 3, "'kg'"},                                   // L11
      {"5000000000u", 0, 11, "4294967295"},                    // L12
      {"1lul", 2, 4, "'ul'"},
      {"1ulll", 4, 5, "'l'"},
      {"5e", 0, 2, "exponent"},
      {"1e0", 0, 3, "exponent"},
      {"1e99", 0, 4, "too large"},
      {"0x", 0, 2, "digits"},
      {"0x1_", 3, 4, "'_'"},
      {"9223372036854775808l", 0, 20, "9223372036854775807"},
      {"99999999999999d", 0, 15, "too large"},
      {"", 0, 0, "expected a number"},
      {"hello", 0, 5, "expected a number"},
  };
  for (const Bad &bad : kCases) {
    LiteralError error;
    EXPECT_FALSE(parseInteger(bad.text, IntegerForm::Source, error)) << bad.text;
    EXPECT_EQ(error.begin, bad.begin) << bad.text;
    EXPECT_EQ(error.end, bad.end) << bad.text;
    EXPECT_NE(error.message.find(bad.part), std::string::npos) << error.message;
  }
}

TEST(Integers, ConvertedText) {
  LiteralError error;
  EXPECT_EQ(parseInteger("0b101", IntegerForm::Text, error)->raw(), 5u);
  EXPECT_EQ(parseInteger("-5ms", IntegerForm::Text, error)->str(), "-5000000");
  EXPECT_EQ(parseInteger("-9223372036854775808", IntegerForm::Text, error)->str(),
            "-9223372036854775808");
  EXPECT_FALSE(parseInteger("-9223372036854775809", IntegerForm::Text, error));
  EXPECT_FALSE(parseInteger("0b102", IntegerForm::Text, error));
}

// T1, T2: the smallest signed type; uint64 above int64.
TEST(Integers, Types) {
  auto name = [](Integer value) {
    return value.type().str() + (value.type().isFlexible() ? "?" : "");
  };
  EXPECT_EQ(name(Integer(0)), "int8?");
  EXPECT_EQ(name(Integer(127)), "int8?");
  EXPECT_EQ(name(Integer(128)), "int16?");
  EXPECT_EQ(name(Integer::fromSigned(-128)), "int8");
  EXPECT_EQ(name(Integer::fromSigned(-129)), "int16");
  EXPECT_EQ(name(Integer(32768)), "int32?");
  EXPECT_EQ(name(Integer(2147483648)), "int64?");
  EXPECT_EQ(name(Integer(UINT64_C(9223372036854775808))), "uint64");
}

TEST(Strings, Escapes) {
  LiteralError error;
  EXPECT_EQ(*parseString(R"(\x41\102\103)", error), "ABC"); // L13
  EXPECT_EQ(*parseString(R"(a\"b\\c)", error), "a\"b\\c");  // L14
  EXPECT_EQ(*parseString(R"(\n\t\r\0)", error), std::string("\n\t\r\0", 4));
  EXPECT_EQ(*parseString("h\xc3\xa9llo", error), "h\xc3\xa9llo"); // L30
  EXPECT_EQ(*parseString(R"(\1234)", error), "S4");
}

TEST(Strings, Errors) {
  const Bad kCases[] = {{R"(ab\q)", 2, 4, "'\\q'"},   // L15
                        {R"(\777)", 0, 4, "'\\777'"}, // L16
                        {R"(\xg)", 0, 2, "hexadecimal"}};
  for (const Bad &bad : kCases) {
    LiteralError error;
    EXPECT_FALSE(parseString(bad.text, error)) << bad.text;
    EXPECT_EQ(error.begin, bad.begin) << bad.text;
    EXPECT_EQ(error.end, bad.end) << bad.text;
    EXPECT_NE(error.message.find(bad.part), std::string::npos) << error.message;
  }
}

} // namespace
